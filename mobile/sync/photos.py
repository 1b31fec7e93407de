"""Photos between this device and its host: fetched when they are seen first, and kept when they were sent from here."""

import asyncio
from collections.abc import Callable, Iterable
from uuid import UUID

from sqlmodel import Session, col, select

from api_client.client import ApiClient
from api_client.errors import Unauthorized
from api_client.wire.feed import CreatePost, Post, UpdatePost
from api_client.wire.groups import Member
from api_client.wire.model import WireModel
from api_client.wire.photos import PhotoContent
from mobile.device import Clock
from mobile.storage.cache import member_name
from mobile.storage.outbox import Mutation
from mobile.storage.photos import find_photo, prepare_photo
from mobile.storage.tables import MemberRow
from mobile.sync.local import Local

_AT_ONCE = 2


class PhotoCalls:
    """Photos for screens."""

    def __init__(self, get_client: Callable[[], ApiClient | None], local: Local, clock: Clock) -> None:
        self._get_client = get_client
        self._local = local
        self._clock = clock
        self._slots = asyncio.Semaphore(_AT_ONCE)

    async def load(self, group_id: UUID, photo_id: UUID, *, post_id: UUID | None = None) -> bytes:
        """Return the bytes of a photo, from here or from the host, and keep them; raise an ApiError."""
        found = await find_photo(self._local.shared, photo_id)
        if found is not None:
            return found
        async with self._slots:
            found = await find_photo(self._local.shared, photo_id)  # it may have come while this waited
            if found is not None:
                return found
            client = self._get_client()
            if client is None:
                raise Unauthorized("signed out")
            photo = await client.photos.get_photo(group_id, photo_id)
        now = self._clock.now()
        keep = await prepare_photo(self._local.keyring, photo, now=now, group_id=group_id, post_id=post_id)
        await self._local.database.write(keep)
        return photo.content

    async def list_faces(self, group_id: UUID, account_ids: Iterable[UUID | None]) -> dict[UUID, bytes]:
        """Return the photos of those of `account_ids` who show one in a group, as far as this device knows."""
        wanted = {account_id for account_id in account_ids if account_id is not None}
        local, statement = self._local, select(MemberRow).where(MemberRow.group_id == group_id)
        rows = await local.database.read(
            lambda session: session.exec(statement.where(col(MemberRow.account_id).in_(wanted))).all()
        )
        opened = await local.keyring.open_all([(member_name(group_id, row.account_id), row.sealed) for row in rows])
        members = [Member.model_validate_json(plain) for plain in opened if plain is not None]
        return {one.account_id: one.profile.photo for one in members if one.profile.photo is not None}


async def prepare_settled_photo(
    local: Local, mutation: Mutation, answer: WireModel | None
) -> Callable[[Session], None]:
    """Return what keeps a photo that was just sent, so that it is not fetched to be seen here."""
    given = mutation.request.photo if isinstance(mutation.request, CreatePost | UpdatePost) else None
    if given is None or given.content is None or not isinstance(answer, Post) or answer.photo is None:
        return _nothing
    photo = PhotoContent(id=given.id, content=given.content)
    return await prepare_photo(
        local.keyring, photo, now=mutation.created_at, group_id=answer.group_id, post_id=answer.id
    )


def _nothing(_session: Session) -> None:
    """Keep nothing."""
