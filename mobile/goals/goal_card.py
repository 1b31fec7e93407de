"""One goal as a card: what it is and why, its steps to tick, its plan, and the way to the group."""

from typing import Any
from uuid import UUID

import flet as ft

from mobile import paths
from mobile.goals import intents
from mobile.goals.document import Goal, State, Step
from mobile.goals.step_rows import AddStep, StepRow
from mobile.goals.words import progress, progress_spoken, state_line
from mobile.session import use_services
from mobile.ui import cards, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler
from mobile.words import t, tn

_STEPS_SHOWN = 6


@component
def GoalCard(goal: Goal) -> ft.Control:
    """A goal under way. Its name opens the rest; ticking is one tap right here."""
    shown = _near(goal)
    parts: list[ft.Control] = [_head(goal)]
    if goal.why:
        parts.append(type.quiet(goal.why, size=14))
    parts.append(steps_column(goal, shown, edit=False))
    if len(shown) < len(goal.steps):
        more = tn("{count} more step", "{count} more steps", len(goal.steps) - len(shown))
        parts.append(ft.Row([inputs.text_button(more, scaffold.to(paths.goal(goal.id)))]))
    if not goal.steps:
        parts.append(AddStep(goal))
    if goal.has_plan:
        parts.append(plan_box(goal))
    way = inputs.text_button(t("What got in the way?"), scaffold.to(paths.goal_obstacle(goal.id)))
    parts += [group_buttons(goal.id), ft.Row([way])]
    return cards.card(parts, spacing=8, padding=ft.Padding.only(left=18, top=18, right=18, bottom=8))


def _near(goal: Goal) -> tuple[Step, ...]:
    """Return the steps that stand on the card: from the last ones ticked on, so that the next is always among them."""
    upcoming = next((i for i, step in enumerate(goal.steps) if step.done_on is None), len(goal.steps))
    start = max(0, min(upcoming - 2, len(goal.steps) - _STEPS_SHOWN))
    return goal.steps[start : start + _STEPS_SHOWN]


def _head(goal: Goal) -> ft.Control:
    """The name opens the goal, so it is a button by ear and not a heading, and says how far it is in words."""
    name = ft.Text(goal.title, size=18, weight=theme.BOLD, style=ft.TextStyle(height=1.25, letter_spacing=0))
    words: list[ft.Control] = [ft.Container(name, expand=True)]
    if goal.steps:
        words.append(type.quiet(progress(goal)))
    row = ft.Row(words, spacing=12, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    spoken = t("{goal}, {progress}", goal=goal.title, progress=progress_spoken(goal)) if goal.steps else goal.title
    return ft.MergeSemantics(
        ft.Semantics(
            button=True,
            label=spoken,
            content=ft.Container(
                ft.Semantics(exclude_semantics=True, content=row),
                on_click=scaffold.to(paths.goal(goal.id)),
                ink=True,
                border_radius=theme.CHIP_RADIUS,
                padding=ft.Padding.symmetric(vertical=6),
            ),
        )
    )


def steps_column(goal: Goal, shown: tuple[Step, ...], *, edit: bool) -> ft.Control:
    """Return the rows of some steps."""
    rows: list[ft.Control] = [
        StepRow(
            goal.id,
            step,
            step is goal.steps[0],
            step is goal.steps[-1],
            edit,
            key=f"step-{step.id}",
        )
        for step in shown
    ]
    return ft.Column(rows, spacing=0, tight=True)


def plan_box(goal: Goal) -> ft.Control:
    """Return the plan in two lines: when it happens, and what then."""
    return ft.Container(
        ft.Column(
            [
                type.quiet(t("If {moment}, then", moment=goal.if_text), size=14),
                type.strong(goal.then_text),
            ],
            spacing=3,
            tight=True,
        ),
        bgcolor=theme.VARIANT,
        border_radius=theme.CHIP_RADIUS,
        padding=ft.Padding.symmetric(horizontal=14, vertical=12),
    )


def group_buttons(goal_id: UUID) -> ft.Control:
    """Return the two ways from a goal to a group."""
    return ft.Row(
        [
            inputs.tonal_button(t("Share a win"), scaffold.to(paths.share_goal(goal_id, win=True))),
            inputs.text_button(t("Ask for ideas"), scaffold.to(paths.share_goal(goal_id, win=False))),
        ],
        wrap=True,
        spacing=8,
        run_spacing=4,
    )


@component
def AsideRow(goal: Goal) -> ft.Control:
    """A goal that is paused, finished or let go: one row, with the way back into it."""
    services = use_services()
    page = ft.context.page

    async def take_up(_event: Any) -> None:
        await intents.set_state(services, goal.id, State.ACTIVE)
        feedback.say(page, t("It is under way again."))

    row = cards.list_row(goal.title, scaffold.to(paths.goal(goal.id)), detail=state_line(goal), chevron=False)
    parts: list[ft.Control] = [ft.Container(row, expand=True)]
    if goal.state is not State.FINISHED:
        word = t("Resume") if goal.state is State.PAUSED else t("Take it up again")
        parts.append(inputs.text_button(word, handler(take_up)))
    return ft.Row(parts, spacing=4, vertical_alignment=ft.CrossAxisAlignment.CENTER)
