"""A check-in from the form to the fields that are written."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from mobile.entries.document import Entry, changes
from mobile.journal.form import Form, from_draft, from_entry, to_entry

ID = UUID("00000000-0000-4000-8000-000000000001")
NOW = datetime(2026, 11, 12, 18, 42, 31, tzinfo=timezone(timedelta(hours=1)))
ZONE = "Europe/Berlin"


def test_a_level_alone_is_a_whole_check_in_at_the_minute_it_is_saved() -> None:
    entry = to_entry(Form(level=2), None, ID, NOW, ZONE)
    assert (entry.level, entry.felt_on, entry.felt_at) == (2, date(2026, 11, 12), time(18, 42))
    assert (entry.utc_offset_min, entry.zone) == (60, ZONE)


def test_backdating_keeps_the_civil_day_and_takes_the_offset_of_that_day() -> None:
    form = Form(level=3, felt_on=date(2026, 7, 1), felt_at=time(8, 30))
    entry = to_entry(form, None, ID, NOW, ZONE)
    assert (entry.felt_on, entry.felt_at, entry.utc_offset_min) == (date(2026, 7, 1), time(8, 30), 120)


def test_a_day_without_a_time_has_no_offset_either() -> None:
    entry = to_entry(Form(level=3, felt_on=date(2026, 7, 1), timed=False), None, ID, NOW, ZONE)
    assert (entry.felt_at, entry.utc_offset_min, entry.zone) == (None, None, None)


def test_an_edit_elsewhere_in_the_world_does_not_move_the_entry() -> None:
    before = to_entry(Form(level=2, note="late"), None, ID, NOW.replace(hour=23, minute=50), ZONE)
    in_tokyo = datetime(2026, 11, 14, 9, 0, tzinfo=timezone(timedelta(hours=9)))
    after = to_entry(replace(from_entry(before), note="late, but fine"), before, ID, in_tokyo, "Asia/Tokyo")
    assert (after.felt_on, after.felt_at, after.utc_offset_min, after.zone) == (
        before.felt_on,
        before.felt_at,
        before.utc_offset_min,
        before.zone,
    )
    assert set(changes(before, after)) == {"note", "edited_at"}


def test_saving_without_a_change_writes_nothing() -> None:
    entry = to_entry(Form(level=4, feelings=("calm",), tags=("work",)), None, ID, NOW, ZONE)
    assert changes(entry, to_entry(from_entry(entry), entry, ID, NOW + timedelta(days=2), ZONE)) == {}


def test_taking_a_word_away_is_written_as_a_change_of_that_word_alone() -> None:
    entry = to_entry(Form(level=4, feelings=("calm", "proud")), None, ID, NOW, ZONE)
    after = to_entry(from_entry(entry).toggled_feeling("calm"), entry, ID, NOW, ZONE)
    assert changes(entry, after) == {"feelings.calm": False, "edited_at": "2026-11-12T18:42:31+01:00"}


_words = st.lists(st.sampled_from(["calm", "tired", "proud", "on_edge"]), unique=True).map(tuple)
_forms = st.builds(
    Form,
    level=st.none() | st.integers(1, 5),
    feelings=_words,
    tags=_words,
    note=st.text(max_size=40),
    felt_on=st.none() | st.dates(),
    felt_at=st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    timed=st.booleans(),
    share=st.booleans(),
)


@given(_forms)
def test_a_draft_brings_back_exactly_what_was_in_the_form(form: Form) -> None:
    assert from_draft(form.to_draft()) == form


@given(st.integers(-14 * 60, 14 * 60), st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)))
def test_the_stored_day_and_time_are_those_on_the_wall_wherever_the_device_is(offset: int, wall: datetime) -> None:
    now = wall.replace(tzinfo=timezone(timedelta(minutes=offset)))
    entry: Entry = to_entry(Form(level=3), None, ID, now, "Nowhere/Unknown")
    assert (entry.felt_on, entry.felt_at) == (wall.date(), wall.time().replace(second=0, microsecond=0))
    assert entry.utc_offset_min == offset
