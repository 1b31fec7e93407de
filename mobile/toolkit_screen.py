"""The toolkit: goals, saved strategies, the safety plan, breathing. Put together above the slices, from their parts.

On a phone each of them is a view of its own; on a wide window the list and what was opened from it stand side by side.
"""

from typing import Any

import flet as ft

from mobile import paths
from mobile.goals.goal_pane import GoalPane
from mobile.goals.goals_part import GoalsPart
from mobile.session import use_session
from mobile.ui import cards, feedback, scaffold, theme, type
from mobile.ui.guard import screen
from mobile.words import t


def _places() -> tuple[tuple[str, str], ...]:
    """Return (path, name) of what the chips lead to."""
    return ((paths.TOOLKIT, t("My goals")),)


def _top(current: str) -> list[ft.Control]:
    chips = [cards.chip(name, scaffold.to(path), selected=path == current, key=path) for path, name in _places()]
    return [type.title(t("Toolkit")), cards.chip_line(chips)]


def _goals() -> list[ft.Control]:
    return [*_top(paths.TOOLKIT), GoalsPart()]


@screen
def ToolkitScreen() -> ft.View:
    """The goals, and what else is at hand."""
    return scaffold.tab_view(paths.TOOLKIT, scaffold.scroll(_goals(), wide=False, top=16), wide=False)


@screen
def GoalScreen() -> ft.View:
    """One goal on a phone."""
    goal_id = paths.id_in(ft.use_route_params(), "goal_id")
    body: Any = GoalPane(goal_id, key=str(goal_id)) if goal_id else _gone()
    return scaffold.page_view(t("Goal"), body, wide=False)


@screen
def WideToolkitScreen() -> ft.View:
    """The list, and beside it what was opened."""
    parameters = ft.use_route_params()
    goal_id = paths.id_in(parameters, "goal_id")
    detail: Any = feedback.empty(t("Choose a goal to see its steps and plan."))
    if goal_id is not None:
        detail = GoalPane(goal_id, key=str(goal_id))
    panes = ft.Row(
        [
            ft.Container(scaffold.scroll(_goals(), wide=False, top=20), expand=True),
            ft.VerticalDivider(width=1),
            ft.Container(detail, width=theme.DETAIL_WIDTH),
        ],
        spacing=0,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return scaffold.tab_view(paths.TOOLKIT, panes, wide=use_session().layout == "wide")


def _gone() -> ft.Control:
    return feedback.empty(t("There is nothing at this address."), t("To the toolkit"), scaffold.to(paths.TOOLKIT))
