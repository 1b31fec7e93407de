"""Sealing: what leaves the device or touches its disk is an envelope that only the member's keys open.

    envelope = version 0x01 | nonce (12 bytes, random) | ciphertext and tag of AES-256-GCM
    associated data = version 0x01 | the caller's words

The version is authenticated too, so that an envelope can never be passed off as one of another make. A record is
padded to a bucket before it is sealed: the host sees sizes, and a size can tell a short note from a long night.
"""

import asyncio
import hmac
import os
from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from api_client import aes_gcm
from api_client.wire import limits

ENVELOPE_VERSION = 1
ENVELOPE_OVERHEAD_BYTES = 1 + aes_gcm.NONCE_BYTES + aes_gcm.TAG_BYTES
PADDING_STEP_BYTES = 256
PADDING_STEPS_UP_TO = 4 * 1024
_PADDING_MARK = b"\x80"
_VERSION = bytes([ENVELOPE_VERSION])


class CannotOpen(ValueError):
    """The envelope was changed, belongs elsewhere, or was sealed under another key."""


class Sealer:
    """Seals and opens under one key without awaiting: for thousands of records in one worker thread."""

    def __init__(self, key: bytes) -> None:
        self._cipher = aes_gcm.Cipher(key)

    def seal(self, plaintext: bytes, associated_data: bytes) -> bytes:
        """Return an envelope of `plaintext` that opens only with the same `associated_data`."""
        return self._seal_with(os.urandom(aes_gcm.NONCE_BYTES), plaintext, associated_data)

    def open(self, envelope: bytes, associated_data: bytes) -> bytes:
        """Return the plaintext of `envelope`; raise CannotOpen."""
        nonce, ciphertext = _split(envelope)
        try:
            return self._cipher.decrypt(nonce, ciphertext, _VERSION + associated_data)
        except aes_gcm.NotAuthentic as error:
            raise CannotOpen("not authentic") from error

    def seal_record(self, account_id: UUID, record_id: UUID, plaintext: bytes) -> bytes:
        """Return the padded, sealed record; it opens only as this record of this account.

        Raises ValueError above RECORD_PLAINTEXT_BYTES_MAX, which the host would not store.
        """
        return self.seal(pad(_within_limit(plaintext)), _record_data(account_id, record_id))

    def open_record(self, account_id: UUID, record_id: UUID, envelope: bytes) -> bytes:
        """Return the plaintext of a sealed record; raise CannotOpen."""
        return unpad(self.open(envelope, _record_data(account_id, record_id)))

    def open_records(self, account_id: UUID, records: Iterable[tuple[UUID, bytes]]) -> list[bytes | None]:
        """Return the plaintext of each `(record_id, envelope)` in order, None where it cannot be opened."""
        return [self._open_or_none(account_id, record_id, envelope) for record_id, envelope in records]

    def seal_photo(self, account_id: UUID, photo_id: UUID, content: bytes) -> bytes:
        """Return a padded, sealed photo of the journal; it opens only as this photo of this account.

        Raises ValueError above PHOTO_BYTES_MAX.
        """
        if len(content) > limits.PHOTO_BYTES_MAX:
            raise ValueError("photo too large")
        return self.seal(pad(content), _photo_data(account_id, photo_id))

    def open_photo(self, account_id: UUID, photo_id: UUID, envelope: bytes) -> bytes:
        """Return the content of a sealed photo; raise CannotOpen."""
        return unpad(self.open(envelope, _photo_data(account_id, photo_id)))

    def _open_or_none(self, account_id: UUID, record_id: UUID, envelope: bytes) -> bytes | None:
        try:
            return self.open_record(account_id, record_id, envelope)
        except CannotOpen:
            return None

    def _seal_with(self, nonce: bytes, plaintext: bytes, associated_data: bytes) -> bytes:
        return _VERSION + nonce + self._cipher.encrypt(nonce, plaintext, _VERSION + associated_data)


async def seal(key: bytes, plaintext: bytes, associated_data: bytes) -> bytes:
    """Return an envelope of `plaintext` that opens only with the same `key` and `associated_data`."""
    nonce = os.urandom(aes_gcm.NONCE_BYTES)
    return _VERSION + nonce + await aes_gcm.encrypt(key, nonce, plaintext, _VERSION + associated_data)


async def open_sealed(key: bytes, envelope: bytes, associated_data: bytes) -> bytes:
    """Return the plaintext of `envelope`; raise CannotOpen."""
    nonce, ciphertext = _split(envelope)
    try:
        return await aes_gcm.decrypt(key, nonce, ciphertext, _VERSION + associated_data)
    except aes_gcm.NotAuthentic as error:
        raise CannotOpen("not authentic") from error


async def seal_record(key: bytes, account_id: UUID, record_id: UUID, plaintext: bytes) -> bytes:
    """Return the padded, sealed record; it opens only as this record of this account.

    Raises ValueError above RECORD_PLAINTEXT_BYTES_MAX, which the host would not store.
    """
    return await seal(key, pad(_within_limit(plaintext)), _record_data(account_id, record_id))


async def open_record(key: bytes, account_id: UUID, record_id: UUID, envelope: bytes) -> bytes:
    """Return the plaintext of a sealed record; raise CannotOpen."""
    return unpad(await open_sealed(key, envelope, _record_data(account_id, record_id)))


async def open_records(key: bytes, account_id: UUID, records: Iterable[tuple[UUID, bytes]]) -> list[bytes | None]:
    """Return the plaintext of each `(record_id, envelope)` in order, None where it cannot be opened; in one thread."""
    return await asyncio.to_thread(Sealer(key).open_records, account_id, list(records))


def name_photo(key: bytes, content: bytes) -> UUID:
    """Return the id of a photo of the journal: the same picture has the same one, so it is kept once however often it
    stands in the journal, and without `key` nobody can tell of which picture it is. It looks like any random id."""
    return UUID(bytes=hmac.digest(key, content, "sha256")[:16], version=4)


def pad(plaintext: bytes) -> bytes:
    """Return `plaintext`, a mark and zeros up to its bucket: the next 256 bytes up to 4 KiB, then Padme.

    Padme (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files", 2019) keeps only the leading bits of a
    length, so that the size tells O(log log n) bits and costs at most 12 percent.
    """
    length = len(plaintext) + 1
    return (plaintext + _PADDING_MARK).ljust(_bucket(length), b"\0")


def unpad(padded: bytes) -> bytes:
    """Return what `pad` was given; raise CannotOpen when there is no padding or not the right amount."""
    plaintext, mark, zeros = padded.rpartition(_PADDING_MARK)
    if not mark or zeros.strip(b"\0") or len(padded) != _bucket(len(plaintext) + 1):
        raise CannotOpen("not padded")
    return plaintext


def _bucket(length: int) -> int:
    """Return the padded size for `length` bytes, the mark included."""
    if length <= PADDING_STEPS_UP_TO:
        return -(-length // PADDING_STEP_BYTES) * PADDING_STEP_BYTES
    exponent = length.bit_length() - 1
    dropped = (1 << (exponent - exponent.bit_length())) - 1
    return (length + dropped) & ~dropped


def _longest_plaintext(envelope_bytes_max: int) -> int:
    """Return the most bytes whose envelope is at most `envelope_bytes_max`."""
    padded_max = envelope_bytes_max - ENVELOPE_OVERHEAD_BYTES
    return next(length - 1 for length in range(padded_max, 0, -1) if _bucket(length) <= padded_max)


def _split(envelope: bytes) -> tuple[bytes, bytes]:
    if len(envelope) < ENVELOPE_OVERHEAD_BYTES or envelope[0] != ENVELOPE_VERSION:
        raise CannotOpen("not an envelope")
    return envelope[1 : 1 + aes_gcm.NONCE_BYTES], envelope[1 + aes_gcm.NONCE_BYTES :]


def _record_data(account_id: UUID, record_id: UUID) -> bytes:
    return f"{_records_of(account_id)}{record_id}".encode()


def _photo_data(account_id: UUID, photo_id: UUID) -> bytes:
    return f"kith/sealed-photo/1|{account_id}|{photo_id}".encode()


@lru_cache(maxsize=4)
def _records_of(account_id: UUID) -> str:
    return f"kith/sealed-record/1|{account_id}|"


def _within_limit(plaintext: bytes) -> bytes:
    if len(plaintext) > RECORD_PLAINTEXT_BYTES_MAX:
        raise ValueError("record too long")
    return plaintext


RECORD_PLAINTEXT_BYTES_MAX = _longest_plaintext(limits.RECORD_BYTES_MAX)
