"""One goal in full: its steps to change, its plan, what got in the way so far, and what was learned."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft

from mobile import paths
from mobile.goals import intents
from mobile.goals.document import Goal, State
from mobile.goals.goal_card import group_buttons, plan_box, steps_column
from mobile.goals.let_go import LetGo
from mobile.goals.step_rows import AddStep
from mobile.goals.words import hindrance_line, progress_spoken, state_line
from mobile.session import use_query, use_services
from mobile.ui import cards, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler
from mobile.vocabulary import Vocabulary, open_vocabulary
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@component
def GoalPane(goal_id: UUID, wide: bool = False) -> ft.Control:
    """The goal, or a word that it is gone; scrolls by itself."""
    services = use_services()
    found = use_query(lambda: _load(services, goal_id), scopes=("documents", "account"), depends_on=(goal_id,))
    if found is None:
        return ft.Container()
    goal = found[0]
    if goal is None:
        gone = feedback.empty(
            t("This goal is not on this device any more."), t("To the toolkit"), scaffold.to(paths.TOOLKIT)
        )
        return scaffold.scroll([gone], wide=wide)
    vocabulary = open_vocabulary(services.documents)
    parts: list[ft.Control] = [_head(goal, vocabulary), _steps(goal)]
    parts += [_plan(goal), group_buttons(goal.id)] if goal.state is not State.DROPPED else []
    if goal.state is State.ACTIVE:
        way = inputs.text_button(t("What got in the way?"), scaffold.to(paths.goal_obstacle(goal.id)))
        parts.append(ft.Row([way]))
    parts += [*_learned(goal), *_history(goal), GoalActs(goal, key=f"acts-{goal.state}")]
    return scaffold.scroll(parts, wide=wide, spacing=14)


async def _load(services: "Services", goal_id: UUID) -> tuple[Goal | None]:
    return (intents.get_goal(services, goal_id),)


def _head(goal: Goal, vocabulary: Vocabulary) -> ft.Control:
    lines: list[ft.Control] = [type.title(goal.title)]
    if goal.why:
        lines.append(type.body(goal.why, color=theme.QUIET))
    facts = [] if goal.state is State.ACTIVE else [state_line(goal)]
    facts += [progress_spoken(goal)] if goal.steps else []
    facts += [vocabulary.tag(tag) for tag in goal.tags]
    if facts:
        lines.append(type.quiet(" · ".join(facts)))
    edit = inputs.icon_button(ft.Icons.EDIT_OUTLINED, t("Edit the goal"), scaffold.to(paths.edit_goal(goal.id)))
    return ft.Row(
        [ft.Column(lines, spacing=6, tight=True, expand=True), edit],
        vertical_alignment=ft.CrossAxisAlignment.START,
    )


def _steps(goal: Goal) -> ft.Control:
    parts: list[ft.Control] = [type.subheading(t("Small steps"))]
    if goal.steps:
        parts.append(steps_column(goal, goal.steps, edit=True))
    parts.append(AddStep(goal))
    return cards.card(parts, spacing=8)


def _plan(goal: Goal) -> ft.Control:
    if goal.has_plan:
        return plan_box(goal)
    row = cards.list_row(
        t("Add an if-then plan"),
        scaffold.to(paths.edit_goal(goal.id)),
        detail=t("When a hard moment comes, the next thing to do is decided already."),
    )
    return cards.card(row, padding=cards.OF_ROWS)


def _learned(goal: Goal) -> list[ft.Control]:
    if not goal.learned:
        return []
    texts: list[ft.Control] = [type.body(text) for text in goal.learned]
    return [cards.card([type.subheading(t("What I learned")), *texts], bgcolor=theme.VARIANT)]


def _history(goal: Goal) -> list[ft.Control]:
    if not goal.hindrances:
        return []
    rows: list[ft.Control] = [type.quiet(hindrance_line(one), size=14) for one in goal.hindrances]
    return [cards.card([type.subheading(t("What got in the way")), *rows], spacing=8)]


@component
def GoalActs(goal: Goal) -> ft.Control:
    """Finish, pause, take up again, let go, delete."""
    services = use_services()
    page = ft.context.page
    letting_go, set_letting_go = ft.use_state(False)

    def turn(state: State, said: str) -> Any:
        async def act(_event: Any) -> None:
            await intents.set_state(services, goal.id, state)
            feedback.say(page, said)

        return handler(act)

    async def delete(_event: Any) -> None:
        restore = await intents.delete_goal(services, goal.id)

        async def undo(_event: Any) -> None:
            await restore()

        page.navigate(paths.TOOLKIT)
        feedback.offer_undo(page, t("Goal deleted."), t("Undo"), undo)

    if letting_go:
        return ft.Container(LetGo(goal, lambda: set_letting_go(False)))
    acts: list[ft.Control] = []
    if goal.state in (State.ACTIVE, State.PAUSED):
        acts.append(
            inputs.tonal_button(t("Finish"), turn(State.FINISHED, t("Finished. It stays here to look back on.")))
        )
    if goal.state is State.ACTIVE:
        acts.append(inputs.text_button(t("Pause"), turn(State.PAUSED, t("Paused. It waits here for you."))))
    else:
        word = t("Resume") if goal.state is State.PAUSED else t("Take it up again")
        acts.append(inputs.tonal_button(word, turn(State.ACTIVE, t("It is under way again."))))
    if goal.state in (State.ACTIVE, State.PAUSED):
        acts.append(inputs.text_button(t("Let it go"), handler(lambda _event: set_letting_go(True))))
    acts.append(inputs.text_button(t("Delete"), handler(delete), danger=True))
    return ft.Row(acts, wrap=True, spacing=4, run_spacing=4)
