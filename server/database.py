"""Transactions are functions: `read(fn)` and `write(fn)` run `fn(transaction, ...)` as one whole transaction and return
the plain data that it returned. A service function therefore never commits, and never waits for anything.

SQLite (one process): one writer thread with group commit. Reads are bounded by their keys and take some 60
microseconds, less than a hop to a thread and back, so they run where they are asked for, on a connection of their own.
PostgreSQL: both run on a small pool of threads, with the same functions.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.pool import NullPool

from server.clock import Clock
from server.group_commit import GroupWriter, Job, as_refusal
from server.transaction import Announcement, Transaction

P = ParamSpec("P")
T = TypeVar("T")
Announce = Callable[[list[Announcement]], None]

WRITE_WAIT_MS = 5_000  # for a lock that another process holds, such as a backup
READ_WAIT_MS = 250  # a read must not stop the event loop for longer
POOL_THREADS = 8
ATTEMPTS_MAX = 4  # of a transaction that lost a race on PostgreSQL


def make_engine(url: str) -> Engine:
    """Return the engine for `url`. Errors never carry parameters: these are what members wrote."""
    if not url.startswith("sqlite"):
        return create_engine(url, hide_parameters=True, pool_size=2 * POOL_THREADS)
    engine = create_engine(
        url,
        hide_parameters=True,
        poolclass=NullPool,
        # With isolation_level None the driver never begins by itself: a SAVEPOINT without our BEGIN would be durable.
        connect_args={"check_same_thread": False, "isolation_level": None, "cached_statements": 256},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")  # a revision that was handed out is never handed out again
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA secure_delete=ON")  # what is removed is overwritten
    connection.execute(f"PRAGMA busy_timeout={WRITE_WAIT_MS}")


class Database:
    """Runs transactions; `announce` hears, on the event loop, what each committed one announced."""

    def __init__(self, url: str, clock: Clock, announce: Announce) -> None:
        self.engine = make_engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._clock = clock
        self._announce = announce
        self._loop: asyncio.AbstractEventLoop
        self._writer: GroupWriter | None = None
        self._reader: Connection | None = None
        self._aside: Connection | None = None
        self._driver: Any = None
        self._threads: ThreadPoolExecutor | None = None

    def open(self) -> None:
        """Open the connections; the running loop is where announcements and reads happen from now on."""
        self._loop = asyncio.get_running_loop()
        if self.is_sqlite:
            self._reader = self.engine.connect()
            self._driver = self._reader.connection.driver_connection
            self._driver.execute(f"PRAGMA busy_timeout={READ_WAIT_MS}")
            self._driver.execute("PRAGMA query_only=ON")
            self._aside = self.engine.connect()
            aside: Any = self._aside.connection.driver_connection
            aside.execute("PRAGMA query_only=ON")
            self._threads = ThreadPoolExecutor(1, "kith-aside")
            self._writer = GroupWriter(self.engine.connect(), self._clock, self._deliver_from_thread)
        else:
            self._threads = ThreadPoolExecutor(POOL_THREADS, "kith-database")

    def close(self) -> None:
        """Finish what waits and close every connection."""
        if self._writer is not None:
            self._writer.close()
        if self._threads is not None:
            self._threads.shutdown()
        for reader in (self._reader, self._aside):
            if reader is not None:
                reader.close()
        self.engine.dispose()

    async def read(self, fn: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `fn(transaction, ...)` on one snapshot and return what it returns."""
        if self._reader is None:
            return await self._in_thread(lambda: self._read_pooled(lambda tx: fn(tx, *args, **kwargs)))
        driver = self._driver
        try:
            driver.execute("BEGIN")
            return fn(Transaction(self._reader, driver, self._clock()), *args, **kwargs)
        except sqlite3.Error as error:
            raise as_refusal(error) from None
        finally:
            if driver.in_transaction:
                driver.execute("COMMIT")

    async def read_aside(self, fn: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Like `read`, for what is not bounded by its keys, such as a search: on a thread and a connection of its own,
        so that the loop goes on."""
        if self._aside is None:
            return await self.read(fn, *args, **kwargs)
        aside = self._aside
        return await self._in_thread(lambda: self._read_on(aside, lambda tx: fn(tx, *args, **kwargs)))

    async def look(self, fn: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Like `read`, for a function of a single statement: that is a snapshot by itself and spares BEGIN and COMMIT,
        each of which would give way to the writer's thread."""
        if self._reader is None:
            return await self.read(fn, *args, **kwargs)
        try:
            return fn(Transaction(self._reader, self._driver, self._clock()), *args, **kwargs)
        except sqlite3.Error as error:
            raise as_refusal(error) from None

    async def write(self, fn: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `fn(transaction, ...)`, commit, announce, and only then return. Any exception undoes all of it.

        `fn` may run more than once, so it must have no effect outside its transaction.
        """

        def work(tx: Transaction) -> T:
            return fn(tx, *args, **kwargs)

        if self._writer is None:
            result, announcements = await self._in_thread(lambda: self._write_pooled(work))
            self._announce(announcements)
            return result
        future: asyncio.Future[T] = self._loop.create_future()
        self._writer.submit(Job(work, lambda job: _settle(future, job)))
        return await future

    def _deliver_from_thread(self, jobs: list[Job]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._deliver, jobs)

    def _deliver(self, jobs: list[Job]) -> None:
        for job in jobs:
            if job.error is None and job.transaction is not None and job.transaction.announcements:
                self._announce(job.transaction.announcements)
            job.settle(job)

    def _read_on(self, reader: Connection, work: Callable[[Transaction], T]) -> T:
        driver: Any = reader.connection.driver_connection
        try:
            driver.execute("BEGIN")
            return work(Transaction(reader, driver, self._clock()))
        except sqlite3.Error as error:
            raise as_refusal(error) from None
        finally:
            if driver.in_transaction:
                driver.execute("COMMIT")

    async def _in_thread(self, call: Callable[[], T]) -> T:
        return await self._loop.run_in_executor(self._threads, call)

    def _read_pooled(self, work: Callable[[Transaction], T]) -> T:
        with self.engine.connect() as connection:
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                return work(Transaction(connection, connection.connection.driver_connection, self._clock()))

    def _write_pooled(self, work: Callable[[Transaction], T]) -> tuple[T, list[Announcement]]:
        """Commit one transaction; one that lost a race (a row inserted by another, a deadlock) starts anew."""
        attempt = 1
        while True:
            try:
                with self.engine.begin() as connection:
                    tx = Transaction(connection, connection.connection.driver_connection, self._clock())
                    result = work(tx)
                return result, tx.announcements
            except Exception as error:
                if attempt == ATTEMPTS_MAX or not _lost_a_race(error):
                    raise as_refusal(error) from None
                attempt += 1


def _lost_a_race(error: Exception) -> bool:
    cause = error.orig if isinstance(error, IntegrityError | OperationalError) else error
    state = getattr(cause, "sqlstate", None) or ""
    return state.startswith("40") or state == "23505"  # serialization failure, deadlock; unique violation


def _settle(future: "asyncio.Future[Any]", job: Job) -> None:
    if future.cancelled():
        return
    if job.error is not None:
        future.set_exception(job.error)
    else:
        future.set_result(job.result)
