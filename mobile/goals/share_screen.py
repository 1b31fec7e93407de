"""From a goal to a group: choose which group, see the very words, then go on in that group's own form.

Nothing is sent from here. The words become the draft of a post; a post that was half written there stays, above them.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft

from api_client.wire import limits
from api_client.wire.feed import Need, PostKind
from api_client.wire.groups import Membership
from mobile import paths
from mobile.drafting import use_draft, use_once
from mobile.goals import intents
from mobile.goals.document import Goal
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@dataclass(frozen=True)
class _Begin:
    goal: Goal | None
    memberships: tuple[Membership, ...]


@screen
def ShareGoalScreen() -> ft.View:
    """A win with `?as=win`, else a question for ideas."""
    services = use_services()
    wide = use_session().layout == "wide"
    win = paths.query(ft.context.page.route).get("as") == "win"
    goal_id = paths.id_in(use_parameters(), "goal_id")
    begin = use_query(lambda: _begin(services, goal_id), scopes=("groups",), depends_on=(goal_id,))
    body: ft.Control = ft.Container()
    if begin is not None and begin.goal is not None and begin.memberships:
        body = ShareGoalForm(begin.goal, begin.memberships, win, wide, key=f"{goal_id}-{win}")
    elif begin is not None and begin.goal is not None:
        body = feedback.empty(
            t("You are in no group yet. Your goal is saved, and only you can read it."),
            t("To the groups"),
            scaffold.to(paths.GROUPS),
        )
    elif begin is not None:
        body = feedback.empty(
            t("This goal is not on this device any more."), t("To the toolkit"), scaffold.to(paths.TOOLKIT)
        )
    return scaffold.page_view(t("Share a win") if win else t("Ask for ideas"), body, wide=wide, dialog=True)


async def _begin(services: "Services", goal_id: UUID | None) -> _Begin:
    goal = intents.get_goal(services, goal_id) if goal_id else None
    return _Begin(goal, await services.cache.list_memberships())


def win_words(goal: Goal) -> str:
    """Return what a win says until the member changes it: the step that was ticked last, and nothing that is private
    by its nature, such as why."""
    done = [step for step in goal.steps if step.done_on is not None]
    if not done:
        return t("A small win with “{goal}”.", goal=goal.title)
    latest = max(done, key=lambda step: (step.done_on, step.place))
    return t("A small win with “{goal}”: {step}", goal=goal.title, step=latest.text)


def ideas_words(goal: Goal) -> str:
    """Return how a question for ideas begins: the goal and the step that waits."""
    waiting = next((step for step in goal.steps if step.done_on is None), None)
    if waiting is None:
        return t("I would like to get on with “{goal}”. What has helped you?", goal=goal.title)
    words = t("I would like to get on with “{goal}”. I am at: {step}.", goal=goal.title, step=waiting.text)
    return f"{words}\n\n{t('What has helped you?')}"


async def lay_out_post(services: "Services", group_id: UUID, words: str, *, win: bool) -> None:
    """Put the words where the group's form finds them; what was half written there stays above them."""
    key = f"post:{group_id}"
    kept = await services.drafts.get(key) or {}
    body = str(kept.get("body", "")).strip()
    if body:
        await services.drafts.put(key, {**kept, "body": f"{body}\n\n{words}"})
        return
    kind = PostKind.WIN if win else PostKind.QUESTION
    need = Need.ENCOURAGEMENT if win else Need.IDEAS
    await services.drafts.put(key, {**kept, "kind": kind.value, "need": need.value, "body": words})


@component
def ShareGoalForm(goal: Goal, memberships: tuple[Membership, ...], win: bool, wide: bool) -> ft.Control:
    """The words to change, the group, and the text exactly as it goes into the form."""
    services = use_services()
    page = ft.context.page
    start = {"words": win_words(goal) if win else ideas_words(goal), "group": ""}
    draft = use_draft(f"goal-{'win' if win else 'ideas'}:{goal.id}", start)
    trouble, run = use_once()
    words, wanted = draft.fields["words"], draft.fields["group"]
    only = memberships[0] if len(memberships) == 1 else None
    chosen = only or next((one for one in memberships if str(one.group.id) == wanted), None)

    async def go_on(_event: Any) -> None:
        if chosen is None:
            return  # the button is off until a group is chosen

        async def store() -> None:
            await lay_out_post(services, chosen.group.id, draft.fields["words"].strip(), win=win)
            await draft.clear()

        if await run(store):
            page.navigate(paths.write_post(chosen.group.id))

    options = [(str(one.group.id), one.group.name) for one in memberships]
    choice = inputs.radio_list(str(chosen.group.id) if chosen else "", options, lambda key: draft.change(group=key))
    label = t("Go on in {group}", group=chosen.group.name) if chosen else t("Choose a group first")
    parts: list[ft.Control] = [feedback.trouble(trouble)] if trouble else []
    parts += [
        inputs.labelled(t("Which group?"), choice),
        inputs.text_field(
            t("Your words"), words, lambda text: draft.change(words=text), lines=4, maximum=limits.POST_BODY_MAX
        ),
        inputs.labelled(t("This goes into your post, and nothing else of your goal"), _preview(words)),
        type.quiet(t("Nothing is sent yet: in the group’s form you can change it, or leave it.")),
        inputs.primary_button(label, handler(go_on), disabled=chosen is None or not words.strip()),
    ]
    return scaffold.scroll(parts, wide=wide, spacing=16)


def _preview(words: str) -> ft.Control:
    return ft.Row(
        [ft.Container(cards.card(type.body(words.strip() or t("Nothing yet.")), bgcolor=theme.VARIANT), expand=True)]
    )
