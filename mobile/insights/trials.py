"""Before and after a strategy that was tried: the member's own levels, as they were noted with each trial."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mobile.insights.days import LEAST_DAYS
from mobile.insights.intervals import Estimate, Sample, paired, sample_of
from mobile.insights.links import ROUNDING


@dataclass(frozen=True, slots=True)
class Trial:
    """One time that a strategy was tried: the level before and after, 1..5, each None when it was not said."""

    strategy: str
    tried_on: date
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """The mean level before and after `trials` trials of one strategy, with the interval of their difference."""

    strategy: str
    trials: int
    before: float
    after: float
    difference: Estimate


def changes_by_strategy(trials: Iterable[Trial]) -> list[Change]:
    """Return the change of each strategy with at least LEAST_DAYS trials that say both levels, the clearest first.

    before = Σ before / n, after = Σ after / n, and the mean of the differences with Student's paired interval
    (`intervals.paired`), its variance at least that of rounding (`links.ROUNDING`, once for each of the two levels).
    It describes and proves nothing: people try things when they feel low, and low levels rise by themselves.
    """
    pairs: dict[str, list[tuple[int, int]]] = {}
    for trial in trials:
        if trial.before is not None and trial.after is not None:
            pairs.setdefault(trial.strategy, []).append((trial.before, trial.after))
    found = [_change(strategy, of) for strategy, of in pairs.items() if len(of) >= LEAST_DAYS]
    return sorted(found, key=lambda one: (not one.difference.is_clear, -abs(one.difference.value), one.strategy))


def _change(strategy: str, of: list[tuple[int, int]]) -> Change:
    count = len(of)
    sample = sample_of([after - before for before, after in of])
    spread = Sample(count, sample.mean, max(sample.variance, 2 * ROUNDING))
    before, after = sum(pair[0] for pair in of) / count, sum(pair[1] for pair in of) / count
    return Change(strategy, count, before, after, paired(spread))
