"""An entry reads from its document and is written back field by field; nothing odd in a document raises."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.entries.document import Entry, changes, entry_from_document
from mobile.vault.documents import Document
from mobile.vault.values import Value

ID = UUID(int=5)
FULL = Entry(
    id=ID,
    felt_on=date(2026, 3, 1),
    level=4,
    felt_at=time(8, 10),
    utc_offset_min=60,
    zone="Europe/Berlin",
    mood_id="mood-1",
    energy=2,
    feelings=("tired", "on_edge"),
    tags=("sleep", "work"),
    scales={"sleep": 7.5},
    note="Barely slept.",
    photos={"ab12": "image/jpeg"},
    source="daylio",
    source_key="42",
    created_at=datetime(2026, 3, 1, 7, 10, tzinfo=UTC),
    edited_at=datetime(2026, 3, 1, 9, tzinfo=UTC),
    extra={"of_tomorrow": "kept"},
)


def document(fields: dict[str, Value], **known: object) -> Document:
    return Document(ID, "entry", fields, **known)  # type: ignore[arg-type]


def test_an_entry_comes_back_from_what_it_writes() -> None:
    assert entry_from_document(document(changes(None, FULL))) == FULL


def test_only_what_changed_is_written() -> None:
    later = replace(FULL, level=2, tags=("work",), energy=None, note="Slept after all.")
    assert changes(FULL, later) == {"level": 2, "tags.sleep": False, "energy": None, "note": "Slept after all."}
    assert changes(FULL, FULL) == {}


def test_an_entry_with_little_in_it_is_an_entry() -> None:
    entry = entry_from_document(document({"level": 5, "created_at": "2026-03-01T23:58:00+01:00"}))
    assert (entry.level, entry.felt_on, entry.felt_at, entry.note) == (5, date(2026, 3, 1), None, "")


def test_a_day_is_the_day_that_was_chosen_wherever_it_is_read() -> None:
    fields: dict[str, Value] = {"felt_on": "2026-03-01", "felt_at": "23:58", "utc_offset_min": -600, "level": 3}
    entry = entry_from_document(document(fields))
    assert (entry.felt_on, entry.felt_at) == (date(2026, 3, 1), time(23, 58))


def test_texts_written_apart_are_all_there() -> None:
    entry = entry_from_document(document({"level": 3, "note": "b"}, versions={"note": ("b", "a")}, pending=True))
    assert (entry.note, entry.notes, entry.pending) == ("b", ("b", "a"), True)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.dictionaries(
        st.sampled_from(
            ["felt_on", "felt_at", "level", "energy", "note", "zone", "created_at", "edited_at", "tags.a", "scales.b"]
        ),
        st.one_of(st.text(max_size=12), st.integers(), st.floats(allow_nan=False), st.booleans()),
    )
)
def test_whatever_a_document_holds_it_reads(fields: dict[str, Value]) -> None:
    entry = entry_from_document(document(fields))
    assert 1 <= entry.level <= 5


@pytest.mark.parametrize("level", [0, 6, "4", 3.5, True, None])
def test_a_level_out_of_bounds_reads_as_okay(level: Value) -> None:
    assert entry_from_document(document({"level": level})).level == 3
