"""The day of an entry is the one on the wall when it was felt, and stays it: over zones, summer time, the date line."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from mobile.entries.document import KIND, Entry, changes, entry_from_document
from mobile.journal.form import Form, from_draft, from_entry, to_entry
from mobile.vault.documents import Document
from mobile.vault.plain import shown_values, write_plain
from mobile.vault.registers import Registers, edit

ID = UUID("00000000-0000-4000-8000-000000000001")
# Half and quarter hours, both sides of the date line, summer time in both halves of the world and of half an hour, a
# country that skipped a day, one that changed its mind about its offset.
ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo",
    "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Pacific/Apia",
    "Africa/Casablanca", "America/Sao_Paulo", "Asia/Tehran",
)  # fmt: skip
_zones = st.sampled_from(ZONES)
_moments = st.datetimes(datetime(1995, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))
_form_at = st.builds(
    Form,
    level=st.integers(1, 5),
    felt_on=st.none() | st.dates(date(1995, 1, 1), date(2060, 1, 1)),
    felt_at=st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
    timed=st.booleans(),
)


def wall(moment: datetime, zone: str) -> datetime:
    """Return what a device in `zone` shows at `moment`."""
    return moment.astimezone(ZoneInfo(zone))


def stored(entry: Entry, before: Registers | None = None, base: Entry | None = None) -> tuple[Registers, Entry]:
    """Return the entry as it comes back from the bytes that are sealed, with its registers."""
    registers = edit(before or {}, changes(base, entry), now=1, device="device")
    plain = json.loads(json.dumps(write_plain(KIND, registers)))
    return registers, entry_from_document(Document(entry.id, KIND, shown_values(plain)))


def place(entry: Entry) -> tuple[object, ...]:
    """Return what says when an entry was felt."""
    return entry.felt_on, entry.felt_at, entry.utc_offset_min, entry.zone


@given(_moments, _zones)
@example(datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "Europe/Berlin")  # a minute before the clock jumps
@example(datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "Europe/Berlin")
@example(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Europe/Berlin")  # half past two, for the first time
@example(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Europe/Berlin")  # and again an hour later
@example(datetime(2011, 12, 30, 9, 59, tzinfo=UTC), "Pacific/Apia")  # a minute before the day that did not exist
@example(datetime(2026, 4, 4, 15, 15, tzinfo=UTC), "Australia/Lord_Howe")  # back by half an hour
def test_a_check_in_now_has_the_day_the_minute_and_the_offset_on_the_wall(moment: datetime, zone: str) -> None:
    now = wall(moment, zone)

    _, entry = stored(to_entry(Form(level=3), None, ID, now, zone))

    assert (entry.felt_on, entry.felt_at, entry.zone) == (now.date(), now.time().replace(second=0, microsecond=0), zone)
    assert entry.felt_at is not None and entry.utc_offset_min is not None
    instant = datetime.combine(entry.felt_on, entry.felt_at, tzinfo=UTC) - timedelta(minutes=entry.utc_offset_min)
    # Offsets are kept in whole minutes; some were not whole long ago, none of these zones' since 1995.
    assert instant == moment.replace(second=0, microsecond=0)


@given(_form_at, _moments, _zones)
def test_a_day_and_time_that_were_chosen_are_stored_as_chosen(form: Form, moment: datetime, zone: str) -> None:
    now = wall(moment, zone)

    _, entry = stored(to_entry(from_draft(json.loads(json.dumps(form.to_draft()))), None, ID, now, zone))

    assert entry.felt_on == (form.felt_on or now.date())
    expected = (form.felt_at or now.time().replace(second=0, microsecond=0)) if form.timed else None
    assert entry.felt_at == expected
    assert (entry.utc_offset_min is None) == (entry.zone is None) == (not form.timed)


@given(_form_at, st.lists(st.tuples(_moments, _zones, st.text(min_size=1, max_size=5)), min_size=2, max_size=5))
def test_reading_and_editing_it_anywhere_else_moves_it_nowhere(
    form: Form, journey: list[tuple[datetime, str, str]]
) -> None:
    moment, zone, _ = journey[0]
    registers, entry = stored(to_entry(form, None, ID, wall(moment, zone), zone))
    first = place(entry)

    for moment, zone, note in journey[1:]:
        changed = to_entry(replace(from_entry(entry), note=note), entry, ID, wall(moment, zone), zone)
        registers, entry = stored(changed, registers, entry)
        assert place(entry) == first


@given(_moments, _zones, _zones, st.integers(1, 5))
def test_two_entries_over_the_date_line_keep_their_two_days(
    moment: datetime, here: str, there: str, hours: int
) -> None:
    before, after = wall(moment, here), wall(moment + timedelta(hours=hours), there)

    days = [
        stored(to_entry(Form(level=3), None, ID, now, zone))[1].felt_on
        for now, zone in ((before, here), (after, there))
    ]

    assert days == [before.date(), after.date()]


@given(st.dates(date(1995, 1, 1), date(2060, 1, 1)), st.times(), _zones, _moments)
def test_changing_the_time_takes_the_offset_that_the_place_has_then(
    day: date, at: time, zone: str, moment: datetime
) -> None:
    at = at.replace(second=0, microsecond=0, fold=0)
    form = Form(level=3, felt_on=day, felt_at=at)

    entry = to_entry(form, None, ID, wall(moment, zone), zone)

    offset = datetime.combine(day, at, tzinfo=ZoneInfo(zone)).utcoffset()
    now = wall(moment, zone)
    is_now = (day, at) == (now.date(), now.time().replace(second=0, microsecond=0, fold=0))
    assert offset is not None
    assert entry.utc_offset_min == int(offset.total_seconds() // 60) or is_now
