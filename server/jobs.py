"""What a host does by itself, at times: clearing away, reminding, mailing.

One task of the host looks once a minute for jobs that are due and runs them one after another. What a job still has to
do stands in the database, never here: after a stop of any kind the next look finds it again, so a job must be able to
run twice and must do what is due and no more.

Where several processes share a database, whichever looks first takes a lease on the job: the others leave it alone
while it runs, and until it is due again. A process that dies holds it no longer than LEASE.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import col

from server.clock import Clock
from server.database import Database
from server.statements import fast
from server.tables import JobLeaseRow
from server.transaction import Transaction

TICK_SECONDS = 60.0
LEASE = timedelta(minutes=10)  # longer than any job takes; one that does take longer could run twice, as it may
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


_is_lease = col(JobLeaseRow.name) == bindparam("job")
_find_lease = fast(select(col(JobLeaseRow.until), col(JobLeaseRow.holder)).where(_is_lease).with_for_update())
_insert_lease = fast(insert(JobLeaseRow))
_set_lease = fast(update(JobLeaseRow).where(_is_lease).values(holder=bindparam("by"), until=bindparam("to_moment")))


class Jobs:
    """The jobs of one host. `start` runs them until `stop`; a test calls `run_due` with a moved clock instead."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._jobs: list[_Job] = []
        self._lock = asyncio.Lock()
        self._holder = uuid4()  # this process
        self.is_alone = database.is_sqlite  # one process, and nothing is written in a minute without anything to do
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
                    job.due_at = await self._run_leased(job, now)
                except Exception as error:
                    # The type alone: what an exception says can hold what members wrote.
                    logger.error("job_failed", extra={"operation": job.name, "error": type(error).__name__})

    async def _run_leased(self, job: _Job, now: datetime) -> datetime | None:
        """Run a job unless another process does, or did what is due; return when it is due again."""
        if self.is_alone:
            return await job.errand(now)
        until = await self._database.write(take_lease, job.name, self._holder, now)
        if until is not None:
            return until
        due_at: datetime | None = None
        try:
            due_at = await job.errand(now)
        finally:
            await self._database.write(end_lease, job.name, self._holder, due_at or now)
        return due_at

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


def take_lease(tx: Transaction, name: str, holder: UUID, now: datetime) -> datetime | None:
    """Take a job for LEASE; return None, or until when it is another's to run."""
    until = now + LEASE
    found = _find_lease.first(tx, job=name)
    if found is None:
        _insert_lease.run(tx, name=name, holder=holder, until=until)  # whoever comes second starts anew and finds it
        return None
    if found[0] > now:
        taken_until: datetime = found[0]
        return taken_until
    _set_lease.run(tx, job=name, by=holder, to_moment=until)
    return None


def end_lease(tx: Transaction, name: str, holder: UUID, until: datetime) -> None:
    """Give a job back, to be run by anybody from `until` on; one that another took meanwhile stays theirs."""
    found = _find_lease.first(tx, job=name)
    if found is not None and found[1] == holder:
        _set_lease.run(tx, job=name, by=holder, to_moment=until)
