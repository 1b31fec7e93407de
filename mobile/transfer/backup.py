"""The encrypted backup file: an archive that only a passphrase opens, whoever has the file.

    header   "KITH-BACKUP-1\\n" | memory in KiB, passes, lanes | bytes of a chunk | salt | first 8 bytes of its SHA-256
    check    HMAC-SHA256 of the header under a key of its own: says that the passphrase is another one
    chunks   number | 1 for the last, else 0 | length | ciphertext and tag of AES-256-GCM

    passphrase --Argon2id (RFC 9106)--> 32 bytes --HKDF--> key of the check, key of the chunks

The salt is new for each file, hence its keys are, and a chunk's number serves as the nonce, with the mark of the last
one in it: the STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizár, "Online Authenticated-Encryption and its
Nonce-Reuse Misuse-Resistance", 2015). Header and frame are associated data. So nothing can be cut off, moved, swapped
or changed unnoticed, and a header that asks for too little work is refused before any is done.
"""

import asyncio
import hashlib
import hmac
import io
import struct
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from typing import BinaryIO

from api_client import argon2id, keys
from api_client.aes_gcm import TAG_BYTES, Cipher, NotAuthentic
from api_client.errors import WeakKeyParameters
from api_client.wire import limits
from api_client.wire.accounts import KeyParameters

MAGIC = b"KITH-BACKUP-1\n"
CHUNK_BYTES = 1024 * 1024
ANY_MAGIC = b"KITH-BACKUP-"  # of this version and any other
_CHUNK_BYTES_MIN, _CHUNK_BYTES_MAX = 4 * 1024, 16 * 1024 * 1024
_HEADER = struct.Struct(f">{len(MAGIC)}sIHBI{limits.SALT_BYTES}s")
_SUM_BYTES, _CHECK_BYTES = 8, 32
_START = _HEADER.size + _SUM_BYTES + _CHECK_BYTES  # where the first chunk begins
_FRAME = struct.Struct(">IBI")
_CHECK_KEY, _CHUNK_KEY = "kith/backup-check/1", "kith/backup-chunk/1"

Progress = Callable[[int, int], None]


class Problem(StrEnum):
    """Why a backup does not open."""

    NO_BACKUP = "no_backup"
    NEWER = "newer"  # written by a later version
    TOO_WEAK = "too_weak"  # asks for less work than is safe, or for more than a device should do
    WRONG_PASSPHRASE = "wrong_passphrase"
    INCOMPLETE = "incomplete"  # the end is missing
    OUT_OF_ORDER = "out_of_order"  # parts stand in each other's place, or come from another file
    CHANGED = "changed"  # bytes were changed, or stand behind the end


class BackupRefused(ValueError):
    """A backup that does not open; `problem` says why. Nothing was taken from it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def is_backup(start: bytes) -> bool:
    """Tell by its first bytes whether a file is a backup, of this version or another."""
    return start.startswith(ANY_MAGIC)


class BackupWriter(io.RawIOBase):
    """Encrypts what is written to it into `file`; `finish` puts the mark of the end, without which nothing opens."""

    def __init__(self, file: BinaryIO, header: bytes, stretched: bytes, chunk_bytes: int) -> None:
        super().__init__()
        self._file, self._header, self._chunk_bytes = file, header, chunk_bytes
        self._cipher = Cipher(keys.derive_key(stretched, _CHUNK_KEY))
        self._waiting = bytearray()
        self._index = 0
        file.write(header + _sum(header) + _check(header, stretched))

    def writable(self) -> bool:
        """A place to write to, from beginning to end."""
        return True

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        """Take `data` in; whole chunks go out at once, but the last waits until it is known whether it is the last."""
        self._waiting += data
        while len(self._waiting) > self._chunk_bytes:
            self._put(bytes(self._waiting[: self._chunk_bytes]), last=False)
            del self._waiting[: self._chunk_bytes]
        return len(data)

    def finish(self) -> None:
        """Write what is left, marked as the end."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, plain: bytes, *, last: bool) -> None:
        frame = _FRAME.pack(self._index, last, len(plain) + TAG_BYTES)
        self._file.write(frame + self._cipher.encrypt(_nonce(frame), plain, self._header + frame))
        self._index += 1


class BackupReader(io.RawIOBase):
    """What a backup holds, to be read at any place; one chunk at a time is in memory. `open_backup` makes it."""

    def __init__(self, file: BinaryIO, header: bytes, cipher: Cipher, chunk_bytes: int) -> None:
        super().__init__()
        self._file, self._header, self._cipher, self._chunk_bytes = file, header, cipher, chunk_bytes
        self._size, self._at = 0, 0
        self._held: tuple[int, bytes] = (-1, b"")

    async def look_through(self, on_progress: Progress | None) -> None:
        """Open every chunk once, in order; raise BackupRefused for whatever is not as it was written."""
        total = self._file.seek(0, io.SEEK_END)
        index, last = 0, False
        while not last:
            plain, last = self.chunk(index)
            self._size += len(plain)
            index += 1
            if on_progress is not None:
                on_progress(min(self._file.tell(), total), total)
            await asyncio.sleep(0)
        if self._file.read(1):
            raise BackupRefused(Problem.CHANGED)

    def chunk(self, index: int) -> tuple[bytes, bool]:
        """Return a chunk and whether it is the last one; raise BackupRefused."""
        self._file.seek(_START + index * (_FRAME.size + self._chunk_bytes + TAG_BYTES))
        frame = self._file.read(_FRAME.size)
        if len(frame) < _FRAME.size:
            raise BackupRefused(Problem.INCOMPLETE)
        number, last, length = _FRAME.unpack(frame)
        if length > self._chunk_bytes + TAG_BYTES or last > 1:
            raise BackupRefused(Problem.CHANGED)
        sealed = self._file.read(length)
        if len(sealed) < length:
            raise BackupRefused(Problem.INCOMPLETE)
        if number != index:
            raise BackupRefused(Problem.OUT_OF_ORDER)
        try:
            return self._cipher.decrypt(_nonce(frame), sealed, self._header + frame), bool(last)
        except NotAuthentic:
            raise BackupRefused(Problem.CHANGED) from None

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
        super().close()

    def readable(self) -> bool:
        """A place to read from."""
        return True

    def seekable(self) -> bool:
        """Read in any order."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place in what was backed up."""
        self._at = max(0, offset + (0, self._at, self._size)[whence])
        return self._at

    def tell(self) -> int:
        """Return the place."""
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` from the place on, as far as the chunk there reaches."""
        if self._at >= self._size:
            return 0
        index, offset = divmod(self._at, self._chunk_bytes)
        if self._held[0] != index:
            self._held = (index, self.chunk(index)[0])
        part = self._held[1][offset : offset + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)


async def new_backup(file: BinaryIO, passphrase: str, *, chunk_bytes: int = CHUNK_BYTES) -> BackupWriter:
    """Return what encrypts into `file` under `passphrase`, with today's parameters and a salt of its own."""
    parameters = keys.new_key_parameters()
    header = _HEADER.pack(
        MAGIC, parameters.memory_kib, parameters.passes, parameters.lanes, chunk_bytes, parameters.salt
    )
    return BackupWriter(file, header, await _stretch(passphrase, parameters), chunk_bytes)


async def open_backup(file: BinaryIO, passphrase: str, *, on_progress: Progress | None = None) -> BackupReader:
    """Return what `file` holds, every byte of it looked at; raise BackupRefused. `file` must let itself be searched,
    and is closed with what is returned."""
    file.seek(0)
    start = file.read(_START)
    if not is_backup(start):
        raise BackupRefused(Problem.NO_BACKUP)
    if not start.startswith(MAGIC):
        raise BackupRefused(Problem.NEWER)
    if len(start) < _START:
        raise BackupRefused(Problem.INCOMPLETE)
    header, rest = start[: _HEADER.size], start[_HEADER.size :]
    if rest[:_SUM_BYTES] != _sum(header):
        raise BackupRefused(Problem.CHANGED)
    _, memory_kib, passes, lanes, chunk_bytes, salt = _HEADER.unpack(header)
    try:
        parameters = KeyParameters(salt=salt, memory_kib=memory_kib, passes=passes, lanes=lanes)
        keys.check_parameters(parameters)
    except (WeakKeyParameters, ValueError):
        raise BackupRefused(Problem.TOO_WEAK) from None
    if not _CHUNK_BYTES_MIN <= chunk_bytes <= _CHUNK_BYTES_MAX:
        raise BackupRefused(Problem.CHANGED)
    stretched = await _stretch(passphrase, parameters)
    if not hmac.compare_digest(rest[_SUM_BYTES:], _check(header, stretched)):
        raise BackupRefused(Problem.WRONG_PASSPHRASE)
    reader = BackupReader(file, header, Cipher(keys.derive_key(stretched, _CHUNK_KEY)), chunk_bytes)
    await reader.look_through(on_progress)
    return reader


async def _stretch(passphrase: str, parameters: KeyParameters) -> bytes:
    return await argon2id.stretch(
        unicodedata.normalize("NFC", passphrase).encode(),
        salt=parameters.salt,
        memory_kib=parameters.memory_kib,
        passes=parameters.passes,
        lanes=parameters.lanes,
        length=keys.KEY_BYTES,
    )


def _sum(header: bytes) -> bytes:
    return hashlib.sha256(header).digest()[:_SUM_BYTES]


def _check(header: bytes, stretched: bytes) -> bytes:
    return hmac.digest(keys.derive_key(stretched, _CHECK_KEY), header, "sha256")


def _nonce(frame: bytes) -> bytes:
    number, last, _ = _FRAME.unpack(frame)
    return struct.pack(">7xIB", number, last)
