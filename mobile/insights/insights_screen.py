"""Insights: what the journal shows when it is looked at from further away. All of it is worked out on this device."""

import flet as ft

from mobile import paths
from mobile.session import use_session
from mobile.ui import feedback, inputs, scaffold, type
from mobile.ui.guard import screen
from mobile.words import t


@screen
def InsightsScreen() -> ft.View:
    """The tab of insights."""
    wide = use_session().layout == "wide"
    parts: list[ft.Control] = [type.title(t("Insights"))] if wide else []
    parts.append(
        feedback.empty(
            t("What your check-ins show over time will stand here."),
            t("Write a check-in"),
            scaffold.to(paths.NEW_ENTRY),
        )
    )
    corner = ft.Row(
        [
            inputs.icon_button(ft.Icons.CALENDAR_MONTH_OUTLINED, t("Calendar"), scaffold.to(paths.CALENDAR)),
            inputs.icon_button(ft.Icons.MENU_BOOK_OUTLINED, t("Journal"), scaffold.to(paths.JOURNAL)),
        ],
        spacing=0,
        tight=True,
    )
    body = scaffold.scroll(parts, wide=wide, top=20 if wide else 8)
    return scaffold.tab_view(paths.INSIGHTS, body, wide=wide, corner=corner, lead=type.title(t("Insights")))
