"""Groups as a whole: starting one, the list of one's own, leaving, removing, and how far one has read."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlmodel import col

from api_client.wire import groups as wire
from api_client.wire.errors import ProblemCode
from api_client.wire.groups import Role
from server.change_log import record_group_change
from server.errors import Refusal
from server.groups.coming import (
    add_member,
    count_facilitators,
    delete_group,
    drop_member,
    let_in,
    list_group_ids,
    lock_member_count,
    require_room_for_one_more,
    tell_account,
)
from server.groups.invites import add_lasting_invite
from server.host import Leave
from server.membership import (
    GROUP_COLUMNS,
    Standing,
    find_member,
    get_group,
    group_of,
    require_facilitator,
    require_member,
)
from server.tables import GroupRow, MemberRow
from server.transaction import Transaction


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
    require_room_for_one_more(tx, account_id)
    tx.connection.execute(
        insert(GroupRow).values(
            id=request.id,
            name=request.name,
            description=request.description,
            agreement=json.dumps(request.agreement),
            created_by=account_id,
            created_digest=digest,
            created_at=tx.now,
            member_count=0,
        )
    )
    add_lasting_invite(tx, account_id, request.id)
    add_member(tx, account_id, request.id, Role.FACILITATOR)
    return get_membership(tx, account_id, request.id), True


def list_groups(tx: Transaction, account_id: UUID) -> wire.MembershipList:
    """Return every group of the account, by name."""
    rows = tx.connection.execute(_memberships(account_id)).all()
    found = (_membership(account_id, row) for row in rows)
    return wire.MembershipList(memberships=tuple(sorted(found, key=lambda m: (m.group.name.casefold(), m.group.id))))


def get_membership(tx: Transaction, account_id: UUID, group_id: UUID) -> wire.Membership:
    """Return one group of the account with what is the account's own."""
    one = _memberships(account_id).where(col(GroupRow.id) == group_id)
    return _membership(account_id, tx.connection.execute(one).one())


def join_group(
    tx: Transaction, account_id: UUID, group_id: UUID, agreement_version: int | None = None
) -> wire.Membership:
    """Let the account into a group that is there; joining again changes nothing."""
    let_in(tx, account_id, group_id, agreement_version)
    return get_membership(tx, account_id, group_id)


def leave_group(tx: Transaction, account_id: UUID, group_id: UUID, leaves: Iterable[Leave]) -> None:
    """Leave, with what other slices have to do before (`leaves`).

    The last one to leave takes the group along; the last facilitator must stay while others are in it.
    """
    standing = require_member(tx, account_id, group_id)
    for leave in leaves:
        leave(tx, account_id, group_id)
    count = lock_member_count(tx, group_id)
    if count == 1:
        delete_group(tx, group_id)
        return
    if standing.is_facilitator and count_facilitators(tx, group_id) == 1:
        raise Refusal(ProblemCode.LAST_FACILITATOR)
    drop_member(tx, account_id, group_id)


def remove_group(tx: Transaction, account_id: UUID, group_id: UUID) -> None:
    """Remove the group with everything in it."""
    require_facilitator(tx, account_id, group_id)
    delete_group(tx, group_id)


def mark_read(tx: Transaction, account_id: UUID, group_id: UUID, request: wire.MarkRead) -> None:
    """Move the read mark up to a post's place, never back and never beyond the newest post; tell the account's other
    devices, so that what was read on one is read on all."""
    standing = require_member(tx, account_id, group_id)
    sequence = min(request.sequence, get_group(tx, group_id).post_count)
    if sequence > standing.read_sequence:
        mine = (col(MemberRow.group_id) == group_id, col(MemberRow.account_id) == account_id)
        tx.connection.execute(update(MemberRow).where(*mine).values(read_sequence=sequence))
        tell_account(tx, account_id, group_id)


def rename_member(tx: Transaction, account_id: UUID, _display_name: str) -> None:
    """Tell the account's groups that somebody in them has another name now."""
    for group_id in list_group_ids(tx, account_id):
        record_group_change(tx, group_id)


def _memberships(account_id: UUID) -> Any:
    mine = (MemberRow.role, MemberRow.read_sequence, MemberRow.joined_at, MemberRow.agreement_accepted)
    return (
        select(*GROUP_COLUMNS, *map(col, mine))
        .join(MemberRow, col(MemberRow.group_id) == col(GroupRow.id))
        .where(col(MemberRow.account_id) == account_id)
    )


def _membership(account_id: UUID, row: Any) -> wire.Membership:
    standing = Standing(account_id, Role(row.role), row.read_sequence)
    return wire.Membership(
        group=group_of(row, standing),
        role=standing.role,
        read_sequence=standing.read_sequence,
        joined_at=row.joined_at,
        agreement_accepted=row.agreement_accepted,
    )
