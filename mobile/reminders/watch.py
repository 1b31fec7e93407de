"""What this process does for reminders while Kith is open: it says when one comes up, and tells the host what a mail
needs to know.

It looks when something in the journal changed and else at the next moment, but at least once a minute: clocks are set,
laptops sleep, and travellers arrive.
"""

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from mobile.reminders.mail import tell_host
from mobile.reminders.reading import SCOPE, name_of, read_due, read_reminders, zone_of
from mobile.reminders.schedule import next_moment
from mobile.storage.errors import StorageError
from mobile.ui.guard import log_failure
from mobile.vault.sealing import Locked

if TYPE_CHECKING:
    from mobile.services import Services

LOOK_SECONDS = 60.0
log = logging.getLogger("kith.reminders")


class ReminderWatch:
    """Looks after the reminders of one device from `start` to `stop`."""

    def __init__(self, services: "Services") -> None:
        self._services = services
        self._wake = asyncio.Event()
        self._known: set[str] | None = None
        self._task: asyncio.Task[None] | None = None
        self._dispose = services.signal.subscribe(self._on_signal)

    def start(self) -> None:
        """Look now, and from now on."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Look no more."""
        self._dispose()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def look(self) -> float:
        """Look once, and tell every window when another reminder is due than before; return for how many seconds there
        is nothing to do."""
        services = self._services
        if not services.documents.is_open:
            self._known = None
            return LOOK_SECONDS
        due = {name_of(one) for one in await read_due(services)}
        if due != self._known:
            was_known, self._known = self._known is not None, due
            if was_known:
                services.signal.emit(SCOPE)
        await tell_host(services)
        now = services.clock.now()
        moment = next_moment(read_reminders(services), now, zone_of(services))
        return LOOK_SECONDS if moment is None else min(LOOK_SECONDS, max((moment - now).total_seconds(), 0.05))

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            seconds = LOOK_SECONDS
            try:
                seconds = await self.look()
            except (Locked, StorageError):
                log.info("reminders wait: the journal is closed or the disk is full")
            except Exception as error:
                log_failure("looking after reminders", error)
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._wake.wait()

    def _on_signal(self, scope: str) -> None:
        if scope in ("journal", "documents", "account", "*"):
            self._wake.set()
