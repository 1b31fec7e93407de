"""What a host does by itself: when, in which order, and that one failure stops nothing else."""

import asyncio
import logging
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from server.jobs import Jobs
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
