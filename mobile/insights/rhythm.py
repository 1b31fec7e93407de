"""Rhythm, not streak: on how many of the last days something was written. A pause costs nothing.

The run of days is worked out only for who asked for it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

SHORT_DAYS, LONG_DAYS = 7, 28


@dataclass(frozen=True, slots=True)
class Rhythm:
    """On how many of the last 7 and 28 civil days, today included, there is a check-in."""

    of_seven: int
    of_twenty_eight: int


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row up to today, and the longest there has been."""

    days: int
    longest: int


def rhythm(days: Collection[date], today: date) -> Rhythm:
    """Return the rhythm up to `today`; days in the future are left out."""
    return Rhythm(_within(days, today, SHORT_DAYS), _within(days, today, LONG_DAYS))


def run_of_days(days: Collection[date], today: date) -> Run:
    """Return the run of days with check-ins that ends today, or yesterday while nothing was written yet today."""
    numbers = sorted({day.toordinal() for day in days if day <= today})
    longest = length = 0
    before = None
    for number in numbers:
        length = length + 1 if before is not None and number == before + 1 else 1
        longest, before = max(longest, length), number
    is_going_on = before is not None and before >= today.toordinal() - 1
    return Run(length if is_going_on else 0, longest)


def _within(days: Collection[date], today: date, span: int) -> int:
    begin = today - timedelta(days=min(span - 1, (today - date.min).days))
    return sum(1 for day in set(days) if begin <= day <= today)
