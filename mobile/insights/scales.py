"""A scale against the mood: the mean day over stretches of its readings, from the lowest to the highest.

Whether readings and mood go together is said by the scale's link alone; a second formula beside it would sooner or
later say the opposite. The stretches show the shape, and one of them begins where the link is split.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mobile.insights.days import LEAST_DAYS, Day
from mobile.insights.links import Link, split_of

_Pairs = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days whose reading lies from `least` to `most`, both included: how many, and their mean level."""

    least: float
    most: float
    days: int
    mean: float


@dataclass(frozen=True, slots=True)
class ScaleMood:
    """One scale: `days` have a reading; two to four stretches from the lowest readings to the highest, and its link."""

    scale: str
    days: int
    stretches: tuple[Stretch, ...]
    link: Link


def scale_mood(days: Iterable[Day], link: Link) -> ScaleMood:
    """Return the scale of a link against the mood of the same days.

    Its days are cut at the link's own cut, and each side again by `links.split_of` where both parts keep LEAST_DAYS.
    Each stretch has the mean of its days' means.
    """
    measured = sorted((day.scales[link.id], day.mean) for day in days if link.id in day.scales)
    halves = _cut_at(measured, link.cut)
    stretches = [_stretch(part) for half in halves for part in _in_two(half)]
    return ScaleMood(link.id, len(measured), tuple(stretches), link)


def _in_two(pairs: _Pairs) -> list[_Pairs]:
    parts = list(_cut_at(pairs, split_of([value for value, _ in pairs])))
    return parts if all(len(part) >= LEAST_DAYS for part in parts) else [pairs]


def _cut_at(pairs: _Pairs, cut: float | None) -> Iterator[_Pairs]:
    """Yield the pairs below `cut` and those from it on, all of them together where there is no cut."""
    if cut is None:
        yield pairs
        return
    yield [pair for pair in pairs if pair[0] < cut]
    yield [pair for pair in pairs if pair[0] >= cut]


def _stretch(pairs: _Pairs) -> Stretch:
    return Stretch(pairs[0][0], pairs[-1][0], len(pairs), sum(level for _, level in pairs) / len(pairs))
