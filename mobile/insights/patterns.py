"""By weekday and by time of day: when days and hours tend to be better, and from how many days that is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mobile.insights.days import LEAST_DAYS, CheckIn, Day


class Part(StrEnum):
    """A part of the civil day. The night is first: a check-in at two belongs to the day that the member gave it."""

    NIGHT = "night"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


# The first minute of the civil day that belongs to each part: 0:00, 5:00, 12:00 and 18:00, as the greeting on Today.
PARTS_FROM = {Part.NIGHT: 0, Part.MORNING: 300, Part.AFTERNOON: 720, Part.EVENING: 1080}


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean level over `days` days; `level` is None where these are fewer than LEAST_DAYS."""

    days: int
    level: float | None


@dataclass(frozen=True, slots=True)
class ByPart:
    """The parts of the day, and how many check-ins have no time and are therefore left out."""

    parts: dict[Part, Mean]
    timeless: int


def by_weekday(days: Iterable[Day]) -> tuple[Mean, ...]:
    """Return the mean of the days' means for each weekday, Monday first, over the civil days of that name."""
    values: list[list[float]] = [[] for _ in range(7)]
    for day in days:
        values[day.day.weekday()].append(day.mean)
    return tuple(_mean(some) for some in values)


def by_part_of_day(check_ins: Iterable[CheckIn]) -> ByPart:
    """Return the mean level of each part of the day, by the civil time that the check-in carries.

    For each day that has check-ins in a part, their levels are averaged first, so that each day counts once; the mean
    of those is shown. Check-ins without a time are left out and counted.
    """
    sums: dict[Part, dict[object, list[int]]] = {part: {} for part in Part}
    timeless = 0
    for one in check_ins:
        if one.minute is None:
            timeless += 1
        else:
            sums[part_of(one.minute)].setdefault(one.day, []).append(one.level)
    return ByPart({part: _mean([sum(some) / len(some) for some in of.values()]) for part, of in sums.items()}, timeless)


def part_of(minute: int) -> Part:
    """Return the part of the day of a minute from 0 to 1439."""
    if minute < PARTS_FROM[Part.MORNING]:
        return Part.NIGHT
    if minute < PARTS_FROM[Part.AFTERNOON]:
        return Part.MORNING
    return Part.AFTERNOON if minute < PARTS_FROM[Part.EVENING] else Part.EVENING


def _mean(values: Sequence[float]) -> Mean:
    return Mean(len(values), sum(values) / len(values) if len(values) >= LEAST_DAYS else None)
