"""The journal by day stays right through every change, and a tap costs the same with ten years as with ten entries."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import process_time
from uuid import UUID

import pytest

from mobile.entries.document import entry_from_document
from mobile.entries.index import JournalIndex
from mobile.vault.values import Value
from tests.support.phone import Phone, phone

FIRST = date(2026, 1, 1)


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    async with phone(tmp_path, inline=True) as running:
        yield running


async def save(device: Phone, day: date, at: str | None = None, level: int = 3, entry: UUID | None = None) -> UUID:
    fields: dict[str, Value] = {"felt_on": day.isoformat(), "felt_at": at, "level": level}
    return await device.services.documents.save(entry, "entry", fields)


async def test_days_come_newest_first_and_entries_in_the_order_of_the_day(device: Phone) -> None:
    index = JournalIndex(device.services.documents)
    evening = await save(device, FIRST, "17:32", 4)
    morning = await save(device, FIRST, "08:10", 2)
    untimed = await save(device, FIRST)
    await save(device, FIRST + timedelta(days=3))
    await save(device, FIRST - timedelta(days=40))
    index.refresh()
    assert index.list_days() == [FIRST + timedelta(days=3), FIRST, FIRST - timedelta(days=40)]
    assert index.list_days(before=FIRST, limit=1) == [FIRST - timedelta(days=40)]
    assert index.list_days(limit=1) == [FIRST + timedelta(days=3)]
    assert [entry.id for entry in index.list_entries(FIRST)] == [untimed, morning, evening]
    assert index.list_entries(FIRST + timedelta(days=1)) == []
    assert (index.day_count, index.entry_count) == (3, 5)


async def test_moving_trashing_and_erasing_move_the_index_along(device: Phone) -> None:
    index = JournalIndex(device.services.documents)
    entry = await save(device, FIRST)
    index.refresh()
    await save(device, FIRST + timedelta(days=1), entry=entry)
    index.refresh()
    assert index.list_days() == [FIRST + timedelta(days=1)]
    await device.services.documents.trash(entry)
    index.refresh()
    assert index.list_days() == []
    await device.services.documents.restore(entry)
    index.refresh()
    assert index.entry_count == 1
    await device.services.documents.erase(entry)
    index.refresh()
    assert (index.day_count, index.entry_count) == (0, 0)


async def test_ranges_and_months_hold_what_falls_into_them(device: Phone) -> None:
    index = JournalIndex(device.services.documents)
    await save(device, date(2026, 1, 31), "09:00", 2)
    await save(device, date(2026, 1, 31), "21:00", 5)
    await save(device, date(2026, 2, 1), level=1)
    await save(device, date(2025, 12, 31), level=4)
    index.refresh()
    january = index.month_levels(2026, 1)
    assert {day: found.levels for day, found in january.items()} == {31: (2, 5)}
    assert january[31].mean == 3.5
    assert {day: found.levels for day, found in index.month_levels(2025, 12).items()} == {31: (4,)}
    between = index.list_between(date(2025, 12, 31), date(2026, 1, 31))
    assert [entry.level for entry in between] == [4, 2, 5]
    assert [found.day for found in index.levels_between(date(2026, 1, 31), date(2026, 2, 1))] == [
        date(2026, 1, 31),
        date(2026, 2, 1),
    ]


async def test_after_any_changes_it_is_what_a_fresh_one_would_be(device: Phone) -> None:
    random, documents = Random(3), device.services.documents
    index = JournalIndex(documents)
    ids: list[UUID] = []
    for step in range(150):
        act = random.random()
        if act < 0.5 or not ids:
            ids.append(await save(device, FIRST + timedelta(days=random.randrange(9)), f"0{random.randrange(9)}:00"))
        elif act < 0.7:
            await save(device, FIRST + timedelta(days=random.randrange(9)), entry=random.choice(ids))
        elif act < 0.85:
            await documents.trash(random.choice(ids))
        else:
            await documents.restore(random.choice(ids))
        if step % 7 == 0:
            index.refresh()
    index.refresh()
    fresh = JournalIndex(documents)
    fresh.refresh()
    assert index.list_days() == fresh.list_days()
    for day in fresh.list_days():
        assert index.list_entries(day) == fresh.list_entries(day)
    assert index.entry_count == len(documents.list("entry"))


async def test_an_entry_without_a_day_stands_where_it_reads(device: Phone) -> None:
    made = await device.services.documents.save(None, "entry", {"level": 2, "created_at": "2026-03-05T10:00:00+01:00"})
    index = JournalIndex(device.services.documents)
    index.refresh()
    document = device.services.documents.get(made)
    assert document is not None
    assert index.list_days() == [entry_from_document(document).felt_on] == [date(2026, 3, 5)]


async def test_ten_years_are_indexed_in_a_moment_and_a_tap_costs_nothing(device: Phone) -> None:
    items: list[tuple[UUID | None, str, dict[str, Value]]] = [
        (None, "entry", {"felt_on": (FIRST - timedelta(days=n // 3)).isoformat(), "felt_at": "08:10", "level": 3})
        for n in range(12_000)
    ]
    await device.services.documents.save_all(items)
    index = JournalIndex(device.services.documents)
    started = process_time()
    index.refresh()
    assert process_time() - started < 1.0
    await save(device, FIRST)
    started = process_time()
    index.refresh()
    index.list_days()
    index.month_levels(2025, 12)
    assert process_time() - started < 0.05
