"""What the member reported, and what came of it."""

import flet as ft

from api_client.wire.moderation import OwnReport
from mobile import paths
from mobile.moderation.words import reason_word, standing
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, dates, feedback, scaffold, type
from mobile.ui.guard import component, screen
from mobile.use_host import use_host
from mobile.words import t


@screen
def OwnReportsScreen() -> ft.View:
    """The member's own reports, newest first."""
    wide = use_session().layout == "wide"
    title = t("Your reports")
    return scaffold.page_view(title, OwnReports(wide), wide=wide, current=paths.YOU, back_to=paths.UNWANTED)


@component
def OwnReports(wide: bool) -> ft.Control:
    """One card for each."""
    services = use_services()
    use_host(services.reports.load_own)
    reports = use_query(lambda: services.shared.list("own_report", OwnReport), scopes=("reports",))
    now = services.clock.now()
    parts: list[ft.Control] = []
    if reports is not None and not reports:
        parts.append(feedback.empty(t("You have reported nothing. Each post and reply has a menu for it.")))
        said = t("What came of a report will stand here. Nobody learns that it was you.")
        parts.append(type.quiet(said, text_align=ft.TextAlign.CENTER))
    for one in sorted(reports or (), key=lambda one: one.reported_at, reverse=True):
        lines: list[ft.Control] = [
            type.strong(reason_word(one.reason)),
            type.quiet(dates.ago(one.reported_at, now)),
            type.body(standing(one)),
        ]
        if one.words:
            lines.append(type.quiet(t("You said: {words}", words=one.words)))
        if one.outcome_words:
            lines.append(type.body(t("They answered: {words}", words=one.outcome_words)))
        parts.append(cards.card(lines, spacing=6, key=str(one.id)))
    return scaffold.scroll(parts, wide=wide, spacing=14)
