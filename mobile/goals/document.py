"""The private shape of a goal: how its document reads as what a member wants, in small steps.

Every step, tag and obstacle is a field of its own, so that two devices that changed different ones both keep their
change. A goal is never failed: it is under way, paused, finished, or let go and can be taken up again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from mobile.vault.documents import Document
from mobile.vault.fields import list_elements, read_day, read_instant, read_text
from mobile.vault.values import Value

KIND = "goal"
# Characters; together well within one sealed record.
TITLE_MAX, WHY_MAX, STEP_MAX, PLAN_MAX, LEARNED_MAX = 120, 500, 200, 200, 2_000
STEPS_MAX = 50


class State(StrEnum):
    """Where a goal stands."""

    ACTIVE = "active"
    PAUSED = "paused"
    FINISHED = "finished"
    DROPPED = "dropped"


class Obstacle(StrEnum):
    """What got in the way."""

    TOO_BIG = "too_big"
    WRONG_TIME = "wrong_time"
    NOT_MINE_NOW = "not_mine_now"


class LedTo(StrEnum):
    """What was changed because something got in the way."""

    NOTHING = "nothing"
    SPLIT = "split"
    PLAN = "plan"
    PAUSE = "pause"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Step:
    """One small step; `place` orders, and lies between its neighbours' when it was moved."""

    id: str
    text: str
    place: float
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Something that got in the way on a day, and what it led to."""

    id: str
    on: date
    obstacle: Obstacle
    led_to: LedTo = LedTo.NOTHING


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal. `learned` holds every text when it was written apart on two devices, newest first; `steps` stand in
    their order, `hindrances` newest first."""

    id: UUID
    title: str
    why: str = ""
    steps: tuple[Step, ...] = ()
    if_text: str = ""
    then_text: str = ""
    state: State = State.ACTIVE
    state_on: date | None = None
    learned: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    hindrances: tuple[Hindrance, ...] = ()
    created_at: datetime | None = None

    @property
    def done_count(self) -> int:
        """How many steps are ticked."""
        return sum(1 for step in self.steps if step.done_on is not None)

    @property
    def has_plan(self) -> bool:
        """Whether both halves of "if … then …" are written."""
        return bool(self.if_text and self.then_text)

    def step(self, step_id: str) -> Step | None:
        """Return one step, None when it is not here any more."""
        return next((step for step in self.steps if step.id == step_id), None)


def goal_from_document(document: Document) -> Goal:
    """Return the goal that a document of KIND holds. What is missing or odd reads as not said; nothing raises."""
    fields = document.fields
    note = _text(fields.get("note"))
    return Goal(
        id=document.id,
        title=_text(fields.get("title")),
        why=_text(fields.get("why")),
        steps=_steps(fields),
        if_text=_text(fields.get("if_text")),
        then_text=_text(fields.get("then_text")),
        state=State(found) if (found := fields.get("state")) in list(State) else State.ACTIVE,
        state_on=read_day(fields.get("state_on")),
        learned=document.versions.get("note", (note,) if note else ()),
        tags=tuple(key for key, value in list_elements(fields, "tags.") if value is True),
        hindrances=_hindrances(fields),
        created_at=read_instant(fields.get("created_at")),
    )


def place_after(steps: tuple[Step, ...]) -> float:
    """Return a place behind every step."""
    return max((step.place for step in steps), default=0.0) + 1


def place_moved(steps: tuple[Step, ...], step_id: str, by: int) -> float | None:
    """Return the place that moves a step one up (-1) or down (1), None at the end of the list."""
    index = next((i for i, step in enumerate(steps) if step.id == step_id), -1)
    target = index + by
    if index < 0 or not 0 <= target < len(steps):
        return None
    beyond = target + by
    if not 0 <= beyond < len(steps):
        return steps[target].place + by
    return (steps[target].place + steps[beyond].place) / 2


def places_instead(steps: tuple[Step, ...], step_id: str, count: int) -> list[float]:
    """Return `count` places where one step stands, before the step behind it."""
    index = next((i for i, step in enumerate(steps) if step.id == step_id), None)
    if index is None:
        return [place_after(steps) + n for n in range(count)]
    first = steps[index].place
    end = steps[index + 1].place if index + 1 < len(steps) else first + 1
    return [first + (end - first) * n / count for n in range(count)]


def _steps(fields: Mapping[str, Value]) -> tuple[Step, ...]:
    steps = []
    for key, value in list_elements(fields, "steps."):
        place = fields.get(f"places.{key}")
        number = float(place) if isinstance(place, int | float) else 0.0
        if text := _text(value):
            steps.append(Step(key, text, number, read_day(fields.get(f"done.{key}"))))
    return tuple(sorted(steps, key=lambda step: (step.place, step.id)))


def _hindrances(fields: Mapping[str, Value]) -> tuple[Hindrance, ...]:
    found = []
    for key, value in list_elements(fields, "obstacles."):
        day, _, kind = _text(value).partition(" ")
        on, led_to = read_day(day), fields.get(f"led_to.{key}")
        if on is not None and kind in list(Obstacle):
            led = LedTo(led_to) if led_to in list(LedTo) else LedTo.NOTHING
            found.append(Hindrance(key, on, Obstacle(kind), led))
    return tuple(sorted(found, key=lambda one: (one.on, one.id), reverse=True))


def _text(value: Value) -> str:
    return read_text(value) or ""
