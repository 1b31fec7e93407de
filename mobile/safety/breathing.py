"""The exercises as data: what to do, for how many seconds, how often. Nothing here draws or waits."""

from collections.abc import Sequence
from dataclasses import dataclass

from mobile.words import t

IN, HOLD, OUT = "in", "hold", "out"


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a breath. `full` is how full the lungs are at its end, from 0 to 1."""

    act: str
    seconds: int
    full: float


@dataclass(frozen=True)
class Exercise:
    """A breath that repeats `rounds` times."""

    id: str
    steps: tuple[Step, ...]
    rounds: int

    @property
    def seconds(self) -> int:
        """How long the whole exercise takes."""
        return self.rounds * sum(step.seconds for step in self.steps)


# Four counts each, as it is commonly taught; and a breath whose out is longer than its in, some six in a minute,
# which slows the heart a little. Both are short enough to be done in full.
BOX = Exercise("box", (Step(IN, 4, 1), Step(HOLD, 4, 1), Step(OUT, 4, 0), Step(HOLD, 4, 0)), rounds=5)
LONG_OUT = Exercise("long_out", (Step(IN, 4, 1), Step(OUT, 6, 0)), rounds=8)
EXERCISES = (LONG_OUT, BOX)


@dataclass(frozen=True, slots=True)
class Moment:
    """Where in an exercise one is: the step, the seconds left of it (counting down to 1) and the round from 1."""

    step: Step
    left: int
    round: int


def moments(exercise: Exercise) -> Sequence[Moment]:
    """Return one moment for each second of the exercise, in order."""
    return [
        Moment(step, step.seconds - second, round_)
        for round_ in range(1, exercise.rounds + 1)
        for step in exercise.steps
        for second in range(step.seconds)
    ]


def exercise_name(exercise: Exercise) -> str:
    """Return what an exercise is called."""
    return {"box": t("Four equal counts"), "long_out": t("A longer breath out")}[exercise.id]


def exercise_hint(exercise: Exercise) -> str:
    """Return how an exercise goes, in one line."""
    return {
        "box": t("In, hold, out, hold: four counts each."),
        "long_out": t("In for four counts, out for six."),
    }[exercise.id]


def act_word(act: str) -> str:
    """Return what to do now."""
    return {IN: t("Breathe in"), HOLD: t("Hold"), OUT: t("Breathe out")}[act]


def grounding() -> tuple[str, ...]:
    """Return the five steps of 5-4-3-2-1, each to be read and done in one's own time."""
    return (
        t("Look around. Name five things that you see."),
        t("Name four things that you can touch, and touch them."),
        t("Listen. Name three things that you hear."),
        t("Name two things that you smell, or two smells that you like."),
        t("Name one thing that you taste, or take a sip of water."),
    )
