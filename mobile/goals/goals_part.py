"""The goals as the toolkit shows them: those under way as cards, the others as rows below."""

from typing import TYPE_CHECKING

import flet as ft

from mobile import paths
from mobile.goals import intents
from mobile.goals.document import Goal, State
from mobile.goals.goal_card import AsideRow, GoalCard
from mobile.session import use_query, use_services
from mobile.ui import cards, feedback, inputs, scaffold
from mobile.ui.guard import component
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@component
def GoalsPart() -> ft.Control:
    """Every goal of this member."""
    services = use_services()
    goals = use_query(lambda: _load(services), scopes=("documents", "account"))
    if goals is None:
        return ft.Container()
    if not goals:
        return feedback.empty(
            t("No goal yet. One sentence is enough: something you would like a little more of."),
            t("Write a first goal"),
            scaffold.to(paths.NEW_GOAL),
        )
    active = [goal for goal in goals if goal.state is State.ACTIVE]
    aside = [goal for goal in goals if goal.state is not State.ACTIVE]
    parts: list[ft.Control] = [GoalCard(goal, key=str(goal.id)) for goal in active]
    new = inputs.text_button(t("New goal"), scaffold.to(paths.NEW_GOAL), icon=ft.Icons.ADD)
    parts.append(ft.Row([new]))
    if aside:
        rows: list[ft.Control] = [AsideRow(goal, key=str(goal.id)) for goal in aside]
        parts += [
            scaffold.section(t("Put aside or finished")),
            cards.card(cards.divided(rows), padding=cards.OF_ROWS, spacing=2),
        ]
    return ft.Column(parts, spacing=14, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


async def _load(services: "Services") -> tuple[Goal, ...]:
    return intents.list_goals(services)
