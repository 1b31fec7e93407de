"""The wide window: list and detail side by side. Put together above the slices, from the panes they offer."""

import flet as ft

from mobile import paths
from mobile.journal.calendar_screen import CalendarPane, parse_month
from mobile.journal.timeline_screen import TimelinePane, write_button
from mobile.session import use_services
from mobile.ui import scaffold, theme
from mobile.ui.guard import screen
from mobile.ui.route import use_parameters
from mobile.wide_groups import WideGroupsScreen

__all__ = ["WideGroupsScreen", "WideJournalScreen"]


@screen
def WideJournalScreen() -> ft.View:
    """The timeline, and the calendar with the chosen day beside it."""
    month = parse_month(use_parameters().get("month"), use_services().clock.today())
    panes = ft.Row(
        [
            ft.Container(TimelinePane(), expand=True),
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
