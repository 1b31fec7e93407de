"""The few formulas of statistics that insights need, written out: Student's t, Welch's and the paired interval.

They are in the standard library of no Python, and a library that has them has no wheel for phones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, isinf, lgamma, log, pi, sqrt
from statistics import NormalDist

CONFIDENCE = 0.95
_TINY = 1e-300
_EXACT = 1e-15
_TURNS_MAX = 400


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with the ends of its interval."""

    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Sample:
    """How many values, their mean and their variance (with n - 1 below the line)."""

    count: int
    mean: float
    variance: float


def sample_of(values: Sequence[float]) -> Sample:
    """Return the sample of one or more values: mean = Σ x / n, variance = Σ (x - mean)² / (n - 1), 0 for one."""
    count = len(values)
    mean = sum(values) / count
    squares = sum((value - mean) ** 2 for value in values)
    return Sample(count, mean, squares / (count - 1) if count > 1 else 0.0)


def welch(one: Sample, other: Sample, confidence: float = CONFIDENCE) -> Estimate:
    """Return the difference of two means, one - other, with Welch's interval; both need at least two values.

    d ± t · √(s₁²/n₁ + s₂²/n₂), t being Student's quantile at
    ν = (s₁²/n₁ + s₂²/n₂)² / ((s₁²/n₁)²/(n₁-1) + (s₂²/n₂)²/(n₂-1)) degrees of freedom. Days with something and days
    without it differ in number and in spread, which is what this interval is made for.
    Source: B. L. Welch, Biometrika 34 (1947) 28; F. E. Satterthwaite, Biometrics Bulletin 2 (1946) 110.
    """
    first, second = one.variance / one.count, other.variance / other.count
    value, error = one.mean - other.mean, sqrt(first + second)
    if error == 0:
        return Estimate(value, value, value)
    freedom = (first + second) ** 2 / (first**2 / (one.count - 1) + second**2 / (other.count - 1))
    reach = t_quantile((1 + confidence) / 2, freedom) * error
    return Estimate(value, value - reach, value + reach)


def paired(differences: Sample, confidence: float = CONFIDENCE) -> Estimate:
    """Return the mean of differences with Student's interval, d ± t(n-1) · s/√n; it needs at least two of them.

    Source: Student, Biometrika 6 (1908) 1.
    """
    error = sqrt(differences.variance / differences.count)
    reach = t_quantile((1 + confidence) / 2, differences.count - 1) * error
    return Estimate(differences.mean, differences.mean - reach, differences.mean + reach)


@lru_cache(maxsize=4_096)
def t_quantile(probability: float, freedom: float) -> float:
    """Return the value that Student's t with `freedom` (above 0, whole or not) stays below with `probability` (between
    0 and 1).

    Newton's steps on the distribution itself, from the expansion of Cornish and Fisher (Abramowitz and Stegun 26.7.5).
    Above zero the distribution is concave, so the steps approach the quantile from the left and never jump past it.
    """
    if probability < 0.5:
        return -t_quantile(1 - probability, freedom)
    z = NormalDist().inv_cdf(probability)
    if isinf(freedom) or z == 0:
        return z
    guess = min(z + (z**3 + z) / (4 * freedom), 1e6)
    for _ in range(_TURNS_MAX):
        step = (probability - t_distribution(guess, freedom)) / _t_density(guess, freedom)
        guess = max(guess + step, 0.0)
        if abs(step) <= 1e-13 * max(1.0, guess):
            break
    return guess


def t_distribution(value: float, freedom: float) -> float:
    """Return the probability that Student's t stays below `value`: for value ≥ 0, 1 - I(ν/(ν + t²); ν/2, 1/2) / 2.

    Source: Abramowitz and Stegun 26.7.1 and 26.5.
    """
    if isinf(freedom):
        return NormalDist().cdf(value)
    tail = beta_share(freedom / (freedom + value * value), freedom / 2, 0.5) / 2
    return 1 - tail if value >= 0 else tail


def _t_density(value: float, freedom: float) -> float:
    half = (freedom + 1) / 2
    return exp(lgamma(half) - lgamma(freedom / 2) - half * log(1 + value * value / freedom)) / sqrt(freedom * pi)


def beta_share(share: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I(share; a, b) for share from 0 to 1 and a, b above 0.

    The continued fraction of DLMF 8.17.22, worked out by Lentz's method; beyond the mean of the distribution by the
    symmetry I(x; a, b) = 1 - I(1-x; b, a), where it converges quickly.
    """
    if share <= 0 or share >= 1:
        return 0.0 if share <= 0 else 1.0
    if share > (a + 1) / (a + b + 2):
        return 1 - beta_share(1 - share, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(share) + b * log(1 - share)) / a
    upper, lower = 1.0, 1 / _away_from_zero(1 - (a + b) * share / (a + 1))
    found = lower
    for turn in range(1, _TURNS_MAX):
        even = turn * (b - turn) * share / ((a + 2 * turn - 1) * (a + 2 * turn))
        odd = -(a + turn) * (a + b + turn) * share / ((a + 2 * turn) * (a + 2 * turn + 1))
        change = 1.0
        for term in (even, odd):
            lower = 1 / _away_from_zero(1 + term * lower)
            upper = _away_from_zero(1 + term / upper)
            change = lower * upper
            found *= change
        if abs(change - 1) < _EXACT:
            break
    return front * found


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
