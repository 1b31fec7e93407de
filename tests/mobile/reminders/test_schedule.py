"""When a reminder is due: over summer time, journeys and the date line; what answers it; and when it falls silent."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api_client.wire.notices import EVERY_DAY
from api_client.wire.reminders import ReminderTime, has_day, last_occurrence, moment_of, next_occurrence
from mobile.reminders.document import Reminder
from mobile.reminders.schedule import OFFERED_FOR, Journal, list_due, next_moment, zone_named

BERLIN = ZoneInfo("Europe/Berlin")
ID = UUID("00000000-0000-4000-8000-000000000001")
ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe",
    "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Pacific/Apia", "Africa/Casablanca", "America/Nuuk",
    "America/Havana", "Asia/Beirut",
)  # fmt: skip
_zones = st.sampled_from(ZONES).map(ZoneInfo)
_moments = st.datetimes(datetime(2005, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
_times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
_weekdays = st.sets(st.sampled_from(EVERY_DAY), min_size=1).map(lambda days: tuple(sorted(days)))
_reminders = st.builds(ReminderTime, at=_times, weekdays=_weekdays)
NOTHING = Journal(lambda day: False)


def at(text: str, weekdays: tuple[int, ...] = EVERY_DAY) -> ReminderTime:
    return ReminderTime(at=time.fromisoformat(text), weekdays=weekdays)


def local(text: str, zone: tzinfo = BERLIN) -> datetime:
    """Return what the clock on the wall shows, `2026-03-29 02:30`, as a moment."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@given(_reminders, _moments, _zones)
@settings(max_examples=60, deadline=None)
def test_the_next_one_is_later_on_a_chosen_weekday_and_none_is_left_out(
    reminder: ReminderTime, now: datetime, zone: ZoneInfo
) -> None:
    found = next_occurrence(reminder, now, zone)

    assert found is not None and found.moment > now
    assert found.day.isoweekday() in reminder.weekdays and found.at == reminder.at
    between = (found.moment - now) // timedelta(days=1) + 2
    days = [now.astimezone(zone).date() + timedelta(days=step) for step in range(-1, between)]
    due = [moment_of(d, reminder.at, zone) for d in days if d.isoweekday() in reminder.weekdays and has_day(d, zone)]
    assert not [moment for moment in due if now < moment < found.moment]
    last = last_occurrence(reminder, found.moment, zone)
    assert last is not None and last.moment == found.moment


@given(_reminders, _moments, _zones)
@settings(max_examples=40, deadline=None)
def test_walking_from_one_to_the_next_meets_each_chosen_day_once(
    reminder: ReminderTime, now: datetime, zone: ZoneInfo
) -> None:
    met: list[date] = []
    for _ in range(12):
        found = next_occurrence(reminder, now, zone)
        assert found is not None
        met.append(found.day)
        now = found.moment
    first, last = met[0], met[-1]
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    assert met == [day for day in days if day.isoweekday() in reminder.weekdays and has_day(day, zone)]


@given(_reminders, _moments, _zones)
@settings(max_examples=60, deadline=None)
def test_the_clock_on_the_wall_shows_the_time_unless_it_jumps_over_it(
    reminder: ReminderTime, now: datetime, zone: ZoneInfo
) -> None:
    found = next_occurrence(reminder, now, zone)
    assert found is not None
    wall = found.moment.astimezone(zone)
    if (wall.date(), wall.time()) != (found.day, found.at):  # inside a gap: as much later as the clock jumps
        before = datetime.combine(found.day, found.at, zone)
        assert wall.replace(tzinfo=None) - before.replace(tzinfo=None) == wall.utcoffset() - before.utcoffset()  # type: ignore[operator]


def test_a_time_that_summer_time_skips_comes_as_much_later() -> None:
    found = next_occurrence(at("02:30"), local("2026-03-28 12:00"), BERLIN)
    assert found is not None and found.day == date(2026, 3, 29)
    assert found.moment == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # the wall shows 03:30


def test_a_time_that_comes_twice_counts_the_first_time_only() -> None:
    first = next_occurrence(at("02:30"), local("2026-10-24 12:00"), BERLIN)
    assert first is not None and first.moment == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    again = next_occurrence(at("02:30"), first.moment, BERLIN)
    assert again is not None and again.day == date(2026, 10, 26)


def test_a_day_that_a_place_skipped_has_no_reminder() -> None:
    apia = ZoneInfo("Pacific/Apia")  # moved over the date line and had no 30 December 2011
    first = next_occurrence(at("20:00"), local("2011-12-29 12:00", apia), apia)
    assert first is not None and first.day == date(2011, 12, 29)
    then = next_occurrence(at("20:00"), first.moment, apia)
    assert then is not None and then.day == date(2011, 12, 31)
    friday = next_occurrence(at("20:00", (5,)), first.moment, apia)
    assert friday is not None and friday.day == date(2012, 1, 6)


def test_a_jump_over_midnight_keeps_the_day_it_was_for() -> None:
    nuuk = ZoneInfo("America/Nuuk")  # 23:00 on Saturday becomes Sunday, since 2024
    found = next_occurrence(at("23:30"), local("2025-03-29 12:00", nuuk), nuuk)
    assert found is not None and found.day == date(2025, 3, 29)
    assert found.moment.astimezone(nuuk).replace(tzinfo=None) == datetime(2025, 3, 30, 0, 30)


def test_a_journey_moves_a_reminder_to_the_new_clock() -> None:
    now = local("2026-06-01 15:00")
    here = next_moment([Reminder(ID, time(20))], now, BERLIN)
    there = next_moment([Reminder(ID, time(20))], now, ZoneInfo("America/New_York"))
    assert here == datetime(2026, 6, 1, 18, tzinfo=UTC) and there == datetime(2026, 6, 2, 0, tzinfo=UTC)


def test_a_reminder_that_is_off_never_comes() -> None:
    assert next_moment([Reminder(ID, time(20), is_on=False)], local("2026-06-01 15:00"), BERLIN) is None


def due_at(now: datetime, journal: Journal, *, zone: tzinfo = BERLIN, **changes: object) -> list[date]:
    """Return the days for which a reminder for 23:58 is offered at `now`; it was set in May."""
    values: dict[str, object] = {"at": time(23, 58), "since": local("2026-05-31 12:00"), **changes}
    reminder = Reminder(ID, **values)  # type: ignore[arg-type]
    return [due.occurrence.day for due in list_due([reminder], journal, now, zone)]


def test_after_midnight_it_is_still_for_the_day_before_and_then_no_longer_offered() -> None:
    assert due_at(local("2026-06-01 23:57"), NOTHING) == []
    assert due_at(local("2026-06-01 23:58"), NOTHING) == [date(2026, 6, 1)]
    assert due_at(local("2026-06-02 00:05"), NOTHING) == [date(2026, 6, 1)]
    ends = local("2026-06-01 23:58") + OFFERED_FOR
    assert due_at(ends - timedelta(minutes=1), NOTHING) == [date(2026, 6, 1)]
    assert due_at(ends, NOTHING) == []


def test_a_check_in_for_the_day_answers_it_and_one_for_another_day_does_not() -> None:
    night = local("2026-06-02 00:05")
    assert due_at(night, Journal(lambda day: day == date(2026, 6, 1), date(2026, 6, 1))) == []
    assert due_at(night, Journal(lambda day: day == date(2026, 5, 31), date(2026, 5, 31))) == [date(2026, 6, 1)]


def test_any_check_in_since_it_was_due_answers_it() -> None:
    night, made = local("2026-06-02 00:05"), local("2026-06-02 00:03")
    assert due_at(night, Journal(lambda day: day == date(2026, 6, 2), date(2026, 6, 2), made)) == []


def test_one_that_shall_speak_all_the_same_does_so_after_an_earlier_check_in() -> None:
    journal = Journal(lambda day: True, date(2026, 6, 1), local("2026-06-01 09:00"))
    assert due_at(local("2026-06-01 23:59"), journal, only_if_not_logged=False) == [date(2026, 6, 1)]


def test_one_that_was_set_after_its_time_waits_for_the_next_day() -> None:
    set_at = local("2026-06-01 23:59")
    assert due_at(local("2026-06-02 00:01"), NOTHING, since=set_at) == []
    assert due_at(local("2026-06-02 23:58"), NOTHING, since=set_at) == [date(2026, 6, 2)]


def test_after_seven_silent_days_it_says_nothing_until_there_is_a_check_in_again() -> None:
    last = Journal(lambda day: day == date(2026, 6, 1), date(2026, 6, 1), local("2026-06-01 09:00"))
    told = [day for day in range(2, 30) if due_at(local(f"2026-06-{day:02} 23:59"), last)]
    assert told == [2, 3, 4, 5, 6, 7, 8]
    back = Journal(lambda day: day == date(2026, 6, 20), date(2026, 6, 20), local("2026-06-20 09:00"))
    assert due_at(local("2026-06-21 23:59"), back) == [date(2026, 6, 21)]


def test_setting_it_anew_ends_the_silence_too() -> None:
    assert due_at(local("2026-06-20 23:59"), NOTHING) == []
    assert due_at(local("2026-06-20 23:59"), NOTHING, since=local("2026-06-19 12:00")) == [date(2026, 6, 20)]


@pytest.mark.parametrize("name", ["UTC+02:00", "", "../etc/passwd", "Nowhere/Town"])
def test_a_device_that_does_not_know_its_zone_goes_by_its_offset(name: str) -> None:
    now = local("2026-06-01 12:00")
    assert zone_named(name, now).utcoffset(now) == timedelta(hours=2)
