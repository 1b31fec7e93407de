"""A scale against the mood: mean days over stretches of its readings, and how far the two go together."""

from collections.abc import Iterable
from dataclasses import dataclass

from mobile.insights.days import LEAST_DAYS, Day
from mobile.insights.intervals import Estimate, rank_correlation

STRETCHES_MAX = 5


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days whose reading lies from `least` to `most`, both included: how many, and their mean level."""

    least: float
    most: float
    days: int
    mean: float


@dataclass(frozen=True, slots=True)
class ScaleMood:
    """One scale: `days` have a reading; stretches from the lowest readings to the highest, at least two of them.
    `together` is Spearman's rank correlation of reading and mean level, with its interval."""

    scale: str
    days: int
    stretches: tuple[Stretch, ...]
    together: Estimate | None


def by_evidence(found: Iterable[ScaleMood]) -> list[ScaleMood]:
    """Return the scales that go with the mood most clearly first: those whose interval leaves out zero, by how far."""
    return sorted(found, key=_evidence)


def _evidence(one: ScaleMood) -> tuple[bool, float, str]:
    together = one.together
    return together is None or not together.is_clear, -abs(together.value) if together else 0.0, one.scale


def scale_mood(days: Iterable[Day], scale: str) -> ScaleMood | None:
    """Return a scale against the mood, None when there are not two stretches of LEAST_DAYS days.

    The days are put in order of their reading and cut into k = min(5, n // LEAST_DAYS) stretches of nearly the same
    number of days; days with the same reading stay together, so a stretch may take in more, and the last takes in what
    is left. Each has the mean of its days' means. The correlation is `intervals.rank_correlation`.
    """
    measured = sorted(
        ((day.scales[scale], day.mean) for day in days if scale in day.scales), key=lambda pair: (pair[0], pair[1])
    )
    stretches = _stretches(measured)
    if len(stretches) < 2:
        return None
    together = rank_correlation([value for value, _ in measured], [level for _, level in measured])
    return ScaleMood(scale, len(measured), tuple(stretches), together)


def _stretches(measured: list[tuple[float, float]]) -> list[Stretch]:
    count = min(STRETCHES_MAX, len(measured) // LEAST_DAYS)
    parts: list[list[tuple[float, float]]] = []
    start = 0
    for number in range(1, count + 1):
        end = max(round(len(measured) * number / count), start)
        while 0 < end < len(measured) and measured[end][0] == measured[end - 1][0]:
            end += 1
        if end - start >= LEAST_DAYS:
            parts.append(measured[start:end])
            start = end
    if parts:
        parts[-1] += measured[start:]
    return [Stretch(part[0][0], part[-1][0], len(part), sum(level for _, level in part) / len(part)) for part in parts]
