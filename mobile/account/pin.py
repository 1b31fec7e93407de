"""A PIN in front of the journal: what is kept of it, and how it opens the vault key.

    PIN --Argon2id--> 32 bytes --HKDF, salted with the device's secret--> wrapping key
    vault key, wrapped by it: what lies on the device instead of the vault key itself
    wrapping key, sealed under a key of the vault key: so that a journal that becomes an account's keeps its PIN

What this protects against: whoever holds the device, unlocked or not, and does not know the PIN, has to try it here,
slower and slower. Where the platform's secure storage holds the record, a copy of the files is worth nothing. A page in
a browser has no such storage: whoever copies its files can try every PIN elsewhere, and a long word helps, a short
number does not. While Kith is open and unlocked, all of it is in memory, and whoever uses the device then sees it.
"""

import base64
import json
import os
import unicodedata
from dataclasses import dataclass, field, replace
from uuid import UUID

from api_client import keys
from api_client.keys import WrongKey
from api_client.sealing import CannotOpen, open_sealed, seal
from api_client.wire.accounts import KeyParameters
from mobile.account.pin_tries import Tries

DIGITS_MIN, DIGITS_MAX, WORD_MIN = 4, 12, 8
VERSION = 1
_KEPT = "kith/app-lock-kept/1"


class WrongPin(ValueError):
    """The PIN does not open the journal of this device."""


@dataclass(frozen=True, slots=True)
class PinRecord:
    """What is kept of a PIN. `after_seconds` is for how long one may be away before Kith locks; 0 is at once."""

    account_id: UUID
    parameters: KeyParameters
    device_secret: bytes = field(repr=False)
    wrapped_key: bytes = field(repr=False)
    kept: bytes = field(repr=False)
    after_seconds: int = 0
    tries: Tries = Tries()  # noqa: RUF009 (frozen)

    def to_bytes(self) -> bytes:
        """Return the record as it is kept."""
        return json.dumps(
            {
                "version": VERSION,
                "account_id": str(self.account_id),
                "parameters": self.parameters.model_dump(mode="json"),
                "device_secret": _text(self.device_secret),
                "wrapped_key": _text(self.wrapped_key),
                "kept": _text(self.kept),
                "after_seconds": self.after_seconds,
                "tries": self.tries.to_json(),
            }
        ).encode()


def read_record(content: bytes) -> PinRecord:
    """Return the record that `to_bytes` wrote; raise ValueError for anything else."""
    try:
        found = json.loads(content)
        if found["version"] != VERSION:
            raise ValueError("another version")
        return PinRecord(
            UUID(found["account_id"]),
            KeyParameters.model_validate(found["parameters"]),
            base64.b64decode(found["device_secret"]),
            base64.b64decode(found["wrapped_key"]),
            base64.b64decode(found["kept"]),
            int(found["after_seconds"]),
            Tries.from_json(found["tries"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no record of a PIN") from error


def is_pin(text: str) -> bool:
    """Whether `text` may be a PIN: 4 to 12 digits, or at least 8 characters."""
    return DIGITS_MIN <= len(text) <= DIGITS_MAX if text.isdecimal() else len(text.strip()) >= WORD_MIN


async def make_record(
    pin: str, vault_key: bytes, account_id: UUID, after_seconds: int, parameters: KeyParameters | None = None
) -> PinRecord:
    """Return the record of a new PIN, with fresh chance in everything."""
    chosen, device_secret = parameters or keys.new_key_parameters(), os.urandom(keys.KEY_BYTES)
    wrapping = await keys.derive_pin_key(_plain_digits(pin), chosen, device_secret)
    wrapped, kept = await _wrap(wrapping, vault_key, account_id)
    return PinRecord(account_id, chosen, device_secret, wrapped, kept, after_seconds)


async def open_record(record: PinRecord, pin: str) -> bytes:
    """Return the vault key; raise WrongPin."""
    wrapping = await keys.derive_pin_key(_plain_digits(pin), record.parameters, record.device_secret)
    try:
        return await keys.unwrap_key(
            record.wrapped_key,
            wrapping,
            purpose="app_lock",
            account_id=record.account_id,
            key_version=VERSION,
        )
    except WrongKey as error:
        raise WrongPin("pin") from error


async def rewrap_record(record: PinRecord, known_key: bytes, account_id: UUID, vault_key: bytes) -> PinRecord | None:
    """Return the record for another vault key and account under the same PIN, None when `known_key` is not the vault
    key that the record is of."""
    try:
        sealing = keys.derive_key(known_key, _KEPT)
        wrapping = await open_sealed(sealing, record.kept, record.account_id.bytes)
    except CannotOpen:
        return None
    wrapped, kept = await _wrap(wrapping, vault_key, account_id)
    return replace(record, account_id=account_id, wrapped_key=wrapped, kept=kept)


async def _wrap(wrapping: bytes, vault_key: bytes, account_id: UUID) -> tuple[bytes, bytes]:
    wrapped = await keys.wrap_key(vault_key, wrapping, purpose="app_lock", account_id=account_id, key_version=VERSION)
    return wrapped, await seal(keys.derive_key(vault_key, _KEPT), wrapping, account_id.bytes)


def _plain_digits(pin: str) -> str:
    """Return a PIN with the digits of every script as ASCII's: a keyboard in another language types others."""
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in pin)


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
