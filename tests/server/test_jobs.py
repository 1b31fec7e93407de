"""What a host does by itself: when, in which order, and that one failure stops nothing else."""

import asyncio
import logging
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update
from sqlmodel import col

from server.jobs import LEASE, Jobs, end_lease, take_lease
from server.tables import AccountRow
from server.transaction import Transaction
from tests.support.server import LocalHost, MovedClock


class Diary:
    """A job that notes when it ran and returns what the test asked for."""

    def __init__(self, *, every: timedelta | None = None, fails: int = 0) -> None:
        self.runs: list[datetime] = []
        self.every = every
        self.fails = fails

    def __call__(self, tx: Transaction, now: datetime) -> datetime | None:
        self.runs.append(now)
        if len(self.runs) <= self.fails:
            raise RuntimeError("canary words of a member")
        return None if self.every is None else now + self.every


@pytest.fixture
def jobs(here: LocalHost, clock: MovedClock) -> Jobs:
    return Jobs(here.host.database, clock)


async def test_a_job_runs_when_it_is_due_and_not_before(jobs: Jobs, clock: MovedClock) -> None:
    hourly, always = Diary(every=timedelta(hours=1)), Diary()
    jobs.add("notices.hourly", hourly)
    jobs.add("notices.always", always)
    await jobs.run_due()
    await jobs.run_due()
    assert (len(hourly.runs), len(always.runs)) == (1, 2)
    clock.move(minutes=61)
    await jobs.run_due()
    assert (len(hourly.runs), len(always.runs)) == (2, 3)
    assert hourly.runs[1] - hourly.runs[0] > timedelta(hours=1)


async def test_what_a_job_writes_is_committed_as_a_whole(jobs: Jobs, here: LocalHost) -> None:
    ada = await here.sign_up("ada")

    def rename(tx: Transaction, now: datetime) -> None:
        tx.connection.execute(update(AccountRow).where(col(AccountRow.id) == ada.id).values(display_name="Renamed"))

    def rename_and_fail(tx: Transaction, now: datetime) -> None:
        tx.connection.execute(update(AccountRow).where(col(AccountRow.id) == ada.id).values(display_name="Half"))
        raise RuntimeError

    jobs.add("notices.rename", rename)
    jobs.add("notices.fail", rename_and_fail)
    await jobs.run_due()
    assert (await ada.call("GET", "/account")).json()["display_name"] == "Renamed"


async def test_a_failing_job_is_logged_by_type_only_and_tried_again(
    jobs: Jobs, caplog: pytest.LogCaptureFixture
) -> None:
    failing, after = Diary(fails=1, every=timedelta(days=1)), Diary()
    jobs.add("notices.failing", failing)
    jobs.add("notices.after", after)
    with caplog.at_level(logging.INFO, "kith.jobs"):
        await jobs.run_due()
    (record,) = caplog.records
    assert (record.msg, record.__dict__["operation"], record.__dict__["error"]) == (
        *("job_failed", "notices.failing", "RuntimeError"),
    )
    assert "canary" not in caplog.text and record.exc_info is None
    await jobs.run_due()
    await jobs.run_due()
    assert (len(failing.runs), len(after.runs)) == (2, 3)


async def test_an_errand_may_wait_and_no_two_looks_overlap(jobs: Jobs) -> None:
    running, seen = 0, []

    async def errand(now: datetime) -> None:
        nonlocal running
        running += 1
        seen.append(running)
        await asyncio.sleep(0)
        running -= 1

    jobs.add_errand("notices.errand", errand)
    await asyncio.gather(*(jobs.run_due() for _ in range(5)))
    assert seen == [1] * 5


async def test_the_host_looks_by_itself_until_it_stops(jobs: Jobs) -> None:
    ran = asyncio.Event()

    async def errand(now: datetime) -> None:
        ran.set()

    jobs.add_errand("notices.errand", errand)
    jobs.start(tick_seconds=0.001)
    async with asyncio.timeout(10):
        await ran.wait()
    await jobs.stop()
    ran.clear()
    for _ in range(100):
        await asyncio.sleep(0)
    assert not ran.is_set()


async def test_a_running_host_has_its_jobs(here: LocalHost) -> None:
    await here.host.jobs.run_due()


async def test_a_job_of_another_process_is_left_alone_until_it_is_due_or_its_process_is_gone(
    here: LocalHost, clock: MovedClock
) -> None:
    database, one, other = here.host.database, uuid4(), uuid4()

    async def take(holder: UUID) -> datetime | None:
        return await database.write(take_lease, "notices.hourly", holder, clock.now)

    began_at = clock.now
    assert await take(one) is None
    assert await take(other) == began_at + LEASE
    due_at = clock.now + timedelta(hours=1)
    await database.write(end_lease, "notices.hourly", other, clock.now)
    assert await take(other) is not None, "only its holder gives it back"
    await database.write(end_lease, "notices.hourly", one, due_at)
    assert await take(other) == due_at
    clock.now = due_at
    assert await take(other) is None
    clock.move(minutes=11)  # the other one died in the middle of it
    assert await take(one) is None


async def test_several_processes_run_what_is_due_once(here: LocalHost, clock: MovedClock) -> None:
    """As on PostgreSQL, where several processes share a database."""
    database = here.host.database
    both = Jobs(database, clock), Jobs(database, clock)
    diary = Diary(every=timedelta(hours=1))
    for jobs in both:
        jobs.is_alone = False
        jobs.add("notices.hourly", diary)
    for _ in range(3):
        for jobs in both:
            await jobs.run_due()
    assert len(diary.runs) == 1
    clock.move(minutes=61)
    await both[1].run_due()
    await both[0].run_due()
    assert len(diary.runs) == 2


async def test_a_job_that_fails_is_given_back(here: LocalHost, clock: MovedClock) -> None:
    both = Jobs(here.host.database, clock), Jobs(here.host.database, clock)
    diary = Diary(fails=1)
    for jobs in both:
        jobs.is_alone = False
        jobs.add("notices.always", diary)
        await jobs.run_due()
    assert len(diary.runs) == 2
