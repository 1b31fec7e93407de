"""The promises of mutual aid, over made-up histories: nobody waits unseen, nobody is worn out, nobody is overlooked."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_client.wire.aid import KeptRange, calls_for_answer
from api_client.wire.feed import Need, PostKind
from server.aid import rules
from server.aid.rules import Helper, Newcomer, Pace, Promise, Step, WaitingPost

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
PACE = Pace()
AUTHOR = UUID(int=999)
minutes = st.integers(min_value=0, max_value=5 * 24 * 60)


def at(minute: float) -> datetime:
    return START + timedelta(minutes=minute)


def helper(number: int, **words: object) -> Helper:
    return Helper(UUID(int=number), **{"is_willing": True, **words})  # type: ignore[arg-type]


@pytest.mark.parametrize("need", list(Need))
@pytest.mark.parametrize("kind", list(PostKind))
def test_every_post_that_says_how_one_is_or_names_a_need_calls_for_an_answer(kind: PostKind, need: Need) -> None:
    says_how_one_is = kind in (PostKind.SHARE, PostKind.ASK, PostKind.QUESTION, PostKind.STORY)
    assert calls_for_answer(kind, need) == (says_how_one_is or need is not Need.LISTEN)


@given(runs=st.lists(minutes, max_size=60), life=st.none() | st.integers(min_value=1, max_value=3 * 24 * 60))
def test_a_post_that_stays_unanswered_reaches_volunteers_and_then_facilitators(
    runs: list[int], life: int | None
) -> None:
    """Whenever the job happens to run, also rarely or twice at once: the first run after a due time acts, once."""
    ends_at = None if life is None else at(life)
    asked: dict[UUID, datetime] = {}
    told: datetime | None = None
    for minute in sorted(runs):
        now = at(minute)
        post = WaitingPost(AUTHOR, START, ends_at, asked=asked, facilitators_asked_at=told)
        step = rules.next_step(post, now, PACE)
        is_over = ends_at is not None and now >= ends_at
        if told is not None or is_over:
            assert step is Step.NOTHING
        elif now >= rules.facilitators_due_at(post, PACE):
            assert step is Step.FACILITATORS
            told = now
        elif now >= rules.volunteers_due_at(post, PACE) and not asked:
            assert step is Step.VOLUNTEERS
        elif now < rules.volunteers_due_at(post, PACE):
            assert step is Step.NOTHING
        if step is Step.VOLUNTEERS:
            assert all(now - before >= PACE.ask_again_after for before in asked.values())
            asked = {**asked, UUID(int=len(asked)): now}


@given(life=st.integers(min_value=1, max_value=30 * 24 * 60))
def test_a_post_that_ends_soon_is_brought_to_people_while_it_lasts(life: int) -> None:
    post = WaitingPost(AUTHOR, START, at(life))
    assert rules.volunteers_due_at(post, PACE) < rules.facilitators_due_at(post, PACE) < at(life)
    assert rules.facilitators_due_at(post, PACE) <= START + PACE.facilitators_after


@given(minute=minutes)
def test_an_answered_post_starts_nothing(minute: int) -> None:
    assert rules.next_step(WaitingPost(AUTHOR, START, is_settled=True), at(minute), PACE) is Step.NOTHING


helpers = st.lists(
    st.builds(
        Helper,
        account_id=st.integers(min_value=1, max_value=40).map(lambda number: UUID(int=number)),
        is_willing=st.booleans(),
        load=st.integers(min_value=0, max_value=30),
        last_asked_at=st.none() | minutes.map(at),
    ),
    unique_by=lambda one: one.account_id,
    max_size=25,
)


@given(all_=helpers, not_these=st.sets(st.integers(min_value=1, max_value=40).map(lambda number: UUID(int=number))))
def test_only_willing_members_below_the_fair_load_are_asked_those_longest_unasked_first(
    all_: list[Helper], not_these: set[UUID]
) -> None:
    chosen = rules.choose_helpers(all_, not_these=not_these, count=PACE.asked_at_once, pace=PACE)
    by_id = {one.account_id: one for one in all_}
    free = {one.account_id for one in all_ if one.is_willing and one.load < PACE.fair_load} - not_these
    assert len(chosen) == len(set(chosen)) == min(PACE.asked_at_once, len(free))
    assert set(chosen) <= free
    never = datetime.min.replace(tzinfo=UTC)
    latest = max((by_id[one].last_asked_at or never for one in chosen), default=never)
    assert all((by_id[one].last_asked_at or never) >= latest for one in free - set(chosen))


@given(
    course=st.lists(
        st.tuples(st.integers(min_value=1, max_value=600), st.booleans(), st.booleans()), min_size=1, max_size=400
    )
)
def test_nobody_is_asked_more_than_the_fair_load_in_any_week(course: list[tuple[int, bool, bool]]) -> None:
    """One willing helper, who answers some asks, ignores others, and also replies unasked."""
    pace = Pace(fair_load=5)
    minute = 0
    replies: list[datetime] = []
    asked: list[datetime] = []
    waiting: list[datetime] = []
    for step, answers, replies_unasked in course:
        minute += step
        now = at(minute)
        load = rules.load_of(replies, waiting, now)
        if rules.choose_helpers([helper(1, load=load)], not_these=(), count=1, pace=pace):
            asked.append(now)
            waiting.append(now)
        if answers and waiting:
            waiting.pop()
            replies.append(now)
        if replies_unasked:
            replies.append(now)
    for first in asked:
        assert sum(1 for other in asked if first <= other < first + rules.WEEK) <= pace.fair_load


@given(load=st.integers(min_value=0, max_value=60), days=st.integers(min_value=0, max_value=60))
def test_rest_is_offered_once_and_then_not_for_weeks(load: int, days: int) -> None:
    assert rules.offers_rest(load, None, START, PACE) == (load >= PACE.fair_load)
    again = rules.offers_rest(load, START, START + timedelta(days=days), PACE)
    assert again == (load >= PACE.fair_load and days >= 28)


@given(runs=st.lists(minutes, max_size=40), greeted=st.none() | minutes)
def test_no_newcomer_goes_ungreeted_unnoticed(runs: list[int], greeted: int | None) -> None:
    asked: datetime | None = None
    told: datetime | None = None
    for minute in sorted(runs):
        now = at(minute)
        is_greeted = greeted is not None and greeted <= minute
        step = rules.greeting_step(Newcomer(START, is_greeted, asked, told), now, PACE)
        if is_greeted or told is not None:
            assert step is Step.NOTHING
        elif now >= START + PACE.greet_within:
            assert step is Step.FACILITATORS
            told = now
        else:
            assert (step is Step.VOLUNTEERS) == (asked is None)
            asked = asked or now


zones = st.none() | st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland"])


@given(zone=zones, minute=st.integers(min_value=0, max_value=365 * 24 * 60))
def test_a_promise_is_recalled_on_the_next_morning_after_a_night(zone: str | None, minute: int) -> None:
    promise = Promise(at(minute), zone)
    due = rules.check_due_at(promise)
    assert timedelta(hours=4) <= due - promise.promised_at <= timedelta(hours=30)
    if zone is not None:
        assert (due.astimezone(ZoneInfo(zone)).hour, due.minute % 15) == (9, 0)


@given(runs=st.lists(minutes, max_size=40), replies=st.lists(minutes, max_size=3))
def test_a_promise_that_is_not_kept_is_recalled_once_and_then_told_once(runs: list[int], replies: list[int]) -> None:
    reminded: datetime | None = None
    told: datetime | None = None
    for minute in sorted(runs):
        now = at(minute)
        so_far = tuple(at(reply) for reply in replies if reply <= minute)
        promise = Promise(START, None, so_far, reminded, told)
        step = rules.check_step(promise, now)
        if rules.is_kept(promise) or told is not None or now < rules.check_due_at(promise):
            assert step is Step.NOTHING
        elif reminded is None:
            assert step is Step.VOLUNTEERS
            reminded = now
        else:
            assert (step is Step.FACILITATORS) == (now - reminded >= timedelta(days=1))
            told = now if step is Step.FACILITATORS else None


def test_a_word_within_the_same_night_does_not_keep_a_promise_for_tomorrow() -> None:
    assert not rules.is_kept(Promise(START, None, (at(60),)))
    assert rules.is_kept(Promise(START, None, (at(60), at(10 * 60))))


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, None),
        (2, None),
        (3, KeptRange.FEW),
        (9, KeptRange.FEW),
        (10, KeptRange.SEVERAL),
        (29, KeptRange.SEVERAL),
        (30, KeptRange.MANY),
        (4000, KeptRange.MANY),
    ],
)
def test_what_was_kept_is_told_in_ranges_and_never_below_three(count: int, told: KeptRange | None) -> None:
    assert rules.kept_range(count) is told
