"""What got in the way? Each answer leads to a change of the plan, never to a verdict."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft

from mobile import paths
from mobile.drafting import KeptDraft, use_draft, use_once
from mobile.goals import intents
from mobile.goals.document import PLAN_MAX, Goal, Obstacle, State
from mobile.goals.let_go import LetGo
from mobile.goals.words import obstacle_word
from mobile.session import use_query, use_services, use_session
from mobile.ui import feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@screen
def ObstacleScreen() -> ft.View:
    """The question about one goal."""
    services = use_services()
    wide = use_session().layout == "wide"
    goal_id = paths.id_in(use_parameters(), "goal_id")
    found = use_query(lambda: _load(services, goal_id), scopes=(), depends_on=(goal_id,))
    body: ft.Control = ft.Container()
    if found is not None and found[0] is not None:
        body = ObstacleForm(found[0], wide, key=str(goal_id))
    elif found is not None:
        body = feedback.empty(
            t("This goal is not on this device any more."), t("To the toolkit"), scaffold.to(paths.TOOLKIT)
        )
    return scaffold.page_view(t("What got in the way?"), body, wide=wide, dialog=True)


async def _load(services: "Services", goal_id: UUID | None) -> tuple[Goal | None]:
    return (intents.get_goal(services, goal_id) if goal_id else None,)


@component
def ObstacleForm(goal: Goal, wide: bool) -> ft.Control:
    """The three answers, and below the one that is chosen what can be changed because of it."""
    services = use_services()
    page = ft.context.page
    upcoming = next((step.id for step in goal.steps if step.done_on is None), "")
    start = {"obstacle": "", "step": upcoming, "smaller": "", "if_text": goal.if_text, "then_text": goal.then_text}
    draft = use_draft(f"goal-obstacle:{goal.id}", start)
    trouble, run = use_once()
    chosen = draft.fields["obstacle"]

    def leave() -> None:
        page.navigate(paths.goal(goal.id))

    def act(store: Any, said: str) -> Any:
        async def save(_event: Any) -> None:
            async def both() -> None:
                await store(dict(draft.fields))
                await draft.clear()

            if await run(both):
                feedback.say(page, said)
                leave()

        return handler(save)

    options = [(one.value, obstacle_word(one)) for one in Obstacle]
    parts: list[ft.Control] = [feedback.trouble(trouble)] if trouble else []
    parts += [type.heading(goal.title), type.body(t("When something gets in the way, the plan is what changes."))]
    parts.append(inputs.radio_list(chosen, options, lambda value: draft.change(obstacle=value)))
    if chosen == Obstacle.TOO_BIG:
        parts += _smaller(services, goal, draft, act)
    elif chosen == Obstacle.WRONG_TIME:
        parts += _other_time(services, goal, draft, act)
    elif chosen == Obstacle.NOT_MINE_NOW:

        async def pause(_fields: Any) -> None:
            await intents.put_aside(services, goal.id, State.PAUSED)

        parts.append(inputs.primary_button(t("Pause it"), act(pause, t("Paused. It waits here for you."))))

        def let_go() -> None:
            page.run_task(draft.clear)
            leave()

        parts.append(LetGo(goal, leave, hindered=True, done=let_go))
    if chosen in list(Obstacle):

        async def note(fields: Any) -> None:
            await intents.note_obstacle(services, goal.id, Obstacle(fields["obstacle"]))

        parts.append(ft.Row([inputs.text_button(t("Just note it"), act(note, t("Noted.")))]))
    return scaffold.scroll(parts, wide=wide, spacing=14)


def _smaller(services: "Services", goal: Goal, draft: KeptDraft, act: Any) -> list[ft.Control]:
    """Too big: the step and what stands in its place."""
    waiting = [step for step in goal.steps if step.done_on is None]
    parts: list[ft.Control] = []
    if waiting:
        options = [(step.id, step.text) for step in waiting]
        steps = inputs.radio_list(draft.fields["step"], options, lambda value: draft.change(step=value))
        parts.append(inputs.labelled(t("Which step?"), steps))
    parts.append(
        inputs.text_field(
            t("Smaller steps instead"),
            draft.fields["smaller"],
            lambda text: draft.change(smaller=text),
            lines=3,
            helper=t("One on each line. Something that takes two minutes counts."),
        )
    )

    async def split(fields: dict[str, Any]) -> None:
        await intents.split_step(services, goal.id, fields["step"], intents.lines(fields["smaller"]))

    empty = not draft.fields["smaller"].strip()
    parts.append(
        inputs.primary_button(t("Use the smaller steps"), act(split, t("The plan is changed.")), disabled=empty)
    )
    return parts


def _other_time(services: "Services", goal: Goal, draft: KeptDraft, act: Any) -> list[ft.Control]:
    """The wrong time: another moment, in the if-then plan."""

    async def plan(fields: dict[str, Any]) -> None:
        await intents.replan(services, goal.id, (fields["if_text"], fields["then_text"]))

    if_text, then_text = draft.fields["if_text"], draft.fields["then_text"]
    ready = if_text.strip() and then_text.strip() and max(len(if_text), len(then_text)) <= PLAN_MAX
    return [
        type.quiet(t("Tie it to a moment that comes anyway: after breakfast, when the tram arrives.")),
        inputs.text_field(t("If …"), if_text, lambda text: draft.change(if_text=text), maximum=PLAN_MAX),
        inputs.text_field(t("then …"), then_text, lambda text: draft.change(then_text=text), maximum=PLAN_MAX),
        inputs.primary_button(t("Change the plan"), act(plan, t("The plan is changed.")), disabled=not ready),
    ]
