"""Typed numbers and durations, and how they are told again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile.scale_values import range_words, read_value, stepped, value_text, value_words
from mobile.vocabulary import DURATION, Scale

PAIN = Scale("pain", "Pain", unit="points", most=10)
STEPS = Scale("steps", "Steps", most=50_000, step=100)
DOSE = Scale("dose", "Dose", unit="mg", most=40, step=0.5)
SLEEP = Scale("sleep", "Sleep", sort=DURATION, most=1_440, step=15)
DRIFT = Scale("drift", "Drift", least=-5, most=5, step=1)


@pytest.mark.parametrize(
    ("scale", "text", "value"),
    [
        (PAIN, " 3 ", 3), (PAIN, "2,5", 2.5), (PAIN, "2.5", 2.5), (PAIN, "", None), (STEPS, "10,000", 10_000),
        (STEPS, "9.500", 9_500), (STEPS, "12 000", 12_000), (DOSE, "2.125", 2.125), (DRIFT, "-4", -4),
        (SLEEP, "7:30", 450), (SLEEP, "7h30", 450), (SLEEP, "7 H", 420), (SLEEP, "45 min", 45), (SLEEP, "7.5", 450),
        (SLEEP, "0:05", 5), (SLEEP, "7 h 30 min", 450), (PAIN, "٣", 3), (PAIN, "٢٫٥", 2.5),
    ],
)  # fmt: skip
def test_what_is_typed_is_read(scale: Scale, text: str, value: float | None) -> None:
    assert read_value(scale, text) == (value, "")


@pytest.mark.parametrize(
    ("scale", "text", "problem"),
    [
        (PAIN, "11", "outside"), (PAIN, "-1", "outside"), (PAIN, "a lot", "unreadable"), (PAIN, "1e3", "unreadable"),
        (PAIN, "nan", "unreadable"), (SLEEP, "7:75", "unreadable"), (SLEEP, "25:00", "outside"),
        (SLEEP, "-1", "unreadable"), (PAIN, "9" * 40, "unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_value_of_the_scale_is_told_apart(scale: Scale, text: str, problem: str) -> None:
    assert read_value(scale, text) == (None, problem)


@given(st.integers(0, 1_440))
def test_a_duration_comes_back_from_its_own_text(minutes: int) -> None:
    assert read_value(SLEEP, value_text(SLEEP, minutes)) == (minutes, "")


@given(st.integers(0, 80))
def test_a_number_comes_back_from_its_own_text(halves: int) -> None:
    assert read_value(DOSE, value_text(DOSE, halves / 2)) == (halves / 2, "")


def test_values_are_told_with_their_unit() -> None:
    assert [value_words(PAIN, 3), value_words(SLEEP, 450), value_words(STEPS, 9_500)] == ["3 points", "7:30 h", "9,500"]
    assert range_words(PAIN) == "0 to 10 points"


def test_steps_begin_in_the_middle_and_stay_in_the_range() -> None:
    assert stepped(PAIN, None, 1) == 5
    assert (stepped(PAIN, 10, 1), stepped(PAIN, 0, -1), stepped(DOSE, 1, 1)) == (10, 0, 1.5)
    assert stepped(Scale("s", "S", least=1, most=2, step=10), None, 1) <= 2
