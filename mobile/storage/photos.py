"""Photos on this device: those of the member that were sent, and those of others that were seen, up to a sum of bytes.

They lie sealed among the shared things, so they go with their post and their group like everything else of these.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, text
from sqlmodel import Session, col

from api_client.wire.feed import Post
from api_client.wire.photos import PhotoContent
from mobile.storage.cache import microseconds
from mobile.storage.shared import SharedCache, SharedThing, prepare_shared
from mobile.storage.tables import SharedRow
from mobile.vault.sealing import Keyring

KIND = "photo"
KEPT_BYTES_MAX = 64 * 1024 * 1024  # of sealed photos; those that came first go first
_FORGET_OLDEST = text(
    "DELETE FROM shared WHERE kind = 'photo' AND id IN (SELECT id FROM (SELECT id, "
    "sum(length(sealed)) OVER (ORDER BY position DESC, id) AS total FROM shared WHERE kind = 'photo') "
    "WHERE total > :kept)"
)


async def find_photo(shared: SharedCache, photo_id: UUID) -> bytes | None:
    """Return the bytes of a photo that is here."""
    found = await shared.get(KIND, photo_id, PhotoContent)
    return None if found is None else found.content


async def prepare_photo(
    keyring: Keyring,
    photo: PhotoContent,
    *,
    now: datetime,
    group_id: UUID,
    post_id: UUID | None,
    kept: int = KEPT_BYTES_MAX,
) -> Callable[[Session], None]:
    """Return what keeps a photo inside a transaction, and forgets the oldest beyond `kept` bytes."""
    place = microseconds(now)
    write = await prepare_shared(keyring, [SharedThing(KIND, photo.id, photo, place, group_id, post_id)])

    def keep(session: Session) -> None:
        write(session)
        session.execute(_FORGET_OLDEST, {"kept": kept})

    return keep


def forget_exchanged(session: Session, posts: Iterable[Post]) -> None:
    """Forget photos that were taken out of posts: whoever took them out does not want them seen."""
    shown = {post.id: post.photo.id if post.photo else None for post in posts}
    if shown:
        session.execute(
            delete(SharedRow).where(
                col(SharedRow.kind) == KIND,
                col(SharedRow.post_id).in_(list(shown)),
                col(SharedRow.id).not_in([photo_id for photo_id in shown.values() if photo_id]),
            )
        )
