"""Weekdays, times of day, words, squares and rhythm."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from mobile.insights.days import CheckIn, make_days
from mobile.insights.patterns import Part, by_part_of_day, by_weekday, part_of
from mobile.insights.pixels import last_weeks, year_months
from mobile.insights.rhythm import rhythm, run_of_days
from mobile.insights.usage import Use, most_used_feelings, most_used_tags
from tests.mobile.insights.journals import BEGIN, day_at, journals, levels


def test_a_weekday_is_the_mean_of_its_days() -> None:
    days = levels(*[1, 2, 3, 4, 5, 4, 3] * 8)
    assert [mean.level for mean in by_weekday(days)] == [1, 2, 3, 4, 5, 4, 3]
    assert [mean.days for mean in by_weekday(days)] == [8] * 7
    assert [mean.level for mean in by_weekday(days[:-1])] == [1, 2, 3, 4, 5, 4, None]


@pytest.mark.parametrize(
    ("hour", "minute", "part"),
    [
        (0, 0, Part.NIGHT),
        (4, 59, Part.NIGHT),
        (5, 0, Part.MORNING),
        (11, 59, Part.MORNING),
        (12, 0, Part.AFTERNOON),
        (17, 59, Part.AFTERNOON),
        (18, 0, Part.EVENING),
        (23, 59, Part.EVENING),
    ],
)
def test_parts_of_the_day_begin_where_the_greeting_changes(hour: int, minute: int, part: Part) -> None:
    assert part_of(hour * 60 + minute) is part


def test_check_ins_without_a_time_are_left_out_and_counted() -> None:
    check_ins = [CheckIn(day_at(place), 2, minute=480) for place in range(8)]
    check_ins += [CheckIn(day_at(place), 5) for place in range(3)]
    found = by_part_of_day(check_ins)
    assert found.timeless == 3
    assert (found.parts[Part.MORNING].days, found.parts[Part.MORNING].level) == (8, 2)
    assert found.parts[Part.EVENING].level is None


def test_a_morning_counts_once_however_much_was_written_in_it() -> None:
    check_ins = [CheckIn(BEGIN, 1, minute=480)] * 20 + [CheckIn(day_at(place), 5, minute=480) for place in range(1, 8)]
    assert by_part_of_day(check_ins).parts[Part.MORNING].level == pytest.approx((1 + 7 * 5) / 8)


def test_words_and_tags_are_counted_by_check_in() -> None:
    check_ins = [
        CheckIn(BEGIN, 3, feelings=("tired", "sad"), tags=("old",)),
        CheckIn(BEGIN, 3, feelings=("tired",), tags=("new", "old")),
        CheckIn(BEGIN, 3, feelings=("calm",)),
    ]
    assert most_used_feelings(check_ins, 2) == [Use("tired", 2), Use("calm", 1)]
    assert most_used_tags(check_ins, reads_as={"old": "new"}) == [Use("new", 2)]
    assert most_used_tags(check_ins) == [Use("old", 2), Use("new", 1)]


def test_the_last_weeks_end_today_and_keep_each_weekday_in_its_row() -> None:
    today = date(2026, 11, 12)  # a Thursday
    squares = last_weeks(make_days([CheckIn(today, 2)]), today, 22)
    assert len(squares) == 21 * 7 + 4
    assert (squares[-1].day, squares[-1].column, squares[-1].row, squares[-1].level) == (today, 21, 3, 2)
    assert squares[0].day == date(2026, 6, 15) and squares[0].level is None
    assert last_weeks([], today, 1, first_weekday=6)[0].day == date(2026, 11, 8)


def test_squares_stop_at_the_beginning_of_all_dates() -> None:
    assert last_weeks([], date(1, 1, 3), 22)[0].day == date.min


def test_a_leap_year_has_366_squares_and_its_months_their_counts() -> None:
    days = make_days(CheckIn(date(2024, 2, 1) + timedelta(days=offset), 4) for offset in range(29))
    months = year_months(days, 2024)
    assert sum(len(month.squares) for month in months) == 366
    assert (months[1].counts, months[1].days, months[0].days) == ((0, 0, 0, 29, 0), 29, 0)


def test_rhythm_counts_days_and_pauses_cost_nothing() -> None:
    today = day_at(30)
    found = rhythm([today, day_at(29), day_at(25), day_at(24), day_at(23), day_at(3), day_at(2), day_at(31)], today)
    assert (found.of_seven, found.of_twenty_eight) == (4, 6)


def test_a_run_of_days_waits_for_today() -> None:
    days = [day_at(offset) for offset in (0, 1, 2, 3, 10, 11)]
    assert (run_of_days(days, day_at(11)).days, run_of_days(days, day_at(11)).longest) == (2, 4)
    assert run_of_days(days, day_at(12)).days == 2
    assert run_of_days(days, day_at(13)).days == 0
    assert (run_of_days([], day_at(1)).days, run_of_days([], day_at(1)).longest) == (0, 0)


@settings(max_examples=50)
@given(journals)
def test_every_day_is_one_square_and_one_weekday(check_ins: list[CheckIn]) -> None:
    days = make_days(check_ins)
    squares = last_weeks(days, day_at(60), 10)
    assert {square.day for square in squares if square.level} == {day.day for day in days}
    assert len({(square.column, square.row) for square in squares}) == len(squares)
    assert sum(mean.days for mean in by_weekday(days)) == len(days)
    timed = sum(1 for one in check_ins if one.minute is not None)
    assert by_part_of_day(check_ins).timeless == len(check_ins) - timed
