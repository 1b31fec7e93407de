"""The trend: a mean for each day, an average that leaves gaps out, and a direction in words."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.insights.days import CheckIn, make_days, mean_level
from mobile.insights.periods import Length, has_earlier, period
from mobile.insights.trend import (
    AVERAGE_FROM,
    CLEAR_CHANGE,
    NEAR,
    Point,
    bucket_means,
    direction,
    pieces,
    trailing_average,
    trend,
)
from tests.mobile.insights.journals import BEGIN, day_at, journals, levels


def test_a_day_counts_once_however_much_was_written_on_it() -> None:
    days = make_days([CheckIn(BEGIN, 1)] * 9 + [CheckIn(day_at(1), 5)])
    assert [day.mean for day in days] == [1, 5]
    assert mean_level(days) == 3


def test_a_day_takes_the_mean_of_its_check_ins() -> None:
    (day,) = make_days([CheckIn(BEGIN, 2), CheckIn(BEGIN, 5)])
    assert (day.mean, day.level, day.levels, day.count) == (3.5, 4, (0, 1, 0, 0, 1), 2)


def test_the_average_looks_back_on_seven_civil_days() -> None:
    points = trailing_average(levels(1, 2, 3, 4, 5, 5, 5, 5))
    assert [point.value for point in points] == pytest.approx([2, 2.5, 3, 20 / 6, 25 / 7, 29 / 7])
    assert points[0].day == day_at(2)


def test_days_without_a_check_in_are_left_out_and_not_filled_in() -> None:
    points = trailing_average(levels(5, None, None, 4, None, None, 3, None, 3))
    assert [(point.day, point.value) for point in points] == [(day_at(6), 4), (day_at(8), pytest.approx(10 / 3))]


def test_one_or_two_days_are_no_average() -> None:
    assert AVERAGE_FROM == 3
    assert trailing_average(levels(5, 4)) == []
    assert trailing_average(levels(5, *[None] * 7, 4, *[None] * 7, 3)) == []


def test_the_line_is_broken_where_nothing_was_written_for_more_than_a_week() -> None:
    points = [Point(day_at(offset), 3) for offset in (0, 1, 8, 16)]
    assert [[point.day for point in piece] for piece in pieces(points)] == [
        [day_at(0), day_at(1), day_at(8)],
        [day_at(16)],
    ]


@pytest.mark.parametrize(
    ("values", "course", "since"),
    [
        ((3.0, 4.0, 3.0, 2.0, 2.4, 2.6), "rising", 3),
        ((2.0, 3.0, 4.0, 3.7, 3.4), "falling", 2),
        ((2.0, 3.0, 4.0, 3.8, 3.4), "falling", 3),
        ((3.0, 3.2, 3.1, 3.3), "steady", 0),
        ((4.0, 3.0, 2.0, 2.0), "falling", 0),
        ((2.0, 2.0, 4.0), "rising", 1),
        ((4.6, 2.1, 4.4, 3.4), "falling", 2),  # low, and up again for a while: it has not been lower all the time
        ((2.1, 4.6, 2.4, 3.4), "rising", 2),
        ((4.0, 3.5, 3.9, 3.4), "falling", 2),  # nearly back
        ((2.0, 4.0, 3.4, 3.8), "mixed", 0),
    ],
)
def test_the_direction_is_seen_from_where_the_line_turned(values: tuple[float, ...], course: str, since: int) -> None:
    found = direction([Point(day_at(place), value) for place, value in enumerate(values)])
    assert found is not None and (found.course, found.since) == (course, day_at(since))


@settings(max_examples=150)
@given(st.lists(st.integers(10, 50), min_size=2, max_size=30))
def test_lower_since_a_day_means_lower_on_every_day_after_it(tenths: list[int]) -> None:
    for sign in (1, -1):  # and a line that has been lifting is such a line upside down
        values = [(30 + sign * (tenth - 30)) / 10 for tenth in tenths]
        found = direction([Point(day_at(place), value) for place, value in enumerate(values)])
        assert found is not None
        if found.course != {1: "falling", -1: "rising"}[sign]:
            continue
        since = (found.since - BEGIN).days
        after = [sign * value for value in values[since + 1 :]]
        before = sign * values[since]
        assert after and all(value < before for value in after)
        assert before - after[-1] > CLEAR_CHANGE - NEAR
        assert max(sign * value for value in values[: since + 1]) - after[-1] > CLEAR_CHANGE - 1e-9
        rises = [later - value for place, value in enumerate(after) for later in after[place + 1 :]]
        assert max(rises, default=0) < CLEAR_CHANGE + 1e-9


def test_less_than_half_a_step_is_steady() -> None:
    found = direction([Point(day_at(0), 3), Point(day_at(1), 3 + CLEAR_CHANGE - 0.01)])
    assert found is not None and found.course == "steady"
    assert direction([Point(day_at(0), 3)]) is None


def test_a_period_begins_with_a_line_that_knows_the_days_before_it() -> None:
    days = levels(*[4] * 20)
    found = trend(days, day_at(10), day_at(19))
    assert len(found.dots) == 10 and found.line[0][0].day == day_at(10)
    assert (found.step, found.window_days) == ("day", 7)


def test_many_years_are_drawn_by_month() -> None:
    days = make_days(CheckIn(date(2016, 1, 1) + timedelta(days=offset), 1 + offset % 5) for offset in range(3650))
    found = trend(days, days[0].day, days[-1].day)
    assert (found.step, found.window_days, len(found.dots), len(found.line)) == ("month", 182, 120, 1)


def test_a_week_begins_on_monday_and_takes_the_mean_of_its_days() -> None:
    assert bucket_means(levels(1, 3, None, None, None, None, None, 5), "week") == [
        Point(day_at(0), 2),
        Point(day_at(7), 5),
    ]


@settings(max_examples=60)
@given(journals)
def test_the_line_stays_among_the_days_it_was_made_of(check_ins: list[CheckIn]) -> None:
    days = make_days(check_ins)
    for point in trailing_average(days):
        window = [day.mean for day in days if 0 <= (point.day - day.day).days < 7]
        assert len(window) >= AVERAGE_FROM
        assert point.value == pytest.approx(sum(window) / len(window))
    assert {point.day for piece in trend(days, BEGIN, day_at(60)).line for point in piece} <= {d.day for d in days}


def test_periods_are_counted_back_from_today() -> None:
    today = date(2026, 11, 23)
    month = period(Length.MONTH, today)
    assert (month.first, month.last, month.day_count) == (date(2026, 10, 25), today, 30)
    assert period(Length.MONTH, today, steps_back=1).last == date(2026, 10, 24)
    assert period(Length.ALL, today, first_day=date(2016, 2, 29)).first == date(2016, 2, 29)
    assert period(Length.ALL, today).day_count == 1
    assert has_earlier(month, date(2026, 10, 24)) and not has_earlier(month, month.first)


def test_periods_stop_at_the_beginning_of_all_dates() -> None:
    assert period(Length.YEAR, date(3, 1, 1), steps_back=9).first == date.min
