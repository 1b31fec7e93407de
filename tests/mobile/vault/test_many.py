"""Thousands of documents at once: whole or not at all, and never in the way of anything else."""

import asyncio
import sys
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path
from time import process_time
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from mobile.signal import Signal
from mobile.storage.database import FILE_NAME, Database
from mobile.storage.errors import StorageFull
from mobile.storage.tables import DocumentRow
from mobile.vault.documents import Documents
from mobile.vault.sealing import DocumentTooLong, Keyring, Locked
from mobile.vault.steps import STEP, run_in_steps
from mobile.vault.values import Value
from tests.support.phone import PhoneClock

Item = tuple[UUID | None, str, dict[str, Value]]

ACCOUNT = UUID(int=1)
ENTRY: dict[str, Value] = {"felt_on": "2026-01-01", "level": 3, "tags.work": True}


class Journal:
    """Documents over a file."""

    def __init__(self, folder: Path) -> None:
        self.signal, self.keyring = Signal(), Keyring()
        self.heard: list[str] = []
        self.signal.subscribe(self.heard.append)
        self.keyring.unlock(ACCOUNT, b"k" * 32)
        self.database = Database(folder / FILE_NAME, inline=True)
        self.documents = Documents(self.database, self.keyring, self.signal, PhoneClock())

    async def row_count(self) -> int:
        return len(await self.database.read(lambda session: session.exec(select(DocumentRow.id)).all()))


@pytest.fixture
async def journal(tmp_path: Path) -> AsyncIterator[Journal]:
    opened = Journal(tmp_path)
    await opened.database.open()
    await opened.documents.open("phone")
    yield opened
    await opened.database.close()


def entries(count: int) -> list[Item]:
    return [(None, "entry", {**ENTRY, "note": f"Day {n}."}) for n in range(count)]


async def test_many_new_documents_are_written_in_order_and_are_there_after_opening_again(journal: Journal) -> None:
    journal.heard.clear()
    ids = await journal.documents.add_many(entries(250))
    assert journal.heard == ["documents", "journal"]
    for _ in range(2):
        found = [journal.documents.get(document_id) for document_id in ids]
        assert [document.fields["note"] for document in found if document] == [f"Day {n}." for n in range(250)]
        assert all(document.pending for document in found if document)
        journal.documents.close()
        await journal.documents.open("phone")


async def test_a_document_that_is_here_is_left_as_it_is_also_an_erased_one(journal: Journal) -> None:
    here = await journal.documents.save(None, "entry", {"note": "mine"})
    erased = await journal.documents.save(None, "entry", {"note": "gone"})
    await journal.documents.erase(erased)
    other = uuid4()
    items: list[Item] = [
        (here, "entry", ENTRY),
        (erased, "entry", ENTRY),
        (other, "entry", ENTRY),
        (other, "entry", {"level": 1}),
    ]
    assert await journal.documents.add_many(items) == [other]
    found = journal.documents.get(here)
    assert found is not None and found.fields == {"note": "mine"}
    assert journal.documents.get(erased) is None
    added = journal.documents.get(other)
    assert added is not None and added.fields == ENTRY


async def test_cancelling_while_it_seals_leaves_nothing(journal: Journal) -> None:
    steps: list[int] = []

    def stop(done: int, total: int) -> None:
        steps.append(done)
        if done == 3 * STEP:
            task.cancel()

    task = asyncio.ensure_future(journal.documents.add_many(entries(10 * STEP), on_progress=stop))
    with pytest.raises(asyncio.CancelledError):
        await task
    assert steps == [STEP, 2 * STEP, 3 * STEP]
    assert journal.documents.list("entry") == []
    assert await journal.row_count() == 0


async def test_cancelling_while_it_stores_lets_disk_and_memory_end_alike(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.database = Database(tmp_path / FILE_NAME)  # with its thread, as an app has it
    journal.documents = Documents(journal.database, journal.keyring, journal.signal, PhoneClock())
    await journal.database.open()
    await journal.documents.open("phone")
    write = journal.database.write

    async def write_and_stop(change):  # type: ignore[no-untyped-def]
        task.cancel()
        return await write(change)

    journal.database.write = write_and_stop  # type: ignore[method-assign]
    task = asyncio.ensure_future(journal.documents.add_many(entries(50)))
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(journal.documents.list("entry")) == await journal.row_count() == 50
    await journal.database.close()


async def test_a_full_disk_or_a_note_too_long_leaves_nothing(journal: Journal) -> None:
    with pytest.raises(DocumentTooLong):
        await journal.documents.add_many([*entries(20), (None, "entry", {"note": "x" * 70_000})])

    def fill(session: Session) -> None:
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
        session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    await journal.database.read(fill)
    with pytest.raises(StorageFull):
        await journal.documents.add_many([(None, "entry", {"note": "x" * 9_000}) for _ in range(50)])
    assert journal.documents.list("entry") == []
    assert await journal.row_count() == 0


async def test_what_a_full_disk_refused_takes_no_space_even_where_the_file_cannot_grow(journal: Journal) -> None:
    await journal.documents.add_many(entries(50))  # in the log of SQLite so far, as far as the file goes
    settled: list[int] = []

    async def write_on_a_full_disk(_change: object) -> None:
        settled.append(journal.database.path.with_name(f"{FILE_NAME}-wal").stat().st_size)
        raise StorageFull

    journal.database.write = write_on_a_full_disk  # type: ignore[method-assign,assignment]
    with pytest.raises(StorageFull):
        await journal.documents.add_many(entries(50))
    assert settled == [0]


async def test_a_journal_that_is_locked_meanwhile_takes_nothing(journal: Journal) -> None:
    def lock(done: int, total: int) -> None:
        if done == total:
            journal.documents.close()
            journal.keyring.unlock(UUID(int=2), b"o" * 32)

    with pytest.raises(Locked):
        await journal.documents.add_many(entries(5), on_progress=lock)
    assert await journal.row_count() == 0


async def test_many_are_changed_at_once_and_only_those_that_are_here(journal: Journal) -> None:
    ids = await journal.documents.add_many(entries(150))
    changes: list[tuple[UUID, str, dict[str, Value]]] = [(one, "entry", {"tags.work": False}) for one in ids]
    journal.heard.clear()
    assert await journal.documents.change_many([*changes, (uuid4(), "entry", {"level": 1})]) == ids
    assert journal.heard == ["documents", "journal"]
    assert not any(document.fields["tags.work"] for document in journal.documents.list("entry"))
    assert await journal.documents.change_many(changes) == []  # the same again is no change
    journal.documents.close()
    await journal.documents.open("phone")
    assert not any(document.fields["tags.work"] for document in journal.documents.list("entry"))


async def test_what_is_saved_while_many_are_changed_is_kept(journal: Journal) -> None:
    first, second = await journal.documents.add_many(entries(2))
    saves: list[asyncio.Task[UUID]] = []

    begun = asyncio.Event()

    def save(done: int, total: int) -> None:
        begun.set()
        saves.append(asyncio.ensure_future(journal.documents.save(first, "entry", {"note": "Mine", "level": 1})))

    await journal.documents.records.lock.acquire()
    changing = asyncio.ensure_future(
        journal.documents.change_many(
            [(first, "entry", {"tags.rest": True}), (second, "entry", {"tags.rest": True})], on_progress=save
        )
    )
    await begun.wait()
    journal.documents.records.lock.release()
    assert set(await changing) == {first, second}
    await saves[0]
    found = journal.documents.get(first)
    assert found is not None
    assert (found.fields["note"], found.fields["level"], found.fields["tags.rest"]) == ("Mine", 1, True)


async def test_many_are_erased_for_good(journal: Journal) -> None:
    ids = await journal.documents.add_many(entries(120))
    assert await journal.documents.erase_many(ids[:100]) == ids[:100]
    assert {document.id for document in journal.documents.list("entry")} == set(ids[100:])
    journal.documents.close()
    await journal.documents.open("phone")
    assert {document.id for document in journal.documents.list("entry")} == set(ids[100:])
    assert await journal.row_count() == 120  # so that the other devices hear of it


async def test_an_index_hears_that_more_changed_than_it_can_follow(journal: Journal) -> None:
    mark, _ = journal.documents.changed_since(-1)
    await journal.documents.add_many(entries(2_500))
    assert journal.documents.changed_since(mark)[1] is None


@pytest.mark.parametrize("has_threads", [True, False])
async def test_the_loop_has_its_turn_after_every_step(has_threads: bool) -> None:
    turns = 0
    seen: list[int] = []

    async def beat() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    heart = asyncio.ensure_future(beat())
    done = await run_in_steps(
        lambda n: n * 2, range(1_000), lambda done, total: seen.append(turns), has_threads=has_threads
    )
    heart.cancel()
    assert done == [n * 2 for n in range(1_000)]
    assert all(one < other for one, other in pairwise(seen))
    assert len(seen) == (1_000 // STEP if has_threads else 100)


async def test_ten_years_are_added_in_a_moment(journal: Journal) -> None:
    started = process_time()
    await journal.documents.add_many(entries(9_000))
    assert process_time() - started < 8  # a quarter of ten years; a quiet machine needs a tenth of it


_KILLED = """
import asyncio, os, sys
from pathlib import Path
from tests.mobile.vault.test_many import Journal, entries

async def main():
    journal = Journal(Path(sys.argv[1]))
    await journal.database.open()
    await journal.documents.open("phone")
    write = journal.database.write
    async def killed(change):
        steps = iter(range(int(sys.argv[2])))
        journal.database._connection.set_progress_handler(lambda: next(steps, None) is None and os._exit(9), 1_000)
        return await write(change)
    journal.database.write = killed
    await journal.documents.add_many(entries(1_000))
    os._exit(9)

asyncio.run(main())
"""


@pytest.mark.parametrize(("steps", "rows"), [(20, 0), (1_000_000, 1_000)])
async def test_a_kill_in_the_middle_leaves_nothing_and_one_after_it_everything(
    tmp_path: Path, steps: int, rows: int
) -> None:
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", _KILLED, str(tmp_path), str(steps))
    assert await child.wait() == 9
    journal = Journal(tmp_path)
    await journal.database.open()
    await journal.documents.open("phone")
    assert len(journal.documents.list("entry")) == await journal.row_count() == rows
    await journal.database.close()
