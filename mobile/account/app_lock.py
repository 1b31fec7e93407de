"""The lock with a PIN: setting it, changing it, opening by it, and how wrong tries are counted.

A try is counted, durably, before it is made, so that ending the process in the middle of one gains nothing. Changing or
removing the PIN asks for it, or for the passphrase, because a device that lies open is not its owner.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from api_client import account_flow
from api_client.keys import WrongKey
from api_client.wire.accounts import KeyParameters
from mobile.account import pin_tries
from mobile.account.pin import PinRecord, WrongPin, make_record, open_record
from mobile.account.pin_tries import TRIES_MAX, Tries
from mobile.account.sessions import Sessions
from mobile.account.stored import StoredAccount

LOCK_AFTER = (0, 60, 5 * 60, 15 * 60)  # seconds away, offered on the screen


class PinMustWait(WrongPin):
    """No try is taken for `seconds`; infinite when only the passphrase opens."""

    def __init__(self, seconds: float) -> None:
        super().__init__("wait")
        self.seconds = seconds


class AppLock:
    """The PIN of this device. `steady` and `parameters` are for tests: the clock that nobody sets, and the cost."""

    def __init__(self, stored: StoredAccount, sessions: Sessions, lock: asyncio.Lock, show: Callable[[], None]) -> None:
        self.steady: Callable[[], float] = pin_tries.steady_seconds
        self.parameters: Callable[[], KeyParameters | None] = lambda: None
        self._stored = stored
        self._sessions = sessions
        self._lock = lock
        self._show = show

    @property
    def seconds_left(self) -> float:
        """For how long no try is taken now, 0 when one may be made, infinite when only the passphrase opens."""
        record = self._stored.pin.record
        if record is None or (record.tries.count >= TRIES_MAX and self._stored.account is not None):
            return float("inf")
        return record.tries.seconds_left(self._wall(), self.steady())

    async def set_pin(self, pin: str, after_seconds: int, proof: str = "") -> None:
        """Set a PIN, or another one, for which `proof` is the PIN before or the passphrase.

        Raises WrongPin, PinMustWait, or Locked. A kill at any moment leaves the key or a whole record.
        """
        async with self._lock:
            await self._prove(proof)
            record = await make_record(
                pin, self._stored.vault_key, self._stored.row.account_id, after_seconds, self.parameters()
            )
            await self._keep(record)
            if await open_record(record, pin) == self._stored.vault_key:  # before the key itself goes
                await self._stored.forget_key()
            self._show()

    async def remove_pin(self, proof: str) -> None:
        """Have no PIN any more. Raises WrongPin or PinMustWait."""
        async with self._lock:
            await self._prove(proof)
            await self._stored.keep_key_unwrapped()
            await self._stored.pin.forget(self._stored.row.account_id)
            self._show()

    async def set_after(self, after_seconds: int) -> None:
        """Lock that long after one has gone away."""
        async with self._lock:
            if self._stored.pin.record is not None:
                await self._keep(replace(self._stored.pin.record, after_seconds=after_seconds))
                self._show()

    async def unlock(self, pin: str) -> None:
        """Open the journal with the PIN, offline. Raises WrongPin or PinMustWait."""
        async with self._lock:
            key = await self._try(pin)
            await self._stored.open_journal(key)
            await self._sessions.connect()
            self._show()

    async def opened_by_passphrase(self, key: bytes) -> None:
        """Open the journal with the key that a passphrase gave; the PIN may be tried again from now on."""
        keeper = self._stored.pin
        if keeper.is_broken:
            await keeper.forget(self._stored.row.account_id)
        await self._stored.keep_key(self._stored.row.account_id, key)
        await self._stored.open_journal(key)
        await keeper.recall()
        if keeper.record is not None and keeper.record.tries.count:
            await self._keep(replace(keeper.record, tries=Tries()))
        await self._sessions.connect()

    async def _prove(self, proof: str) -> None:
        """See that `proof` is the PIN or the passphrase, where there is a PIN."""
        if not self._stored.pin.is_set:
            return
        if self._stored.account is not None and await self._is_passphrase(proof):
            return
        await self._try(proof)

    async def _is_passphrase(self, text: str) -> bool:
        stored = self._stored
        try:
            await account_flow.unlock(text, stored.parameters, stored.row.wrapped_key or b"", stored.require_account())
        except WrongKey:
            return False
        return True

    async def _try(self, pin: str) -> bytes:
        """Return the vault key, counting the try before it is made. Whoever calls holds the lock: two windows cannot
        try at once."""
        record = self._stored.pin.record
        if record is None:
            raise PinMustWait(float("inf"))
        wall, steady = self._wall(), self.steady()
        if record.tries.was_set_back(wall, steady):
            record = replace(record, tries=replace(record.tries, wall=wall, steady=steady))
            await self._keep(record)
        if (seconds := self.seconds_left) > 0:
            raise PinMustWait(seconds)
        await self._keep(replace(record, tries=record.tries.one_more(wall, steady)))
        try:
            key = await open_record(record, pin)
        except WrongPin:
            if (seconds := self.seconds_left) > 0:
                raise PinMustWait(seconds) from None
            raise
        await self._keep(replace(record, tries=Tries()))
        return key

    async def _keep(self, record: PinRecord) -> None:
        await self._stored.pin.keep(record, has_account=self._stored.account is not None)

    def _wall(self) -> float:
        return self._sessions.clock.now().timestamp()
