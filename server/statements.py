"""Hot statements: a SQLModel or SQLAlchemy statement, compiled once and then run by the driver itself.

Building and compiling a select costs more than SQLite needs to answer it. `fast(select(...))` keeps the SQL text and
the value converters of each column, per dialect; the rest of the server uses plain `tx.connection.execute`.
"""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy.engine import Dialect
from sqlalchemy.sql.base import Executable

from server.transaction import Transaction

Converter = Callable[[Any], Any]
_AS_IS: Converter = lambda value: value  # noqa: E731


class _Compiled:
    """The SQL of one statement for one dialect, with what turns values into the driver's and back."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        converters: dict[str, Converter] = compiled._bind_processors
        self.text = str(compiled)
        self.names: list[str] = list(compiled.positiontup or compiled.params)
        self.is_positional = compiled.positiontup is not None
        self.constants = {name: value for name, value in compiled.params.items() if value is not None}
        self.binders = [(name, converters.get(name, _AS_IS)) for name in self.names]
        readers = [
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in getattr(statement, "exported_columns", ())
        ]
        self.readers: list[Converter] | None = [r or _AS_IS for r in readers] if any(readers) else None

    def bind(self, values: dict[str, Any]) -> Any:
        if self.constants:
            values = {**self.constants, **values}
        if self.is_positional:
            return [convert(value) if (value := values[name]) is not None else None for name, convert in self.binders]
        return {name: convert(value) if (value := values[name]) is not None else None for name, convert in self.binders}


class Fast:
    """A statement that is compiled once. Rows come back as plain tuples, converted like SQLAlchemy's."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def _execute(self, tx: Transaction, values: dict[str, Any]) -> tuple[Any, _Compiled]:
        dialect = tx.connection.dialect
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = _Compiled(self._statement, dialect)
        return tx.driver.execute(compiled.text, compiled.bind(values)), compiled

    def all(self, tx: Transaction, **values: Any) -> list[tuple[Any, ...]]:
        """Run it and return every row."""
        cursor, compiled = self._execute(tx, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        if (readers := compiled.readers) is None:
            return rows
        return [tuple([read(value) for read, value in zip(readers, row, strict=True)]) for row in rows]

    def each(self, tx: Transaction, **values: Any) -> Iterator[tuple[Any, ...]]:
        """Run it and give rows one by one, so that a page can end by its size; closing it frees the statement."""
        cursor, compiled = self._execute(tx, values)
        readers = compiled.readers
        try:
            for row in cursor:
                yield row if readers is None else tuple([r(value) for r, value in zip(readers, row, strict=True)])
        finally:
            cursor.close()

    def first(self, tx: Transaction, **values: Any) -> tuple[Any, ...] | None:
        """Run it and return the first row, or None."""
        rows = self.all(tx, **values)
        return rows[0] if rows else None

    def one(self, tx: Transaction, **values: Any) -> tuple[Any, ...]:
        """Run it and return its row; for what must be there."""
        (row,) = self.all(tx, **values)
        return row

    def run(self, tx: Transaction, **values: Any) -> int:
        """Run it and return how many rows it changed."""
        cursor, _ = self._execute(tx, values)
        count: int = cursor.rowcount
        return count

    def text(self, tx: Transaction) -> str:
        """Return the SQL for `tx`'s database, for tests of query plans."""
        dialect = tx.connection.dialect
        return _Compiled(self._statement, dialect).text


def fast(statement: Executable) -> Fast:
    """Return `statement`, to be compiled once and run by the driver; values come by the names of its parameters."""
    return Fast(statement)
