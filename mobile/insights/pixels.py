"""Each day as a square: the last weeks, or the months of a year. Squares are days, whatever the zone one is in."""

from calendar import Calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mobile.insights.days import Day


@dataclass(frozen=True, slots=True)
class Square:
    """A day in a grid: its column and row from 0 on, and its level, None without check-ins."""

    day: date
    column: int
    row: int
    level: int | None


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a year in pixels: rows are weeks, columns weekdays; `counts` is how many days had each level 1..5."""

    first: date
    squares: tuple[Square, ...]
    counts: tuple[int, int, int, int, int]

    @property
    def days(self) -> int:
        """How many days have check-ins."""
        return sum(self.counts)


def last_weeks(days: Iterable[Day], last: date, weeks: int, first_weekday: int = 0) -> list[Square]:
    """Return a square for each day of the `weeks` weeks up to `last`, which stands in the last column.

    Columns are weeks that begin on `first_weekday` (0 = Monday), rows are weekdays. Days after `last` are left out.
    """
    levels = {day.day: day.level for day in days}
    row_of_last = (last.weekday() - first_weekday) % 7
    least = max(1, last.toordinal() - row_of_last - 7 * (weeks - 1))
    begin = last - timedelta(days=last.toordinal() - least)
    squares = []
    for offset in range((last - begin).days + 1):
        day = begin + timedelta(days=offset)
        squares.append(Square(day, offset // 7, offset % 7, levels.get(day)))
    return squares


def year_months(days: Iterable[Day], year: int, first_weekday: int = 0) -> tuple[Month, ...]:
    """Return the twelve months of a year with a square for each civil day."""
    levels = {day.day: day.level for day in days if day.day.year == year}
    return tuple(_month(levels, year, month, first_weekday) for month in range(1, 13))


def level_counts(levels: Iterable[int | None]) -> tuple[int, int, int, int, int]:
    """Return how many of `levels` are each of 1..5."""
    counts = [0, 0, 0, 0, 0]
    for level in levels:
        if level is not None:
            counts[level - 1] += 1
    return counts[0], counts[1], counts[2], counts[3], counts[4]


def _month(levels: dict[date, int], year: int, month: int, first_weekday: int) -> Month:
    squares: list[Square] = []
    weeks: Sequence[Sequence[tuple[int, int]]] = Calendar(first_weekday).monthdays2calendar(year, month)
    for row, week in enumerate(weeks):
        for column, (number, _) in enumerate(week):
            if number:
                day = date(year, month, number)
                squares.append(Square(day, column, row, levels.get(day)))
    return Month(date(year, month, 1), tuple(squares), level_counts(square.level for square in squares))
