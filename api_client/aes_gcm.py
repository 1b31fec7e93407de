"""AES-256-GCM, the one importer of the `cryptography` package: a browser edition replaces this file by Web Crypto.

A cipher works at more than a gigabyte per second, so short inputs are sealed where they stand; a hop to a worker
thread would cost a hundred times more than the sealing of one entry.
"""

import asyncio

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
_INLINE_BYTES_MAX = 256 * 1024


class NotAuthentic(Exception):
    """The key, the nonce, the associated data or the ciphertext is not the one that was used to encrypt."""


class Cipher:
    """AES-256-GCM under one key (NIST SP 800-38D); `encrypt` and `decrypt` may be called from any thread."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("a key has 32 bytes")
        self._cipher = AESGCM(key)

    def encrypt(self, nonce: bytes, plaintext: bytes, associated_data: bytes) -> bytes:
        """Return the ciphertext with its tag behind it. A nonce must never serve twice under one key."""
        return self._cipher.encrypt(nonce, plaintext, associated_data)

    def decrypt(self, nonce: bytes, ciphertext: bytes, associated_data: bytes) -> bytes:
        """Return the plaintext; raise NotAuthentic when anything was changed."""
        try:
            return self._cipher.decrypt(nonce, ciphertext, associated_data)
        except (InvalidTag, ValueError) as error:
            raise NotAuthentic from error


async def encrypt(key: bytes, nonce: bytes, plaintext: bytes, associated_data: bytes) -> bytes:
    """Return the ciphertext with its tag behind it; long inputs leave the event loop alone."""
    cipher = Cipher(key)
    if len(plaintext) > _INLINE_BYTES_MAX:
        return await asyncio.to_thread(cipher.encrypt, nonce, plaintext, associated_data)
    return cipher.encrypt(nonce, plaintext, associated_data)


async def decrypt(key: bytes, nonce: bytes, ciphertext: bytes, associated_data: bytes) -> bytes:
    """Return the plaintext; raise NotAuthentic when anything was changed. Long inputs leave the event loop alone."""
    cipher = Cipher(key)
    if len(ciphertext) > _INLINE_BYTES_MAX:
        return await asyncio.to_thread(cipher.decrypt, nonce, ciphertext, associated_data)
    return cipher.decrypt(nonce, ciphertext, associated_data)
