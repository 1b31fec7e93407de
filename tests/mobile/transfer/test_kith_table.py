"""Kith's own table comes back: whatever was written in it reads the same, and nothing comes twice."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mobile.day_span import ALL, span
from mobile.entries.document import Entry, entry_from_document
from mobile.services import Services
from mobile.transfer.exports import TABLE, make_export
from mobile.transfer.job import ImportJob, open_job
from mobile.transfer.source_file import SourceFile
from mobile.vault.registers import NewValue
from mobile.vocabulary import open_vocabulary
from tests.support.phone import phone

NOTES = ("=1+1", "-dash", "@home", "'quoted", 'a, "b"; c\nd | e\\f', "  spaced  ", "Ünruhig\ttab")


@pytest.fixture
async def ours(tmp_path: Path) -> AsyncIterator[Services]:
    """A journal with own words and texts that a spreadsheet would take for something else."""
    async with phone(tmp_path / "ours") as device:
        save = device.services.documents.save
        mood = await save(None, "mood", {"name": "=Wired", "level": 2})
        tags = [await save(None, "tag", {"name": name}) for name in ("a|b", "back\\slash", "+plus")]
        scale = await save(None, "scale", {"name": "Pain (left)", "least": -5.0, "most": 5.0})
        sleep = await save(None, "scale", {"name": "Sleep", "sort": "duration"})
        for place, note in enumerate(NOTES):
            fields: dict[str, NewValue] = {
                "felt_on": f"2026-02-{place + 1:02}",
                "felt_at": "08:15",
                "utc_offset_min": -330,
                "zone": "Europe/Berlin",
                "level": 2,
                "mood_id": str(mood),
                "energy": 4,
                "feelings.tired": True,
                "tags.work": True,
                f"tags.{tags[place % 3]}": True,
                f"scales.{scale}": -2.5,
                f"scales.{sleep}": 450,
                "note": note,
            }
            await save(None, "entry", fields)
        await save(None, "entry", {"felt_on": "2026-01-01", "level": 5})
        yield device.services


@pytest.fixture
async def theirs(tmp_path: Path) -> AsyncIterator[Services]:
    async with phone(tmp_path / "theirs") as device:
        yield device.services


async def table_of(services: Services) -> bytes:
    out = io.BytesIO()
    await make_export(services, TABLE, span(ALL, services.clock.today()), out)
    return out.getvalue()


async def imported(services: Services, file: bytes) -> ImportJob:
    job = open_job(services)
    job.start(SourceFile("kith.csv", file))
    await job.wait()
    assert job.state.source == "kith_table" and not job.state.trouble
    if job.state.plan is not None and job.state.plan.entries:
        job.write()
        await job.wait()
    return job


def said(services: Services) -> list[tuple[object, ...]]:
    """What each check-in says, with names for ids."""
    words = open_vocabulary(services.documents)

    def one(entry: Entry) -> tuple[object, ...]:
        scales = {}
        for key, value in entry.scales.items():
            scale = words.scale(key)
            assert scale is not None
            scales[scale.name, scale.sort] = value
        names = sorted(words.tag(tag) for tag in entry.tags), sorted(words.feeling(one) for one in entry.feelings)
        when = entry.felt_on, entry.felt_at, entry.utc_offset_min, entry.zone
        return (*when, entry.level, words.mood(entry.level, entry.mood_id), entry.energy, names, scales, entry.note)

    return sorted((one(entry_from_document(found)) for found in services.documents.list("entry")), key=str)


async def test_every_text_comes_back_as_it_was(ours: Services, theirs: Services) -> None:
    file = await table_of(ours)
    await imported(theirs, file)
    assert said(theirs) == said(ours)


async def test_the_same_table_adds_nothing_to_either_journal(ours: Services, theirs: Services) -> None:
    file = await table_of(ours)
    await imported(theirs, file)
    for services in (ours, theirs):
        before = said(services)
        job = await imported(services, file)
        assert job.state.plan is not None and not job.state.plan.entries
        assert said(services) == before


async def test_a_row_that_was_spoilt_in_a_spreadsheet_is_told_and_the_rest_comes(
    ours: Services, theirs: Services
) -> None:
    text = (await table_of(ours)).decode("utf-8-sig")
    text = (
        text.replace("2026-02-01", "yesterday")
        .replace("2026-02-02,08:15", "2026-02-02,ten past")
        .replace(",7:30", ",x")
    )
    job = await imported(theirs, text.encode())
    assert len(theirs.documents.list("entry")) == len(NOTES)
    report = next(one for one in theirs.documents.list("import")).fields["report"]
    assert "no date that can be read" in str(report) and "time of day could not be read" in str(report)
    assert "of scales could not be read" in str(report) and job.state.stage == "done"
