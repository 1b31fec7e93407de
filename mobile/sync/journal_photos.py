"""The journal's photos between this device and its host.

A photo is sent after the documents that name it and removed by whoever saw that none does, so that none is lost:

- It is sent once a document that names it has reached the host, one at a time, and counts as unsent until then. Adding
  a picture anew sends it anew, although the host may have it already.
- It is removed at the host when no document of this device named it for UNUSED_DAYS, in the bin neither, and every
  record of the vault opens here; and then only if the host's vault stands where this device read it. Had another
  device named the photo meanwhile, the vault would have moved on: then nothing is removed, and that device sends it.
- Once per start and day, and whenever the host's history is another one, what the host keeps is compared with what is
  here: what it lacks is offered again.
"""

from collections.abc import Callable, Set
from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlmodel import Session, select

from api_client.client import ApiClient
from api_client.errors import Conflict, InvalidResponse, Rejected
from api_client.wire import limits
from api_client.wire.errors import ProblemCode
from api_client.wire.live import VAULT_SCOPE
from api_client.wire.vault_photos import PutSealedPhoto
from mobile.device import Clock
from mobile.storage.cursors import Cursor, read_cursor
from mobile.storage.drafts import draft_name
from mobile.storage.tables import DraftRow
from mobile.sync.local import Local
from mobile.vault import photo_rows as rows

UNUSED_DAYS = 30
_UNUSED_MICROSECONDS = timedelta(days=UNUSED_DAYS) // timedelta(microseconds=1)
_REMOVED_AT_ONCE = 100
_CHECK_SECONDS = 24 * 60 * 60.0


class PhotoSync:
    """Sends and compares, and remembers when the next comparison is due."""

    def __init__(self, local: Local, clock: Clock) -> None:
        self.problem: str | None = None  # why the host takes none; see SyncStatus
        self._local = local
        self._clock = clock
        self._due = 0.0
        self._epoch: UUID | None = None

    def begin_anew(self) -> None:
        """Compare at the next run: it may be another account."""
        self._due = 0.0

    async def run(self, client: ApiClient, must_rest: Callable[[], bool]) -> None:
        """Do what is due; `must_rest` says that something more urgent came up. Raises an ApiError or StorageError."""
        cursor = await self._local.database.read(lambda session: read_cursor(session, VAULT_SCOPE))
        now = self._clock.now().timestamp()
        if now >= self._due or cursor.epoch != self._epoch:
            knows_photos = await check_photos(client, self._local)
            self._due, self._epoch = now + _CHECK_SECONDS, cursor.epoch
            self.problem = None if knows_photos else "photos_unknown"
        if self.problem is None and not await send_photos(client, self._local, must_rest):
            self.problem = "photos_full"


async def send_photos(client: ApiClient, local: Local, must_rest: Callable[[], bool]) -> bool:
    """Send what waits, until that is done or something more urgent came up; return whether the host had room.

    Raises an ApiError or StorageError.
    """
    photos = local.journal_photos
    for photo_id in await photos.list_unsent():
        if must_rest():
            break
        sealed = await local.database.read(partial(rows.read_sealed, photo_id=photo_id))
        if sealed is None or not _is_named_at_host(local, photo_id):
            continue
        try:
            await client.vault.put_photo(photo_id, PutSealedPhoto(sealed=sealed))
        except Rejected as refusal:
            if refusal.code == ProblemCode.NO_ROOM:
                return False
            raise
        await local.database.write(partial(rows.settle, photo_id=photo_id, sent=sealed, kept=photos.kept_bytes_max))
        local.signal.emit("photos")
    return True


async def check_photos(client: ApiClient, local: Local) -> bool:
    """Compare what the host keeps with what is here, and remove what nothing names any more; return whether the host is
    one that keeps photos. Raises an ApiError or StorageError."""
    try:
        sizes = await _list_at_host(client)
    except Rejected as refusal:
        if refusal.code == ProblemCode.NOT_FOUND:
            return False  # it is older than this app
        raise
    await local.database.write(lambda session: rows.note_at_host(session, sizes))
    await _remove_unused(client, local, await _note_unused(local), sizes.keys())
    return True


async def _list_at_host(client: ApiClient) -> dict[UUID, int]:
    sizes: dict[UUID, int] = {}
    after: UUID | None = None
    while True:
        page = await client.vault.list_photos(after=after)
        sizes.update((photo.id, photo.size) for photo in page.photos)
        if not page.more:
            return sizes
        last = page.photos[-1].id if page.photos else None
        if last is None or (after is not None and last <= after) or len(sizes) > 2 * limits.JOURNAL_PHOTOS_MAX:
            raise InvalidResponse("the list of photos does not end")
        after = last


async def _note_unused(local: Local) -> list[UUID]:
    """Note which photos stand nowhere; return those of which that has been so for long enough."""
    photos = local.journal_photos
    known = await local.database.read(rows.list_known)
    await photos.uses.refresh()
    named = photos.uses.photo_ids
    drafted = await _list_in_drafts(local, [row.id for row in known if row.id not in named])
    used = [row for row in known if row.id in named or row.id in drafted]
    unused = [row for row in known if row.id not in named and row.id not in drafted]
    now = photos.now()

    def note(session: Session) -> None:
        rows.note_unused(session, [row.id for row in used if row.unused_since is not None], None)
        rows.note_unused(session, [row.id for row in unused if row.unused_since is None], now)

    await local.database.write(note)
    return [row.id for row in unused if row.unused_since is not None and now - row.unused_since >= _UNUSED_MICROSECONDS]


async def _remove_unused(client: ApiClient, local: Local, unused: list[UUID], at_host: Set[UUID]) -> None:
    """Remove photos here and at the host, unless somebody needs one after all."""
    pending, unreadable = await local.documents.records.count()
    cursor: Cursor = await local.database.read(lambda session: read_cursor(session, VAULT_SCOPE))
    if pending or unreadable or cursor.epoch is None or not local.documents.is_open:
        return  # what does not open here, or did not arrive there, may name any of them
    for photo_id in unused[:_REMOVED_AT_ONCE]:
        if photo_id in at_host:
            try:
                await client.vault.remove_photo(photo_id, epoch=cursor.epoch, revision=cursor.position)
            except Conflict:
                return  # another device pushed something that is not read here yet
        await _forget(local, photo_id)


async def _forget(local: Local, photo_id: UUID) -> None:
    """Forget a photo here; one that a document names again since is offered again instead."""
    async with local.documents.records.lock:
        await local.journal_photos.uses.refresh()
        is_named = photo_id in local.journal_photos.uses.photo_ids
        change = rows.offer_again if is_named else rows.remove_unused
        await local.database.write(lambda session: change(session, [photo_id]))


async def _list_in_drafts(local: Local, ids: list[UUID]) -> frozenset[UUID]:
    """Return which photos stand in something half written."""
    if not ids:
        return frozenset()
    stored = await local.database.read(
        lambda session: [(row.key, row.sealed) for row in session.exec(select(DraftRow))]
    )
    opened = await local.keyring.open_all([(draft_name(key), sealed) for key, sealed in stored])
    drafts = b"\n".join(plain for plain in opened if plain is not None)
    return frozenset(one for one in ids if str(one).encode() in drafts)


def _is_named_at_host(local: Local, photo_id: UUID) -> bool:
    """Return whether a document that names the photo has reached the host."""
    users = (local.documents.get(one) for one in local.journal_photos.uses.list_users(photo_id))
    return any(found is not None and not found.pending for found in users)
