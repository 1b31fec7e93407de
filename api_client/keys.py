"""Keys: what a passphrase and a recovery code turn into, and how the vault key travels wrapped.

    passphrase --Argon2id--> 32 bytes --HKDF "kith/auth/1"--> auth secret    goes to the host
                                      --HKDF "kith/wrap/1"--> wrapping key   never leaves the device
    recovery code            16 bytes --HKDF "kith/recovery-auth/1"--> auth secret
                                      --HKDF "kith/recovery-wrap/1"--> wrapping key
    vault key: 32 random bytes, made once, wrapped by each wrapping key; every other key is derived from it.

All that is slow is awaitable and leaves the event loop alone, here by worker threads, in a browser by Web Crypto.
"""

import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from api_client import argon2id
from api_client.errors import WeakKeyParameters
from api_client.recovery_code import RecoveryCode
from api_client.sealing import CannotOpen, open_sealed, seal
from api_client.wire import limits
from api_client.wire.accounts import KeyParameters

KEY_BYTES = 32
RECORD_KEY = "kith/record/1"  # for `derive_key`: sealed records that travel
PHOTO_KEY = "kith/photo/1"  # for `derive_key`: the journal's photos, which travel apart
CACHE_KEY = "kith/cache/1"  # for `derive_key`: whatever else a device keeps
RECOVERY_KEY_VERSION = 0  # a recovery code outlives passphrase changes, so its wrapped key is bound to none of them
Purpose = Literal["passphrase", "recovery", "app_lock"]


class WrongKey(ValueError):
    """A wrapped key does not open: another passphrase or code, another account or version, or it was changed."""


@dataclass(frozen=True, slots=True)
class PassphraseKeys:
    """What a passphrase or a code turns into: `auth_secret` proves it to the host, `wrapping_key` stays here."""

    auth_secret: bytes = field(repr=False)
    wrapping_key: bytes = field(repr=False)


def new_vault_key() -> bytes:
    """Return 32 random bytes: the key of everything that is private."""
    return os.urandom(KEY_BYTES)


def new_key_parameters() -> KeyParameters:
    """Return today's parameters with a fresh salt, for a new or changed passphrase."""
    return KeyParameters(
        salt=os.urandom(limits.SALT_BYTES),
        memory_kib=limits.KDF_MEMORY_KIB,
        passes=limits.KDF_PASSES,
        lanes=limits.KDF_LANES,
    )


def check_parameters(parameters: KeyParameters) -> None:
    """Raise WeakKeyParameters when the host asks for less work than is safe, or more than a device should do.

    The floor is OWASP's least for Argon2id: 19 MiB and 2 passes.
    """
    memory_fits = limits.KDF_MEMORY_KIB_MIN <= parameters.memory_kib <= limits.KDF_MEMORY_KIB_MAX
    passes_fit = limits.KDF_PASSES_MIN <= parameters.passes <= limits.KDF_PASSES_MAX
    if not memory_fits or not passes_fit or len(parameters.salt) != limits.SALT_BYTES:
        raise WeakKeyParameters("key parameters out of bounds")


async def derive_passphrase_keys(passphrase: str, parameters: KeyParameters) -> PassphraseKeys:
    """Return both keys of `passphrase`; the same text gives the same keys on every keyboard (NFC), whole, in UTF-8.

    Raises WeakKeyParameters before any work is done.
    """
    check_parameters(parameters)
    stretched = await argon2id.stretch(
        unicodedata.normalize("NFC", passphrase).encode(),
        salt=parameters.salt,
        memory_kib=parameters.memory_kib,
        passes=parameters.passes,
        lanes=parameters.lanes,
        length=KEY_BYTES,
    )
    return PassphraseKeys(derive_key(stretched, "kith/auth/1"), derive_key(stretched, "kith/wrap/1"))


async def derive_pin_key(pin: str, parameters: KeyParameters, device_secret: bytes) -> bytes:
    """Return the key that a PIN gives on one device: a PIN alone could be guessed through, so the device's own random
    32 bytes go into it, and whoever lacks these cannot even begin. Raises WeakKeyParameters."""
    check_parameters(parameters)
    stretched = await argon2id.stretch(
        unicodedata.normalize("NFC", pin).encode(),
        salt=parameters.salt,
        memory_kib=parameters.memory_kib,
        passes=parameters.passes,
        lanes=parameters.lanes,
        length=KEY_BYTES,
    )
    return hkdf_sha256(stretched, info=b"kith/app-lock/1", length=KEY_BYTES, salt=device_secret)


def derive_recovery_keys(code: RecoveryCode) -> PassphraseKeys:
    """Return both keys of a recovery code. 128 random bits need no stretching."""
    return PassphraseKeys(
        derive_key(code.secret, "kith/recovery-auth/1"), derive_key(code.secret, "kith/recovery-wrap/1")
    )


async def wrap_key(
    vault_key: bytes, wrapping_key: bytes, *, purpose: Purpose, account_id: UUID, key_version: int
) -> bytes:
    """Return the vault key sealed under `wrapping_key`, bound to what it is for, whose it is and which version."""
    return await seal(wrapping_key, vault_key, _wrapped_data(purpose, account_id, key_version))


async def unwrap_key(
    wrapped: bytes, wrapping_key: bytes, *, purpose: Purpose, account_id: UUID, key_version: int
) -> bytes:
    """Return the vault key; raise WrongKey unless all is as it was when it was wrapped."""
    try:
        vault_key = await open_sealed(wrapping_key, wrapped, _wrapped_data(purpose, account_id, key_version))
    except CannotOpen as error:
        raise WrongKey("wrapped key does not open") from error
    if len(vault_key) != KEY_BYTES:
        raise WrongKey("wrapped key has another length")
    return vault_key


def derive_key(key: bytes, info: str) -> bytes:
    """Return the 32-byte key that `key` gives for the use named `info`, such as RECORD_KEY."""
    return hkdf_sha256(key, info=info.encode(), length=KEY_BYTES)


def hkdf_sha256(key: bytes, *, info: bytes, length: int, salt: bytes = b"") -> bytes:
    """Return `length` bytes (at most 8,160) by HKDF with SHA-256 (RFC 5869)."""
    if not 0 < length <= 255 * hashlib.sha256().digest_size:
        raise ValueError("length")
    extracted = hmac.digest(salt or bytes(hashlib.sha256().digest_size), key, "sha256")
    block, expanded = b"", b""
    for counter in range(1, -(-length // len(extracted)) + 1):
        block = hmac.digest(extracted, block + info + bytes([counter]), "sha256")
        expanded += block
    return expanded[:length]


def _wrapped_data(purpose: Purpose, account_id: UUID, key_version: int) -> bytes:
    return f"kith/wrapped-key/1|{purpose}|{account_id}|{key_version}".encode()
