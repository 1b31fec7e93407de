"""Whether somebody is at this device: how long nobody has been decides when Kith locks by itself.

Somebody is here while a window stands in front and something in it is touched now and then. A window that is hidden or
closed is left; the last one that is left begins the time away. Both a clock that runs on in sleep and the one on the
wall are looked at, and the longer time counts: a device that slept, or whose clock was set back, locks all the same.
"""

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from mobile.account.pin_tries import steady_seconds
from mobile.device import Clock
from mobile.signal import Signal
from mobile.storage.drafts import Drafts
from mobile.vault.documents import Documents

if TYPE_CHECKING:
    from collections.abc import Callable

    from mobile.account.service import AccountService

log = logging.getLogger("kith.account")

IDLE_LEAST = 5 * 60.0  # seconds without a touch; who reads a long text touches nothing for a while
ACT_MOST = 2 * 60.0  # seconds that an act may keep Kith open behind another window, such as the one to choose a file
_LOOK_SECONDS = 15.0
_QUIET_TURNS = 30  # of the loop: a screen that closes takes some to say what it still has to write
_SETTLE_SECONDS = 3.0


async def settle(drafts: Drafts, documents: Documents) -> None:
    """Wait until what was being typed lies on the disk, but not without end: a full disk must not keep Kith open."""
    quiet = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(_SETTLE_SECONDS):
            while quiet < _QUIET_TURNS:
                await asyncio.sleep(0)
                quiet = 0 if drafts.is_writing or documents.records.lock.locked() else quiet + 1


class Presence:
    """Who is here, window by window. `look` locks when it is time; `start` looks from then on by itself."""

    def __init__(self, account: "AccountService", clock: Clock, signal: Signal) -> None:
        self.steady: Callable[[], float] = steady_seconds  # a test puts its own here
        self.is_acting: Callable[[], bool] = lambda: False  # the app says so
        self._account = account
        self._clock = clock
        self._windows: set[int] = set()
        self._touched = (0.0, 0.0)
        self._left: tuple[float, float] | None = None  # no window was there yet
        self._task: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._dispose = signal.subscribe(lambda scope: self._wake.set() if scope == "account" else None)

    async def came(self, window: int) -> None:
        """A window stands in front again; first of all it is seen whether that took too long."""
        await self.look()
        self._windows.add(window)
        self._touched = self._moment()

    async def left(self, window: int) -> None:
        """A window is hidden or closed."""
        if window in self._windows:
            self._windows.discard(window)
            if not self._windows:
                self._left = self._moment()
                await self.look()
        self._wake.set()

    def touched(self) -> None:
        """Something was tapped or typed. One that comes when it is time to lock is too late to put that off."""
        if self._is_due():
            self._wake.set()
        else:
            self._touched = self._moment()

    async def look(self) -> None:
        """Lock when nobody has been here for as long as the member chose."""
        if self._is_due():
            await self._account.lock()

    def start(self) -> None:
        """Look now and then, from now on."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Look no more."""
        self._dispose()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            try:
                await self.look()
            except Exception as error:
                log.error("locking failed: %s", type(error).__name__)  # tried again at the next look
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_SECONDS if self._account.state.has_pin else None):
                    await self._wake.wait()

    def _is_due(self) -> bool:
        state = self._account.state
        if not state.has_pin or state.phase in ("locked", "new", "starting"):
            return False
        if self._windows:
            return self._passed(self._touched) >= max(float(state.lock_after_seconds), IDLE_LEAST)
        if self._left is None:
            return False
        away = self._passed(self._left)
        return away >= state.lock_after_seconds and (away >= ACT_MOST or not self.is_acting())

    def _passed(self, since: tuple[float, float]) -> float:
        wall, steady = self._moment()
        return max(wall - since[0], steady - since[1])

    def _moment(self) -> tuple[float, float]:
        return self._clock.now().timestamp(), self.steady()
