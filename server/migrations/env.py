"""What Alembic runs. On SQLite a changed table is rebuilt, and with foreign keys on, the rebuild would fire ON DELETE
CASCADE and take every child row along; so they are off here and checked afterwards."""

from alembic import context
from sqlalchemy import Connection

from server.aid import tables as _aid_tables  # noqa: F401  (each slice's tables join the metadata)
from server.feed import tables as _feed_tables  # noqa: F401
from server.migrations import is_described
from server.moderation import tables as _moderation_tables  # noqa: F401
from server.reminders import tables as _reminder_tables  # noqa: F401
from server.schema import Row
from server.tables import HostRow as _HostRow  # noqa: F401
from server.vault import tables as _vault_tables  # noqa: F401


def run(connection: Connection) -> None:
    """Run the migrations that are due in one transaction."""
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    context.configure(
        connection=connection,
        target_metadata=Row.metadata,
        render_as_batch=True,
        compare_type=True,
        include_name=is_described,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    if is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
        connection.rollback()
        raise RuntimeError(f"migration would orphan {len(broken)} rows")
    connection.commit()
    if is_sqlite:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")


run(context.config.attributes["connection"])
