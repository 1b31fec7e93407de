"""How the database came to its shape: the files equal the tables, and going back and forth keeps every row."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from server.database import make_engine
from server.migrations import FOLDER, HEAD, is_described, make_config, migrate
from server.schema import Row
from tests.support.server import local_host, record


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return make_engine(f"sqlite:///{tmp_path / 'kith.sqlite'}")


def test_head_is_the_newest_file(engine: Engine) -> None:
    with engine.connect() as connection:
        scripts = ScriptDirectory.from_config(make_config(connection))
        assert scripts.get_heads() == [HEAD]
    assert all(path.stem.startswith(f"{n:04}") for n, path in enumerate(sorted((FOLDER / "versions").glob("*.py")), 1))


def test_migrations_from_empty_give_exactly_the_tables(engine: Engine) -> None:
    migrate(engine)
    migrate(engine)
    with engine.connect() as connection:
        opts = {"compare_type": True, "render_as_batch": True, "include_name": is_described}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Row.metadata) == []
        command.check(make_config(connection))


async def test_up_down_up_keeps_every_row_of_what_remains(tmp_path: Path) -> None:
    async with local_host(tmp_path) as here:
        ada = await here.sign_up()
        group = (await ada.start_group())["group"]
        post = await ada.post(group["id"])
        await ada.reply(group["id"], post["id"])
        await ada.push(record())
    engine = make_engine(f"sqlite:///{tmp_path / 'kith.sqlite'}")

    def counts() -> dict[str, int]:
        with engine.connect() as connection:
            return {
                name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
                for name in Row.metadata.tables
            }

    before = counts()
    assert before["post"] == before["reply"] == before["vault_record"] == 1
    with engine.connect() as connection:
        config = make_config(connection)
        revisions = [s.revision for s in ScriptDirectory.from_config(config).walk_revisions()]
        for revision in revisions[1:]:  # newest first; going below the first would drop the tables themselves
            command.downgrade(config, revision)
        command.upgrade(config, "head")
    assert counts() == before
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
        command.downgrade(make_config(connection), "base")
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
    assert names == ["alembic_version"]


PLANTED = """
import sqlalchemy as sa
from alembic import op

revision = "planted"
down_revision = "{head}"


def upgrade() -> None:
    with op.batch_alter_table("account", recreate="always") as batch:
        batch.add_column(sa.Column("colour", sa.String(), server_default="green", nullable=False))
"""


async def test_rebuilding_a_parent_table_keeps_its_children(tmp_path: Path) -> None:
    """With foreign keys on, the rebuild of a parent fires ON DELETE CASCADE and takes every child along."""
    async with local_host(tmp_path) as here:
        await (await here.sign_up()).start_group()
    planted = tmp_path / "versions"
    planted.mkdir()
    (planted / "planted.py").write_text(PLANTED.format(head=HEAD))
    engine = make_engine(f"sqlite:///{tmp_path / 'kith.sqlite'}")
    with engine.connect() as connection:
        config = make_config(connection)
        config.set_main_option("path_separator", "newline")
        config.set_main_option("version_locations", f"{FOLDER / 'versions'}\n{planted}")
        command.upgrade(config, "planted")
        assert connection.exec_driver_sql("SELECT colour FROM account").scalar() == "green"
        for child in ("device", "member"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {child}").scalar() == 1


def test_a_migration_that_orphans_rows_is_undone(engine: Engine) -> None:
    migrate(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN")
        connection.exec_driver_sql("INSERT INTO device VALUES ('d', 'nobody', 'Phone', x'01', 0, '2026-01-01')")
        connection.exec_driver_sql("COMMIT")
        with pytest.raises(RuntimeError, match="orphan 1 rows"):
            command.upgrade(make_config(connection), "head")
