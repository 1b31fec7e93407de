"""What a member and a facilitator do about reports: written to this device first and sent from there."""

from typing import TYPE_CHECKING
from uuid import UUID

from api_client.wire.moderation import CreateReport, NotePost, Report, ReportOutcome, ReportReason, ResolveReport
from mobile.device import new_private_id
from mobile.moderation.thing import Thing

if TYPE_CHECKING:
    from mobile.services import Services


async def report(services: "Services", thing: Thing, reason: ReportReason, words: str = "") -> None:
    """Tell those who look after the group; words that follow later join what was said before."""
    request = CreateReport(
        id=new_private_id(),  # an id that holds no time
        post_id=thing.post_id,
        reply_id=thing.reply_id,
        member_id=thing.member_id,
        reason=reason,
        words=words.strip() or None,
    )
    await services.outbox.add(
        "moderation.create_report", {"group_id": str(thing.group_id)}, request, subject=thing.subject
    )
    services.sync.nudge()


async def resolve(services: "Services", report: Report, outcome: ReportOutcome, words: str, note: str = "") -> None:
    """Do what `outcome` says and close the report; `words` go to whoever reported it, `note` before the post."""
    group_id = report.group_id
    at = {"group_id": str(group_id), "post_id": str(report.post_id)}
    subject = f"group:{group_id}"
    if outcome is ReportOutcome.NOTED and report.post_id is not None:
        await services.outbox.add("moderation.note_post", at, NotePost(content_note=note.strip()), subject=subject)
    if outcome is ReportOutcome.REMOVED and report.post_id is not None:
        if report.reply_id is not None:
            await services.outbox.add(
                "feed.remove_reply", {**at, "reply_id": str(report.reply_id)}, None, subject=subject
            )
        else:
            await services.outbox.add("feed.remove_post", at, None, subject=subject)
    request = ResolveReport(outcome=outcome, words=words.strip() or None)
    where = {"group_id": str(group_id), "report_id": str(report.id)}
    await services.outbox.add("moderation.resolve_report", where, request, subject=subject)
    services.sync.nudge()


def find_report(reports: tuple[Report, ...], report_id: UUID | None) -> Report | None:
    """Return one report of a list."""
    return next((one for one in reports if one.id == report_id), None)
