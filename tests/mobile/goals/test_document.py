"""A goal as a document: what is odd reads as not said, and steps keep their order."""

from datetime import date
from uuid import UUID

from mobile.goals.document import (
    KIND,
    Hindrance,
    LedTo,
    Obstacle,
    State,
    Step,
    goal_from_document,
    place_moved,
    places_instead,
)
from mobile.goals.words import progress, progress_spoken
from mobile.vault.documents import Document
from mobile.vault.values import Value

STEPS = (Step("a", "one", 1), Step("b", "two", 2), Step("c", "three", 3))


def document(**fields: Value) -> Document:
    return Document(UUID(int=1), KIND, {name.replace("__", "."): value for name, value in fields.items()})


def test_a_goal_reads_its_steps_in_their_order() -> None:
    goal = goal_from_document(
        document(
            title="Sleep before one", steps__a="Phone in the kitchen", places__a=2, done__a="2026-03-01",
            steps__b="Worry window", places__b=1.5, tags__sleep=True, tags__work=False,
        )
    )  # fmt: skip
    assert [step.text for step in goal.steps] == ["Worry window", "Phone in the kitchen"]
    assert goal.steps[1].done_on == date(2026, 3, 1)
    assert (goal.done_count, goal.tags, goal.state) == (1, ("sleep",), State.ACTIVE)
    assert (progress(goal), progress_spoken(goal)) == ("1 of 2", "1 of 2 steps done")


def test_what_is_odd_reads_as_not_said() -> None:
    goal = goal_from_document(
        document(title=3, state="gone", steps__a=7, done__b="yesterday", obstacles__x="2026 too_big", state_on="soon")
    )
    assert (goal.title, goal.state, goal.steps, goal.hindrances, goal.state_on) == ("", State.ACTIVE, (), (), None)


def test_what_got_in_the_way_is_told_newest_first() -> None:
    goal = goal_from_document(
        document(obstacles__x="2026-03-01 too_big", led_to__x="split", obstacles__y="2026-03-04 wrong_time")
    )
    assert goal.hindrances == (
        Hindrance("y", date(2026, 3, 4), Obstacle.WRONG_TIME),
        Hindrance("x", date(2026, 3, 1), Obstacle.TOO_BIG, LedTo.SPLIT),
    )


def test_a_step_moves_between_its_new_neighbours_and_the_ends_stay_ends() -> None:
    assert place_moved(STEPS, "a", 1) == 2.5
    assert place_moved(STEPS, "c", -1) == 1.5
    assert place_moved(STEPS, "b", 1) == 4
    assert place_moved(STEPS, "b", -1) == 0
    assert place_moved(STEPS, "a", -1) is None
    assert place_moved(STEPS, "c", 1) is None
    assert place_moved(STEPS, "gone", 1) is None


def test_smaller_steps_stand_where_the_big_one_stood() -> None:
    assert places_instead(STEPS, "b", 2) == [2, 2.5]
    assert places_instead(STEPS, "c", 2) == [3, 3.5]
    assert places_instead(STEPS, "gone", 2) == [4, 5]
