"""The first rows of a table that Kith does not know: what its columns hold, and how their dates can be read.

One odd value does not make a column useless: what most rows say counts, and the others are named. Only whether the day
or the month stands first is never decided by the number of rows while a value could be read both ways.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from mobile.transfer.clocks import ORDERS, Order, read_clock, read_duration, read_moment, read_number
from mobile.transfer.text_files import Table

ROWS_MAX, _ROWS_LEAST, _CELLS_MAX = 500, 10, 60_000
_VALUES_TRIED, _DATE_CHARACTERS_LEAST, _WORD_CHARACTERS = 5, 6, 24
Role = Literal["day", "time", "mood", "notes", "tags", "scales"]


@dataclass(frozen=True, slots=True)
class Sample:
    """The numbers of the first rows, counted from 1 with the header, and the values of each column in them."""

    numbers: tuple[int, ...] = ()
    columns: dict[str, list[str]] | None = None

    def values(self, column: str) -> Sequence[str]:
        """Return the values of a column as they stand; none of a column that is not there."""
        return (self.columns or {}).get(column, ())


@dataclass(frozen=True, slots=True)
class Days:
    """How a column reads as days.

    `orders` are the ways that fit: two when it cannot be told which is meant, none when too few values are dates.
    `example` is a value that shows the difference, or the first that is a date. `unread` are the rows that the first
    way leaves out, or when none fits the rows that are no date: (number, value), the empty ones not among them.
    """

    orders: tuple[Order, ...] = ()
    example: str = ""
    unread: tuple[tuple[int, str], ...] = ()


def take_sample(table: Table) -> Sample:
    """Return the first rows; fewer of a table with very many columns."""
    most = min(ROWS_MAX, max(_ROWS_LEAST, _CELLS_MAX // max(1, len(table.header))))
    rows = [(number, cells) for number, cells, _ in islice(table.rows(), most)]
    columns = {name: [cells[place] for _, cells in rows] for place, name in enumerate(table.header)}
    return Sample(tuple(number for number, _ in rows), columns)


def may_hold(role: Role, values: Sequence[str]) -> bool:
    """Tell by a few values, and quickly, whether a column looks like a role."""
    said = list(islice((value.strip() for value in values if value.strip()), _VALUES_TRIED))
    return any(_LOOKS[role](value) for value in said)


def _is_day(value: str) -> bool:
    # In either of these orders a year in front is read, too.
    return len(value) >= _DATE_CHARACTERS_LEAST and bool(read_moment(value, "dmy") or read_moment(value, "mdy"))


def _is_word(value: str) -> bool:
    return len(value) <= _WORD_CHARACTERS and not _is_day(value) and read_clock(value) is None


_LOOKS: Mapping[Role, Callable[[str], bool]] = {
    "day": _is_day,
    "time": lambda value: read_clock(value) is not None,
    "mood": _is_word,
    "notes": lambda value: len(value) > _WORD_CHARACTERS,
    "tags": lambda value: _is_word(value) and read_number(value) is None,
    "scales": lambda value: read_number(value) is not None or read_duration(value) is not None,
}


def days_of(sample: Sample, column: str) -> Days:
    """Return how a column reads as days.

    An order counts that fits every value which is a date in some order; when rows contradict each other, every order
    that fits half of them, the one that fits most first. At least half of the values have to be dates.
    """
    said = [
        (number, value) for number, value in zip(sample.numbers, sample.values(column), strict=False) if value.strip()
    ]
    read = {order: [read_moment(value, order) for _, value in said] for order in ORDERS}
    places = range(len(said))
    dates = [place for place in places if any(read[order][place] for order in ORDERS)]
    fitting = [order for order in ORDERS if all(read[order][place] for place in dates)]
    enough = fitting or sorted(ORDERS, key=lambda order: sum(moment is None for moment in read[order]))
    enough = [order for order in enough if dates and sum(map(bool, read[order])) * 2 >= len(said)]
    if not enough:
        return Days(unread=tuple(said[place] for place in places if place not in set(dates)))
    first = enough[0]
    unread = tuple(said[place] for place in places if not read[first][place])
    for other in enough[1:]:
        for place in places:
            if read[first][place] and read[other][place] and read[first][place] != read[other][place]:
                return Days((first, other), said[place][1], unread)
    return Days((first,), next(said[place][1] for place in places if read[first][place]), unread)
