"""The table of the journal: built from the documents, kept up to date by what changed, and never upset by odd ones."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from mobile.insights.days import ENERGY, CheckIn, make_days
from mobile.insights.table import InsightTable, open_table
from mobile.vault.values import Value
from tests.support.phone import Phone, phone


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    """A device on which somebody has begun to write, without account and without network."""
    async with phone(tmp_path) as running:
        await running.services.account.start_writing()
        yield running


FULL: dict[str, Value] = {
    "felt_on": "2026-02-27",
    "felt_at": "23:58",
    "utc_offset_min": -600,
    "level": 4,
    "tags.work": True,
    "tags.news": False,
    "feelings.calm": True,
    "scales.sleep": 420.0,
    "scales.odd": "much",
}


async def test_a_check_in_becomes_a_row_of_its_civil_day(device: Phone) -> None:
    await device.services.documents.save(None, "entry", FULL)
    table = await open_table(device.services)
    (row,) = table.check_ins()
    assert row == CheckIn(date(2026, 2, 27), 4, 23 * 60 + 58, ("calm",), ("work",), (("sleep", 420.0),))
    assert table.days() == make_days([row]) and table.first_day == date(2026, 2, 27)


async def test_energy_stands_among_the_scales(device: Phone) -> None:
    await device.services.documents.save(None, "entry", {**FULL, "energy": 2})
    await device.services.documents.save(None, "entry", {**FULL, "energy": 9})
    days = (await open_table(device.services)).days()
    assert [day.scales for day in days] == [{"sleep": 420.0, ENERGY: 2.0}]


async def test_changes_deletions_and_other_days_are_taken_in(device: Phone) -> None:
    documents = device.services.documents
    kept = await documents.save(None, "entry", {**FULL, "felt_on": "2026-02-01"})
    moved = await documents.save(None, "entry", FULL)
    table = await open_table(device.services)
    assert [day.day.day for day in table.days()] == [1, 27]
    await documents.save(moved, "entry", {"felt_on": "2026-02-03", "level": 1})
    assert await open_table(device.services) is table
    assert [(day.day.day, day.mean) for day in table.days()] == [(1, 4), (3, 1)]
    await documents.trash(moved)
    await documents.save(None, "entry", {**FULL, "felt_on": "2026-02-01", "level": 2})
    await table.refresh()
    assert [(day.day.day, day.mean, day.count) for day in table.days()] == [(1, 3, 2)]
    await documents.restore(moved)
    await documents.erase(kept)
    await table.refresh()
    assert [(day.day.day, day.mean) for day in table.days()] == [(1, 2), (3, 1)]


async def test_a_period_reads_its_own_days(device: Phone) -> None:
    await device.services.documents.save_all(
        (None, "entry", {**FULL, "felt_on": f"2026-01-{n:02}"}) for n in range(1, 31)
    )
    table = await open_table(device.services)
    days = table.days(date(2026, 1, 10), date(2026, 1, 12))
    assert [day.day.day for day in days] == [10, 11, 12]
    assert {one.day.day for one in table.check_ins(date(2026, 1, 29))} == {29, 30}


async def test_many_changes_at_once_are_the_same_as_a_new_table(device: Phone) -> None:
    documents = device.services.documents
    table = await open_table(device.services)
    ids = await documents.save_all(
        (None, "entry", {"felt_on": f"2025-{1 + n % 12:02}-{1 + n % 28:02}", "level": 1 + n % 5}) for n in range(2_500)
    )
    await table.refresh()
    for entry_id in ids[::100]:
        await documents.trash(entry_id)
    await table.refresh()
    fresh = InsightTable(documents)
    await fresh.refresh()
    assert table.days() == fresh.days() and sum(day.count for day in table.days()) == 2_500 - 25


async def test_who_reads_while_the_table_is_made_anew_sees_it_as_it_was(device: Phone) -> None:
    documents = device.services.documents
    await documents.save_all((None, "entry", {"felt_on": "2026-01-01", "level": 4}) for _ in range(600))
    table = await open_table(device.services)
    await documents.save_all((None, "entry", {"felt_on": "2026-01-02", "level": 2}) for _ in range(2_100))
    making = asyncio.ensure_future(table.refresh())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not making.done()
    assert [day.count for day in table.days()] == [600] and len(list(table.check_ins())) == 600
    await making
    assert [day.count for day in table.days()] == [600, 2_100]


async def test_odd_documents_are_read_as_far_as_they_go(device: Phone) -> None:
    documents = device.services.documents
    await documents.save(None, "entry", {"felt_on": "soon", "level": 5, "felt_at": "25:99"})
    await documents.save(None, "entry", {"created_at": "2026-02-02T23:58:00+01:00", "level": 99, "felt_at": 7})
    table = await open_table(device.services)
    (row,) = table.check_ins()  # what has no day at all stands in no picture
    assert row == CheckIn(date(2026, 2, 2), 3)
