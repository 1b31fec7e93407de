"""Reports that nobody who looks after the group may judge: they are about the only one who does, or were made by all of
them. Whoever runs the host hears of these and closes them; else nobody ever would.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlmodel import col

from api_client.wire import moderation as wire
from api_client.wire.errors import ProblemCode
from api_client.wire.feed import Post, Reply
from api_client.wire.groups import Role
from server.database import Database
from server.errors import Refusal
from server.jobs import Errand
from server.mail import Mail, Mailer, MailFailed
from server.moderation.resolving import close_report
from server.moderation.tables import ReportRow, ReportVoiceRow
from server.settings import Settings
from server.tables import GroupRow, MemberRow
from server.transaction import Transaction

RETRY_AFTER = timedelta(minutes=15)
logger = logging.getLogger("kith.reports")


@dataclass(frozen=True, slots=True)
class HostReport:
    """One of them, as the host reads it: without who reported it, and of something without a name with its alias."""

    id: UUID
    group_name: str
    about: str
    words: str
    voices: tuple[str, ...]
    reported_at: datetime


def list_for_host(tx: Transaction) -> list[HostReport]:
    """Return what is open and waits for the host, care first and then the oldest."""
    statement: Any = (
        select(
            *ReportRow.__table__.c,  # type: ignore[attr-defined]
            col(GroupRow.name).label("group_name"),
        )
        .join(GroupRow, col(GroupRow.id) == col(ReportRow.group_id))
        .where(*_waits_for_host())
        .order_by(col(ReportRow.is_care).desc(), col(ReportRow.reported_at), col(ReportRow.id))
    )
    return [_host_report(tx, row) for row in tx.connection.execute(statement).all()]


def close_for_host(tx: Transaction, report_id: UUID, outcome: wire.ReportOutcome, words: str | None) -> None:
    """Close a report that waits for the host; raise Refusal(not_found) for any other: those are the group's."""
    found = select(col(ReportRow.group_id)).where(col(ReportRow.id) == report_id, *_waits_for_host())
    group_id = tx.connection.scalar(found)
    if group_id is None:
        raise Refusal(ProblemCode.NOT_FOUND)
    close_report(tx, group_id, report_id, wire.ResolveReport(outcome=outcome, words=words), by=None)


def make_telling(database: Database, mailer: Mailer | None, settings: Settings) -> Errand:
    """Return the errand that tells the host, by a line in the log and by a mail where there is an address for it."""

    async def tell_host(now: datetime) -> datetime | None:
        report_ids = await database.read(_list_untold)
        if not report_ids:
            return None
        logger.warning("reports_wait_for_host")
        if mailer is not None and settings.contact_email is not None:
            try:
                await mailer.send(_mail(settings, settings.contact_email))
            except MailFailed as error:
                logger.warning("host_mail_failed", extra={"error": str(error)})
                return now + RETRY_AFTER
        await database.write(_note_told, report_ids)
        return None

    return tell_host


def _waits_for_host() -> tuple[Any, ...]:
    """Return the conditions: open, and every facilitator is whom it is about, or among those who reported it."""
    voices = (
        col(ReportVoiceRow.group_id) == col(ReportRow.group_id),
        col(ReportVoiceRow.report_id) == col(ReportRow.id),
        col(ReportVoiceRow.reporter_id) == col(MemberRow.account_id),
    )
    reported_it = select(col(ReportVoiceRow.id)).where(*voices).correlate(ReportRow, MemberRow).exists()
    may_judge = exists().where(
        col(MemberRow.group_id) == col(ReportRow.group_id),
        col(MemberRow.role) == Role.FACILITATOR.value,
        col(MemberRow.account_id) != col(ReportRow.author_id),
        ~reported_it,
    )
    return col(ReportRow.state) == wire.ReportState.OPEN.value, ~may_judge


def _list_untold(tx: Transaction) -> list[UUID]:
    untold = select(col(ReportRow.id)).where(*_waits_for_host(), col(ReportRow.host_told_at).is_(None))
    return list(tx.connection.scalars(untold))


def _note_told(tx: Transaction, report_ids: list[UUID]) -> None:
    told = update(ReportRow).where(col(ReportRow.id).in_(report_ids)).values(host_told_at=tx.now)
    tx.connection.execute(told)


def _mail(settings: Settings, to: str) -> Mail:
    text = (
        f"On {settings.name} something was reported that nobody who looks after the group may judge.\n\n"
        "On the machine of this host, `kith reports list` shows it and `kith reports close` closes it.\n"
    )
    return Mail(to, f"{settings.name}: a report waits for you", text)


def _host_report(tx: Transaction, row: Any) -> HostReport:
    voices = tx.connection.execute(
        select(col(ReportVoiceRow.reason), col(ReportVoiceRow.words))
        .where(col(ReportVoiceRow.group_id) == row.group_id, col(ReportVoiceRow.report_id) == row.id)
        .order_by(col(ReportVoiceRow.said_at))
    )
    about, words = f"the member {row.member_name}", ""
    if row.reply_wire is not None:
        reply = Reply.model_validate_json(row.reply_wire)
        about, words = f"a reply by {reply.author.display_name}", reply.body
    elif row.post_wire is not None:
        post = Post.model_validate_json(row.post_wire)
        about, words = f"a post by {post.author.display_name}", post.body
    said = tuple(f"{one.reason}: {one.words}" if one.words else one.reason for one in voices)
    return HostReport(row.id, row.group_name, about, words, said, row.reported_at)
