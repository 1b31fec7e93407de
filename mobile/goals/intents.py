"""What a member does with goals, each as one write to this device. Nothing here waits for the network."""

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from mobile.device import new_private_id
from mobile.goals.document import (
    KIND,
    STEP_MAX,
    STEPS_MAX,
    Goal,
    LedTo,
    Obstacle,
    State,
    goal_from_document,
    place_after,
    place_moved,
    places_instead,
)
from mobile.vault.documents import TRASH_FIELD
from mobile.vault.values import Value

if TYPE_CHECKING:
    from mobile.services import Services

Undo = Callable[[], Coroutine[None, None, None]]
_ORDER = {State.ACTIVE: 0, State.PAUSED: 1, State.FINISHED: 2, State.DROPPED: 3}


def get_goal(services: "Services", goal_id: UUID) -> Goal | None:
    """Return a goal, None when it was deleted or never was here."""
    document = services.documents.get(goal_id)
    if document is None or document.kind != KIND or document.fields.get(TRASH_FIELD):
        return None
    return goal_from_document(document)


def list_goals(services: "Services") -> tuple[Goal, ...]:
    """Return every goal: those under way first, then paused, finished, let go; the newest first among each."""
    goals = sorted(
        (goal_from_document(document) for document in services.documents.list(KIND)),
        key=lambda goal: goal.created_at.isoformat() if goal.created_at else "",
        reverse=True,
    )
    return tuple(sorted(goals, key=lambda goal: _ORDER[goal.state]))


def lines(text: str) -> list[str]:
    """Return the steps that a text of one step a line holds."""
    return [line.strip()[:STEP_MAX] for line in text.splitlines() if line.strip()][:STEPS_MAX]


async def create_goal(
    services: "Services", title: str, why: str, steps: Sequence[str], plan: tuple[str, str], tags: Sequence[str]
) -> UUID:
    """Keep a new goal; it is on the disk when this returns its id."""
    changes: dict[str, Value] = {
        "title": title.strip(),
        "why": why.strip() or None,
        "if_text": plan[0].strip() or None,
        "then_text": plan[1].strip() or None,
        "state": State.ACTIVE.value,
        "created_at": services.clock.now().isoformat(timespec="seconds"),
    }
    changes |= {f"tags.{tag}": True for tag in tags}
    changes |= _new_steps(steps, [1.0 + n for n in range(len(steps))])
    return await services.documents.save(None, KIND, changes)


async def change_goal(
    services: "Services", goal: Goal, *, title: str, why: str, plan: tuple[str, str], tags: Sequence[str]
) -> None:
    """Write what differs from `goal` as it was when the form began; what another device changed meanwhile stays."""
    wanted = {"title": title.strip(), "why": why.strip(), "if_text": plan[0].strip(), "then_text": plan[1].strip()}
    before = {"title": goal.title, "why": goal.why, "if_text": goal.if_text, "then_text": goal.then_text}
    changes: dict[str, Value] = {name: text or None for name, text in wanted.items() if text != before[name]}
    changes |= {f"tags.{tag}": True for tag in tags if tag not in goal.tags}
    changes |= {f"tags.{tag}": False for tag in goal.tags if tag not in tags}
    if changes:
        await services.documents.save(goal.id, KIND, changes)


async def add_step(services: "Services", goal_id: UUID, text: str) -> None:
    """Add a step behind the others."""
    goal = get_goal(services, goal_id)
    if goal is not None and text.strip() and len(goal.steps) < STEPS_MAX:
        await services.documents.save(goal_id, KIND, _new_steps([text.strip()[:STEP_MAX]], [place_after(goal.steps)]))


async def tick_step(services: "Services", goal_id: UUID, step_id: str, done: bool) -> None:
    """Tick a step today, or take the tick away."""
    day = services.clock.today().isoformat() if done else None
    await services.documents.save(goal_id, KIND, {f"done.{step_id}": day})


async def rename_step(services: "Services", goal_id: UUID, step_id: str, text: str) -> None:
    """Say a step in other words."""
    if text.strip():
        await services.documents.save(goal_id, KIND, {f"steps.{step_id}": text.strip()[:STEP_MAX]})


async def move_step(services: "Services", goal_id: UUID, step_id: str, by: int) -> None:
    """Move a step one up (-1) or down (1)."""
    goal = get_goal(services, goal_id)
    place = place_moved(goal.steps, step_id, by) if goal else None
    if place is not None:
        await services.documents.save(goal_id, KIND, {f"places.{step_id}": place})


async def remove_step(services: "Services", goal_id: UUID, step_id: str) -> Undo:
    """Take a step away; return what brings it back."""
    goal = get_goal(services, goal_id)
    step = goal.step(step_id) if goal else None
    await services.documents.save(goal_id, KIND, {f"steps.{step_id}": None})

    async def restore() -> None:
        if step is not None:
            await services.documents.save(goal_id, KIND, {f"steps.{step_id}": step.text})

    return restore


async def set_state(services: "Services", goal_id: UUID, state: State, learned: str = "") -> None:
    """Pause, finish, let go or take up again. What was learned before stays, and `learned` is put below it."""
    await services.documents.save(goal_id, KIND, _state(services, goal_id, state, learned))


async def delete_goal(services: "Services", goal_id: UUID) -> Undo:
    """Put a goal in the bin; return what brings it back."""
    await services.documents.trash(goal_id)

    async def restore() -> None:
        await services.documents.restore(goal_id)

    return restore


async def split_step(services: "Services", goal_id: UUID, step_id: str, texts: Sequence[str]) -> None:
    """It was too big: put smaller steps where a step stood, and note what got in the way."""
    goal = get_goal(services, goal_id)
    if goal is None or not texts:
        return
    changes = _new_steps(texts, places_instead(goal.steps, step_id, len(texts)))
    changes[f"steps.{step_id}"] = None
    await services.documents.save(goal_id, KIND, changes | _hindrance(services, Obstacle.TOO_BIG, LedTo.SPLIT))


async def replan(services: "Services", goal_id: UUID, plan: tuple[str, str]) -> None:
    """It was the wrong time: write another if-then plan, and note what got in the way."""
    changes: dict[str, Value] = {"if_text": plan[0].strip() or None, "then_text": plan[1].strip() or None}
    await services.documents.save(goal_id, KIND, changes | _hindrance(services, Obstacle.WRONG_TIME, LedTo.PLAN))


async def put_aside(services: "Services", goal_id: UUID, state: State, learned: str = "") -> None:
    """It is not mine now: pause it or let it go, and note what got in the way."""
    led_to = LedTo.PAUSE if state is State.PAUSED else LedTo.DROP
    changes = _state(services, goal_id, state, learned)
    await services.documents.save(goal_id, KIND, changes | _hindrance(services, Obstacle.NOT_MINE_NOW, led_to))


async def note_obstacle(services: "Services", goal_id: UUID, obstacle: Obstacle) -> None:
    """Note what got in the way and change nothing else."""
    await services.documents.save(goal_id, KIND, _hindrance(services, obstacle, LedTo.NOTHING))


def _new_steps(texts: Sequence[str], places: Sequence[float]) -> dict[str, Value]:
    changes: dict[str, Value] = {}
    for text, place in zip(texts, places, strict=True):
        step_id = new_private_id().hex[:12]
        changes |= {f"steps.{step_id}": text, f"places.{step_id}": place}
    return changes


def _hindrance(services: "Services", obstacle: Obstacle, led_to: LedTo) -> dict[str, Value]:
    identity = new_private_id().hex[:12]
    day = services.clock.today().isoformat()
    return {f"obstacles.{identity}": f"{day} {obstacle.value}", f"led_to.{identity}": led_to.value}


def _state(services: "Services", goal_id: UUID, state: State, learned: str) -> dict[str, Value]:
    changes: dict[str, Value] = {"state": state.value, "state_on": services.clock.today().isoformat()}
    goal = get_goal(services, goal_id)
    if learned.strip():
        changes["note"] = "\n\n".join([*(goal.learned if goal else ()), learned.strip()])
    return changes
