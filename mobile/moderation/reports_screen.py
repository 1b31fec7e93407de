"""What was reported in a group, for those who look after it: worries first, then the oldest, each with its age."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import flet as ft

from api_client.wire.groups import Membership, Role
from api_client.wire.moderation import Report, ReportState
from mobile import paths
from mobile.moderation.words import outcome_word, reason_word
from mobile.session import use_query, use_services, use_session
from mobile.sync.reports import resolved
from mobile.ui import cards, dates, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, screen
from mobile.ui.route import use_parameters
from mobile.use_host import use_host
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services

_LATE = timedelta(hours=24)  # after which the age is shown as something to look at


@dataclass(frozen=True)
class ReportsShown:
    """The reports of a group as they will be when what waits here has arrived."""

    membership: Membership | None
    open: tuple[Report, ...]
    closed: tuple[Report, ...]


async def read_reports(services: "Services", group_id: UUID) -> ReportsShown:
    """Return the reports of a group from this device."""
    waiting = [one for one in await services.outbox.list() if one.operation == "moderation.resolve_report"]
    closing = {one.arguments["report_id"]: one for one in waiting if one.state != "failed"}
    reports = [
        resolved(one, closing[str(one.id)]) if str(one.id) in closing else one
        for one in await services.shared.list("report", Report, group_id=group_id)
    ]
    return ReportsShown(
        membership=await services.cache.get_membership(group_id),
        open=tuple(one for one in reports if one.state is ReportState.OPEN),
        closed=tuple(one for one in reports if one.state is not ReportState.OPEN),
    )


@screen
def ReportsScreen() -> ft.View:
    """The list of one group."""
    wide = use_session().layout == "wide"
    group_id = paths.id_in(use_parameters(), "group_id")
    body: ft.Control = ft.Container()
    if group_id is not None:
        body = ReportList(group_id, wide, key=str(group_id))
    back_to = paths.group(group_id) if group_id is not None else paths.GROUPS
    return scaffold.page_view(t("Reports"), body, wide=wide, current=paths.GROUPS, back_to=back_to)


@component
def ReportList(group_id: UUID, wide: bool) -> ft.Control:
    """Care on top, then what is against the agreement, then what was closed last."""
    services = use_services()
    use_host(lambda: services.reports.load_reports(group_id))
    shown: ReportsShown | None = use_query(
        lambda: read_reports(services, group_id), scopes=("reports", "outbox", "groups"), depends_on=(group_id,)
    )
    if shown is None:
        return ft.Container()
    if shown.membership is None or shown.membership.role is not Role.FACILITATOR:
        return scaffold.scroll(for_facilitators(), wide=wide)
    parts: list[ft.Control] = []
    care = [one for one in shown.open if one.is_care]
    rules = [one for one in shown.open if not one.is_care]
    if not shown.open:
        parts.append(feedback.empty(t("Nothing is waiting for you here.")))
    for heading, reports in ((t("Somebody is worried"), care), (t("To look at"), rules)):
        if reports:
            parts.append(scaffold.section(heading, str(len(reports))))
            parts += [_row(services, one) for one in reports]
    if shown.closed:
        parts.append(scaffold.section(t("Closed")))
        parts += [_row(services, one) for one in shown.closed]
    parts.append(ft.Row([inputs.text_button(t("What facilitators did"), scaffold.to(paths.acts(group_id)))]))
    return scaffold.scroll(parts, wide=wide, spacing=12)


def for_facilitators() -> list[ft.Control]:
    """Return what stands here for everybody else."""
    return [
        feedback.empty(t("This is for those who look after the group.")),
        type.quiet(t("They see what is reported and why, and not by whom."), text_align=ft.TextAlign.CENTER),
    ]


def _row(services: "Services", report: Report) -> ft.Control:
    now = services.clock.now()
    is_late = report.state is ReportState.OPEN and now - report.reported_at > _LATE
    age = type.quiet(dates.ago(report.reported_at, now), color=theme.ON_WARM if is_late else theme.QUIET)
    lines: list[ft.Control] = [type.strong(reasons_line(report)), type.body(what_line(report), max_lines=2), age]
    if report.outcome is not None:
        lines.append(type.quiet(outcome_word(report.outcome)))
    return cards.card(
        lines, on_click=scaffold.to(paths.report(report.group_id, report.id)), spacing=4, key=str(report.id)
    )


def reasons_line(report: Report) -> str:
    """Return why it was reported, and by how many when by several."""
    reasons = list(dict.fromkeys(reason_word(voice.reason) for voice in report.voices))
    count = len(report.voices)
    if count < 2:
        return reasons[0] if reasons else t("Something else")
    said = tn("{count} person says: {reasons}", "{count} people say: {reasons}", count, reasons=" · ".join(reasons))
    return said


def what_line(report: Report) -> str:
    """Return what it is about; a post behind a content note stays behind it."""
    if report.member is not None:
        return t("About {name}", name=report.member.display_name)
    if report.reply is not None:
        return t("A reply by {name}", name=report.reply.author.display_name)
    return t("A post by {name}", name=report.post.author.display_name) if report.post is not None else t("A post")
