"""Who is in a group, who looks after it, and taking somebody out of it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select, update
from sqlmodel import col

from api_client.wire import groups as wire
from api_client.wire.errors import ProblemCode
from api_client.wire.groups import Role
from api_client.wire.notices import NoticeKind
from api_client.wire.profiles import Capacity, Profile
from server.blocks import is_seen, list_unseen, unseen_by
from server.change_log import record_group_change
from server.cursors import read_cursor, write_cursor
from server.errors import Refusal
from server.groups.coming import count_facilitators, drop_member, lock_member_count, tell_account
from server.groups.invites import end_all_invites
from server.groups.service import leave_group
from server.host import Leave
from server.membership import author_of, find_member, require_facilitator, require_member
from server.notify import notify
from server.tables import AccountRow, MemberRow
from server.transaction import Transaction


def list_members(tx: Transaction, account_id: UUID, group_id: UUID, after: str | None, limit: int) -> wire.MemberList:
    """Return one page of members, by time of joining."""
    standing = require_member(tx, account_id, group_id)
    statement = (
        select(
            col(MemberRow.account_id),
            col(MemberRow.role),
            col(MemberRow.joined_at),
            func.coalesce(col(MemberRow.profile), col(AccountRow.profile)).label("profile"),
            col(AccountRow.display_name),
            col(AccountRow.capacity),
            col(AccountRow.capacity_until),
        )
        .join(AccountRow, col(AccountRow.id) == col(MemberRow.account_id))
        .where(col(MemberRow.group_id) == group_id)
        .order_by(col(MemberRow.joined_at), col(MemberRow.account_id))
        .limit(limit + 1)
    )
    if after is not None:
        at, last_id = read_cursor(after)
        later = and_(col(MemberRow.joined_at) == at, col(MemberRow.account_id) > last_id)
        statement = statement.where(or_(col(MemberRow.joined_at) > at, later))
    if list_unseen(tx, standing):
        statement = statement.where(is_seen(col(MemberRow.account_id)))
    rows = tx.connection.execute(statement, unseen_by(standing)).all()
    members = tuple(_member(tx, row) for row in rows[:limit])
    last = members[-1] if members else None
    cursor = write_cursor(last.joined_at, last.account_id) if last is not None else None
    return wire.MemberList(members=members, cursor=cursor, more=len(rows) > limit)


def remove_member(
    tx: Transaction, account_id: UUID, group_id: UUID, removed_id: UUID, leaves: Collection[Leave]
) -> None:
    """Remove somebody from the group; nobody to remove is fine too. Every code ends with it."""
    require_facilitator(tx, account_id, group_id)
    if removed_id == account_id:
        leave_group(tx, account_id, group_id, leaves)
    elif find_member(tx, removed_id, group_id) is not None:
        for leave in leaves:
            leave(tx, removed_id, group_id)
        end_all_invites(tx, account_id, group_id)
        drop_member(tx, removed_id, group_id)


def set_role(tx: Transaction, account_id: UUID, group_id: UUID, member_id: UUID, request: wire.SetRole) -> None:
    """Let another member look after the group too, or step back oneself; the last one who does cannot while others
    are there. Nobody takes the role from another."""
    require_facilitator(tx, account_id, group_id)
    lock_member_count(tx, group_id)  # so that two who step back at once do not both find the other
    standing = find_member(tx, member_id, group_id)
    if standing is None:
        raise Refusal(ProblemCode.NOT_FOUND)
    if standing.role is request.role:
        return
    if request.role is Role.MEMBER:
        if member_id != account_id:
            raise Refusal(ProblemCode.NOT_ALLOWED)
        if count_facilitators(tx, group_id) == 1:
            raise Refusal(ProblemCode.LAST_FACILITATOR)
    one = (col(MemberRow.group_id) == group_id, col(MemberRow.account_id) == member_id)
    tx.connection.execute(update(MemberRow).where(*one).values(role=request.role.value))
    tell_account(tx, member_id, group_id)
    record_group_change(tx, group_id)
    if member_id != account_id:
        notify(tx, member_id, NoticeKind.ROLE_CHANGED, group_id, actor=author_of(tx, account_id))


def _member(tx: Transaction, row: Any) -> wire.Member:
    counts = row.capacity is not None and row.capacity_until is not None and row.capacity_until > tx.now
    return wire.Member(
        account_id=row.account_id,
        display_name=row.display_name,
        role=Role(row.role),
        joined_at=row.joined_at,
        profile=Profile() if row.profile is None else Profile.model_validate_json(row.profile),
        capacity=Capacity(row.capacity) if counts else None,
        capacity_until=row.capacity_until if counts else None,
    )
