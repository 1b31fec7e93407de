"""The wide window: list and detail side by side. Put together above the slices, from the panes they offer."""

from datetime import date

import flet as ft

from mobile import paths
from mobile.journal.calendar_screen import CalendarPane, parse_month
from mobile.journal.search_screen import JournalSearchPane
from mobile.journal.timeline_screen import TimelinePane, write_button
from mobile.session import use_services
from mobile.ui import scaffold, theme
from mobile.ui.guard import screen
from mobile.ui.route import use_parameters
from mobile.wide_groups import WideGroupsScreen

__all__ = ["WideGroupsScreen", "WideJournalScreen"]


@screen
def WideJournalScreen() -> ft.View:
    """The timeline or the search, and the calendar with the chosen day beside it."""
    is_search = ft.use_route_location().startswith(paths.JOURNAL_SEARCH)
    found = JournalSearchPane(key="search") if is_search else TimelinePane(key="timeline")
    month = parse_month(use_parameters().get("month"), use_services().clock.today())
    beside, set_beside = ft.use_state(month)  # beside a search, which another path would end

    def move(wanted: date) -> None:
        set_beside(lambda _: wanted)

    calendar = CalendarPane(beside, move, key=f"beside-{beside}") if is_search else CalendarPane(month, key=f"{month}")
    panes = ft.Row(
        [
            ft.Container(found, expand=True),
            ft.VerticalDivider(width=1),
            ft.Container(scaffold.scroll([calendar], wide=False, top=20), width=theme.DETAIL_WIDTH),
        ],
        spacing=0,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return scaffold.tab_view(paths.JOURNAL, panes, wide=True, action=write_button())
