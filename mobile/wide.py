"""The wide window: list and detail side by side. Put together above the slices, from the panes they offer."""

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
    panes = ft.Row(
        [
            ft.Container(found, expand=True),
            ft.VerticalDivider(width=1),
            ft.Container(
                scaffold.scroll([CalendarPane(month, key=f"{month}")], wide=False, top=20), width=theme.DETAIL_WIDTH
            ),
        ],
        spacing=0,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return scaffold.tab_view(paths.JOURNAL, panes, wide=True, action=write_button())
