"""The formulas of statistics, against published tables and worked examples."""

from math import inf, isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.insights.intervals import (
    Sample,
    beta_share,
    paired,
    sample_of,
    t_distribution,
    t_quantile,
    welch,
)


@pytest.mark.parametrize(
    ("probability", "freedom", "expected"),
    [
        # NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, critical values of Student's t.
        (0.975, 1, 12.706),
        (0.975, 2, 4.303),
        (0.975, 7, 2.365),
        (0.975, 10, 2.228),
        (0.975, 30, 2.042),
        (0.975, 100, 1.984),
        (0.975, inf, 1.960),
        (0.95, 5, 2.015),
        (0.99, 20, 2.528),
        (0.995, 10, 3.169),
        (0.90, 3, 1.638),
    ],
)
def test_quantiles_of_student_are_those_of_the_tables(probability: float, freedom: float, expected: float) -> None:
    assert t_quantile(probability, freedom) == pytest.approx(expected, abs=5e-4)
    assert t_quantile(1 - probability, freedom) == pytest.approx(-expected, abs=5e-4)


@pytest.mark.parametrize("freedom", [1, 2])
def test_small_degrees_of_freedom_agree_with_their_closed_forms(freedom: int) -> None:
    from math import atan, pi, sqrt

    for value in (-3.0, -0.4, 0.0, 0.7, 5.0):
        closed = 0.5 + atan(value) / pi if freedom == 1 else 0.5 + value / (2 * sqrt(2 + value**2))
        assert t_distribution(value, freedom) == pytest.approx(closed, abs=1e-13)


@settings(max_examples=60)
@given(st.floats(0.001, 0.999), st.floats(1, 5_000))
def test_a_quantile_is_where_the_distribution_reaches_it(probability: float, freedom: float) -> None:
    assert t_distribution(t_quantile(probability, freedom), freedom) == pytest.approx(probability, abs=1e-9)


def test_the_incomplete_beta_function_agrees_with_polynomials() -> None:
    # I(x; 2, 3) = 6x² - 8x³ + 3x⁴
    for share in (0.0, 0.1, 0.35, 0.5, 0.9, 1.0):
        assert beta_share(share, 2, 3) == pytest.approx(6 * share**2 - 8 * share**3 + 3 * share**4, abs=1e-14)


def test_welch_agrees_with_a_worked_example() -> None:
    # Unequal spread and size; difference, degrees of freedom and interval worked out by hand from the formula.
    one, other = Sample(10, 3.9, 0.8), Sample(20, 3.2, 1.4)
    error = (0.08 + 0.07) ** 0.5
    freedom = 0.15**2 / (0.08**2 / 9 + 0.07**2 / 19)
    assert freedom == pytest.approx(23.2195, abs=1e-3)
    found = welch(one, other)
    assert found.value == pytest.approx(0.7)
    assert found.low == pytest.approx(0.7 - 2.0677 * error, abs=1e-3)
    assert found.high == pytest.approx(0.7 + 2.0677 * error, abs=1e-3)
    assert not found.is_clear


def test_student_s_own_sleep_data_give_his_interval() -> None:
    # Student 1908 (and Cushny and Peebles 1905): hours of sleep gained with two drugs by ten people.
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    by_pairs = paired(sample_of([a - b for a, b in zip(first, second, strict=True)]))
    assert (by_pairs.value, by_pairs.low, by_pairs.high) == pytest.approx((-1.58, -2.4598858, -0.7001142), abs=1e-6)
    apart = welch(sample_of(first), sample_of(second))
    assert (apart.low, apart.high) == pytest.approx((-3.3654832, 0.2054832), abs=1e-6)


@settings(max_examples=60)
@given(st.lists(st.integers(1, 5), min_size=2, max_size=30), st.lists(st.integers(1, 5), min_size=2, max_size=30))
def test_an_interval_holds_its_value_and_turns_with_its_sides(one: list[int], other: list[int]) -> None:
    there, back = welch(sample_of(one), sample_of(other)), welch(sample_of(other), sample_of(one))
    assert there.low <= there.value <= there.high
    assert isclose(there.low, -back.high, abs_tol=1e-9) and isclose(there.value, -back.value, abs_tol=1e-9)
