"""When a reminder speaks on this device, reckoned from plain data: no clock is read here and nothing is stored.

A reminder is for a civil day. It is answered by a check-in for that day, or by any that was made since it was due, and
then says nothing, unless it was set to speak all the same. Whoever has not checked in for seven days is not told any
more: a reminder serves a habit and never calls somebody back.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from api_client.wire.reminders import SILENT_AFTER, Occurrence, last_occurrence, next_occurrence
from mobile.reminders.document import Reminder

# For so long after its moment a reminder is offered on Today: one for 23:58 still at four in the morning.
OFFERED_FOR = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Journal:
    """What reminders ask of the journal: whether a day has a check-in, and the last one there is, by the day it is for
    and by when it was made."""

    is_logged: Callable[[date], bool]
    last_day: date | None = None
    last_made: datetime | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that has come up, and the time it was for."""

    reminder: Reminder
    occurrence: Occurrence


def zone_named(name: str, now: datetime) -> tzinfo:
    """Return the zone that a device is in: by its name, else by the offset of its clock."""
    with suppress(OSError, ValueError, LookupError):
        return ZoneInfo(name)
    zone = now.tzinfo
    if zone is None:
        raise ValueError("a device's clock knows its offset")
    return zone


def list_due(reminders: Iterable[Reminder], journal: Journal, now: datetime, zone: tzinfo) -> list[Due]:
    """Return what is to be offered at the moment `now`, the latest first: due within OFFERED_FOR, not answered, not
    before the reminder was set, and not in silence."""
    found = []
    for reminder in reminders:
        last = last_occurrence(reminder.when, now, zone) if reminder.is_on else None
        if last is None or now - last.moment >= OFFERED_FOR:
            continue
        if reminder.since is not None and last.moment < reminder.since:
            continue
        if not is_answered(reminder, last, journal) and not is_silent(reminder, last.day, journal, zone):
            found.append(Due(reminder, last))
    return sorted(found, key=lambda due: due.occurrence.moment, reverse=True)


def next_moment(reminders: Iterable[Reminder], now: datetime, zone: tzinfo) -> datetime | None:
    """Return the next moment at which some reminder comes up, None when none will."""
    found = (next_occurrence(one.when, now, zone) for one in reminders if one.is_on)
    return min((one.moment for one in found if one), default=None)


def is_answered(reminder: Reminder, occurrence: Occurrence, journal: Journal) -> bool:
    """Whether a reminder has nothing left to say about an occurrence."""
    if journal.last_made is not None and journal.last_made >= occurrence.moment:
        return True
    return reminder.only_if_not_logged and journal.is_logged(occurrence.day)


def is_silent(reminder: Reminder, day: date, journal: Journal, zone: tzinfo) -> bool:
    """Whether more than SILENT_AFTER has passed, at `day`, without a check-in and without the reminder being set."""
    signs = [journal.last_day] if journal.last_day else []
    signs += [moment.astimezone(zone).date() for moment in (journal.last_made, reminder.since) if moment]
    return day - max(signs, default=date.min) > SILENT_AFTER
