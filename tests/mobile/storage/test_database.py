"""The device's file: durable, whole or not at all, never touched by an older app, and saved from damage."""

import shutil
import sqlite3
from pathlib import Path
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from mobile.storage import migrations
from mobile.storage.database import FILE_NAME, LOG_BYTES, Database
from mobile.storage.errors import NewerDatabase, StorageClosed, StorageFull
from mobile.storage.tables import DeviceTable, DocumentRow, DraftRow, JournalPhotoRow, PostRow, SharedRow

STORED = {version: Path(__file__).parent / f"version-{version}.db" for version in (1, 2, 3, 4)}


@pytest.fixture(params=[False, True], ids=["thread", "inline"])
def inline(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def draft(session: Session, key: str, words: str = "words") -> None:
    session.add(DraftRow(key=key, sealed=words.encode()))


def keys(session: Session) -> list[str]:
    return sorted(session.exec(select(DraftRow.key)))


async def test_what_was_written_is_there_after_the_file_is_opened_again(tmp_path: Path, inline: bool) -> None:
    database = Database(tmp_path / FILE_NAME, inline=inline)
    await database.open()
    await database.write(lambda session: draft(session, "entry:new"))
    await database.close()
    await database.open()
    assert await database.read(keys) == ["entry:new"]
    assert database.salvaged is None
    await database.close()


async def test_a_write_that_fails_changes_nothing(tmp_path: Path, inline: bool) -> None:
    database = Database(tmp_path / FILE_NAME, inline=inline)
    await database.open()

    def half(session: Session) -> None:
        draft(session, "one")
        session.flush()
        raise KeyError("two")

    with pytest.raises(KeyError):
        await database.write(half)
    assert await database.read(keys) == []
    await database.close()


async def test_pragmas_are_those_that_durability_and_deletion_need(tmp_path: Path) -> None:
    database = Database(tmp_path / FILE_NAME, inline=True)
    await database.open()

    def pragmas(session: Session) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        return {name: session.connection().exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}

    found = await database.read(pragmas)
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    await database.close()


async def test_a_closed_database_says_so(tmp_path: Path, inline: bool) -> None:
    database = Database(tmp_path / FILE_NAME, inline=inline)
    await database.open()
    await database.close()
    with pytest.raises(StorageClosed):
        await database.read(keys)


async def test_a_full_disk_is_named_and_loses_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / FILE_NAME)
    await database.open()
    await database.write(lambda session: draft(session, "kept"))

    def limit(session: Session, more: int) -> None:
        connection = session.connection()
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + more}")

    await database.read(lambda session: limit(session, 0))
    with pytest.raises(StorageFull, match="full"):
        await database.write(lambda session: draft(session, "too much", "x" * 1_000_000))
    assert await database.read(keys) == ["kept"]
    await database.read(lambda session: limit(session, 10_000))
    await database.write(lambda session: draft(session, "too much", "x" * 1_000_000))
    assert await database.read(keys) == ["kept", "too much"]
    await database.close()


def log_of(path: Path) -> Path:
    """Return what SQLite writes first, before it goes into the file."""
    return path.with_name(f"{path.name}-wal")


def write_much(session: Session) -> None:
    for number in range(60):  # more than SQLite keeps in memory, so that it reaches the disk before the end
        draft(session, f"much {number}", "x" * 100_000)
        session.flush()


async def test_what_a_full_disk_refused_takes_no_space(tmp_path: Path, inline: bool) -> None:
    database = Database(tmp_path / FILE_NAME, inline=inline)
    await database.open()
    await database.write(lambda session: draft(session, "kept"))

    def limit(session: Session) -> None:
        session.connection().exec_driver_sql("PRAGMA max_page_count = 1200")

    await database.read(limit)
    with pytest.raises(StorageFull):
        await database.write(write_much)
    assert log_of(database.path).stat().st_size == 0
    assert await database.read(keys) == ["kept"]
    await database.write(lambda session: draft(session, "small"))
    assert await database.read(keys) == ["kept", "small"]
    await database.close()


async def test_what_a_killed_process_did_not_finish_takes_no_space_after_a_start(tmp_path: Path) -> None:
    database = Database(tmp_path / FILE_NAME, inline=True)
    await database.open()
    await database.write(lambda session: draft(session, "kept"))
    left = tmp_path / "left"
    left.mkdir()

    def killed(session: Session) -> None:
        write_much(session)
        for path in (database.path, log_of(database.path)):
            shutil.copy(path, left / path.name)
        raise KeyError

    with pytest.raises(KeyError):
        await database.write(killed)
    await database.close()
    again = Database(left / FILE_NAME, inline=True)
    assert log_of(again.path).stat().st_size > 3_000_000
    await again.open()
    assert log_of(again.path).stat().st_size == 0
    assert await again.read(keys) == ["kept"]
    await again.close()


async def test_a_long_write_leaves_no_long_log_behind(tmp_path: Path) -> None:
    database = Database(tmp_path / FILE_NAME, inline=True)
    await database.open()
    await database.write(write_much)
    for number in range(3):
        await database.write(lambda session, number=number: draft(session, f"small {number}"))  # type: ignore[misc]
    assert log_of(database.path).stat().st_size <= LOG_BYTES
    await database.close()


async def test_a_newer_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE of_tomorrow (words)")
        connection.execute(f"PRAGMA user_version = {migrations.LATEST + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(NewerDatabase, match="newer version of Kith"):
        await Database(path).open()
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == [FILE_NAME]


def test_every_version_that_a_phone_may_stand_at_is_stored() -> None:
    assert list(STORED) == list(range(1, migrations.LATEST + 1))


@pytest.mark.parametrize("version", STORED)
async def test_the_stored_file_of_each_version_opens_with_all_that_is_in_it(tmp_path: Path, version: int) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(STORED[version].read_bytes())
    with sqlite3.connect(path) as connection:
        assert migrations.version_of(connection) == version
    connection.close()
    database = Database(path)
    await database.open()
    assert await database.read(keys) == ["entry:new"]
    documents = await database.read(lambda session: session.exec(select(DocumentRow)).all())
    assert [(row.revision, row.version, row.pending, row.sealed) for row in documents] == [(7, 2, True, b"sealed")]
    posts = await database.read(lambda session: session.exec(select(PostRow)).all())
    assert [(row.kind, row.replies_whole) for row in posts] == [("ask", True)]
    assert [row.pinned_at for row in posts] == [5 if version > 2 else None]
    shared = await database.read(lambda session: session.exec(select(SharedRow)).all())
    assert [(row.kind, row.position, row.sealed) for row in shared] == [("notice", 3, b"sealed")] * (version > 1)
    photos = await database.read(lambda session: session.exec(select(JournalPhotoRow).order_by("id")).all())
    known = [(row.size, row.pending, row.placed_at, row.unused_since, row.sealed) for row in photos]
    assert known == [(6, True, 5, None, b"sealed"), (9, False, 0, 7, None)] * (version > 3)
    await database.close()


async def test_migrations_make_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    with sqlite3.connect(":memory:", isolation_level=None) as connection:
        migrations.migrate(connection)
        made = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert made - {"sqlite_sequence"} == set(DeviceTable.metadata.tables)
        for name, table in DeviceTable.metadata.tables.items():
            columns = {
                row[1]: (row[2], bool(row[3]), row[5]) for row in connection.execute(f"PRAGMA table_info({name})")
            }
            wanted = {
                column.name: (str(column.type), not column.nullable, int(column.primary_key))
                for column in table.columns
            }
            assert {name: value[:2] for name, value in columns.items()} == {n: v[:2] for n, v in wanted.items()}, name
            assert {n for n, v in columns.items() if v[2]} == {n for n, v in wanted.items() if v[2]}, name
            indexes = {row[1] for row in connection.execute(f"PRAGMA index_list({name})") if row[3] == "c"}
            assert indexes == {index.name for index in table.indexes}, name
    connection.close()


async def test_a_migration_that_fails_leaves_the_version_before(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrations.migrate(connection)
    bad = ("CREATE TABLE half (words)", "CREATE TABLE half (words)")
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, bad))
    monkeypatch.setattr(migrations, "LATEST", migrations.LATEST + 1)
    with pytest.raises(sqlite3.OperationalError):
        migrations.migrate(connection)
    assert migrations.version_of(connection) == migrations.LATEST - 1
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)
    connection.close()


async def test_a_damaged_file_is_put_aside_and_what_can_be_read_is_carried_over(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    database = Database(path)
    await database.open()
    ids = [uuid4() for _ in range(400)]

    def fill(session: Session) -> None:
        for number, document_id in enumerate(ids):
            sealed = bytes([number % 256]) * 900
            session.add(DocumentRow(id=document_id, pending=True, mutation_id=uuid4(), sealed=sealed))
        draft(session, "entry:new")
        session.add(JournalPhotoRow(id=ids[0], size=3, pending=True, sealed=b"jpg"))

    await database.write(fill)
    await database.close()
    content = bytearray(path.read_bytes())
    for page in (40, 41, 60):  # three pages of documents, trashed
        content[page * 4096 : (page + 1) * 4096] = b"\xff" * 4096
    path.write_bytes(content)

    await database.open()
    found = set(await database.read(lambda session: session.exec(select(DocumentRow.id)).all()))
    assert len(found) >= 375
    assert found <= set(ids)
    assert await database.read(keys) == ["entry:new"]
    assert await database.read(lambda session: session.exec(select(JournalPhotoRow.sealed)).all()) == [b"jpg"]
    assert database.salvaged == len(found) + 2
    assert (tmp_path / "kith.damaged-1").exists()
    await database.close()


async def test_a_file_that_is_no_database_at_all_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(b"this is not a database" * 500)
    database = Database(path)
    await database.open()
    assert await database.read(keys) == []
    assert database.salvaged == 0
    await database.close()
    assert (tmp_path / "kith.damaged-1").read_bytes().startswith(b"this is not")


async def test_removing_leaves_no_file_behind(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(b"damaged" * 1000)
    database = Database(path)
    await database.open()
    await database.write(lambda session: draft(session, "entry:new"))
    await database.remove()
    assert list(tmp_path.iterdir()) == []


async def test_deleted_words_are_not_left_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    database = Database(path)
    await database.open()
    await database.write(lambda session: draft(session, "entry:new", "CANARY" * 400))

    def remove(session: Session) -> None:
        session.delete(session.get_one(DraftRow, "entry:new"))

    await database.write(remove)
    await database.close()
    assert b"CANARY" not in path.read_bytes()
    assert not Path(f"{path}-wal").exists()
