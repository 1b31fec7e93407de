"""Where the record of a PIN lies: in the platform's secure storage, whole, so that one write sets, changes or ends it.

A page in a browser has no such storage. Before there is an account its record lies in the file where the vault key lay;
from then on it is in memory alone while the journal is locked, and sealed under the vault key in the settings, so that
it is at hand again once the passphrase has opened the journal after a restart.
"""

import base64
import logging
from contextlib import suppress
from uuid import UUID

from mobile.account.pin import PinRecord, read_record, rewrap_record
from mobile.secrets import SecretStore
from mobile.storage.preferences import Preferences
from mobile.vault.sealing import Keyring

_SEALED = "app_lock"  # the setting, and what its content is bound to
log = logging.getLogger("kith.account")


class PinKeeper:
    """The record of this device's PIN. `record` is None where there is no PIN; `is_broken` says that there is one that
    cannot be read: then no PIN opens, and the vault key is not made anew either."""

    def __init__(self, secrets: SecretStore, preferences: Preferences, keyring: Keyring) -> None:
        self.record: PinRecord | None = None
        self.is_broken = False
        self._secrets = secrets
        self._preferences = preferences
        self._keyring = keyring

    @property
    def is_set(self) -> bool:
        """Whether a PIN stands before the journal."""
        return self.record is not None or self.is_broken

    async def load(self, account_id: UUID) -> None:
        """Find the record at a start."""
        content = await self._secrets.get(_name(account_id))
        self.record, self.is_broken = None, False
        if content is not None:
            try:
                self.record = read_record(content)
            except ValueError:
                log.error("the record of the PIN cannot be read")
                self.is_broken = True

    async def recall(self) -> None:
        """Find the record again that only the open journal can read."""
        sealed = self._preferences.get(_SEALED)
        if self.record is not None or not isinstance(sealed, str):
            return
        content = await self._keyring.open(_SEALED, base64.b64decode(sealed))
        if content is not None:
            with suppress(ValueError):  # of another version: the PIN has to be set again
                self.record = read_record(content)

    async def keep(self, record: PinRecord, *, has_account: bool) -> None:
        """Keep a record in place of the one before; it is durable when this returns."""
        if self._secrets.keeps_account_keys or not has_account:
            await self._secrets.put(_name(record.account_id), record.to_bytes())
        elif self._keyring.is_open:
            sealed = await self._keyring.seal(_SEALED, record.to_bytes())
            await self._preferences.set(_SEALED, base64.b64encode(sealed).decode())
        self.record, self.is_broken = record, False

    async def forget(self, account_id: UUID) -> None:
        """Have no PIN any more."""
        await self._secrets.remove(_name(account_id))
        if self._preferences.get(_SEALED) is not None:
            await self._preferences.set(_SEALED, None)
        self.record, self.is_broken = None, False

    async def follow(self, account_id: UUID, vault_key: bytes, known_key: bytes, *, has_account: bool) -> None:
        """Let the same PIN open another vault key of another account from now on; the record before stays in its place
        until `leave`. Where that cannot be, there is no PIN any more."""
        if self.record is None:
            self.is_broken = False
            return
        if known_key == vault_key and self.record.account_id == account_id and self._is_durable(has_account):
            known = await rewrap_record(self.record, known_key, account_id, vault_key)
            self.record = self.record if known is not None else None
        else:
            self.record = await rewrap_record(self.record, known_key, account_id, vault_key)
            if self.record is not None and self._is_durable(has_account):
                await self._secrets.put(_name(account_id), self.record.to_bytes())

    async def leave(self, before: UUID, after: UUID, *, has_account: bool) -> None:
        """Take away what is left of the record where it lay before, and settle where it lies now; the journal is
        open."""
        if self.record is not None and not self._is_durable(has_account):
            await self.keep(self.record, has_account=has_account)
        elif self._preferences.get(_SEALED) is not None:
            await self._preferences.set(_SEALED, None)
        if before != after or not self._is_durable(has_account) or not self.is_set:
            await self._secrets.remove(_name(before))

    def _is_durable(self, has_account: bool) -> bool:
        return self._secrets.keeps_account_keys or not has_account


def _name(account_id: UUID) -> str:
    return f"app-lock-{account_id.hex}"
