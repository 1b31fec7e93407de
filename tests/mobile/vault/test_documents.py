"""Documents on one device: durable when saved, sealed on the disk, open in a moment, and nothing unreadable lost."""

import asyncio
import gc
from collections.abc import AsyncIterator
from pathlib import Path
from time import process_time
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from api_client.wire.vault import PushAnswer, PushResult, VaultRecord
from mobile.signal import Signal
from mobile.storage.cursors import Cursor
from mobile.storage.database import FILE_NAME, Database
from mobile.storage.errors import StorageFull
from mobile.storage.tables import DocumentRow, QuarantineRow
from mobile.vault.documents import Documents
from mobile.vault.sealing import DocumentTooLong, Keyring, Locked
from mobile.vault.values import Value
from tests.support.phone import PhoneClock

ACCOUNT = UUID(int=1)
KEY = b"k" * 32
EPOCH = UUID(int=9)


class Journal:
    """Documents over a file, with the keys of one account, on one of its devices."""

    def __init__(self, folder: Path, writer: str = "phone") -> None:
        self.writer = writer
        self.signal = Signal()
        self.heard: list[str] = []
        self.signal.subscribe(self.heard.append)
        self.keyring = Keyring()
        self.keyring.unlock(ACCOUNT, KEY)
        self.database = Database(folder / FILE_NAME, inline=True)
        self.documents = Documents(self.database, self.keyring, self.signal, PhoneClock())

    async def open(self) -> Documents:
        await self.database.open()
        await self.documents.open(self.writer)
        return self.documents

    async def reopen(self) -> Documents:
        self.documents.close()
        await self.documents.open(self.writer)
        return self.documents

    async def rows(self) -> list[DocumentRow]:
        return list(await self.database.read(lambda session: session.exec(select(DocumentRow)).all()))

    async def quarantine(self) -> list[QuarantineRow]:
        return list(await self.database.read(lambda session: session.exec(select(QuarantineRow)).all()))


@pytest.fixture
async def journal(tmp_path: Path) -> AsyncIterator[Journal]:
    opened = Journal(tmp_path)
    await opened.open()
    yield opened
    await opened.database.close()


async def record_of(journal: Journal, document_id: UUID, revision: int) -> VaultRecord:
    """Return a device's document as the host would serve it."""
    row = next(row for row in await journal.rows() if row.id == document_id)
    return VaultRecord(id=document_id, revision=revision, sealed=row.sealed)


async def test_what_was_saved_is_there_after_opening_again(journal: Journal) -> None:
    saved = await journal.documents.save(None, "entry", {"level": 4, "tags.work": True, "note": "It went fine."})
    documents = await journal.reopen()
    found = documents.get(saved)
    assert found is not None
    assert found.kind == "entry"
    assert found.fields == {"level": 4, "tags.work": True, "note": "It went fine."}
    assert found.pending
    assert [document.id for document in documents.list("entry")] == [saved]
    assert documents.list("goal") == []


async def test_no_word_lies_open_on_the_disk(journal: Journal, tmp_path: Path) -> None:
    await journal.documents.save(None, "entry", {"note": "CANARY words", "tags.CANARY": True})
    assert not any(b"CANARY" in path.read_bytes() for path in tmp_path.iterdir())


async def test_the_size_of_a_row_does_not_tell_a_short_note_from_none(journal: Journal) -> None:
    for note in (None, "Tired.", "A bit better after the walk."):
        await journal.documents.save(None, "entry", {"level": 3, "note": note})
    assert len({len(row.sealed) for row in await journal.rows()}) == 1


async def test_trash_and_restore_keep_everything_and_erase_keeps_nothing(journal: Journal) -> None:
    documents = journal.documents
    saved = await documents.save(None, "entry", {"note": "words"})
    await documents.trash(saved)
    assert documents.list("entry") == []
    assert [document.id for document in documents.list_trashed("entry")] == [saved]
    await documents.restore(saved)
    assert documents.list("entry")[0].fields["note"] == "words"
    await documents.erase(saved)
    assert documents.get(saved) is None
    documents = await journal.reopen()
    assert documents.get(saved) is None
    assert len(await journal.rows()) == 1  # the erased record still has to reach the other devices


async def test_changes_are_told_by_scope(journal: Journal) -> None:
    journal.heard.clear()
    await journal.documents.save(None, "goal", {"name": "Walk"})
    assert journal.heard == ["documents"]
    await journal.documents.save(None, "entry", {"level": 3})
    assert journal.heard == ["documents", "documents", "journal"]


async def test_saving_the_same_again_is_not_a_change(journal: Journal) -> None:
    saved = await journal.documents.save(None, "entry", {"level": 3})
    before = (await journal.rows())[0]
    journal.heard.clear()
    await journal.documents.save(saved, "entry", {"level": 3})
    assert (await journal.rows())[0] == before
    assert journal.heard == []


async def test_a_full_disk_leaves_the_journal_as_it_was(journal: Journal) -> None:
    saved = await journal.documents.save(None, "entry", {"note": "before"})

    def fill(session: Session) -> None:
        connection = session.connection()
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    await journal.database.read(fill)
    with pytest.raises(StorageFull):
        await journal.documents.save_all([(None, "entry", {"note": "x" * 9_000}) for _ in range(50)])
    assert [document.id for document in journal.documents.list("entry")] == [saved]


async def test_a_note_that_no_record_can_hold_is_refused_and_nothing_changes(journal: Journal) -> None:
    with pytest.raises(DocumentTooLong):
        await journal.documents.save(None, "entry", {"note": "x" * 70_000})
    assert await journal.rows() == []
    await journal.documents.save(None, "entry", {"note": "\N{HIRAGANA LETTER A}" * 20_000})


async def test_nothing_is_written_while_locked(journal: Journal) -> None:
    journal.documents.close()
    journal.keyring.lock()
    with pytest.raises(Locked):
        await journal.documents.save(None, "entry", {"level": 3})


async def test_an_edit_during_a_push_stays_pending(journal: Journal) -> None:
    records = journal.documents.records
    saved = await journal.documents.save(None, "entry", {"level": 2})
    sent = await records.list_pending()
    await journal.documents.save(saved, "entry", {"level": 3})
    results = (PushResult(id=saved, accepted=True, revision=1),)
    await records.settle(sent, PushAnswer(epoch=EPOCH, from_revision=0, revision=1, results=results))
    (waiting,) = await records.list_pending()
    assert waiting.revision == 1
    await records.settle(
        (waiting,),
        PushAnswer(
            epoch=EPOCH, from_revision=1, revision=2, results=(PushResult(id=saved, accepted=True, revision=2),)
        ),
    )
    assert await records.list_pending() == ()
    found = journal.documents.get(saved)
    assert found is not None and not found.pending
    assert (await records.read_digest())[0] == Cursor(2, EPOCH)


async def test_the_cursor_stays_when_the_host_stood_elsewhere(journal: Journal) -> None:
    records = journal.documents.records
    saved = await journal.documents.save(None, "entry", {"level": 2})
    results = (PushResult(id=saved, accepted=True, revision=6),)
    answer = PushAnswer(epoch=EPOCH, from_revision=5, revision=6, results=results)
    await records.settle(await records.list_pending(), answer)
    assert (await records.read_digest())[0] == Cursor(0, EPOCH)


async def test_a_record_of_another_device_is_joined_with_what_waits_here(journal: Journal, tmp_path: Path) -> None:
    saved = await journal.documents.save(None, "entry", {"level": 2, "note": "Bad night"})
    tablet = Journal(tmp_path / "tablet", writer="tablet")
    await tablet.open()
    await tablet.documents.records.receive([await record_of(journal, saved, 1)], Cursor(1, EPOCH))
    await tablet.documents.save(saved, "entry", {"note": "Bad night. Tea"})
    await journal.documents.save(saved, "entry", {"note": "Bad night. Slept at six", "level": 3})
    await journal.documents.records.receive([await record_of(tablet, saved, 2)], Cursor(2, EPOCH))
    found = journal.documents.get(saved)
    assert found is not None
    assert found.fields["level"] == 3
    assert set(found.versions["note"]) == {"Bad night. Tea", "Bad night. Slept at six"}
    assert found.pending
    await tablet.database.close()


async def test_a_record_that_does_not_open_is_kept_counted_and_never_written_over(journal: Journal) -> None:
    saved = await journal.documents.save(None, "entry", {"level": 2})
    good = await record_of(journal, saved, 3)
    records = journal.documents.records
    swapped = VaultRecord(id=saved, revision=1, sealed=b"\x01" + b"x" * 300)
    stranger = VaultRecord(id=uuid4(), revision=2, sealed=good.sealed)  # another record's bytes
    await records.receive([swapped, stranger], Cursor(2, EPOCH))
    assert {row.id for row in await journal.quarantine()} == {saved, stranger.id}
    assert await records.count() == (1, 2)
    assert await records.list_pending() == ()  # ours waits, lest it replace what may still be read one day
    assert journal.documents.get(saved) is not None
    assert (await records.read_digest())[1:] == (2, 3)
    await records.receive([good], Cursor(3, EPOCH))
    assert await records.count() == (0, 1)


async def test_a_row_that_was_damaged_here_is_set_aside_and_healed_by_the_host(journal: Journal) -> None:
    saved = await journal.documents.save(None, "entry", {"level": 2})
    good = await record_of(journal, saved, 1)
    records = journal.documents.records
    answer = PushAnswer(
        epoch=EPOCH, from_revision=0, revision=1, results=(PushResult(id=saved, accepted=True, revision=1),)
    )
    await records.settle(await records.list_pending(), answer)

    def damage(session: Session) -> None:
        session.get_one(DocumentRow, saved).sealed = good.sealed[:-1] + b"?"

    await journal.database.write(damage)
    documents = await journal.reopen()
    assert documents.list("entry") == []
    assert await records.count() == (0, 1)
    assert (await records.read_digest())[0].position == 0  # so the host is asked for everything again
    await records.receive([good], Cursor(1, EPOCH))
    assert [document.id for document in documents.list("entry")] == [saved]
    assert await records.count() == (0, 0)


async def test_another_history_is_offered_everything_again(journal: Journal) -> None:
    saved = await journal.documents.save(None, "entry", {"level": 2})
    records = journal.documents.records
    results = (PushResult(id=saved, accepted=True, revision=1),)
    answer = PushAnswer(epoch=EPOCH, from_revision=0, revision=1, results=results)
    await records.settle(await records.list_pending(), answer)
    mutation = (await journal.rows())[0].mutation_id
    await records.offer_again(UUID(int=10))
    (again,) = await records.list_pending()
    assert (again.revision, again.mutation_id == mutation) == (0, False)
    assert (await records.read_digest())[0] == Cursor(0, UUID(int=10))


async def test_a_push_holds_no_more_than_a_host_takes(journal: Journal) -> None:
    await journal.documents.save_all([(None, "entry", {"note": "x" * 20_000}) for _ in range(120)])
    pending = await journal.documents.records.list_pending()
    assert 0 < sum(len(row.sealed) * 4 / 3 for row in pending) < 1024 * 1024
    await journal.documents.save_all([(None, "entry", {"level": 1}) for _ in range(700)])
    assert len(await journal.documents.records.list_pending()) <= 500


async def test_marks_tell_what_changed_and_when_it_is_too_long_ago(journal: Journal) -> None:
    documents = journal.documents
    mark, changed = documents.changed_since(-1)
    assert changed is None
    saved = await documents.save(None, "entry", {"level": 2})
    mark, changed = documents.changed_since(mark)
    assert changed == {saved}
    assert documents.changed_since(mark)[1] == frozenset()
    await journal.reopen()
    assert documents.changed_since(mark)[1] is None


async def test_edits_at_the_same_time_are_all_kept(journal: Journal) -> None:
    saved = await journal.documents.save(None, "entry", {"level": 2})
    await asyncio.gather(*(journal.documents.save(saved, "entry", {f"tags.{n}": True}) for n in range(20)))
    found = journal.documents.get(saved)
    assert found is not None and len(found.fields) == 21


async def test_ten_years_open_in_a_moment(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    documents = await journal.open()
    entry: dict[str, Value] = {
        "felt_on": "2026-01-01",
        "felt_at": "08:30",
        "level": 3,
        "feelings.tired": True,
        "tags.work": True,
    }
    await documents.save_all([(None, "entry", {**entry, "note": f"Day {n}. " * 12}) for n in range(9_000)])
    started = process_time()
    await journal.reopen()
    per_year = (process_time() - started) / 2.5
    assert len(documents.list("entry")) == 9_000
    assert per_year < 0.4  # of work for 3,600 entries; a quiet machine needs a sixth of it
    await journal.database.close()


async def test_opening_again_and_again_keeps_no_garbage(journal: Journal) -> None:
    await journal.documents.save(None, "entry", {"note": "Short"})
    before = gc.get_freeze_count()
    for _ in range(3):
        await journal.reopen()
    assert gc.get_freeze_count() == before  # what is frozen is never looked through, so garbage would stay for ever
