"""The toolkit: goals, saved strategies, the safety plan, breathing. Put together above the slices, from their parts.

On a phone each of them is a view of its own; on a wide window the list and what was opened from it stand side by side.
"""

from collections.abc import Sequence
from typing import Any

import flet as ft

from mobile import paths
from mobile.goals.goal_pane import GoalPane
from mobile.goals.goals_part import GoalsPart
from mobile.measures.measures_screen import MeasuresRow
from mobile.session import use_session
from mobile.strategies.library_pane import LibraryPane
from mobile.strategies.resource_pane import ResourcePane
from mobile.strategies.saved_pane import SavedPane
from mobile.strategies.saved_part import HelpedPart, SavedPart
from mobile.toolkit_safety import SafetyPlanCard
from mobile.ui import cards, feedback, scaffold, theme, type
from mobile.ui.guard import screen
from mobile.ui.route import use_parameters
from mobile.words import t


def _places() -> tuple[tuple[str, str], ...]:
    """Return (path, name) of what the chips lead to."""
    return (
        (paths.SAVED, t("Saved")),
        (paths.TOOLKIT, t("My goals")),
        (paths.SAFETY_PLAN, t("Safety plan")),
        (paths.BREATHE, t("Breathe")),
    )


def _top(current: str) -> list[ft.Control]:
    chips = [cards.chip(name, scaffold.to(path), selected=path == current, key=path) for path, name in _places()]
    return [cards.chip_line(chips)]


def _parts(current: str) -> Sequence[ft.Control]:
    """Return what stands below the chips."""
    parts: list[Any] = _top(current)
    if current == paths.SAVED:
        return [*parts, SavedPart(key="saved")]
    measures = cards.card([MeasuresRow(key="measures")], padding=cards.OF_ROWS)
    return [*parts, GoalsPart(key="goals"), SafetyPlanCard(key="safety-plan"), measures, HelpedPart(key="helped")]


@screen
def ToolkitScreen() -> ft.View:
    """The goals, and what else is at hand."""
    return _phone(paths.TOOLKIT)


@screen
def SavedScreen() -> ft.View:
    """The strategies that were kept."""
    return _phone(paths.SAVED)


def _phone(current: str) -> ft.View:
    body = scaffold.scroll(_parts(current), wide=False)
    return scaffold.tab_view(paths.TOOLKIT, body, wide=False, lead=type.title(t("Toolkit")))


@screen
def GoalScreen() -> ft.View:
    """One goal on a phone."""
    goal_id = paths.id_in(use_parameters(), "goal_id")
    return scaffold.page_view(t("Goal"), GoalPane(goal_id, key=str(goal_id)) if goal_id else _gone(), wide=False)


@screen
def SavedStrategyScreen() -> ft.View:
    """One strategy on a phone."""
    document_id = paths.id_in(use_parameters(), "document_id")
    body = SavedPane(document_id, key=str(document_id)) if document_id else _gone()
    return scaffold.page_view(t("Strategy"), body, wide=False)


@screen
def LibraryScreen() -> ft.View:
    """The strategy library on a phone."""
    return scaffold.page_view(t("Strategy library"), LibraryPane(), wide=False)


@screen
def ResourcesScreen() -> ft.View:
    """The resource shelf of all groups, or of the one that the path names."""
    group_id = paths.id_in(paths.query(ft.context.page.route), "group")
    return scaffold.page_view(t("Resource shelf"), ResourcePane(group_id, key=str(group_id)), wide=False)


@screen
def WideToolkitScreen() -> ft.View:
    """The list, and beside it what was opened."""
    where = ft.use_route_location()
    saved = where.startswith((paths.SAVED, paths.LIBRARY, paths.RESOURCES))
    parts = [type.title(t("Toolkit")), *_parts(paths.SAVED if saved else paths.TOOLKIT)]
    panes = ft.Row(
        [
            ft.Container(scaffold.scroll(parts, wide=False, top=20), expand=True),
            ft.VerticalDivider(width=1),
            ft.Container(_detail(where), expand=True, padding=ft.Padding.only(top=12)),
        ],
        spacing=0,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return scaffold.tab_view(paths.TOOLKIT, panes, wide=use_session().layout == "wide")


def _detail(where: str) -> Any:
    parameters = use_parameters()
    goal_id, document_id = paths.id_in(parameters, "goal_id"), paths.id_in(parameters, "document_id")
    group_id = paths.id_in(paths.query(ft.context.page.route), "group")
    if goal_id is not None:
        return GoalPane(goal_id, key=str(goal_id))
    if document_id is not None:
        return SavedPane(document_id, key=str(document_id))
    if where.startswith(paths.LIBRARY):
        return _titled(t("Strategy library"), LibraryPane(key="library"))
    if where.startswith(paths.RESOURCES):
        return _titled(t("Resource shelf"), ResourcePane(group_id, key=f"resources-{group_id}"))
    words = t("Choose a strategy to read it.") if where.startswith(paths.SAVED) else t("Choose a goal to see its plan.")
    return ft.Container(feedback.empty(words), alignment=ft.Alignment.CENTER)


def _titled(title: str, body: Any) -> ft.Control:
    heading = ft.Container(type.heading(title), padding=ft.Padding.symmetric(horizontal=theme.SIDE, vertical=8))
    return ft.Column([heading, ft.Container(body, expand=True)], spacing=0, expand=True)


def _gone() -> ft.Control:
    return feedback.empty(t("There is nothing at this address."), t("To the toolkit"), scaffold.to(paths.TOOLKIT))
