"""Photos of the journal: sealed apart from the entries that name them, and each kept once.

A document names a photo by `photos.<id>`, whose value says what it is: "image/jpeg 1200x900". The bytes are a plain
JPEG, made of the pixels alone, sealed under a key of their own; they lie here as they travel. What was added here stays
here until the host has it; what the host has is let go of, oldest first, beyond KEPT_BYTES_MAX, and fetched when it is
looked at.
"""

import asyncio
import contextlib
import logging
import sys
from collections import OrderedDict
from collections.abc import Callable, Set
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from api_client.client import ApiClient
from api_client.errors import InvalidResponse, Rejected, Unauthorized
from api_client.wire import limits
from api_client.wire.errors import ProblemCode
from api_client.wire.jpeg import read_size
from mobile.device import Clock, wall_milliseconds
from mobile.signal import Signal
from mobile.storage.database import Database
from mobile.storage.errors import StorageFull
from mobile.vault import photo_rows as rows
from mobile.vault.documents import Documents
from mobile.vault.photo_sealing import PhotoSealer
from mobile.vault.photo_uses import PhotoUses
from mobile.vault.sealing import Keyring

log = logging.getLogger(__name__)

KEPT_BYTES_MAX = 256 * 1024 * 1024  # of sealed photos that the host has, too
_TYPE = "image/jpeg"
_AT_ONCE = 2
_SMALL_KEPT = 400  # small pictures in memory, of some 8 kB each


class NoRoomForPhotos(ValueError):
    """The account holds as many photos as a host takes. Nothing was added."""

    reason = "no_room"


@dataclass(frozen=True, slots=True)
class PhotoRoom:
    """How many photos the journal has, here and at the host, and their sealed bytes."""

    count: int
    bytes: int

    @property
    def is_full(self) -> bool:
        """Whether one more photo might not fit."""
        most = limits.JOURNAL_PHOTO_BYTES_MAX - limits.SEALED_PHOTO_BYTES_MAX
        return self.count >= limits.JOURNAL_PHOTOS_MAX or self.bytes > most


class JournalPhotos:
    """Adds, reads and fetches photos. Everything but fetching works offline and without an account."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        documents: Documents,
        clock: Clock,
        get_client: Callable[[], ApiClient | None],
        signal: Signal,
    ) -> None:
        self.uses = PhotoUses(documents)
        self.kept_bytes_max = KEPT_BYTES_MAX
        self._small: OrderedDict[UUID, bytes] = OrderedDict()
        self._database = database
        self._keyring = keyring
        self._documents = documents
        self._clock = clock
        self._get_client = get_client
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._small_slots = asyncio.Semaphore(_AT_ONCE)
        self._signal = signal
        signal.subscribe(self._on_signal)

    async def add(self, file: bytes) -> tuple[str, str]:
        """Make a photo of any picture file and keep it, sealed; return its id and what a document's field
        `photos.<id>` holds. Durable when this returns.

        Where and when it was taken stays behind. Raises PhotoRefused, NoRoomForPhotos, StorageFull or Locked.
        """
        from mobile.photo_files import make_photo  # Pillow is slow to import, and most check-ins have no photo

        return await self.add_ready(await make_photo(file))

    async def add_ready(self, content: bytes) -> tuple[str, str]:
        """Keep a photo that is a plain JPEG already, as `add` does; ValueError when it is none."""
        width, height = read_size(content)
        if (await self.read_room()).is_full:
            raise NoRoomForPhotos
        async with self._documents.records.lock:  # the keys stay what they are until the photo is stored
            sealer = PhotoSealer(self._keyring)
            photo_id = sealer.name(content)
            sealed, now = sealer.seal(photo_id, content), self.now()
            await self._database.write(lambda session: rows.put_new(session, photo_id, sealed, now=now))
        return str(photo_id), f"{_TYPE} {width}x{height}"

    async def get(self, photo_id: UUID | str) -> bytes | None:
        """Return the bytes of a photo, from here or from the host, which are then kept; None when neither has it.

        Raises an ApiError: Unreachable, Unauthorized without a session, InvalidResponse when the host's do not open.
        """
        wanted = _as_id(photo_id)
        if wanted is None:
            return None
        if (found := await self.get_local(wanted)) is not None:
            return found
        async with self._slots:
            if (found := await self.get_local(wanted)) is not None:  # it may have come while this waited
                return found
            client = self._get_client()
            if client is None:
                raise Unauthorized("signed out")
            return await self._fetch(client, wanted, kept=self.kept_bytes_max)

    async def get_local(self, photo_id: UUID | str) -> bytes | None:
        """Return the bytes of a photo that is on this device, None when it is not or does not open."""
        wanted = _as_id(photo_id)
        if wanted is None:
            return None
        sealed = await self._database.read(lambda session: rows.read_sealed(session, wanted))
        if sealed is None:
            return None
        content = PhotoSealer(self._keyring).open(wanted, sealed)
        if content is None:
            log.warning("a photo on this device does not open")
            await self._database.write(lambda session: rows.forget_bytes(session, wanted))
        return content

    async def get_small(self, photo_id: UUID | str, *, fetch: bool = False) -> bytes | None:
        """Return the middle of a photo, square and small, for where many stand at once; None when it is not here.

        With `fetch` the host is asked, too, as `get` does. The newest are kept in memory while the journal is open.
        """
        wanted = _as_id(photo_id)
        if wanted is None:
            return None
        if wanted in self._small:
            self._small.move_to_end(wanted)
            return self._small[wanted]
        content = await self.get(wanted) if fetch else None
        async with self._small_slots:  # so many whole pictures are in memory at once
            content = content or await self.get_local(wanted)
            if content is None:
                return None
            from mobile.photo_files import make_small  # as in `add`

            small = await make_small(content)
        if self._documents.is_open:
            self._small[wanted] = small
            while len(self._small) > _SMALL_KEPT:
                self._small.popitem(last=False)
        return small

    async def missing(self) -> frozenset[UUID]:
        """Return the photos that stand in a document, also a trashed one, and whose bytes are not on this device."""
        await self.uses.refresh()
        return frozenset(self.uses.photo_ids - await self.list_here())

    async def list_here(self) -> Set[UUID]:
        """Return the photos whose bytes are on this device."""
        return frozenset(await self._database.read(rows.list_here))

    async def fetch_missing(self) -> None:
        """Bring every photo of the journal here, however many bytes that are: the account is about to end.

        What the host does not have either, or does not open, stays missing. Raises an ApiError.
        """
        missing = await self.missing()
        client = self._get_client()
        if missing and client is None:
            raise Unauthorized("signed out")
        for photo_id in sorted(missing):
            if client is not None:
                with contextlib.suppress(InvalidResponse):
                    await self._fetch(client, photo_id, kept=sys.maxsize)

    async def read_room(self) -> PhotoRoom:
        """Return how much there is."""
        return PhotoRoom(*await self._database.read(rows.add_up))

    async def list_unsent(self) -> list[UUID]:
        """Return the photos that stand in a document and that the host does not have."""
        pending = await self._database.read(rows.list_pending)
        if not pending or not self._documents.is_open:
            return pending
        await self.uses.refresh()
        return [photo_id for photo_id in pending if photo_id in self.uses.photo_ids]

    def now(self) -> int:
        """Return this device's microseconds since 1970."""
        return wall_milliseconds(self._clock) * 1000

    def _on_signal(self, scope: str) -> None:
        if scope == "documents" and not self._documents.is_open:
            self._small.clear()  # a locked journal leaves no picture in memory

    async def _fetch(self, client: ApiClient, photo_id: UUID, *, kept: int) -> bytes | None:
        try:
            photo = await client.vault.get_photo(photo_id)
        except Rejected as refusal:
            if refusal.code == ProblemCode.NOT_FOUND:
                return None
            raise
        async with self._documents.records.lock:
            content = PhotoSealer(self._keyring).open(photo_id, photo.sealed)
            if content is None:
                raise InvalidResponse("the host's photo does not open")
            keep = partial(rows.keep_fetched, photo_id=photo_id, sealed=photo.sealed, now=self.now(), kept=kept)
            with contextlib.suppress(StorageFull):  # it can be seen all the same
                await self._database.write(keep)
        self._signal.emit("photos_here")
        return content


def read_photo_size(value: str) -> tuple[int, int]:
    """Return width and height in pixels of what a field `photos.<id>` holds; 4 to 3 where it does not say."""
    width, _, height = value.rpartition(" ")[2].partition("x")
    if width.isascii() and width.isdigit() and height.isascii() and height.isdigit() and int(width) and int(height):
        return int(width), int(height)
    return 4, 3


def _as_id(photo_id: UUID | str) -> UUID | None:
    if isinstance(photo_id, UUID):
        return photo_id
    try:
        return UUID(photo_id)
    except ValueError:
        return None
