"""The one writer of an SQLite database: a thread that commits waiting transactions together.

An fsync costs the same for one transaction as for a hundred, so all that wait share one BEGIN..COMMIT. A refusal nearly
always comes before the first change, and then there is nothing to undo; only when one fails after it has written do all
run anew, each in its own savepoint, so that it takes only its own work with it. Nobody is answered before the commit is
on disk.
"""

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from api_client.wire.errors import ProblemCode
from server.clock import Clock
from server.errors import Refusal
from server.transaction import Transaction
from server.word_index import forget_step

BATCH_MAX = 128  # transactions that share a commit
WAITING_MAX = 2_000  # beyond this a request is told to come back rather than to wait for seconds
logger = logging.getLogger("kith.database")


@dataclass(slots=True)
class Job:
    """One transaction to run, and what became of it."""

    work: Callable[[Transaction], Any]
    settle: Callable[["Job"], None]  # called on the writer's thread, after the commit
    result: Any = None
    error: BaseException | None = None
    transaction: Transaction | None = None


class GroupWriter:
    """Owns the writing connection and its thread. `deliver` hears every batch that was committed or failed."""

    def __init__(self, connection: Connection, clock: Clock, deliver: Callable[[list[Job]], None]) -> None:
        self._connection = connection
        self._driver: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
        self._clock = clock
        self._deliver = deliver
        self._waiting: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="kith-writer", daemon=True)
        self._must_erase = False
        self._forgets = True  # whoever ran before may have been stopped in the middle of it
        self._thread.start()

    def submit(self, job: Job) -> None:
        """Queue `job`; raise Refusal(busy) when too many wait."""
        if self._waiting.qsize() >= WAITING_MAX:
            raise Refusal(ProblemCode.BUSY, retry_after=1)
        self._waiting.put(job)

    def close(self) -> None:
        """Finish what waits, then stop."""
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        is_open = True
        while is_open:
            batch: list[Job] = []
            first = self._waiting.get()
            while first is not None:
                batch.append(first)
                if len(batch) >= BATCH_MAX:
                    break
                try:
                    first = self._waiting.get_nowait()
                except queue.Empty:
                    break
            is_open = first is not None
            if batch:
                self._answer(batch)
            self._tidy()

    def _answer(self, jobs: list[Job]) -> None:
        """Run `jobs` and let each hear what became of it, whatever happens: they all wait for this thread."""
        try:
            self._commit_together(jobs)
        except BaseException as error:
            logger.error("commit_failed", extra={"error": type(error).__name__})
            for job in jobs:
                job.result, job.error = None, as_refusal(error)
        self._deliver(jobs)

    def _tidy(self) -> None:
        """Erase what was removed, while nobody waits; what fails is tried again after the next batch."""
        for step in (self._forget_while_idle, self._erase_journal_while_idle):
            try:
                step()
            except Exception as error:
                logger.warning("tidying_failed", extra={"error": type(error).__name__})

    def _commit_together(self, jobs: list[Job]) -> None:
        """Run `jobs` in one transaction. When the database gives up as a whole (disk full), run each by itself, so
        that only those which do not fit fail."""
        try:
            if not self._run_all(jobs, self._run_bare):
                self._run_all(jobs, self._run_in_savepoint)
        except BaseException as error:
            self._roll_back()
            if len(jobs) > 1:
                for job in jobs:
                    self._commit_together([job])
                return
            jobs[0].result = None
            jobs[0].error = jobs[0].error or as_refusal(error)
            return
        if any(job.transaction.erases for job in jobs if job.error is None and job.transaction is not None):
            self._must_erase = self._forgets = True

    def _run_all(self, jobs: list[Job], run: Callable[[Job], bool]) -> bool:
        """Run and commit `jobs`; return False with nothing done as soon as `run` says that one left work behind."""
        if self._driver.in_transaction:  # taking back what was before has failed
            self._roll_back()
        self._driver.execute("BEGIN IMMEDIATE")
        for job in jobs:
            job.result = job.error = None
            job.transaction = Transaction(self._connection, self._driver, self._clock())
            if not run(job):
                self._roll_back()
                return False
        self._driver.execute("COMMIT")
        return True

    def _run_bare(self, job: Job) -> bool:
        before = self._driver.total_changes
        return self._try(job) or (self._driver.in_transaction and self._driver.total_changes == before)

    def _run_in_savepoint(self, job: Job) -> bool:
        self._driver.execute("SAVEPOINT job")
        if not self._try(job):
            if not self._driver.in_transaction:
                # The database rolled everything back: the other jobs must run anew.
                raise job.error or sqlite3.OperationalError("rolled back")
            self._driver.execute("ROLLBACK TO job")
        self._driver.execute("RELEASE job")
        return True

    def _try(self, job: Job) -> bool:
        try:
            job.result = job.work(cast(Transaction, job.transaction))
        except BaseException as error:
            job.error = as_refusal(error)
            return False
        return True

    def _roll_back(self) -> None:
        if self._driver.in_transaction:
            self._driver.execute("ROLLBACK")
        self._connection.rollback()  # SQLAlchemy's own idea of the transaction

    def _forget_while_idle(self) -> None:
        """Rid the index of removed words, a little at a time, until it is done or somebody waits."""
        while self._forgets and self._waiting.empty():
            self._forgets = forget_step(self._driver)
            self._must_erase = self._must_erase or self._forgets

    def _erase_journal_while_idle(self) -> None:
        """Empty the write-ahead log, which still holds older pages with words that were removed."""
        if not self._must_erase or not self._waiting.empty():
            return
        (blocked, _, _) = self._driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        self._must_erase = bool(blocked)


def as_refusal(error: BaseException) -> BaseException:
    """Return what a caller should be told: a full disk and a locked database have codes, all else stays as it is."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_FULL:
            return Refusal(ProblemCode.STORAGE_FULL)
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return Refusal(ProblemCode.BUSY, retry_after=1)
    elif getattr(cause, "sqlstate", None) == "53100":  # PostgreSQL: disk_full
        return Refusal(ProblemCode.STORAGE_FULL)
    return error
