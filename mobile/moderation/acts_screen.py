"""What those who look after a group did, newest first: nobody acts unseen by the others."""

from uuid import UUID

import flet as ft

from api_client.wire.moderation import Act, ReportOutcome
from mobile import paths
from mobile.moderation.words import act_word, outcome_word
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, dates, feedback, scaffold, type
from mobile.ui.guard import component, screen
from mobile.ui.route import use_parameters
from mobile.use_host import use_host
from mobile.words import t


@screen
def ActsScreen() -> ft.View:
    """The log of one group."""
    wide = use_session().layout == "wide"
    group_id = paths.id_in(use_parameters(), "group_id")
    body: ft.Control = ft.Container()
    if group_id is not None:
        body = ActList(group_id, wide, key=str(group_id))
    back_to = paths.reports(group_id) if group_id is not None else paths.GROUPS
    return scaffold.page_view(t("What facilitators did"), body, wide=wide, current=paths.GROUPS, back_to=back_to)


@component
def ActList(group_id: UUID, wide: bool) -> ft.Control:
    """One line for each act, with its reason."""
    services = use_services()
    use_host(lambda: services.reports.load_acts(group_id))
    acts = use_query(
        lambda: services.shared.list("act", Act, group_id=group_id), scopes=("reports",), depends_on=(group_id,)
    )
    now = services.clock.now()
    parts: list[ft.Control] = []
    if acts is not None and not acts:
        parts.append(feedback.empty(t("Nothing yet. What is removed, noted or looked behind will stand here.")))
        seen = t("Those who look after the group see it; no words of members are kept in it.")
        parts.append(type.quiet(seen, text_align=ft.TextAlign.CENTER))
    for act in acts or ():
        name = act.by.display_name if act.by is not None else t("Somebody who left")
        lines: list[ft.Control] = [type.body(t("{name} {act}", name=name, act=act_word(act.kind)))]
        if reason := _reason(act):
            lines.append(type.quiet(reason))
        lines.append(type.quiet(dates.ago(act.acted_at, now)))
        parts.append(cards.card(lines, spacing=4, padding=14, key=str(act.id)))
    return scaffold.scroll(parts, wide=wide, spacing=10)


def _reason(act: Act) -> str:
    if act.kind != "resolved":
        return act.reason or ""
    known = {one.value for one in ReportOutcome}  # a newer host may have others
    return outcome_word(ReportOutcome(act.reason)) if act.reason in known else ""
