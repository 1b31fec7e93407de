"""What goes with better days: the mean day with a tag, word or high reading, against the mean day without it.

A link is not a cause. Many links are looked at together, so a few stand out by chance alone; what is returned says how
many were looked at, which is those with enough days to be compared at all, and the clearest stand first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from mobile.insights.days import LEAST_DAYS, Day
from mobile.insights.intervals import Estimate, Sample, welch

# A level is a whole number, so each day's own level is known to half a step only. The variance of that rounding (a
# uniform spread over one step, 1/12: W. F. Sheppard, Proc. London Math. Soc. 29 (1898) 353) is the least that a side is
# given; without it eight equal days would claim to know everything.
ROUNDING = 1 / 12


class Kind(StrEnum):
    """What a link is about."""

    TAG = "tag"
    FEELING = "feeling"
    SCALE = "scale"


@dataclass(frozen=True, slots=True)
class Link:
    """A difference in level between days with and without something.

    `id` is the tag's, feeling's or scale's; for a scale `cut` is where it was split: "with" are days of at least `cut`.
    `difference` is mean(with) - mean(without) in levels, with its interval of 95%.
    """

    kind: Kind
    id: str
    with_days: int
    without_days: int
    with_mean: float
    without_mean: float
    difference: Estimate
    cut: float | None = None

    @property
    def strength(self) -> float:
        """How many times the difference holds half the width of its own interval; above 1 it leaves out zero."""
        reach = (self.difference.high - self.difference.low) / 2
        return abs(self.difference.value) / reach


@dataclass(frozen=True, slots=True)
class Links:
    """Links with enough days on both sides, the clearest first; `too_few` more have too few days and say nothing."""

    shown: tuple[Link, ...]
    too_few: int

    @property
    def looked_at(self) -> int:
        """How many were compared, and so how many had the chance to look clear by chance."""
        return len(self.shown)

    @property
    def around(self) -> "Links":
        """Those of what was around a day. A word for a feeling is a part of how the day was: that it goes with better
        or lower days says nothing new."""
        return Links(tuple(link for link in self.shown if link.kind is not Kind.FEELING), self.too_few)

    @property
    def clear(self) -> tuple[Link, ...]:
        """Those whose interval leaves out zero."""
        return tuple(link for link in self.shown if link.difference.is_clear)

    @property
    def unclear(self) -> tuple[Link, ...]:
        """Those that may well be chance."""
        return tuple(link for link in self.shown if not link.difference.is_clear)


class _Side:
    """Days on one side, as sums: how many, Σ m and Σ m² of their mean levels."""

    __slots__ = ("count", "squares", "total")

    def __init__(self, count: int = 0, total: float = 0.0, squares: float = 0.0) -> None:
        self.count, self.total, self.squares = count, total, squares

    def add(self, value: float) -> None:
        self.count += 1
        self.total += value
        self.squares += value * value

    def without(self, part: "_Side") -> "_Side":
        return _Side(self.count - part.count, self.total - part.total, self.squares - part.squares)

    def sample(self) -> Sample:
        mean = self.total / self.count
        spread = (self.squares - self.total * mean) / (self.count - 1)
        return Sample(self.count, mean, max(spread, ROUNDING))


def find_links(days: Sequence[Day], reads_as: Mapping[str, str] | None = None) -> Links:
    """Return the links of all tags, feelings and scales of `days`.

    A day has a tag or feeling when one of its check-ins has; a scale is split by `split_of` and looked at on the days
    that have a reading. The difference is mean(with) - mean(without) of the days' mean levels, with Welch's interval
    (`intervals.welch`); no side is given a variance below ROUNDING. Shown are only links with at least LEAST_DAYS days
    on both sides. Days near each other resemble each other, so the true intervals are somewhat wider.

    `reads_as` maps the id of a merged tag to the one that it reads as.
    """
    same = reads_as or {}
    everything = _Side()
    tags: dict[str, _Side] = {}
    feelings: dict[str, _Side] = {}
    for day in days:
        everything.add(day.mean)
        for tag in {same.get(tag, tag) for tag in day.tags} if same else day.tags:
            _side(tags, tag).add(day.mean)
        for feeling in day.feelings:
            _side(feelings, feeling).add(day.mean)
    found = [_link(Kind.TAG, tag, side, everything.without(side)) for tag, side in tags.items()]
    found += [_link(Kind.FEELING, feeling, side, everything.without(side)) for feeling, side in feelings.items()]
    found += [scale_link(days, scale) for scale in scales_of(days)]
    shown = sorted((link for link in found if link is not None), key=_by_evidence)
    return Links(tuple(shown), len(found) - len(shown))


def scale_link(days: Iterable[Day], scale: str) -> Link | None:
    """Return the link of one scale, split at its own median; None with too few days on a side."""
    measured = [day for day in days if scale in day.scales]
    cut = split_of([day.scales[scale] for day in measured])
    if cut is None:
        return None
    high, low = _Side(), _Side()
    for day in measured:
        (high if day.scales[scale] >= cut else low).add(day.mean)
    return _link(Kind.SCALE, scale, high, low, cut)


def split_of(values: Sequence[float]) -> float | None:
    """Return where readings are split: the lowest reading that is not below their median; days of at least that much
    are held against those of less.

    Where many readings equal the median, that may leave hardly any day below; so the next higher reading is taken
    instead when it splits the days more evenly. None when all readings are the same.
    """
    if not values:
        return None
    middle = median(values)
    cut = min(value for value in values if value >= middle)
    above = [value for value in values if value > cut]
    cuts = [cut, *([min(above)] if above else [])]
    evenness = {
        cut: min(at_least := sum(1 for value in values if value >= cut), len(values) - at_least) for cut in cuts
    }
    best = max(cuts, key=evenness.__getitem__)
    return best if evenness[best] else None


def counter_examples(days: Iterable[Day], link: Link, reads_as: Mapping[str, str] | None = None) -> list[Day]:
    """Return the days that go against a link, newest first: days with it that were lower than the mean of the days
    without it although the link is upward, and those that were higher although it is downward."""
    upward = link.difference.value > 0
    against = [
        day
        for day in days_with(days, link, reads_as)
        if (day.mean < link.without_mean if upward else day.mean > link.without_mean)
    ]
    return sorted(against, key=lambda day: day.day, reverse=True)


def days_with(days: Iterable[Day], link: Link, reads_as: Mapping[str, str] | None = None) -> list[Day]:
    """Return the days on the side "with" of a link."""
    if link.kind is Kind.SCALE:
        cut = link.cut if link.cut is not None else 0.0
        return [day for day in days if day.scales.get(link.id, cut - 1) >= cut]
    same = reads_as or {}
    wanted = {link.id, *(old for old, new in same.items() if new == link.id)}
    return [day for day in days if not wanted.isdisjoint(day.tags if link.kind is Kind.TAG else day.feelings)]


def scales_of(days: Iterable[Day]) -> list[str]:
    """Return the ids of the scales that have readings, in order of their ids."""
    return sorted({scale for day in days for scale in day.scales})


def _link(kind: Kind, id_: str, having: _Side, lacking: _Side, cut: float | None = None) -> Link | None:
    if having.count < LEAST_DAYS or lacking.count < LEAST_DAYS:
        return None
    one, other = having.sample(), lacking.sample()
    return Link(kind, id_, one.count, other.count, one.mean, other.mean, welch(one, other), cut)


def _by_evidence(link: Link) -> tuple[bool, float, str, str]:
    return not link.difference.is_clear, -link.strength, link.kind, link.id


def _side(sides: dict[str, _Side], key: str) -> _Side:
    side = sides.get(key)
    if side is None:
        side = sides[key] = _Side()
    return side
