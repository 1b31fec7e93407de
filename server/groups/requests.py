"""Asking to be let in, and the answer.

Who is not let in is told nothing: the request stays as it was for the one who asked, until it is forgotten. So nobody
has to read a no, and nobody can ask again every day.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlmodel import col

from api_client.wire import directory as wire
from api_client.wire import limits
from api_client.wire.errors import ProblemCode
from api_client.wire.groups import JoinPolicy, Picture
from api_client.wire.notices import NoticeKind
from server.change_log import record_group_change
from server.errors import Refusal
from server.groups.coming import let_in, list_facilitators
from server.membership import author_of, find_member, require_facilitator
from server.notify import notify
from server.tables import AccountRow, GroupRow, JoinRequestRow
from server.transaction import Transaction

_KEPT = timedelta(days=limits.REQUEST_DAYS)


def ask_to_join(tx: Transaction, account_id: UUID, group_id: UUID, exists: bool, request: wire.AskToJoin) -> None:
    """Ask to be let into a group that lets in who asks; asking again changes the words while nobody answered."""
    if find_member(tx, account_id, group_id) is not None:
        return
    require_listed(tx, group_id, JoinPolicy.APPROVAL, exists=exists)
    forgotten = (col(JoinRequestRow.group_id) == group_id, col(JoinRequestRow.asked_at) <= tx.now - _KEPT)
    tx.connection.execute(delete(JoinRequestRow).where(*forgotten))
    given = {"words": request.words, "agreement_version": request.agreement_version, "withdrawn": False}
    found = update(JoinRequestRow).where(*_is_from(account_id, group_id)).values(given)
    if tx.connection.execute(found).rowcount:
        return
    waiting = select(func.count()).select_from(JoinRequestRow).where(col(JoinRequestRow.group_id) == group_id)
    if tx.connection.execute(waiting).scalar_one() >= limits.REQUESTS_PER_GROUP_MAX:
        raise Refusal(ProblemCode.GROUP_FULL)
    tx.connection.execute(
        insert(JoinRequestRow).values(group_id=group_id, account_id=account_id, asked_at=tx.now, **given)
    )
    record_group_change(tx, group_id)  # the facilitators' devices look who waits
    for facilitator_id in list_facilitators(tx, group_id):
        notify(tx, facilitator_id, NoticeKind.JOIN_REQUEST, group_id, actor=author_of(tx, account_id))


def withdraw_request(tx: Transaction, account_id: UUID, group_id: UUID) -> None:
    """Ask no longer; nothing to withdraw is fine too. A request that was declined is kept, so that asking anew is no
    way around the answer."""
    mine = _is_from(account_id, group_id)
    tx.connection.execute(delete(JoinRequestRow).where(*mine, col(JoinRequestRow.declined_at).is_(None)))
    tx.connection.execute(update(JoinRequestRow).where(*mine).values(withdrawn=True))
    tx.erases = True


def list_own_requests(tx: Transaction, account_id: UUID) -> wire.OwnRequestList:
    """Return where the account waits, newest first."""
    statement: Any = (
        select(
            col(GroupRow.id), col(GroupRow.name), col(GroupRow.picture), col(JoinRequestRow.asked_at).label("asked_at")
        )
        .join(GroupRow, col(GroupRow.id) == col(JoinRequestRow.group_id))
        .where(col(JoinRequestRow.account_id) == account_id, is_still_asked(tx))
        .order_by(col(JoinRequestRow.asked_at).desc(), col(GroupRow.id))
    )
    return wire.OwnRequestList(
        requests=tuple(
            wire.OwnRequest(
                group_id=row.id,
                name=row.name,
                picture=None if row.picture is None else Picture.model_validate_json(row.picture),
                asked_at=row.asked_at,
            )
            for row in tx.connection.execute(statement)
        )
    )


def list_requests(tx: Transaction, account_id: UUID, group_id: UUID) -> wire.JoinRequestList:
    """Return who waits to be let in, the longest waiting first."""
    require_facilitator(tx, account_id, group_id)
    statement: Any = (
        select(
            col(JoinRequestRow.account_id),
            col(AccountRow.display_name),
            col(JoinRequestRow.words),
            col(JoinRequestRow.asked_at),
        )
        .join(AccountRow, col(AccountRow.id) == col(JoinRequestRow.account_id))
        .where(col(JoinRequestRow.group_id) == group_id, col(JoinRequestRow.declined_at).is_(None), is_still_asked(tx))
        .order_by(col(JoinRequestRow.asked_at), col(JoinRequestRow.account_id))
        .limit(limits.REQUESTS_PER_GROUP_MAX)
    )
    requests = (wire.JoinRequest(**row._mapping) for row in tx.connection.execute(statement))
    return wire.JoinRequestList(requests=tuple(requests))


def answer_request(
    tx: Transaction, account_id: UUID, group_id: UUID, asker_id: UUID, request: wire.AnswerRequest
) -> None:
    """Let somebody in, or decline without a word."""
    require_facilitator(tx, account_id, group_id)
    asked = select(col(JoinRequestRow.agreement_version)).where(*_is_from(asker_id, group_id))
    version = tx.connection.scalar(asked)
    if version is None:
        if find_member(tx, asker_id, group_id) is None:
            raise Refusal(ProblemCode.NOT_FOUND)  # withdrawn meanwhile, or never asked
        return
    if request.accept:
        if let_in(tx, asker_id, group_id, version):
            notify(tx, asker_id, NoticeKind.JOINED, group_id, actor=author_of(tx, account_id))
        return
    declined = update(JoinRequestRow).where(*_is_from(asker_id, group_id)).values(declined_at=tx.now, words="")
    tx.connection.execute(declined)
    tx.erases = True
    record_group_change(tx, group_id)  # the other facilitators see that it was looked at


def admit_waiting(tx: Transaction, account_id: UUID, group_id: UUID) -> None:
    """Let in whoever waited when the group opens to everybody, the longest waiting first, but nobody who was declined.

    Whom there is no room for goes on waiting, and stays on the facilitators' list, as they do where a group closes.
    """
    waiting = (
        select(col(JoinRequestRow.account_id), col(JoinRequestRow.agreement_version))
        .where(col(JoinRequestRow.group_id) == group_id, col(JoinRequestRow.declined_at).is_(None), is_still_asked(tx))
        .order_by(col(JoinRequestRow.asked_at), col(JoinRequestRow.account_id))
    )
    for asker_id, version in tx.connection.execute(waiting).all():
        try:
            is_new = let_in(tx, asker_id, group_id, version)
        except Refusal:
            continue
        if is_new:
            notify(tx, asker_id, NoticeKind.JOINED, group_id, actor=author_of(tx, account_id))


def require_listed(tx: Transaction, group_id: UUID, entry: JoinPolicy, *, exists: bool) -> None:
    """Raise Refusal(not_found), as for a group that never was, unless strangers may know of it and come in by `entry`;
    `exists` is whether this host keeps a list of groups."""
    listed = select(col(GroupRow.id)).where(
        col(GroupRow.id) == group_id,
        col(GroupRow.listed).is_(True),
        col(GroupRow.entry) == entry.value,
        col(GroupRow.archived_at).is_(None),
    )
    if not exists or tx.connection.scalar(listed) is None:
        raise Refusal(ProblemCode.NOT_FOUND)


def is_still_asked(tx: Transaction) -> ColumnElement[bool]:
    """Return the condition that a request is neither withdrawn nor forgotten."""
    return col(JoinRequestRow.withdrawn).is_(False) & (col(JoinRequestRow.asked_at) > tx.now - _KEPT)


def _is_from(account_id: UUID, group_id: UUID) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(JoinRequestRow.group_id) == group_id, col(JoinRequestRow.account_id) == account_id
