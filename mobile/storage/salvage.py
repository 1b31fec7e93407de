"""What is done with a damaged file: it is put aside, never deleted, and what can be read is carried over.

Only what may exist nowhere else is carried: the account, documents, photos, unsent work, drafts. The rest comes again
from the host. A scan bisects each table by row number, so that one bad page costs its own rows and no others.
"""

import contextlib
import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path

log = logging.getLogger(__name__)

TABLES = ("account", "document", "quarantine", "outbox", "draft", "preference", "journal_photo")
_ROW_NUMBER_MAX = 1 << 40
_SIDES = ("-wal", "-shm")


def put_aside(path: Path) -> Path:
    """Rename the damaged file, and what SQLite keeps beside it, to the first free name; return that."""
    aside = next(name for number in range(1, 10_000) if not (name := path.with_suffix(f".damaged-{number}")).exists())
    for side in _SIDES:
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + side).rename(aside.with_name(aside.name + side))
    path.rename(aside)
    return aside


def carry_over(aside: Path, fresh: sqlite3.Connection) -> int:
    """Copy every readable row of TABLES from the file `aside` into `fresh`; return how many."""
    carried = 0
    fresh.execute("BEGIN")
    for table in TABLES:
        columns = [row[1] for row in fresh.execute(f"PRAGMA table_info({table})")]
        for row in _readable_rows(aside, table, columns):
            with contextlib.suppress(sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError):
                marks = ", ".join("?" * len(columns))
                names = ", ".join(f'"{column}"' for column in columns)
                carried += fresh.execute(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})", row).rowcount  # noqa: S608
    fresh.execute("COMMIT")
    log.warning("a damaged journal file was put aside as %s, %d rows were carried over", aside.name, carried)
    return carried


def _readable_rows(aside: Path, table: str, columns: list[str]) -> Iterator[tuple[object, ...]]:
    """Yield each readable row once, with what the write-ahead log holds if that can still be read."""
    for mode in ("mode=ro", "mode=ro&immutable=1"):
        try:
            with contextlib.closing(sqlite3.connect(f"{aside.as_uri()}?{mode}", uri=True)) as connection:
                known = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
                if not known >= set(columns):
                    continue
                yield from _bisect(connection, table, columns)
                return
        except sqlite3.DatabaseError:
            continue


def _bisect(connection: sqlite3.Connection, table: str, columns: list[str]) -> Iterator[tuple[object, ...]]:
    names = ", ".join(f'"{column}"' for column in columns)
    statement = f"SELECT {names} FROM {table} NOT INDEXED WHERE rowid BETWEEN ? AND ?"  # noqa: S608
    ranges = [(1, _newest_row(connection, table))]
    while ranges:
        first, last = ranges.pop()
        try:
            yield from connection.execute(statement, (first, last)).fetchall()
        except sqlite3.DatabaseError:
            if first < last:
                middle = (first + last) // 2
                ranges += [(middle + 1, last), (first, middle)]


def _newest_row(connection: sqlite3.Connection, table: str) -> int:
    """Return the highest row number, or a bound above any when the page that knows it is damaged."""
    try:
        return int(connection.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0] or 0)  # noqa: S608
    except sqlite3.DatabaseError:
        return _ROW_NUMBER_MAX
