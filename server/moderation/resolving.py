"""What facilitators see of reports, and how they close one."""

from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlmodel import col, update

from api_client.wire import moderation as wire
from api_client.wire.errors import ProblemCode
from api_client.wire.feed import Author, Post, Reply
from api_client.wire.notices import NoticeKind
from server.acts import ActKind, record_act
from server.cursors import read_cursor, write_cursor
from server.errors import Refusal
from server.membership import require_facilitator
from server.moderation.tables import ReportRow, ReportVoiceRow
from server.notify import notify
from server.tables import AccountRow, ActRow
from server.transaction import Transaction

_OPEN_MAX = 200
_RESOLVED_MAX = 20


def list_reports(tx: Transaction, account_id: UUID, group_id: UUID) -> wire.ReportList:
    """Return what is open, care first and then the oldest, and what was resolved last; nothing about oneself."""
    require_facilitator(tx, account_id, group_id)
    mine_to_see = (col(ReportRow.group_id) == group_id, col(ReportRow.author_id) != account_id)
    open_ = (
        select(ReportRow.__table__)  # type: ignore[attr-defined]
        .where(*mine_to_see, col(ReportRow.state) == wire.ReportState.OPEN.value)
        .order_by(col(ReportRow.is_care).desc(), col(ReportRow.reported_at), col(ReportRow.id))
        .limit(_OPEN_MAX)
    )
    resolved = (
        select(ReportRow.__table__)  # type: ignore[attr-defined]
        .where(*mine_to_see, col(ReportRow.state) == wire.ReportState.RESOLVED.value)
        .order_by(col(ReportRow.resolved_at).desc(), col(ReportRow.id))
        .limit(_RESOLVED_MAX)
    )
    waiting, done = tx.connection.execute(open_).all(), tx.connection.execute(resolved).all()
    reports = tuple(_report(tx, row) for row in (*waiting, *done))
    return wire.ReportList(reports=reports, open_count=len(waiting))


def resolve_report(
    tx: Transaction, account_id: UUID, group_id: UUID, report_id: UUID, request: wire.ResolveReport
) -> None:
    """Close a report and tell everybody who made it what came of it. One that is closed stays as it was."""
    require_facilitator(tx, account_id, group_id)
    close_report(tx, group_id, report_id, request, by=account_id)


def close_report(
    tx: Transaction, group_id: UUID, report_id: UUID, request: wire.ResolveReport, *, by: UUID | None
) -> None:
    """Close a report; `by` is the facilitator, None for the host, who is no member and whose acts are in no log of the
    group. Raise Refusal(not_found) for one that is about the facilitator."""
    here = (col(ReportRow.group_id) == group_id, col(ReportRow.id) == report_id)
    found = tx.connection.execute(
        select(col(ReportRow.state), col(ReportRow.post_id), col(ReportRow.reply_id), col(ReportRow.author_id))
        .where(*here)
        .with_for_update()
    ).first()
    if found is None or found.author_id == by:
        raise Refusal(ProblemCode.NOT_FOUND)
    if found.state == wire.ReportState.RESOLVED.value:
        return
    tx.connection.execute(
        update(ReportRow)
        .where(*here)
        .values(
            state=wire.ReportState.RESOLVED.value,
            outcome=request.outcome.value,
            outcome_words=request.words,
            resolved_at=tx.now,
            resolved_by=by,
        )
    )
    if by is not None:
        reason = request.outcome.value
        record_act(tx, group_id, ActKind.RESOLVED, by, post_id=found.post_id, reply_id=found.reply_id, reason=reason)
    for reporter_id in _list_reporters(tx, group_id, report_id):
        notify(tx, reporter_id, NoticeKind.REPORT_OUTCOME, group_id, words=request.words, key=str(report_id))


def list_acts(tx: Transaction, account_id: UUID, group_id: UUID, before: str | None, limit: int) -> wire.ActList:
    """Return one page of what facilitators did, newest first, for facilitators."""
    require_facilitator(tx, account_id, group_id)
    page = (
        select(*ActRow.__table__.c, col(AccountRow.display_name))  # type: ignore[attr-defined]
        .join(AccountRow, col(AccountRow.id) == col(ActRow.by_id), isouter=True)
        .where(col(ActRow.group_id) == group_id)
        .order_by(col(ActRow.acted_at).desc(), col(ActRow.id).desc())
        .limit(limit + 1)
    )
    if before is not None:
        at, last_id = read_cursor(before, "before")
        earlier = and_(col(ActRow.acted_at) == at, col(ActRow.id) < last_id)
        page = page.where(or_(col(ActRow.acted_at) < at, earlier))
    rows = tx.connection.execute(page).all()
    acts = tuple(_act(row) for row in rows[:limit])
    cursor = write_cursor(acts[-1].acted_at, acts[-1].id) if acts else None
    return wire.ActList(acts=acts, cursor=cursor, more=len(rows) > limit)


def _list_reporters(tx: Transaction, group_id: UUID, report_id: UUID) -> list[UUID]:
    voices = (
        select(col(ReportVoiceRow.reporter_id))
        .where(
            col(ReportVoiceRow.group_id) == group_id,
            col(ReportVoiceRow.report_id) == report_id,
            col(ReportVoiceRow.reporter_id).is_not(None),
        )
        .order_by(col(ReportVoiceRow.reporter_id))
    )
    return [found for found in tx.connection.scalars(voices) if found is not None]


def _report(tx: Transaction, row: Any) -> wire.Report:
    voices = tx.connection.execute(
        select(col(ReportVoiceRow.reason), col(ReportVoiceRow.words), col(ReportVoiceRow.said_at))
        .where(col(ReportVoiceRow.group_id) == row.group_id, col(ReportVoiceRow.report_id) == row.id)
        .order_by(col(ReportVoiceRow.said_at))
    )
    is_member = row.post_id is None
    return wire.Report(
        id=row.id,
        group_id=row.group_id,
        is_care=row.is_care,
        post_id=row.post_id,
        reply_id=row.reply_id,
        post=None if row.post_wire is None else Post.model_validate_json(row.post_wire),
        reply=None if row.reply_wire is None else Reply.model_validate_json(row.reply_wire),
        member=Author(account_id=row.subject_id, display_name=row.member_name or "") if is_member else None,
        voices=tuple(
            wire.ReportVoice(reason=wire.ReportReason(one.reason), words=one.words, at=one.said_at) for one in voices
        ),
        reported_at=row.reported_at,
        state=wire.ReportState(row.state),
        outcome=None if row.outcome is None else wire.ReportOutcome(row.outcome),
        outcome_words=row.outcome_words,
        resolved_at=row.resolved_at,
        resolved_by=_who(tx, row.resolved_by),
    )


def _who(tx: Transaction, account_id: UUID | None) -> Author | None:
    name = tx.connection.scalar(select(col(AccountRow.display_name)).where(col(AccountRow.id) == account_id))
    return None if name is None or account_id is None else Author(account_id=account_id, display_name=name)


def _act(row: Any) -> wire.Act:
    by = None if row.by_id is None else Author(account_id=row.by_id, display_name=row.display_name or "")
    return wire.Act(
        id=row.id,
        kind=row.kind,
        by=by,
        post_id=row.post_id,
        reply_id=row.reply_id,
        reason=row.reason,
        acted_at=row.acted_at,
    )
