"""The one door to the device's file: `await database.read(fn)` and `await database.write(fn)`.

One connection in one worker thread, so that nothing waits for a lock and the event loop never waits for the disk. With
`inline=True` the same functions run where they are called: a browser has no threads, and a simulation wants none.
A write is on the disk when it returns (`synchronous=FULL`); what is deleted is overwritten (`secure_delete`).
"""

import asyncio
import contextlib
import logging
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from mobile.storage import migrations, salvage
from mobile.storage.errors import NewerDatabase, StorageClosed, StorageDamaged, StorageFull

log = logging.getLogger(__name__)
T = TypeVar("T")

FILE_NAME = "kith.db"
LOG_BYTES = 4_000_000  # what SQLite's log keeps of the disk at most once it begins anew
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "busy_timeout = 5000",
    f"journal_size_limit = {LOG_BYTES}",
)
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Database:
    """The device's file, open. `salvaged` is how many rows were saved from a damaged one, None in good times."""

    def __init__(self, path: Path, *, inline: bool = False) -> None:
        self.path = path
        self.salvaged: int | None = None
        self._inline = inline
        self._thread: ThreadPoolExecutor | None = None
        self._engine: Engine | None = None
        self._connection: sqlite3.Connection | None = None

    async def open(self) -> None:
        """Open the file, make or migrate it; raise NewerDatabase, StorageFull or StorageDamaged."""
        if not self._inline:
            self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="kith-storage")
        await self._run(self._open)

    async def read(self, query: Callable[[Session], T]) -> T:
        """Return `query(session)`, run in one snapshot."""
        return await self._run(lambda: self._transact(query))

    async def write(self, change: Callable[[Session], T]) -> T:
        """Return `change(session)`, run in one transaction that is on the disk when this returns, whole or not at all.

        Raises StorageFull when the disk is full.
        """
        return await self._run(lambda: self._transact(change))

    async def settle(self) -> None:
        """Put what was written into the file: a long write that is refused later on then takes no space."""
        await self._run(lambda: _empty_log(self._connection))

    async def close(self) -> None:
        """Finish what runs and close the file; from then on everything raises StorageClosed."""
        if self._connection is not None:
            await self._run(self._close)
        if self._thread is not None:
            self._thread.shutdown(wait=False)
            self._thread = None

    async def remove(self) -> None:
        """Close the file and delete it with everything beside it, also what was put aside as damaged."""
        await self.close()
        for path in (
            *self.path.parent.glob(f"{self.path.name}*"),
            *self.path.parent.glob(f"{self.path.stem}.damaged-*"),
        ):
            path.unlink(missing_ok=True)

    def abandon(self) -> None:
        """Drop the connection without finishing anything, as a killed process does."""
        if self._thread is not None:
            self._thread.shutdown(wait=True, cancel_futures=True)
            self._thread = None
        if self._connection is not None:
            self._connection.close()
        self._connection = self._engine = None

    async def _run(self, work: Callable[[], T]) -> T:
        if self._thread is None:
            if not self._inline:
                raise StorageClosed
            return work()
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _transact(self, work: Callable[[Session], T]) -> T:
        if self._engine is None:
            raise StorageClosed
        try:
            with _named_failures(), Session(self._engine, expire_on_commit=False) as session, session.begin():
                return work(session)
        except StorageFull:
            _empty_log(self._connection)
            raise

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with _named_failures():
            try:
                self._refuse_newer()
                self._connect()
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                self._replace_damaged()
        self._engine = create_engine(
            "sqlite://", creator=lambda: self._connection, poolclass=StaticPool, hide_parameters=True
        )
        event.listen(self._engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))

    def _refuse_newer(self) -> None:
        """Look at the version before anything is written, so that a newer file stays as it is."""
        if self.path.exists() and self.path.stat().st_size:
            with contextlib.closing(
                sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True)
            ) as connection:
                if migrations.version_of(connection) > migrations.LATEST:
                    raise NewerDatabase

    def _connect(self) -> None:
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        try:
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise _damaged()
            migrations.migrate(connection)
            _empty_log(connection)
        except BaseException:
            connection.close()
            raise
        self._connection = connection

    def _replace_damaged(self) -> None:
        aside = salvage.put_aside(self.path)
        self._connect()
        if self._connection is not None:
            self.salvaged = salvage.carry_over(aside.absolute(), self._connection)

    def _close(self) -> None:
        if self._connection is not None:
            _empty_log(self._connection)
            self._connection.close()
        self._connection = self._engine = None


def _empty_log(connection: sqlite3.Connection | None) -> None:
    """Put what is settled into the file and give back the space of SQLite's log, also of what was never finished."""
    if connection is None:
        return
    with contextlib.suppress(sqlite3.Error):  # it stays in the log then, as safe as before
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _damaged() -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError("quick_check failed")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def _is_damage(error: BaseException) -> bool:
    return _primary_code(error) in _DAMAGE


def _primary_code(error: Any) -> int:
    """Return SQLite's primary result code; the extended ones carry it in their low byte."""
    return int(getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


@contextlib.contextmanager
def _named_failures() -> Iterator[None]:
    """Turn SQLite's ways to fail into ours; their messages may repeat what was written, ours never do."""
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        code = _primary_code(error.orig if isinstance(error, DBAPIError) else error)
        if code == sqlite3.SQLITE_FULL:
            raise StorageFull from None
        if code in _DAMAGE:
            raise StorageDamaged from None
        raise
