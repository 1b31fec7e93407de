"""The rules of reports.

Several people who report one thing make one report with several voices. A worry about a person is no complaint about
one and stands on its own. A facilitator does not see reports about themself, as nobody who is reported does.
"""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col, delete, insert
from uuid6 import uuid7

from api_client.wire import limits
from api_client.wire import moderation as wire
from api_client.wire.errors import ProblemCode
from api_client.wire.groups import Role
from api_client.wire.notices import NoticeKind
from server.change_log import ChangeKind, find_subject
from server.errors import Refusal
from server.membership import author_of, find_member, require_member
from server.moderation.tables import ReportRow, ReportVoiceRow
from server.notify import notify
from server.tables import MemberRow
from server.transaction import Transaction
from server.written import find_post, find_reply

_DAY = timedelta(days=1)
_KEPT = timedelta(days=limits.REPORTS_KEPT_DAYS)


def create_report(
    tx: Transaction, account_id: UUID, group_id: UUID, request: wire.CreateReport
) -> tuple[wire.OwnReport, bool]:
    """Tell the facilitators; return the report as its maker sees it and whether it is new. The same request again is
    the same report, and another one of the same person about the same thing joins it."""
    require_member(tx, account_id, group_id)
    digest = hashlib.sha256(account_id.bytes + request.model_dump_json().encode()).digest()
    known = tx.connection.execute(
        select(col(ReportVoiceRow.digest)).where(
            col(ReportVoiceRow.group_id) == group_id, col(ReportVoiceRow.id) == request.id
        )
    ).first()
    if known is not None:
        if known.digest != digest:
            raise Refusal(ProblemCode.ID_TAKEN)
        return _own(tx, account_id, request.id), False
    _require_room_today(tx, account_id)
    _forget_old(tx)
    report_id, is_new = _find_or_open(tx, group_id, request)
    _add_voice(tx, account_id, group_id, report_id, request, digest)
    if is_new:
        _tell_facilitators(tx, group_id, report_id, account_id)
    return _own(tx, account_id, request.id), True


def list_own_reports(tx: Transaction, account_id: UUID) -> wire.OwnReportList:
    """Return the account's reports, newest first."""
    rows = tx.connection.execute(
        _own_rows(account_id)
        .order_by(col(ReportVoiceRow.said_at).desc(), col(ReportVoiceRow.id))
        .limit(limits.PAGE_MAX)
    )
    return wire.OwnReportList(reports=tuple(map(_own_report, rows)))


def _find_or_open(tx: Transaction, group_id: UUID, request: wire.CreateReport) -> tuple[UUID, bool]:
    """Return the open report about the same thing, or a new one with the thing as it is now."""
    thing = _look_at(tx, group_id, request)
    is_care = request.reason is wire.ReportReason.WORRIED
    same = select(col(ReportRow.id)).where(
        col(ReportRow.group_id) == group_id,
        col(ReportRow.state) == wire.ReportState.OPEN.value,
        col(ReportRow.subject_id) == thing["subject_id"],
        col(ReportRow.is_care) == is_care,
    )
    if (found := tx.connection.scalar(same)) is not None:
        return found, False
    report_id, state = uuid7(), wire.ReportState.OPEN.value
    tx.connection.execute(
        insert(ReportRow).values(
            group_id=group_id, id=report_id, is_care=is_care, state=state, reported_at=tx.now, **thing
        )
    )
    return report_id, True


def _look_at(tx: Transaction, group_id: UUID, request: wire.CreateReport) -> dict[str, Any]:
    """Return the columns that say what is reported; raise Refusal when it is not, or no longer, there."""
    if request.member_id is not None:
        if find_member(tx, request.member_id, group_id) is None:
            raise Refusal(ProblemCode.NOT_FOUND)
        name = author_of(tx, request.member_id).display_name
        return {"subject_id": request.member_id, "author_id": request.member_id, "member_name": name}
    assert request.post_id is not None  # noqa: S101 (the contract says one of both)
    post = find_post(tx, group_id, request.post_id)
    if post is None:
        raise _missing(tx, group_id, request.post_id)
    seen: dict[str, Any] = {"post_id": request.post_id, "post_wire": post.post.model_dump_json().encode()}
    if request.reply_id is None:
        return seen | {"subject_id": request.post_id, "author_id": post.author_id}
    reply = find_reply(tx, group_id, request.post_id, request.reply_id)
    if reply is None:
        raise _missing(tx, group_id, request.reply_id)
    words = reply.reply.model_dump_json().encode()
    return seen | {
        "subject_id": request.reply_id,
        "reply_id": request.reply_id,
        "reply_wire": words,
        "author_id": reply.author_id,
    }


def _missing(tx: Transaction, group_id: UUID, subject_id: UUID) -> Refusal:
    removed = find_subject(tx, group_id, subject_id) in (ChangeKind.POST_REMOVED, ChangeKind.REPLY_REMOVED)
    return Refusal(ProblemCode.GONE if removed else ProblemCode.NOT_FOUND)


def _add_voice(
    tx: Transaction, account_id: UUID, group_id: UUID, report_id: UUID, request: wire.CreateReport, digest: bytes
) -> None:
    """Write down what this person says, in place of what they said before about it."""
    said = {"reason": request.reason.value, "words": request.words, "said_at": tx.now, "digest": digest}
    earlier = select(col(ReportVoiceRow.id), col(ReportVoiceRow.words)).where(
        col(ReportVoiceRow.group_id) == group_id,
        col(ReportVoiceRow.report_id) == report_id,
        col(ReportVoiceRow.reporter_id) == account_id,
    )
    found = tx.connection.execute(earlier).first()
    if found is not None:
        tx.connection.execute(
            delete(ReportVoiceRow).where(col(ReportVoiceRow.group_id) == group_id, col(ReportVoiceRow.id) == found.id)
        )
        said["words"] = request.words or found.words  # nothing that was said is lost by tapping again
    tx.connection.execute(
        insert(ReportVoiceRow).values(
            group_id=group_id, id=request.id, report_id=report_id, reporter_id=account_id, **said
        )
    )


def _require_room_today(tx: Transaction, account_id: UUID) -> None:
    today = select(func.count()).where(
        col(ReportVoiceRow.reporter_id) == account_id, col(ReportVoiceRow.said_at) > tx.now - _DAY
    )
    if tx.connection.execute(today).scalar_one() >= limits.REPORTS_PER_DAY_MAX:
        raise Refusal(ProblemCode.TOO_MANY_REPORTS)


def _forget_old(tx: Transaction) -> None:
    """Delete reports that were resolved long ago, with the words that they kept."""
    too_old = delete(ReportRow).where(
        col(ReportRow.state) == wire.ReportState.RESOLVED.value, col(ReportRow.resolved_at) < tx.now - _KEPT
    )
    if tx.connection.execute(too_old).rowcount:
        tx.erases = True


def _tell_facilitators(tx: Transaction, group_id: UUID, report_id: UUID, reporter_id: UUID) -> None:
    """Tell everybody who looks after the group, but for the one it is about and the one who said it."""
    author_id = tx.connection.scalar(
        select(col(ReportRow.author_id)).where(col(ReportRow.group_id) == group_id, col(ReportRow.id) == report_id)
    )
    facilitators = (
        select(col(MemberRow.account_id))
        .where(col(MemberRow.group_id) == group_id, col(MemberRow.role) == Role.FACILITATOR.value)
        .order_by(col(MemberRow.account_id))
    )
    for facilitator_id in tx.connection.scalars(facilitators).all():
        if facilitator_id not in (author_id, reporter_id):
            notify(tx, facilitator_id, NoticeKind.REPORT_NEW, group_id)


def _own_rows(account_id: UUID) -> Any:
    return (
        select(
            col(ReportVoiceRow.id),
            col(ReportVoiceRow.group_id),
            col(ReportVoiceRow.reason),
            col(ReportVoiceRow.words),
            col(ReportVoiceRow.said_at),
            col(ReportRow.post_id),
            col(ReportRow.reply_id),
            col(ReportRow.subject_id),
            col(ReportRow.state),
            col(ReportRow.outcome),
            col(ReportRow.outcome_words),
            col(ReportRow.resolved_at),
        )
        .join(
            ReportRow,
            (col(ReportRow.group_id) == col(ReportVoiceRow.group_id))
            & (col(ReportRow.id) == col(ReportVoiceRow.report_id)),
        )
        .where(col(ReportVoiceRow.reporter_id) == account_id)
    )


def _own(tx: Transaction, account_id: UUID, voice_id: UUID) -> wire.OwnReport:
    return _own_report(tx.connection.execute(_own_rows(account_id).where(col(ReportVoiceRow.id) == voice_id)).one())


def _own_report(row: Any) -> wire.OwnReport:
    return wire.OwnReport(
        id=row.id,
        group_id=row.group_id,
        post_id=row.post_id,
        reply_id=row.reply_id,
        member_id=row.subject_id if row.post_id is None else None,
        reason=wire.ReportReason(row.reason),
        words=row.words,
        reported_at=row.said_at,
        state=wire.ReportState(row.state),
        outcome=None if row.outcome is None else wire.ReportOutcome(row.outcome),
        outcome_words=row.outcome_words,
        resolved_at=row.resolved_at,
    )
