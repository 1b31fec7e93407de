"""The steps of a goal, to tick, reorder, reword and take away."""

from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID

import flet as ft

from mobile.drafting import use_draft
from mobile.goals import intents
from mobile.goals.document import STEP_MAX, STEPS_MAX, Goal, Step
from mobile.session import use_services
from mobile.ui import feedback, inputs, theme, type
from mobile.ui.guard import component, handler
from mobile.words import t


@component
def StepRow(goal_id: UUID, step: Step, first: bool, last: bool, edit: bool) -> ft.Control:
    """One step with its box; with `edit` also the menu that moves, rewords and removes it."""
    services = use_services()
    page = ft.context.page
    rewording, set_rewording = ft.use_state(False)
    text, set_text = ft.use_state(step.text)

    async def tick(_event: Any) -> None:
        await intents.tick_step(services, goal_id, step.id, step.done_on is None)

    async def reword(_event: Any) -> None:
        set_rewording(False)
        await intents.rename_step(services, goal_id, step.id, text)

    async def remove(_event: Any) -> None:
        restore = await intents.remove_step(services, goal_id, step.id)

        async def undo(_event: Any) -> None:
            await restore()

        feedback.offer_undo(page, t("Step removed."), t("Undo"), undo)

    def begin(_event: Any) -> None:
        set_text(step.text)
        set_rewording(True)

    if rewording:
        field = inputs.text_field(
            t("In other words"), text, lambda typed: set_text(typed), on_submit=handler(reword),
            maximum=STEP_MAX, autofocus=True,
        )  # fmt: skip
        return ft.Row([ft.Container(field, expand=True), inputs.text_button(t("Save"), handler(reword))])
    row: list[ft.Control] = [ft.Container(_ticked(step, handler(tick)), expand=True)]
    if edit:

        def move(by: int) -> Callable[..., Coroutine[Any, Any, None]]:
            async def act(_event: Any) -> None:
                await intents.move_step(services, goal_id, step.id, by)

            return act

        items = [] if first else [(t("Move up"), handler(move(-1)))]
        items += [] if last else [(t("Move down"), handler(move(1)))]
        items += [(t("Say it in other words"), handler(begin)), (t("Remove"), handler(remove))]
        row.append(inputs.menu_button(t("More about the step {step}", step=step.text), items))
    return ft.Row(row, spacing=4, vertical_alignment=ft.CrossAxisAlignment.CENTER)


def _ticked(step: Step, tick: Callable[..., Any]) -> ft.Control:
    """The whole line is tapped; its box and its words are read out as one."""
    done = step.done_on is not None
    style = ft.TextStyle(
        height=type.LINE, letter_spacing=0, decoration=ft.TextDecoration.LINE_THROUGH if done else None,
        decoration_color=theme.QUIET,
    )  # fmt: skip
    words = ft.Container(
        ft.Text(step.text, size=15, style=style, color=theme.QUIET if done else theme.TEXT),
        expand=True,
        padding=ft.Padding.symmetric(vertical=11),
        on_click=tick,
    )
    box = ft.Checkbox(
        value=done,
        on_change=tick,
        semantics_label=step.text,
        shape=ft.RoundedRectangleBorder(radius=6),
    )
    return ft.MergeSemantics(
        ft.Row(
            [box, ft.Semantics(exclude_semantics=True, content=words, expand=True)],
            spacing=2,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        )
    )


@component
def AddStep(goal: Goal) -> ft.Control:
    """The field for one more step; what stands in it is kept until it is added."""
    services = use_services()
    draft = use_draft(f"goal-step:{goal.id}", {"text": ""})
    text = draft.fields["text"]

    async def add(_event: Any) -> None:
        if draft.fields["text"].strip():
            await intents.add_step(services, goal.id, draft.fields["text"])
            await draft.clear()

    if len(goal.steps) >= STEPS_MAX:
        return type.quiet(t("This goal has as many steps as it can hold."))
    field = inputs.text_field(
        t("Add a small step"), text, lambda typed: draft.change(text=typed), on_submit=handler(add), maximum=STEP_MAX
    )
    parts: list[ft.Control] = [ft.Container(field, expand=True)]
    if text.strip():
        parts.append(inputs.text_button(t("Add"), handler(add)))
    return ft.Row(parts, spacing=4)
