"""Search finds what a plain walk through every check-in finds, through every change, and reads dates as people type
them."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from mobile.entries.document import Entry, entry_from_document
from mobile.entries.search import Filters, Found, Naming, SearchIndex, words_of
from mobile.muted_words import fold
from mobile.vault.values import Value
from mobile.words import DEFAULT_LANGUAGE, set_language
from tests.support.phone import Phone, phone

NAMES = {
    "tags.work": "work",
    "tags.sea": "Am Meer",
    "tags.ocean": "Ocean",
    "feelings.calm": "calm",
    "feelings.t": "tíred",
    "scales.sleep": "Hours of sleep",
}
NAMING = Naming(NAMES.__getitem__, lambda level, mood: "Foggy" if mood == "fog" else f"Level {level}")


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    async with phone(tmp_path, inline=True) as running:
        yield running


async def save(device: Phone, day: str, note: str = "", **fields: Value) -> UUID:
    named = {name.replace("__", "."): value for name, value in fields.items()}
    saved: dict[str, Value] = {"felt_on": day, "level": 3, "note": note or None, **named}
    return await device.services.documents.save(None, "entry", saved)


async def found(device: Phone, asked: str, filters: Filters | None = None, naming: Naming = NAMING) -> list[UUID]:
    index = SearchIndex()
    await index.refresh(device.services.documents)
    return ids(index.find(asked, filters or Filters(), naming))


def ids(found: Found) -> list[UUID]:
    return [one for _, of_day in found.days for one in of_day]


async def test_words_are_found_in_notes_and_names_without_case_and_accents(device: Phone) -> None:
    note = await save(device, "2024-11-12", "A long WALK by the café")
    tag = await save(device, "2024-11-13", tags__sea=True)
    gone = await save(device, "2024-11-14", tags__sea=False)
    word = await save(device, "2024-11-15", feelings__t=True)
    mood = await save(device, "2024-11-16", mood_id="fog")
    scale = await save(device, "2024-11-17", scales__sleep=7.5)
    for asked, wanted in {
        "walk": [note],
        "CAFE wal": [note],
        "eer": [tag],
        "tired": [word],
        "foggy": [mood],
        "hours sleep": [scale],
        "walk meer": [],
        "level": [scale, word, gone, tag, note],
        "“walk”,": [note],
    }.items():
        assert await found(device, asked) == wanted, asked
    assert gone not in await found(device, "meer")


async def test_both_texts_of_a_note_that_was_written_apart_are_found(tmp_path: Path) -> None:
    async with phone(tmp_path, inline=True) as device:
        entry = await save(device, "2024-11-12", "heron")
        document = device.services.documents.get(entry)
        assert document is not None
        document.versions["note"] = ("heron", "kingfisher")
        assert await found(device, "kingfisher") == [entry]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("12 nov", ["2025-11-12", "2024-11-12"]),
        ("nov 12 2024", ["2024-11-12"]),
        ("november 2024", ["2024-11-13", "2024-11-12"]),
        ("November", ["2025-11-12", "2024-11-13", "2024-11-12"]),
        ("2024-11", ["2024-11-13", "2024-11-12"]),
        ("2024-11-12", ["2024-11-12"]),
        ("2025", ["2025-11-12"]),
        ("12/11/2024", ["2024-11-12"]),
        ("12.11.", ["2025-11-12", "2024-11-12"]),
        ("12.11.24", ["2024-11-12"]),
        ("tuesday", ["2024-11-12"]),
        ("12th november", ["2025-11-12", "2024-11-12"]),
        ("nov", []),  # too short to stand alone
        ("12", ["2024-03-06"]),  # a number alone is a word of the note
        ("31 feb", []),
        ("99.99.2024", []),
    ],
)
async def test_dates_are_found_as_they_are_typed(device: Phone, asked: str, wanted: list[str]) -> None:
    entries = {
        await save(device, "2024-11-12"): "2024-11-12",
        await save(device, "2024-11-13"): "2024-11-13",
        await save(device, "2025-11-12"): "2025-11-12",
        await save(device, "2024-03-06", "12 pages"): "2024-03-06",
    }
    assert [entries[one] for one in await found(device, asked)] == wanted


async def test_dates_are_read_in_the_language_of_the_member(device: Phone) -> None:
    march = await save(device, "2024-03-05")
    set_language("de_DE")
    try:
        for asked in ("5. märz", "MARZ 2024", "5.3.2024", "dienstag", "dien"):
            assert await found(device, asked) == [march], asked
        assert await found(device, "tuesday") == []
    finally:
        set_language(DEFAULT_LANGUAGE)


async def test_filters_take_one_of_each_kind_and_all_kinds(device: Phone) -> None:
    low = await save(device, "2024-11-12", "note", level=1, tags__work=True)
    high = await save(device, "2024-11-13", level=5, tags__sea=True, photos__x="image/jpeg 4x3")
    fog = await save(device, "2024-11-14", level=2, mood_id="fog", feelings__calm=True)
    for filters, wanted in [
        (Filters(), [fog, high, low]),
        (Filters(levels=frozenset({1, 5})), [high, low]),
        (Filters(levels=frozenset({1}), moods=frozenset({"fog"})), [fog, low]),
        (Filters(tags=frozenset({"work", "sea"})), [high, low]),
        (Filters(tags=frozenset({"work", "sea"}), levels=frozenset({1})), [low]),
        (Filters(feelings=frozenset({"calm"})), [fog]),
        (Filters(photo=True), [high]),
        (Filters(note=True), [low]),
        (Filters(first=date(2024, 11, 13)), [fog, high]),
        (Filters(last=date(2024, 11, 13)), [high, low]),
        (Filters(first=date(2024, 11, 13), last=date(2024, 11, 13)), [high]),
        (Filters(first=date(2024, 11, 14), last=date(2024, 11, 12)), []),
    ]:
        assert await found(device, "", filters) == wanted, filters
    assert Filters(levels=frozenset({1, 5}), photo=True, first=date(2024, 1, 1)).count == 4


async def test_a_merged_tag_is_found_by_the_name_and_the_filter_of_the_one_it_reads_as(device: Phone) -> None:
    old = await save(device, "2024-11-12", tags__sea=True)
    new = await save(device, "2024-11-13", tags__ocean=True)
    merged = Naming(NAMING.word, NAMING.mood, lambda name: "tags.ocean" if name == "tags.sea" else name)
    assert await found(device, "ocean", naming=merged) == [new, old]
    assert await found(device, "meer", naming=merged) == []
    assert await found(device, "", Filters(tags=frozenset({"ocean"})), merged) == [new, old]
    index = SearchIndex()
    await index.refresh(device.services.documents)
    assert index.tags_in_use(merged) == {"ocean": 2}


async def test_what_is_locked_leaves_nothing_in_the_index(device: Phone) -> None:
    await save(device, "2024-11-12", "secret")
    index = SearchIndex()
    await index.refresh(device.services.documents)
    index.forget()
    assert "secret" not in repr(index.__dict__["_rows"])
    assert index.count == 0
    await index.refresh(device.services.documents)
    assert index.count == 1


async def test_through_every_change_search_finds_what_a_walk_through_all_finds(device: Phone) -> None:
    chance, documents = Random(7), device.services.documents
    index, known = SearchIndex(), list[UUID]()
    for step in range(120):
        await _change(device, chance, known)
        await index.refresh(device.services.documents)
        asked = " ".join(chance.sample(("wal", "É", "work", "meer", "foggy", "level 3", "2024", "1 mar", "x"), 2))
        filters = chance.choice([Filters(), Filters(levels=frozenset({2, 3})), Filters(tags=frozenset({"sea"}))])
        entries = [entry_from_document(document) for document in documents.list("entry")]
        wanted = {entry.id for entry in entries if _naively(entry, asked, filters)}
        result = index.find(asked, filters, NAMING)
        assert set(ids(result)) == wanted, (step, asked, filters)
        assert result.count == len(wanted)
        assert [day for day, _ in result.days] == sorted({day for day, _ in result.days}, reverse=True)
    assert index.count == len(documents.list("entry"))


async def _change(device: Phone, chance: Random, known: list[UUID]) -> None:
    documents, act = device.services.documents, chance.randrange(6)
    if act >= 2 or not known:
        day = date(2024, 2, 25) + timedelta(days=chance.randrange(12))
        note = " ".join(chance.sample(("walk", "Étude", "x-ray", "1 march", "work", "2024"), 2))
        known.append(await save(device, day.isoformat(), note, level=chance.randint(1, 5), tags__sea=bool(act % 2)))
        if act == 2:
            await documents.save(known[0], "entry", {"tags.work": True, "mood_id": "fog", "felt_on": "2024-02-20"})
    elif act == 1:
        await documents.trash(known.pop(chance.randrange(len(known))))
    else:
        await documents.erase(known.pop(chance.randrange(len(known))))


def _naively(entry: Entry, asked: str, filters: Filters) -> bool:
    if (filters.levels and entry.level not in filters.levels) or (filters.tags and not filters.tags & {*entry.tags}):
        return False
    names = [NAMES[f"tags.{tag}"] for tag in entry.tags] + [NAMING.mood(entry.level, entry.mood_id)]
    texts = [fold(text) for text in [entry.note, *names]]
    words = words_of(asked)
    for word in words:
        dates = [f"{entry.felt_on:%Y}"]
        if "mar" in words:
            dates += [str(entry.felt_on.day), f"{entry.felt_on:%b}".lower()]
        elif any(one in ("2024", "3", "1") for one in words) and word == "mar":
            dates.append(f"{entry.felt_on:%b}".lower())
        if word not in dates and not any(word in text for text in texts):
            return False
    return True
