"""The calendar file, read by a strict reader of its own: the grammar of RFC 5545, and the days that its rule means."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api_client.wire.notices import EVERY_DAY
from mobile.reminders.calendar_file import write_calendar
from mobile.reminders.document import Reminder

NOW = datetime(2026, 11, 23, 22, 15, tzinfo=UTC)  # a Monday
_ONCE = {
    "VCALENDAR": {"VERSION", "PRODID", "CALSCALE"},
    "VEVENT": {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DURATION", "RRULE", "SUMMARY", "TRANSP"},
    "VALARM": {"ACTION", "DESCRIPTION", "TRIGGER"},
}
_VALUES = {
    "VERSION": r"2\.0",
    "CALSCALE": "GREGORIAN",
    "DTSTAMP": r"\d{8}T\d{6}Z",  # must be UTC (3.8.7.2)
    "DTSTART": r"\d{8}T\d{6}",  # floating (3.3.5, form 1)
    "SEQUENCE": r"\d{1,9}",
    "DURATION": r"PT\d+M",
    "RRULE": r"FREQ=WEEKLY;BYDAY=(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*",
    "TRANSP": "TRANSPARENT|OPAQUE",
    "ACTION": "DISPLAY",
    "TRIGGER": r"-?PT\d+S",
    "UID": r"[0-9a-f-]{36}",
    "SUMMARY": r"(?:[^\x00-\x1f\x7f\\;,]|\\[\\;,nN])*",  # TEXT (3.3.11)
    "DESCRIPTION": r"(?:[^\x00-\x1f\x7f\\;,]|\\[\\;,nN])*",
    "PRODID": r"(?:[^\x00-\x1f\x7f\\;,]|\\[\\;,nN])+",
}
_reminders = st.builds(
    Reminder,
    id=st.uuids(version=4),
    at=st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    weekdays=st.sets(st.sampled_from(EVERY_DAY), min_size=1).map(lambda days: tuple(sorted(days))),
)


@dataclass
class Part:
    """One component: its properties and what stands inside."""

    name: str
    values: dict[str, str] = field(default_factory=dict)
    parts: list["Part"] = field(default_factory=list)


def read(content: bytes) -> Part:
    """Return the calendar; fail on whatever the grammar does not allow."""
    text = content.decode("utf-8")
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    for octets in content.split(b"\r\n"):
        assert len(octets) <= 75
        octets.decode("utf-8")  # no character is cut in two
    open_: list[Part] = [Part("")]
    for line in re.sub(r"\r\n[ \t]", "", text).split("\r\n")[:-1]:
        name, colon, value = line.partition(":")
        assert colon and re.fullmatch("[A-Z-]+", name), line
        if name == "BEGIN":
            open_.append(Part(value))
        elif name == "END":
            done = open_.pop()
            assert done.name == value and done.values.keys() == _ONCE[value], done
            open_[-1].parts.append(done)
        else:
            assert name in _ONCE[open_[-1].name] and name not in open_[-1].values, line
            assert re.fullmatch(_VALUES[name], value), line
            open_[-1].values[name] = value
    (calendar,) = open_.pop().parts
    assert not open_ and calendar.name == "VCALENDAR"
    return calendar


def days_of(event: Part, until: date) -> list[datetime]:
    """Return the civil times that a weekly rule means, from its start on."""
    start = datetime.strptime(event.values["DTSTART"], "%Y%m%dT%H%M%S")
    names = event.values["RRULE"].partition("BYDAY=")[2].split(",")
    numbers = [("MO", "TU", "WE", "TH", "FR", "SA", "SU").index(name) for name in names]
    days = [start + timedelta(days=step) for step in range((until - start.date()).days + 1)]
    return [day for day in days if day.weekday() in numbers]


@given(st.lists(_reminders, max_size=4), st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_reminders_make_a_file_by_the_grammar_with_just_their_days(reminders: list[Reminder], title: str) -> None:
    events = read(write_calendar(reminders, NOW, title)).parts
    reminders = list({(one.at, one.weekdays): one for one in reminders}.values())  # the same time and days ring once
    assert len(events) == len(reminders)
    until = NOW.date() + timedelta(days=20)
    for event, reminder in zip(events, reminders, strict=True):
        span = [NOW.date() + timedelta(days=step) for step in range(21)]
        expected = [datetime.combine(day, reminder.at) for day in span if day.isoweekday() in reminder.weekdays]
        assert days_of(event, until) == expected
        (alarm,) = event.parts
        assert alarm.name == "VALARM" and alarm.values["TRIGGER"] == "PT0S"


def test_one_reminder_as_it_stands_in_the_file() -> None:
    reminder = Reminder(UUID(int=7), time(20, 30), (2, 4), since=datetime(2026, 1, 1, 0, 1, tzinfo=UTC))
    assert write_calendar([reminder], NOW, "Reminder").decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kith//Reminders//EN",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        "UID:0572a7c4-f106-5348-b508-8253e91dd014",
        "DTSTAMP:20261123T221500Z",
        "SEQUENCE:60",
        "DTSTART:20261124T203000",
        "DURATION:PT5M",
        "RRULE:FREQ=WEEKLY;BYDAY=TU,TH",
        "SUMMARY:Reminder",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Reminder",
        "TRIGGER:PT0S",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_saved_again_after_a_change_it_replaces_the_earlier_one() -> None:
    before = Reminder(uuid4(), time(20), since=datetime(2026, 11, 1, tzinfo=UTC))
    after = Reminder(before.id, time(21), since=NOW)
    (first,), (second,) = (read(write_calendar([one], NOW, "x")).parts for one in (before, after))
    assert first.values["UID"] == second.values["UID"] != str(before.id)
    assert int(first.values["SEQUENCE"]) < int(second.values["SEQUENCE"])


def test_two_for_the_same_time_and_days_ring_once() -> None:
    twice = [Reminder(uuid4(), time(20)), Reminder(uuid4(), time(20)), Reminder(uuid4(), time(20), (1,))]
    assert len(read(write_calendar(twice, NOW, "x")).parts) == 2


def test_what_is_off_is_not_in_the_file() -> None:
    assert read(write_calendar([Reminder(uuid4(), time(20), is_on=False)], NOW, "x")).parts == []


@pytest.mark.parametrize(
    "title", ["Ein Satz, mit: Komma; und \\ Strich", "two\nlines", "سطر طويل جدا " * 12, "🌱" * 40]
)
def test_a_long_or_odd_title_comes_back_as_it_was(title: str) -> None:
    (event,) = read(write_calendar([Reminder(uuid4(), time(20))], NOW, title)).parts
    read_back = re.sub(
        r"\\([\\;,nN])", lambda found: {"n": "\n"}.get(found[1].lower(), found[1]), event.values["SUMMARY"]
    )
    assert read_back == title
