"""How SQLite means to answer a hot statement, so that a slow figure can be read beside its reason."""

import sqlite3
from contextlib import closing
from pathlib import Path

from server.clock import utc_now
from server.database import make_engine
from server.statements import Fast
from server.transaction import Transaction


def explain(path: Path, statement: Fast) -> list[str]:
    """Return SQLite's plan of a statement on the database at `path`."""
    engine = make_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        sql = statement.text(Transaction(connection, connection.connection.driver_connection, utc_now()))
    engine.dispose()
    with closing(sqlite3.connect(path)) as opened:
        rows = opened.execute(f"EXPLAIN QUERY PLAN {sql}", [None] * sql.count("?")).fetchall()
    return [str(row[3]) for row in rows]
