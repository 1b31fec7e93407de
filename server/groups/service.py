"""The rules of groups.

A facilitator who removes somebody also gets a new join code: the removed person knows the old one.
"""

import hashlib
import json
import secrets
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, func, insert, or_, select, update
from sqlmodel import col

from api_client.wire import groups as wire
from api_client.wire import limits
from api_client.wire.errors import ProblemCode
from api_client.wire.groups import Role
from server.change_log import record_group_change
from server.cursors import read_cursor, write_cursor
from server.errors import Refusal
from server.membership import GROUP_COLUMNS, find_member, get_group, group_of, require_facilitator, require_member
from server.rate_limits import RateLimits
from server.tables import AccountRow, GroupRow, MemberRow
from server.transaction import MembershipChanged, Transaction


def create_group(tx: Transaction, account_id: UUID, request: wire.CreateGroup) -> tuple[wire.Membership, bool]:
    """Start a group with the account as its facilitator; return it and whether it is new."""
    digest = hashlib.sha256(request.model_dump_json().encode()).digest()
    existing = tx.connection.execute(
        select(col(GroupRow.created_by), col(GroupRow.created_digest)).where(col(GroupRow.id) == request.id)
    ).first()
    if existing is not None:
        if (existing.created_by, existing.created_digest) != (account_id, digest):
            raise Refusal(ProblemCode.ID_TAKEN)
        if find_member(tx, account_id, request.id) is None:
            raise Refusal(ProblemCode.GONE)
        return get_membership(tx, account_id, request.id), False
    _require_room_for_one_more(tx, account_id)
    tx.connection.execute(
        insert(GroupRow).values(
            id=request.id,
            name=request.name,
            description=request.description,
            agreement=json.dumps(request.agreement),
            join_code=_new_join_code(),
            created_by=account_id,
            created_digest=digest,
            created_at=tx.now,
            member_count=0,
        )
    )
    _add_member(tx, account_id, request.id, Role.FACILITATOR)
    return get_membership(tx, account_id, request.id), True


def list_groups(tx: Transaction, account_id: UUID) -> wire.MembershipList:
    """Return every group of the account, by name."""
    rows = tx.connection.execute(_memberships(account_id)).all()
    memberships = sorted(map(_membership, rows), key=lambda m: (m.group.name.casefold(), m.group.id))
    return wire.MembershipList(memberships=tuple(memberships))


def get_membership(tx: Transaction, account_id: UUID, group_id: UUID) -> wire.Membership:
    """Return one group of the account with what is the account's own."""
    return _membership(tx.connection.execute(_memberships(account_id).where(col(GroupRow.id) == group_id)).one())


def preview_invite(
    tx: Transaction, account_id: UUID, rates: RateLimits, join_code: str, address: str
) -> wire.InvitePreview | None:
    """Return what somebody with the code sees before joining, or None when no group has the code."""
    group_id = _find_by_code(tx, account_id, rates, join_code, address)
    if group_id is None:
        return None
    group = get_group(tx, group_id)
    return wire.InvitePreview(
        name=group.name,
        description=group.description,
        agreement=group.agreement,
        member_count=group.member_count,
        already_member=find_member(tx, account_id, group_id) is not None,
    )


def join_by_code(
    tx: Transaction, account_id: UUID, rates: RateLimits, join_code: str, address: str
) -> wire.Membership | None:
    """Let the account into the group behind a code, or return None when no group has it."""
    group_id = _find_by_code(tx, account_id, rates, join_code, address)
    return None if group_id is None else join_group(tx, account_id, group_id)


def count_wrong_code(tx: Transaction, account_id: UUID, rates: RateLimits, address: str) -> None:
    """Count a code that no group has."""
    rates.join_guess.take(tx, str(account_id))
    rates.join_guess.take(tx, address)


def join_group(tx: Transaction, account_id: UUID, group_id: UUID) -> wire.Membership:
    """Let the account into a group that is there; joining again changes nothing."""
    count = _lock_member_count(tx, group_id)
    if find_member(tx, account_id, group_id) is None:
        if count >= limits.MEMBERS_PER_GROUP_MAX:
            raise Refusal(ProblemCode.GROUP_FULL)
        _require_room_for_one_more(tx, account_id)
        _add_member(tx, account_id, group_id, Role.MEMBER)
    return get_membership(tx, account_id, group_id)


def leave_group(tx: Transaction, account_id: UUID, group_id: UUID) -> None:
    """Leave; the last one to leave takes the group along, the last facilitator must stay while others are in it."""
    standing = require_member(tx, account_id, group_id)
    count = _lock_member_count(tx, group_id)
    if count == 1:
        _delete_group(tx, group_id)
        return
    if standing.is_facilitator and _count_facilitators(tx, group_id) == 1:
        raise Refusal(ProblemCode.LAST_FACILITATOR)
    _drop_member(tx, account_id, group_id)


def remove_group(tx: Transaction, account_id: UUID, group_id: UUID) -> None:
    """Remove the group with everything in it."""
    require_facilitator(tx, account_id, group_id)
    _delete_group(tx, group_id)


def list_members(tx: Transaction, account_id: UUID, group_id: UUID, after: str | None, limit: int) -> wire.MemberList:
    """Return one page of members, by time of joining."""
    require_member(tx, account_id, group_id)
    statement = (
        select(col(MemberRow.account_id), col(MemberRow.role), col(MemberRow.joined_at), col(AccountRow.display_name))
        .join(AccountRow, col(AccountRow.id) == col(MemberRow.account_id))
        .where(col(MemberRow.group_id) == group_id)
        .order_by(col(MemberRow.joined_at), col(MemberRow.account_id))
        .limit(limit + 1)
    )
    if after is not None:
        at, last_id = read_cursor(after)
        later = and_(col(MemberRow.joined_at) == at, col(MemberRow.account_id) > last_id)
        statement = statement.where(or_(col(MemberRow.joined_at) > at, later))
    rows = tx.connection.execute(statement).all()
    members = tuple(
        wire.Member(account_id=r.account_id, display_name=r.display_name, role=Role(r.role), joined_at=r.joined_at)
        for r in rows[:limit]
    )
    last = members[-1] if members else None
    cursor = write_cursor(last.joined_at, last.account_id) if last is not None else None
    return wire.MemberList(members=members, cursor=cursor, more=len(rows) > limit)


def remove_member(tx: Transaction, account_id: UUID, group_id: UUID, removed_id: UUID) -> None:
    """Remove somebody from the group; nobody to remove is fine too. The join code changes with it."""
    require_facilitator(tx, account_id, group_id)
    if removed_id == account_id:
        leave_group(tx, account_id, group_id)
    elif find_member(tx, removed_id, group_id) is not None:
        tx.connection.execute(update(GroupRow).where(col(GroupRow.id) == group_id).values(join_code=_new_join_code()))
        _drop_member(tx, removed_id, group_id)


def mark_read(tx: Transaction, account_id: UUID, group_id: UUID, request: wire.MarkRead) -> None:
    """Move the read mark up to a post's place, never back and never beyond the newest post; tell the account's other
    devices, so that what was read on one is read on all."""
    standing = require_member(tx, account_id, group_id)
    sequence = min(request.sequence, get_group(tx, group_id).post_count)
    if sequence > standing.read_sequence:
        mine = (col(MemberRow.group_id) == group_id, col(MemberRow.account_id) == account_id)
        tx.connection.execute(update(MemberRow).where(*mine).values(read_sequence=sequence))
        _tell_account(tx, account_id, group_id, follows=True)


def rename_member(tx: Transaction, account_id: UUID, _display_name: str) -> None:
    """Tell the account's groups that somebody in them has another name now."""
    for group_id in _list_group_ids(tx, account_id):
        record_group_change(tx, group_id)


def _memberships(account_id: UUID) -> Any:
    return (
        select(*GROUP_COLUMNS, col(MemberRow.role), col(MemberRow.read_sequence), col(MemberRow.joined_at))
        .join(MemberRow, col(MemberRow.group_id) == col(GroupRow.id))
        .where(col(MemberRow.account_id) == account_id)
    )


def _membership(row: Any) -> wire.Membership:
    return wire.Membership(
        group=group_of(row), role=Role(row.role), read_sequence=row.read_sequence, joined_at=row.joined_at
    )


def _list_group_ids(tx: Transaction, account_id: UUID) -> list[UUID]:
    # In one order everywhere, so that two transactions never wait for each other's groups.
    ids = (
        select(col(MemberRow.group_id)).where(col(MemberRow.account_id) == account_id).order_by(col(MemberRow.group_id))
    )
    return list(tx.connection.scalars(ids))


def _find_by_code(tx: Transaction, account_id: UUID, rates: RateLimits, join_code: str, address: str) -> UUID | None:
    """Return the group behind a code; refuse when too many wrong codes came before."""
    rates.join_guess.check(tx, str(account_id))
    rates.join_guess.check(tx, address)
    code = wire.normalize_join_code(join_code)
    return tx.connection.scalar(select(col(GroupRow.id)).where(col(GroupRow.join_code) == code))


def _lock_member_count(tx: Transaction, group_id: UUID) -> int:
    """Return how many are in the group, which stays so until the commit."""
    count = select(col(GroupRow.member_count)).where(col(GroupRow.id) == group_id)
    return tx.connection.execute(count.with_for_update()).scalar_one()


def _require_room_for_one_more(tx: Transaction, account_id: UUID) -> None:
    count = tx.connection.execute(
        select(func.count()).select_from(MemberRow).where(col(MemberRow.account_id) == account_id)
    ).scalar_one()
    if count >= limits.GROUPS_PER_ACCOUNT_MAX:
        raise Refusal(ProblemCode.TOO_MANY_GROUPS)


def _count_facilitators(tx: Transaction, group_id: UUID) -> int:
    return tx.connection.execute(
        select(func.count())
        .select_from(MemberRow)
        .where(col(MemberRow.group_id) == group_id, col(MemberRow.role) == Role.FACILITATOR.value)
    ).scalar_one()


def _add_member(tx: Transaction, account_id: UUID, group_id: UUID, role: Role) -> None:
    post_count = _change_member_count(tx, group_id, 1)
    # A newcomer finds a few posts waiting: hundreds would be no welcome, and none would say that all is quiet.
    read = max(0, post_count - limits.NEWCOMER_UNREAD)
    tx.connection.execute(
        insert(MemberRow).values(
            group_id=group_id, account_id=account_id, role=role.value, joined_at=tx.now, read_sequence=read
        )
    )
    _tell_account(tx, account_id, group_id, follows=True)
    record_group_change(tx, group_id)


def _drop_member(tx: Transaction, account_id: UUID, group_id: UUID) -> None:
    tx.connection.execute(
        delete(MemberRow).where(col(MemberRow.group_id) == group_id, col(MemberRow.account_id) == account_id)
    )
    _change_member_count(tx, group_id, -1)
    _tell_account(tx, account_id, group_id, follows=False)
    record_group_change(tx, group_id)


def _delete_group(tx: Transaction, group_id: UUID) -> None:
    member_ids = tx.connection.scalars(
        select(col(MemberRow.account_id)).where(col(MemberRow.group_id) == group_id).order_by(col(MemberRow.account_id))
    ).all()
    tx.connection.execute(delete(GroupRow).where(col(GroupRow.id) == group_id))  # the rest goes by cascade
    tx.erases = True
    for member_id in member_ids:
        _tell_account(tx, member_id, group_id, follows=False)


def _change_member_count(tx: Transaction, group_id: UUID, change: int) -> int:
    moved = (
        update(GroupRow)
        .where(col(GroupRow.id) == group_id)
        .values(member_count=GroupRow.member_count + change)
        .returning(col(GroupRow.post_count))
    )
    return tx.connection.execute(moved).scalar_one()


def _tell_account(tx: Transaction, account_id: UUID, group_id: UUID, *, follows: bool) -> None:
    moved = (
        update(AccountRow)
        .where(col(AccountRow.id) == account_id)
        .values(groups_revision=AccountRow.groups_revision + 1)
        .returning(col(AccountRow.groups_revision))
    )
    revision = tx.connection.execute(moved).scalar_one()
    tx.announce(MembershipChanged(account_id, group_id, follows, revision))


def _new_join_code() -> str:
    """Return 50 random bits in Crockford's base 32."""
    return "".join(secrets.choice(wire.JOIN_CODE_ALPHABET) for _ in range(limits.JOIN_CODE_LENGTH))
