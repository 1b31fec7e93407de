"""Argon2id, the one importer of the `argon2` package: a browser edition replaces this file by a WebAssembly build."""

import asyncio

from argon2.low_level import Type, hash_secret_raw


async def stretch(secret: bytes, *, salt: bytes, memory_kib: int, passes: int, lanes: int, length: int) -> bytes:
    """Return `length` bytes by Argon2id version 1.3 (RFC 9106), in a worker thread: it takes a tenth of a second."""
    return await asyncio.to_thread(
        hash_secret_raw,
        secret,
        salt,
        time_cost=passes,
        memory_cost=memory_kib,
        parallelism=lanes,
        hash_len=length,
        type=Type.ID,
    )
