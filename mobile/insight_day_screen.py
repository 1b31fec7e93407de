"""A day that was opened from an insight: its check-ins as the calendar shows them, with the way back to the insight.

It is put together here, above the slices, because the day is the journal's and the way back is the insights'.
"""

import flet as ft

from mobile import paths
from mobile.journal.calendar_screen import DayEntries
from mobile.session import use_services, use_session
from mobile.ui import inputs, scaffold
from mobile.ui.guard import screen
from mobile.ui.route import use_parameters
from mobile.vault.fields import read_day
from mobile.words import t


@screen
def InsightDayScreen() -> ft.View:
    """One day."""
    wide = use_session().layout == "wide"
    above = ft.use_view_path().rpartition("/day/")[0] or paths.INSIGHTS
    day = read_day(use_parameters().get("day")) or use_services().clock.today()
    calendar = inputs.text_button(
        t("In the calendar"), scaffold.to(paths.journal_day(day)), icon=ft.Icons.CALENDAR_MONTH_OUTLINED
    )
    body = scaffold.scroll([DayEntries(day, key=f"{day}"), ft.Row([calendar])], wide=wide)
    return scaffold.page_view(t("A day"), body, wide=wide, current=paths.INSIGHTS, back_to=above)
