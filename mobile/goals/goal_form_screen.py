"""Writing a goal down, or changing its words. Only the first line is needed; every keystroke is kept as a draft."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft

from mobile import paths
from mobile.drafting import KeptDraft, use_draft, use_once
from mobile.goals import intents
from mobile.goals.document import PLAN_MAX, TITLE_MAX, WHY_MAX, Goal
from mobile.goals.tag_choice import TagChoice
from mobile.session import use_query, use_services, use_session
from mobile.ui import feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

_MAXIMA = {"title": TITLE_MAX, "why": WHY_MAX, "if_text": PLAN_MAX, "then_text": PLAN_MAX}


@screen
def GoalFormScreen() -> ft.View:
    """A new goal, or the words of one that is there."""
    services = use_services()
    wide = use_session().layout == "wide"
    parameters = use_parameters()
    goal_id = paths.id_in(parameters, "goal_id")
    found = use_query(lambda: _load(services, goal_id), scopes=(), depends_on=(goal_id,))
    new = "goal_id" not in parameters
    body: ft.Control = ft.Container()
    if found is not None and (new or found[0] is not None):
        body = GoalForm(found[0], wide, key=str(goal_id or "new"))
    elif found is not None:
        body = feedback.empty(
            t("This goal is not on this device any more."), t("To the toolkit"), scaffold.to(paths.TOOLKIT)
        )
    return scaffold.page_view(t("New goal") if new else t("Edit the goal"), body, wide=wide, dialog=True)


async def _load(services: "Services", goal_id: UUID | None) -> tuple[Goal | None]:
    return (intents.get_goal(services, goal_id) if goal_id else None,)


def start_of(goal: Goal | None) -> dict[str, Any]:
    """Return what the form begins with, in the shape of its draft."""
    if goal is None:
        return {"title": "", "why": "", "steps": "", "if_text": "", "then_text": "", "tags": []}
    return {
        "title": goal.title, "why": goal.why, "steps": "", "if_text": goal.if_text, "then_text": goal.then_text,
        "tags": list(goal.tags),
    }  # fmt: skip


@component
def GoalForm(goal: Goal | None, wide: bool) -> ft.Control:
    """The fields. `goal` is the one that is changed, as it was when the form began."""
    services = use_services()
    page = ft.context.page
    draft = use_draft(f"goal:{goal.id if goal else 'new'}", start_of(goal))
    missing, set_missing = ft.use_state(False)
    trouble, run = use_once()

    async def save(_event: Any) -> None:
        fields = dict(draft.fields)
        if not fields["title"].strip():
            set_missing(True)
            return
        made: list[UUID] = []

        async def store() -> None:
            made.append(await _store(services, goal, fields))
            await draft.clear()

        if await run(store):
            feedback.say(page, t("Saved on this device."))
            page.navigate(paths.goal(made[0]))

    too_long = any(len(draft.fields[name]) > most for name, most in _MAXIMA.items())
    parts: list[ft.Control] = [feedback.trouble(trouble)] if trouble else []
    parts += _words(draft, missing, new=goal is None)
    parts += _plan(draft)
    parts.append(TagChoice(tuple(draft.fields["tags"]), lambda tags: draft.change(tags=list(tags))))
    parts.append(type.quiet(t("Only you can read this. It is sealed on this device before it is backed up.")))
    parts.append(inputs.primary_button(t("Save the goal"), handler(save), disabled=too_long))
    return scaffold.scroll(parts, wide=wide, spacing=14)


def _field(draft: KeptDraft, name: str, label: str, *, error: str = "", helper: str = "", lines: int = 1) -> ft.Control:
    value = draft.fields[name]
    most = _MAXIMA.get(name)
    long = most is not None and len(value) > most
    return inputs.text_field(
        label,
        value,
        lambda text: draft.change(**{name: text}),
        error=t("This is too long: {maximum} characters fit.", maximum=most) if long else error,
        helper=helper,
        lines=lines,
        maximum=most,
    )


def _words(draft: KeptDraft, missing: bool, *, new: bool) -> list[ft.Control]:
    error = t("Write a few words first.") if missing and not draft.fields["title"].strip() else ""
    fields = [
        _field(draft, "title", t("Your goal"), error=error),
        _field(draft, "why", t("Why it matters, if you like"), lines=2),
    ]
    if new:
        helper = t("One on each line. The smaller, the better.")
        fields.append(_field(draft, "steps", t("Small steps, if you like"), helper=helper, lines=3))
    return fields


def _plan(draft: KeptDraft) -> list[ft.Control]:
    return [
        inputs.labelled(t("If-then plan, if you like"), type.quiet(t("For the moment when it gets hard."))),
        _field(draft, "if_text", t("If …")),
        _field(draft, "then_text", t("then …")),
    ]


async def _store(services: "Services", goal: Goal | None, fields: dict[str, Any]) -> UUID:
    plan = (fields["if_text"], fields["then_text"])
    if goal is None:
        steps = intents.lines(fields["steps"])
        return await intents.create_goal(services, fields["title"], fields["why"], steps, plan, fields["tags"])
    await intents.change_goal(services, goal, title=fields["title"], why=fields["why"], plan=plan, tags=fields["tags"])
    return goal.id
