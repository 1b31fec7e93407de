"""How the mood went: a dot for each day, the 7-day average as a line, and where the line has been going.

Days without a check-in are left out everywhere: they are not filled in, not counted as a level, and not counted
against anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Literal

from mobile.insights.days import Day

WINDOW_DAYS = 7
# The window needs this many days with check-ins: the mean of one or two days is those days again.
AVERAGE_FROM = 3
# The line has to move by this many levels before it is called rising or falling: half a step from one face to the next.
CLEAR_CHANGE = 0.5
# Closer than this to where it turned, the line still stands there or is back there.
NEAR = CLEAR_CHANGE / 2
# A 7-day average of at most "low" within the last two weeks lays the member's own plan at hand. It judges nothing.
LOW_AVERAGE, LOW_WITHIN_DAYS = 2.0, 14
_WINDOWS = {"day": (WINDOW_DAYS, AVERAGE_FROM), "week": (28, 10), "month": (182, 45)}
_DOTS_MAX = 400  # more dots than that lie on top of each other, even on a wide window

Step = Literal["day", "week", "month"]
Course = Literal["rising", "falling", "steady", "mixed"]


@dataclass(frozen=True, slots=True)
class Point:
    """A value at a day: a mean level, 1 to 5."""

    day: date
    value: float


@dataclass(frozen=True, slots=True)
class Direction:
    """Where the line has been going: from the value `before` at the day `since` to the newest value."""

    course: Course
    since: date
    before: float
    now: float


@dataclass(frozen=True, slots=True)
class Trend:
    """A dot for each day, week or month (`step`), and the line's pieces; the line is broken where it has a gap.
    `window_days` is how many civil days each value of the line looks back on, its own day included."""

    step: Step
    window_days: int
    dots: tuple[Point, ...]
    line: tuple[tuple[Point, ...], ...]
    direction: Direction | None

    @property
    def newest(self) -> Point | None:
        """The last value of the line."""
        return self.line[-1][-1] if self.line else None


def trailing_average(days: Sequence[Day], window_days: int = WINDOW_DAYS, least: int = AVERAGE_FROM) -> list[Point]:
    """Return the trailing average at each day that has check-ins, oldest first.

    At day d it is Σ m_i / k over the k days with check-ins among the `window_days` civil days d-6 … d (for seven), m_i
    being the mean level of such a day. A day without check-ins has no value, and neither has one with k < `least`.
    """
    points: list[Point] = []
    total, start = 0.0, 0
    span = timedelta(days=window_days - 1)
    for place, day in enumerate(days):
        total += day.mean
        while day.day - days[start].day > span:
            total -= days[start].mean
            start += 1
        count = place - start + 1
        if count >= least:
            points.append(Point(day.day, min(5.0, max(1.0, total / count))))
    return points


def pieces(points: Sequence[Point], gap_days: int = WINDOW_DAYS) -> tuple[tuple[Point, ...], ...]:
    """Return the points as lines, broken where more than `gap_days` lie between two of them."""
    found: list[list[Point]] = []
    for point in points:
        if found and (point.day - found[-1][-1].day).days <= gap_days:
            found[-1].append(point)
        else:
            found.append([point])
    return tuple(tuple(piece) for piece in found)


def direction(points: Sequence[Point]) -> Direction | None:
    """Return where a line has been going since its last turn, None with fewer than two points.

    It is rising when its newest points, as far back as none of them lies CLEAR_CHANGE or more below an earlier one,
    rose by at least CLEAR_CHANGE from their lowest; `since` is the last of them that was within NEAR of that lowest. So
    after `since` the line neither came near the low again nor fell clearly in between. Falling is the same upside down.
    Otherwise it is steady when all of it lies within less than CLEAR_CHANGE, and mixed when it moved without now going
    either way. This describes the line that is drawn; it is no forecast and no test.
    """
    if len(points) < 2:
        return None
    newest = points[-1]
    if (low := _turned(points, upward=True)) is not None:
        return Direction("rising", low.day, low.value, newest.value)
    if (high := _turned(points, upward=False)) is not None:
        return Direction("falling", high.day, high.value, newest.value)
    values = [point.value for point in points]
    course: Course = "steady" if max(values) - min(values) < CLEAR_CHANGE else "mixed"
    return Direction(course, points[0].day, points[0].value, newest.value)


def _turned(points: Sequence[Point], *, upward: bool) -> Point | None:
    """Return the last point near the low (`upward`) or the high from which the line has been going clearly, if any."""
    sign = 1 if upward else -1
    far, begin = sign * points[-1].value, len(points)
    for point in reversed(points):
        value = sign * point.value
        if value - far >= CLEAR_CHANGE:
            break
        far, begin = min(far, value), begin - 1
    if sign * points[-1].value - far < CLEAR_CHANGE:
        return None
    return next(point for point in reversed(points[begin:]) if sign * point.value < far + NEAR)


def trend(days: Sequence[Day], first: date, last: date) -> Trend:
    """Return the trend from `first` to `last`; `days` may reach further back, which gives the line its beginning.

    A long time is drawn by weeks or months, so that the dots can be told apart; its line looks back on 28 or 182 days.
    """
    shown = [day for day in days if first <= day.day <= last]
    span = (last - first).days + 1
    step: Step = "day" if span <= _DOTS_MAX else "week" if span <= _DOTS_MAX * 7 else "month"
    window_days, least = _WINDOWS[step]
    averages = [point for point in trailing_average(days, window_days, least) if first <= point.day <= last]
    going = direction(averages)
    if step != "day":
        averages = _last_of_each(averages, step)
    dots = [Point(day.day, day.mean) for day in shown] if step == "day" else bucket_means(shown, step)
    return Trend(step, window_days, tuple(dots), pieces(averages, WINDOW_DAYS if step == "day" else 62), going)


def is_low_stretch(days: Sequence[Day], last: date) -> bool:
    """Tell whether the 7-day average stood at LOW_AVERAGE or below on one of the LOW_WITHIN_DAYS days up to `last`."""
    recent = [day for day in days if 0 <= (last - day.day).days < LOW_WITHIN_DAYS + WINDOW_DAYS]
    return any(
        point.value <= LOW_AVERAGE and (last - point.day).days < LOW_WITHIN_DAYS for point in trailing_average(recent)
    )


def bucket_means(days: Sequence[Day], step: Step) -> list[Point]:
    """Return the mean of the days' means for each week (from Monday) or month that has days, at its first day."""
    return [
        Point(start, sum(values) / len(values))
        for start, values in (
            (start, [day.mean for day in some])
            for start, some in groupby(days, key=lambda day: bucket_start(day.day, step))
        )
    ]


def bucket_start(day: date, step: Step) -> date:
    """Return the first day of the week (Monday) or month of `day`."""
    if step == "week":
        return date.fromordinal(max(1, day.toordinal() - day.weekday()))
    return day.replace(day=1) if step == "month" else day


def _last_of_each(points: Sequence[Point], step: Step) -> list[Point]:
    return [list(some)[-1] for _, some in groupby(points, key=lambda point: bucket_start(point.day, step))]
