"""Reminders to check in: when they are due on a member's own clock, and what a host that sends them by mail is told.

Times and weekdays are civil: eight in the evening stays eight in the evening through summer time and a journey. Device
and host reckon by the same functions. A civil time that a clock jumps over counts from the offset before the jump, and
of two that look the same the first one counts, as RFC 5545 (section 3.3.5) has it, so a calendar shows the same moment.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Annotated, NamedTuple

from pydantic import Field

from api_client.wire import limits
from api_client.wire.model import WireModel, WireRequest
from api_client.wire.notices import EVERY_DAY, CivilTime, Weekdays, Zone

SILENT_AFTER = timedelta(days=7)  # without a check-in no reminder comes any more, until the member is back
_DAYS_LOOKED_AT = 15  # a week of weekdays, also where one of them does not exist


class Occurrence(NamedTuple):
    """One time at which a reminder is due: the civil day and time that it is for, and the moment."""

    day: date
    at: time
    moment: datetime


class ReminderTime(WireModel):
    """A time of the day on some weekdays, 1 = Monday; `only_if_not_logged` keeps it quiet on days with a check-in."""

    at: CivilTime
    weekdays: Annotated[Weekdays, Field(min_length=1)] = EVERY_DAY
    only_if_not_logged: bool = True


Times = Annotated[tuple[ReminderTime, ...], Field(max_length=limits.REMINDERS_MAX)]


class ReminderSettings(WireModel):
    """Which reminders come by mail, at times of `zone`. They go to the address for mails, once that is confirmed."""

    is_on: bool = False
    zone: Zone = "UTC"
    times: Times = ()


class SetReminders(WireRequest):
    """Set the times anew. Without `is_on` mails stay on or off as they are: a link in one may have ended them."""

    zone: Zone
    times: Times
    is_on: bool | None = None


class NoteLogged(WireRequest):
    """There is a check-in for `day`: what a reminder "only if nothing was logged" asks. Of what it says, nothing."""

    day: date


def moment_of(day: date, at: time, zone: tzinfo) -> datetime:
    """Return the moment, in UTC, at which the clock in `zone` shows a civil time."""
    return datetime.combine(day, at.replace(tzinfo=None, fold=0), zone).astimezone(UTC)


def has_day(day: date, zone: tzinfo) -> bool:
    """Whether there is such a day in `zone`: a place that moves over the date line skips one."""
    return moment_of(day, time(), zone) < moment_of(day + timedelta(days=1), time(), zone)


def next_occurrence(reminder: ReminderTime, after: datetime, zone: tzinfo) -> Occurrence | None:
    """Return the first occurrence later than the moment `after`, None when there is none within two weeks."""
    first = after.astimezone(zone).date() - timedelta(days=1)
    found = (_occurrence(reminder, first + timedelta(days=step), zone) for step in range(_DAYS_LOOKED_AT))
    return min((one for one in found if one and one.moment > after), key=_moment, default=None)


def last_occurrence(reminder: ReminderTime, until: datetime, zone: tzinfo) -> Occurrence | None:
    """Return the last occurrence that is not later than the moment `until`, None when there is none in two weeks."""
    last = until.astimezone(zone).date() + timedelta(days=1)
    found = (_occurrence(reminder, last - timedelta(days=step), zone) for step in range(_DAYS_LOOKED_AT))
    return max((one for one in found if one and one.moment <= until), key=_moment, default=None)


def _occurrence(reminder: ReminderTime, day: date, zone: tzinfo) -> Occurrence | None:
    if day.isoweekday() not in reminder.weekdays or not has_day(day, zone):
        return None
    return Occurrence(day, reminder.at, moment_of(day, reminder.at, zone))


def _moment(one: Occurrence) -> datetime:
    return one.moment
