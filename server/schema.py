"""How rows are described: own metadata (a device's tables can live in the same process), names for every constraint
(Alembic can only change what has a name), and instants as 64-bit microseconds, the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Connection, MetaData, func
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import registry
from sqlalchemy.sql.elements import SQLCoreOperations
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

COUNTER_MAX = 2**63 - 1  # what a counter's column holds; a larger cursor is refused before it reaches the database

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Row(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """The root of this server's tables."""

    metadata: ClassVar[MetaData]


class Moment(TypeDecorator[datetime]):
    """An instant, kept as whole microseconds since 1970 in UTC: exact, sortable, without a database's time zone."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        return None if value is None else to_microseconds(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else from_microseconds(value)


def as_id(raw: UUID | str) -> UUID:
    """Return an id that was read without conversion: SQLite holds 32 hexadecimal digits."""
    return raw if isinstance(raw, UUID) else UUID(hex=raw)


def names_account(connection: Connection, wire: SQLCoreOperations[Any], account_id: UUID) -> ColumnElement[bool]:
    """Return the condition that wire bytes hold an account's id. No index helps: it looks at every row."""
    if connection.dialect.name == "sqlite":
        return func.instr(wire, str(account_id).encode()) > 0
    return func.strpos(func.encode(wire, "escape"), str(account_id)) > 0


def to_microseconds(moment: datetime) -> int:
    """Return `moment` as microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def from_microseconds(value: int) -> datetime:
    """Return the UTC instant `value` microseconds after 1970."""
    return _EPOCH + timedelta(microseconds=value)
