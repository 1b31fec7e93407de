"""Reminders as a calendar file (RFC 5545), which works on every device that has a calendar.

Times are floating: they stay what the clock on the wall shows, wherever one goes. A calendar is read over shoulders and
lies with others, so nothing in it speaks of moods; the ids in it are not those of the sealed documents.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid5

from api_client.wire.notices import EVERY_DAY
from mobile.reminders.document import Reminder

FILE_NAME = "reminders.ics"
_NAMESPACE = UUID("6d1b0b6e-6f0e-4f0e-9d7c-2f3f1a3c5b70")
_DAYS = dict(zip(EVERY_DAY, ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))
_LINE_OCTETS_MAX = 75  # section 3.1
_FIRST_SET = datetime(2026, 1, 1, tzinfo=UTC)


def write_calendar(reminders: Iterable[Reminder], now: datetime, title: str) -> bytes:
    """Return the file with every reminder that is on, of those for the same time and days one; `title` is what the
    calendar shows, `now` a moment on the device's clock. A file that is saved and opened again replaces what came from
    an earlier one."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kith//Reminders//EN", "CALSCALE:GREGORIAN"]
    by_time: dict[tuple[time, tuple[int, ...]], Reminder] = {}
    for reminder in reminders:
        if reminder.is_on:
            by_time.setdefault((reminder.at, reminder.weekdays), reminder)
    for reminder in by_time.values():
        lines += _event(reminder, now, title)
    lines.append("END:VCALENDAR")
    return "".join(_fold(line) + "\r\n" for line in lines).encode()


def _event(reminder: Reminder, now: datetime, title: str) -> list[str]:
    """Return the lines of one event that comes back each week and rings at its beginning."""
    day = now.date()
    while day.isoweekday() not in reminder.weekdays:  # the start counts as the first of the rule (section 3.8.5.3)
        day += timedelta(days=1)
    set_at = max(reminder.since or _FIRST_SET, _FIRST_SET)
    return [
        "BEGIN:VEVENT",
        f"UID:{uuid5(_NAMESPACE, reminder.id.hex)}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{int((set_at - _FIRST_SET).total_seconds())}",
        f"DTSTART:{datetime.combine(day, reminder.at):%Y%m%dT%H%M%S}",
        "DURATION:PT5M",
        f"RRULE:FREQ=WEEKLY;BYDAY={','.join(_DAYS[one] for one in reminder.weekdays)}",
        f"SUMMARY:{_escape(title)}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escape(title)}",
        "TRIGGER:PT0S",
        "END:VALARM",
        "END:VEVENT",
    ]


def _escape(text: str) -> str:
    """Return a text as a value of type TEXT (section 3.3.11)."""
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(plain, written)
    return "".join(one for one in text if one.isprintable())


def _fold(line: str) -> str:
    """Return a line in pieces of at most 75 octets, none of which cuts a character in two (section 3.1)."""
    pieces, piece, size = [], "", 0
    for character in line:
        width = len(character.encode())
        if size + width > _LINE_OCTETS_MAX:
            pieces.append(piece)
            piece, size = "", 1  # the space that begins a further piece counts
        piece, size = piece + character, size + width
    return "\r\n ".join([*pieces, piece])
