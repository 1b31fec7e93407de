"""Which days are looked at: the last week, month or year up to today, one of those before it, or everything.

A period is counted back from today and not by the calendar: on the first of a month a calendar's month is empty.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Length(StrEnum):
    """How far a period reaches."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    ALL = "all"


DAYS = {Length.WEEK: 7, Length.MONTH: 30, Length.YEAR: 365}


@dataclass(frozen=True, slots=True)
class Period:
    """The civil days from `first` to `last`, both included."""

    length: Length
    first: date
    last: date

    @property
    def day_count(self) -> int:
        """How many civil days it has."""
        return (self.last - self.first).days + 1


def period(length: Length, today: date, *, steps_back: int = 0, first_day: date | None = None) -> Period:
    """Return the period that ends today, or the one `steps_back` of its own lengths earlier.

    ALL begins at `first_day`, the first day that has check-ins, and cannot be stepped back. What would begin before
    the year 1 begins there.
    """
    if length is Length.ALL:
        first = min(first_day or today, today)
        return Period(length, first, today)
    days = DAYS[length]
    room = (today - date.min).days
    last = today - timedelta(days=min(days * steps_back, room))
    return Period(length, last - timedelta(days=min(days - 1, (last - date.min).days)), last)


def has_earlier(shown: Period, first_day: date | None) -> bool:
    """Tell whether there are check-ins before the period."""
    return shown.length is not Length.ALL and first_day is not None and first_day < shown.first
