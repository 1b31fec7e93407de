"""The preview of an import on its screen: it follows the journal, and asks for moods so that each can be answered."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mobile import paths
from mobile.transfer.job import open_job
from mobile.transfer.past import list_imports, undo
from mobile.transfer.plan import RESTORE_ID, RESTORE_MARK, mark_of
from mobile.transfer.source_file import SourceFile
from mobile.vault.values import Value
from mobile.vocabulary import open_vocabulary
from mobile.vocabulary_changes import add_tag
from tests.mobile.circle import drawn
from tests.mobile.transfer.lookalikes import daylio_backup, daylio_entry
from tests.support.phone import Phone, phone


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    """A device without an account and without a network."""
    async with phone(tmp_path, inline=True) as opened:
        await opened.services.account.start_writing()
        yield opened


async def look_at(device: Phone, content: bytes) -> None:
    """Let the device read a file up to its preview."""
    job = open_job(device.services)
    job.clear()
    job.start(SourceFile("journal", content))
    await job.wait()


async def test_a_preview_that_was_left_is_worked_out_anew_when_the_journal_has_changed(device: Phone) -> None:
    content = daylio_backup([daylio_entry(n, note=f"Day {n}", tags=[2], hour=n) for n in (1, 2)])
    services, job = device.services, open_job(device.services)
    await look_at(device, content)
    job.write()
    await job.wait()
    await look_at(device, content)
    (made,) = list_imports(services.documents)
    async with drawn(device, paths.IMPORT) as app:
        await app.see("There is nothing new in this file.")
    await undo(services, made.id, with_changed=False)
    async with drawn(device, paths.IMPORT) as app:
        await app.until(lambda: app.offers("Import 2 check-ins"))
        assert not app.says("imported before")
        await app.tap("Import 2 check-ins")
        await app.see("Imported")
    assert len(services.documents.list("entry")) == 2


async def test_a_preview_that_is_open_follows_the_journal(device: Phone) -> None:
    await look_at(device, daylio_backup([daylio_entry(note="Mine", tags=[2]), daylio_entry(2, hour=3)]))
    async with drawn(device, paths.IMPORT) as app:
        await app.until(lambda: app.offers("Import 2 check-ins"))
        fields: dict[str, Value] = {"felt_on": "2024-01-31", "felt_at": "23:50", "level": 4, "note": "Mine"}
        await device.services.documents.save(None, "entry", fields)
        await app.until(lambda: app.offers("Import 1 check-in"))
        assert app.says("1 check-in is here already: same time, mood and words.")
        await device.services.documents.save(None, "goal", {"title": "Walk"})  # nothing to do with it
        await app.settle()
        assert app.offers("Import 1 check-in")


async def test_what_is_written_uses_the_words_that_there_are_by_then(device: Phone) -> None:
    await look_at(device, daylio_backup([daylio_entry(tags=[2])]))
    job = open_job(device.services)
    tag = await add_tag(device.services, "long walk")
    job.write()
    await job.wait()
    assert job.state.stage == "preview"  # which says something else now, and is looked at first
    job.write()
    await job.wait()
    (entry,) = device.services.documents.list("entry")
    assert entry.fields.get(f"tags.{tag}") is True
    names = [one.name for one in open_vocabulary(device.services.documents).all_tags if one.is_own]
    assert sorted(names) == ["Old club", "long walk"]


async def test_the_question_before_an_undo_counts_what_the_report_names(device: Phone) -> None:
    templates = [{"title": "Evening", "body": "What was good?"}]
    await look_at(device, daylio_backup([daylio_entry(tags=[2], mood=6)], writingTemplates=templates))
    job = open_job(device.services)
    job.write()
    await job.wait()
    (made,) = list_imports(device.services.documents)
    for line in (
        "1 new mood: Floating",
        "2 new tags: Long walk, Old club",
        "1 new group of tags: Outside things",
        "1 new template: Evening",
    ):
        assert line in made.report
    async with drawn(device, paths.past_import(made.id)) as app:
        await app.until(lambda: app.offers("Take this import out again"))
        await app.tap("Take this import out again")
        await app.see("1 check-in is deleted")
        assert app.says("Nothing else uses these, so they go with it: 1 mood, 2 tags, 1 group of tags, 1 template.")


async def test_the_question_before_an_undo_tells_check_ins_from_the_rest_of_an_archive(
    device: Phone, tmp_path: Path
) -> None:
    documents = device.services.documents
    made = await documents.save(None, "import", {"source": "kith", "entries": 0})
    for kind in ("goal", "safety_plan"):
        fields: dict[str, Value] = {"title": "Walk"}
        await documents.save(None, kind, {**fields, RESTORE_ID: str(made), RESTORE_MARK: mark_of(fields)})
    await documents.save(None, "goal", {"title": "Run", RESTORE_ID: str(made), RESTORE_MARK: "other"})
    async with drawn(device, paths.past_import(made)) as app:
        await app.until(lambda: app.offers("Take this import out again"))
        await app.tap("Take this import out again")
        await app.see("What it brought is deleted, here and on your other devices.")
        assert app.says("This goes, too: 1 goal, your safety plan.")
        assert app.says("Changed since, and kept: 1 goal.")
        await app.tick("Take the changed one out, too")
        await app.see("This goes, too: 2 goals, your safety plan.")
