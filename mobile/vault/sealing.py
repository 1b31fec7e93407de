"""The keys while the journal is unlocked, and what they do: nothing with words reaches the disk but through here.

Two keys come from the vault key: one for documents, which travel, and one for whatever else this device keeps. Every
method is awaitable, because a browser can encrypt no other way.
"""

import asyncio
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from pydantic_core import from_json

from api_client import keys
from api_client.sealing import RECORD_PLAINTEXT_BYTES_MAX, CannotOpen, Sealer
from mobile.vault.plain import read_plain, write_plain
from mobile.vault.registers import Registers

T = TypeVar("T")
_INLINE_RECORDS_MAX = 8


class Locked(RuntimeError):
    """The journal is locked: there is no key in memory."""


class DocumentTooLong(ValueError):
    """What was written does not fit into one document; nothing was saved."""


class Desk:
    """Seals and opens documents without awaiting, under the keys of one moment: for thousands of them in a thread."""

    def __init__(self, keyring: "Keyring", sealer: Sealer, account_id: UUID) -> None:
        self._keyring, self._sealer, self._account_id = keyring, sealer, account_id

    def seal(self, document_id: UUID, kind: str, registers: Registers) -> bytes:
        """Return the document sealed; raise DocumentTooLong when the host would not store it."""
        plain = json.dumps(write_plain(kind, registers), ensure_ascii=False, separators=(",", ":"))
        if len(data := plain.encode()) > RECORD_PLAINTEXT_BYTES_MAX:
            raise DocumentTooLong
        return self._sealer.seal_record(self._account_id, document_id, data)

    def open(self, document_id: UUID, sealed: bytes) -> tuple[str, Registers] | None:
        """Return kind and registers of one document, None when it does not open."""
        try:
            return read_plain(json.loads(self._sealer.open_record(self._account_id, document_id, sealed)))
        except ValueError:
            return None

    def require_current(self) -> None:
        """Raise Locked when the keys are others by now, or gone."""
        if not self._keyring.uses(self._sealer):
            raise Locked


class Keyring:
    """Holds the keys between unlocking and locking."""

    def __init__(self) -> None:
        self._account_id: UUID | None = None
        self._vault_key: bytes | None = None
        self._record: Sealer | None = None
        self._cache: Sealer | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a key in memory."""
        return self._vault_key is not None

    @property
    def account_id(self) -> UUID | None:
        """Whose keys these are, None while there is none."""
        return self._account_id

    @property
    def vault_key(self) -> bytes:
        """The key of everything; raise Locked."""
        if self._vault_key is None:
            raise Locked
        return self._vault_key

    def unlock(self, account_id: UUID, vault_key: bytes) -> None:
        """Hold the keys that come from `vault_key`."""
        self._account_id, self._vault_key = account_id, vault_key
        self._record = Sealer(keys.derive_key(vault_key, keys.RECORD_KEY))
        self._cache = Sealer(keys.derive_key(vault_key, keys.CACHE_KEY))

    def lock(self) -> None:
        """Forget the keys."""
        self._account_id = self._vault_key = self._record = self._cache = None

    def desk(self) -> Desk:
        """Return what seals and opens documents under the keys of now; raise Locked."""
        return Desk(self, *self._record_sealer())

    def uses(self, sealer: Sealer) -> bool:
        """Say whether `sealer` is still the one for documents."""
        return self._record is sealer

    async def seal_document(self, document_id: UUID, kind: str, registers: Registers) -> bytes:
        """Return the document sealed; raise DocumentTooLong when the host would not store it."""
        return self.desk().seal(document_id, kind, registers)

    async def open_document(self, document_id: UUID, sealed: bytes) -> tuple[str, Registers] | None:
        """Return kind and registers of one document, None when it does not open."""
        return self.desk().open(document_id, sealed)

    async def open_many(self, rows: Sequence[tuple[UUID, bytes]], build: Callable[[UUID, Any], T]) -> list[T | None]:
        """Return `build(id, plain JSON)` for each sealed document, None where one does not open; in one thread."""
        sealer, account_id = self._record_sealer()

        def open_all() -> list[T | None]:
            return [_build(build, document_id, sealer, account_id, sealed) for document_id, sealed in rows]

        return open_all() if len(rows) <= _INLINE_RECORDS_MAX else await asyncio.to_thread(open_all)

    async def seal(self, name: str, plain: bytes) -> bytes:
        """Return `plain` sealed for this device's own use; it opens only under the same `name`."""
        return self._cache_sealer().seal(plain, _data(name))

    async def seal_all(self, named: Iterable[tuple[str, bytes]]) -> list[bytes]:
        """Return each `(name, plain)` sealed."""
        sealer = self._cache_sealer()
        return [sealer.seal(plain, _data(name)) for name, plain in named]

    async def open(self, name: str, sealed: bytes) -> bytes | None:
        """Return what `seal` was given, None when it does not open."""
        return _open(self._cache_sealer(), name, sealed)

    async def open_all(self, named: Iterable[tuple[str, bytes]]) -> list[bytes | None]:
        """Return what each sealed `(name, sealed)` holds, None where one does not open."""
        sealer = self._cache_sealer()
        return [_open(sealer, name, sealed) for name, sealed in named]

    def _record_sealer(self) -> tuple[Sealer, UUID]:
        if self._record is None or self._account_id is None:
            raise Locked
        return self._record, self._account_id

    def _cache_sealer(self) -> Sealer:
        if self._cache is None:
            raise Locked
        return self._cache


def _build(
    build: Callable[[UUID, Any], T], document_id: UUID, sealer: Sealer, account_id: UUID, sealed: bytes
) -> T | None:
    try:
        # Half the time of the standard library's reader, which is what opening a whole journal waits for most.
        return build(document_id, from_json(sealer.open_record(account_id, document_id, sealed), cache_strings="keys"))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):
        return None


def _open(sealer: Sealer, name: str, sealed: bytes) -> bytes | None:
    try:
        return sealer.open(sealed, _data(name))
    except CannotOpen:
        return None


def _data(name: str) -> bytes:
    return f"kith/device/1|{name}".encode()
