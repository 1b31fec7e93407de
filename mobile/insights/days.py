"""What insights are worked out from: check-ins as plain data, and the days that they make.

Everything in this folder that is not a screen takes these and returns numbers; none of it knows of documents, storage
or Flet. A day, and not a check-in, is what is counted and compared: whoever writes ten times on a bad day would
otherwise weigh it ten times.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter

from mobile.entries.levels import nearest_level

# The least number of days on which anything is compared or averaged for a claim: links, scales, weekdays, parts of the
# day, and what was tried. Fewer days are a story about those days.
LEAST_DAYS = 8
# The energy of a check-in, 1..5, stands among its scales under this id.
ENERGY = "energy"


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One check-in: its civil day, the minute of that day (0..1439) or None, the level 1..5, ids of feelings and tags,
    and (scale id, value) of each scale."""

    day: date
    level: int
    minute: int | None = None
    feelings: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    scales: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """One civil day that has check-ins. `mean` is the mean of its levels, `levels` how often each level 1..5 was said;
    `scales` is the mean of the day's readings of each scale."""

    day: date
    mean: float
    levels: tuple[int, int, int, int, int]
    feelings: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    scales: Mapping[str, float] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many check-ins the day has."""
        return sum(self.levels)

    @property
    def level(self) -> int:
        """The level nearest to the mean, for a colour and a word."""
        return nearest_level(self.mean)


def make_day(day: date, check_ins: Sequence[CheckIn]) -> Day:
    """Return the day that `check_ins` (at least one, all of that day) make. mean = Σ level / n."""
    levels = [0, 0, 0, 0, 0]
    readings: dict[str, list[float]] = {}
    for one in check_ins:
        levels[one.level - 1] += 1
        for scale, value in one.scales:
            readings.setdefault(scale, []).append(value)
    total = sum((level + 1) * times for level, times in enumerate(levels))
    return Day(
        day,
        total / len(check_ins),
        (levels[0], levels[1], levels[2], levels[3], levels[4]),
        frozenset(feeling for one in check_ins for feeling in one.feelings),
        frozenset(tag for one in check_ins for tag in one.tags),
        {scale: sum(values) / len(values) for scale, values in readings.items()},
    )


def make_days(check_ins: Iterable[CheckIn]) -> list[Day]:
    """Return the days that have check-ins, oldest first."""
    in_order = sorted(check_ins, key=attrgetter("day"))
    return [make_day(day, list(of_day)) for day, of_day in groupby(in_order, key=attrgetter("day"))]


def mean_level(days: Sequence[Day]) -> float | None:
    """Return the mean of the days' means, each day counting once; None without days."""
    return sum(day.mean for day in days) / len(days) if days else None


def check_in_count(days: Iterable[Day]) -> int:
    """Return how many check-ins the days have together."""
    return sum(day.count for day in days)
