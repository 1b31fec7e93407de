"""What goes with better days: the numbers, their intervals, the days that go against them, and nothing below its n."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.insights.days import LEAST_DAYS, CheckIn, Day, make_days
from mobile.insights.intervals import sample_of, welch
from mobile.insights.links import ROUNDING, Kind, counter_examples, days_with, find_links, scale_link, split_of
from mobile.insights.patterns import by_part_of_day, by_weekday
from mobile.insights.scales import scale_mood
from mobile.insights.trials import Trial, changes_by_strategy
from tests.mobile.insights.journals import BEGIN, day_at, journals


def month(with_levels: list[int], without_levels: list[int], tag: str = "outdoors") -> list[Day]:
    """Return days with the tag, then days without it."""
    having = [CheckIn(day_at(place), level, tags=(tag,)) for place, level in enumerate(with_levels)]
    lacking = [CheckIn(day_at(100 + place), level) for place, level in enumerate(without_levels)]
    return make_days(having + lacking)


def test_a_link_is_the_difference_of_means_with_welch_s_interval() -> None:
    one, other = [5, 4, 4, 5, 3, 4, 5, 4, 4], [3, 2, 4, 3, 3, 2, 4, 3]
    (link,) = find_links(month(one, other)).shown
    assert (link.kind, link.id, link.with_days, link.without_days) == (Kind.TAG, "outdoors", 9, 8)
    assert link.difference.value == pytest.approx(sum(one) / 9 - 3)
    expected = welch(sample_of(one), sample_of(other))
    assert (link.difference.low, link.difference.high) == pytest.approx((expected.low, expected.high))
    assert link.difference.is_clear and link.strength > 1


def test_seven_days_on_one_side_are_neither_shown_nor_counted_as_looked_at() -> None:
    for days in (month([5] * 7, [1] * 40), month([5] * 40, [1] * 7)):
        found = find_links(days)
        assert (found.shown, found.looked_at, found.too_few) == ((), 0, 1)
    found = find_links(month([5] * 8, [1] * 8))
    assert (len(found.shown), found.looked_at, found.too_few) == (1, 1, 0)


def test_equal_days_are_still_not_certain() -> None:
    (link,) = find_links(month([4] * 8, [3] * 8)).shown
    assert link.difference.low < 1 < link.difference.high
    assert link.difference.high - 1 == pytest.approx(2.1448 * (2 * ROUNDING / 8) ** 0.5, abs=1e-3)


def test_the_clearest_stand_first_and_chance_stands_last() -> None:
    days = month([5, 5, 5, 5, 5, 5, 5, 5, 4], [2, 3, 2, 3, 2, 3, 2, 3, 2])
    weak = [CheckIn(day.day, day.level, tags=("news",)) for day in days[::2]]
    strong = [CheckIn(day.day, day.level, tags=tuple(day.tags)) for day in days]
    found = find_links(make_days(weak + strong))
    assert [link.id for link in found.shown] == ["outdoors", "news"]
    assert [link.id for link in found.clear] == ["outdoors"] and [link.id for link in found.unclear] == ["news"]


def test_a_merged_tag_reads_as_the_other() -> None:
    days = make_days(
        [CheckIn(day_at(place), 4, tags=("old" if place % 2 else "new",)) for place in range(10)]
        + [CheckIn(day_at(20 + place), 3) for place in range(10)]
    )
    (link,) = find_links(days, {"old": "new"}).shown
    assert (link.id, link.with_days) == ("new", 10)
    assert len(days_with(days, link, {"old": "new"})) == 10


def test_a_scale_is_split_at_its_own_median() -> None:
    days = make_days(
        CheckIn(day_at(place), 4 if place % 2 else 2, scales=(("sleep", 420.0 if place % 2 else 330.0),))
        for place in range(20)
    )
    link = scale_link(days, "sleep")
    assert link is not None and (link.cut, link.with_days, link.without_days) == (420.0, 10, 10)
    assert link.difference.value == pytest.approx(2)


def test_readings_that_are_mostly_the_same_are_split_as_evenly_as_they_can_be() -> None:
    assert split_of([0, 0, 0, 0, 3, 4]) == 3
    assert split_of([1, 2, 3, 4]) == 3
    assert split_of([1, 5, 5, 5]) == 5
    assert split_of([2, 2, 2]) is None and split_of([]) is None


def test_counter_examples_are_days_with_it_that_went_the_other_way() -> None:
    days = month([5, 5, 5, 5, 5, 5, 5, 2, 1], [3] * 8)
    (link,) = find_links(days).shown
    assert [(day.day, day.mean) for day in counter_examples(days, link)] == [(day_at(8), 1), (day_at(7), 2)]
    days = month([1, 1, 1, 1, 1, 1, 1, 1, 5], [3] * 8)
    (link,) = find_links(days).shown
    assert [day.mean for day in counter_examples(days, link)] == [5]


def test_a_scale_against_the_mood_is_cut_where_its_link_is_split() -> None:
    days = make_days(CheckIn(day_at(place), 1 + place // 8, scales=(("sleep", float(place)),)) for place in range(40))
    (link,) = find_links(days).shown
    found = scale_mood(days, link)
    assert (found.scale, found.days, found.link) == ("sleep", 40, link)
    assert [(part.least, part.most, part.days) for part in found.stretches] == [
        (0, 9, 10),
        (10, 19, 10),
        (20, 29, 10),
        (30, 39, 10),
    ]
    assert link.cut == found.stretches[2].least
    assert found.stretches[0].mean == pytest.approx(1.2)


def test_a_half_with_too_few_days_for_two_stretches_is_one() -> None:
    days = make_days(CheckIn(day_at(place), 3, scales=(("sleep", float(place)),)) for place in range(30))
    (link,) = find_links(days).shown
    assert [part.days for part in scale_mood(days, link).stretches] == [15, 15]
    days = make_days(CheckIn(day_at(place), 3, scales=(("sleep", float(place > 7)),)) for place in range(30))
    (link,) = find_links(days).shown
    assert [(part.least, part.most, part.days) for part in scale_mood(days, link).stretches] == [(0, 0, 8), (1, 1, 22)]


def test_before_and_after_of_a_strategy_with_its_interval() -> None:
    pairs = [(2, 3), (2, 2), (1, 3), (3, 4), (2, 3), (2, 4), (3, 3), (1, 2)]
    trials = [Trial("walk", BEGIN, before, after) for before, after in pairs]
    trials += [Trial("tea", BEGIN, 1, 5)] * 7 + [Trial("walk", BEGIN, 1, None)]
    (change,) = changes_by_strategy(trials)
    assert (change.strategy, change.trials, change.before, change.after) == ("walk", 8, 2, 3)
    reach = 2.3646 * (4 / 7 / 8) ** 0.5
    assert (change.difference.low, change.difference.high) == pytest.approx((1 - reach, 1 + reach), abs=1e-3)


@settings(max_examples=80)
@given(journals)
def test_nothing_is_ever_shown_below_its_number_of_days(check_ins: list[CheckIn]) -> None:
    days = make_days(check_ins)
    for link in find_links(days).shown:
        assert min(link.with_days, link.without_days) >= LEAST_DAYS
        assert link.with_days == len(days_with(days, link))
        assert link.difference.low <= link.difference.value <= link.difference.high
        assert set(day.day for day in counter_examples(days, link)) <= {day.day for day in days_with(days, link)}
        if link.kind is Kind.SCALE:
            found = scale_mood(days, link)
            assert min(part.days for part in found.stretches) >= LEAST_DAYS
            assert sum(part.days for part in found.stretches) == found.days == link.with_days + link.without_days
            upper = [part for part in found.stretches if part.least >= (link.cut or 0)]
            assert sum(part.days for part in upper) == link.with_days
            assert sum(part.days * part.mean for part in upper) == pytest.approx(link.with_days * link.with_mean)
    means = [*by_weekday(days), *by_part_of_day(check_ins).parts.values()]
    assert all((mean.level is None) == (mean.days < LEAST_DAYS) for mean in means)


@settings(max_examples=60)
@given(
    st.lists(
        st.builds(
            Trial,
            st.sampled_from(["walk", "tea"]),
            st.just(BEGIN),
            st.none() | st.integers(1, 5),
            st.none() | st.integers(1, 5),
        ),
        max_size=40,
    )
)
def test_no_strategy_is_shown_below_its_number_of_trials(trials: list[Trial]) -> None:
    for change in changes_by_strategy(trials):
        of = [one for one in trials if one.strategy == change.strategy and None not in (one.before, one.after)]
        assert change.trials == len(of) >= LEAST_DAYS
