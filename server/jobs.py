"""What a host does by itself, at times: clearing away, reminding, mailing.

One task of the host looks once a minute for jobs that are due and runs them one after another. What a job still has to
do stands in the database, never here: after a stop of any kind the next look finds it again, so a job must be able to
run twice and must do what is due and no more.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from server.clock import Clock
from server.database import Database
from server.transaction import Transaction

TICK_SECONDS = 60.0
logger = logging.getLogger("kith.jobs")

# A job within one transaction. It returns when there is something to do again at the earliest, or None for the next
# look in a minute. What is added meanwhile does not wake it: return None where that could be due sooner.
Run = Callable[[Transaction, datetime], datetime | None]

# A job that also reaches outside, such as by mail: it opens its own transactions, and none while it waits for others.
Errand = Callable[[datetime], Awaitable[datetime | None]]


@dataclass(slots=True)
class _Job:
    name: str
    errand: Errand
    due_at: datetime | None = None  # at the next look


class Jobs:
    """The jobs of one host. `start` runs them until `stop`; a test calls `run_due` with a moved clock instead."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._jobs: list[_Job] = []
        self._lock = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def add(self, name: str, run: Run) -> None:
        """Run `run` in a writing transaction whenever it is due; `name` (slice.verb) is what a log calls it."""

        async def errand(now: datetime) -> datetime | None:
            return await self._database.write(run, now)

        self._jobs.append(_Job(name, errand))

    def add_errand(self, name: str, errand: Errand) -> None:
        """Run `errand` whenever it is due."""
        self._jobs.append(_Job(name, errand))

    async def run_due(self) -> None:
        """Run every job that is due by the host's clock, each once. One that fails is tried again at the next look."""
        async with self._lock:
            for job in self._jobs:
                now = self._clock()
                if job.due_at is not None and now < job.due_at:
                    continue
                job.due_at = None
                try:
                    job.due_at = await job.errand(now)
                except Exception as error:
                    # The type alone: what an exception says can hold what members wrote.
                    logger.error("job_failed", extra={"operation": job.name, "error": type(error).__name__})

    def start(self, tick_seconds: float = TICK_SECONDS) -> None:
        """Look for due jobs every `tick_seconds` from now on; the first look is one tick away."""
        self._task = asyncio.create_task(self._run(tick_seconds))

    async def stop(self) -> None:
        """End the looking; a job that is under way is cut off between its transactions."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _run(self, tick_seconds: float) -> None:
        while True:
            await asyncio.sleep(tick_seconds)
            await self.run_due()
