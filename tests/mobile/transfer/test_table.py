"""The table: it reads back exactly, and no cell of it is a formula."""

import csv
import io
import re
from datetime import date, time
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.entries.document import Entry
from mobile.transfer.table import COLUMNS, as_cell, from_cell, joined, parted, write_table
from mobile.vocabulary import DURATION, Scale, Tag, Vocabulary, level_word
from mobile.vocabulary_words import Mood

ID = UUID("0198c5a0-0000-7000-8000-000000000001")
LEVELS = tuple(Mood(str(level), level_word(level), level=level) for level in range(1, 6))


def vocabulary(*scales: Scale, tags: tuple[Tag, ...] = ()) -> Vocabulary:
    return Vocabulary(LEVELS, (), (), tags, (), scales, ())


async def table(*entries: Entry, words: Vocabulary | None = None) -> list[dict[str, str]]:
    out = io.BytesIO()
    await write_table(entries, words or vocabulary(), out)
    assert out.getvalue().startswith(b"\xef\xbb\xbf"), "spreadsheets guess wrong without a mark"
    return list(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=30))
def test_a_cell_is_no_formula_and_reads_back_exactly(text: str) -> None:
    assert from_cell(as_cell(text)) == text
    assert as_cell(text)[:1] not in set("=+-@\t\r\n＝＋－＠")


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.text(min_size=1, max_size=9).map(lambda word: word.strip()).filter(bool), max_size=4))
def test_words_in_one_cell_are_told_apart_again(words: list[str]) -> None:
    assert parted(joined(words)) == words
    assert joined(words)[:1] not in set("=+-@\t\r\n＝＋－＠")


@pytest.mark.parametrize("note", ['=HYPERLINK("http://evil.example","x")', "+1", "-1", "@SUM(A1)", "'=1", 'a\r\nb,"c"'])
async def test_a_note_that_looks_like_a_formula_stands_as_text(note: str) -> None:
    [row] = await table(Entry(ID, date(2026, 3, 1), 2, note=note))
    assert row["note"][:1] not in set("=+-@") and from_cell(row["note"]) == note


async def test_a_row_holds_a_check_in_by_named_columns() -> None:
    sleep = Scale("s1", "Sleep", sort=DURATION)
    pain = Scale("s2", "Pain (left)", unit="", least=-3)
    entry = Entry(
        ID, date(2026, 3, 1), 2, time(8, 15), -300, "America/New_York", energy=4, feelings=("tired",),
        tags=("t1", "t2"), scales={"s2": -2.5, "s1": 450}, note="Up early", notes=("Up early", "Other"),
        photos={"p": "image/jpeg 4x3"},
    )  # fmt: skip
    tags = (Tag("t1", "a|b"), Tag("t2", "=c"))
    [row] = await table(entry, words=vocabulary(sleep, pain, tags=tags))
    assert [*row][: len(COLUMNS)] == list(COLUMNS)
    assert row == {
        "date": "2026-03-01", "time": "08:15", "utc_offset": "UTC-05:00", "zone": "America/New_York", "level": "2",
        "mood": "Low", "energy": "4", "feelings": "tired", "tags": "a\\|b | =c", "note": "Up early",
        "other_notes": "Other", "photos": "1", "created_at": "", "id": str(ID), "scale: Sleep (h:mm)": "7:30",
        "scale: Pain (left) ()": "-2.5",
    }  # fmt: skip
    assert all(re.fullmatch(r"-?[\d.]+", cell) or cell[:1] not in set("=+-@") for cell in row.values())


async def test_an_empty_table_has_its_columns() -> None:
    out = io.BytesIO()
    await write_table([], vocabulary(), out)
    assert out.getvalue().decode("utf-8-sig").strip() == ",".join(COLUMNS)
