"""Argon2id of the secret that proves a passphrase (RFC 9106), off the event loop and never more than two at a time:
each takes 46 MiB, and a crowd of wrong guesses must not take the host's memory."""

import asyncio
import base64
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

from api_client.wire.errors import ProblemCode
from server.errors import Refusal

T = TypeVar("T")

MEMORY_KIB = 46 * 1024
PASSES = 1
AT_ONCE_MAX = 2
WAITING_MAX = 50


class SecretHashing:
    """Hashes and verifies secrets in two threads; raises Refusal(busy) when too many wait."""

    def __init__(self, memory_kib: int = MEMORY_KIB) -> None:
        self._hasher = PasswordHasher(time_cost=PASSES, memory_cost=memory_kib, parallelism=1, type=Type.ID)
        self._threads = ThreadPoolExecutor(AT_ONCE_MAX, "kith-argon2")
        self._pending_count = 0
        # Verified against when there is no account: a guess at an unknown handle then takes as long as any other. Its
        # digest is drawn, not worked out, so nothing fits it.
        self._nobody = f"$argon2id$v=19$m={memory_kib},t={PASSES},p=1${_random64(16)}${_random64(32)}"

    async def hash(self, secret: bytes) -> str:
        """Return the encoded hash of `secret` with a salt of its own."""
        return await self._run(lambda: self._hasher.hash(secret))

    async def verify(self, encoded: str | None, secret: bytes) -> bool:
        """Return whether `secret` fits `encoded`; None (no such account) takes the same time and never fits."""
        fits = await self._run(lambda: self._fits(encoded or self._nobody, secret))
        return fits and encoded is not None

    def close(self) -> None:
        """Stop the threads."""
        self._threads.shutdown(cancel_futures=True)

    def _fits(self, encoded: str, secret: bytes) -> bool:
        try:
            return self._hasher.verify(encoded, secret)
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, call: Callable[[], T]) -> T:
        if self._pending_count >= AT_ONCE_MAX + WAITING_MAX:
            raise Refusal(ProblemCode.BUSY, retry_after=2)
        self._pending_count += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, call)
        finally:
            self._pending_count -= 1


def _random64(size: int) -> str:
    return base64.b64encode(os.urandom(size)).decode().rstrip("=")
