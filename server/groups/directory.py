"""Finding a group: the list of those that let themselves be found, and coming into an open one.

Whether there is a list at all is the host's choice, and whether a group stands in it the facilitators'. Nobody learns
from it who is in a group.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import and_, select, tuple_
from sqlmodel import col

from api_client.wire import directory as wire
from api_client.wire.groups import JoinPolicy, Membership
from server.cursors import read_cursor, write_cursor
from server.groups.requests import is_still_asked, require_listed
from server.groups.service import get_membership, join_group
from server.membership import GROUP_COLUMNS, find_member, group_of
from server.tables import GroupRow, JoinRequestRow, MemberRow
from server.transaction import Transaction


def list_directory(
    tx: Transaction, account_id: UUID, exists: bool, after: str | None, limit: int
) -> wire.DirectoryPage:
    """Return one page of listed groups, newest first; `exists` is whether this host keeps such a list."""
    if not exists:
        return wire.DirectoryPage(exists=False)
    mine = and_(col(MemberRow.group_id) == col(GroupRow.id), col(MemberRow.account_id) == account_id)
    asked = and_(
        col(JoinRequestRow.group_id) == col(GroupRow.id),
        col(JoinRequestRow.account_id) == account_id,
        is_still_asked(tx),
    )
    page = (
        select(*GROUP_COLUMNS, col(MemberRow.role).label("mine"), col(JoinRequestRow.asked_at).label("asked_at"))
        .join(MemberRow, mine, isouter=True)
        .join(JoinRequestRow, asked, isouter=True)
        .where(
            col(GroupRow.listed).is_(True),
            col(GroupRow.entry) != JoinPolicy.INVITE.value,
            col(GroupRow.archived_at).is_(None),
        )
        .order_by(col(GroupRow.created_at).desc(), col(GroupRow.id).desc())
        .limit(limit + 1)
    )
    if after is not None:
        at, last_id = read_cursor(after)
        page = page.where(tuple_(col(GroupRow.created_at), col(GroupRow.id)) < (at, last_id))
    rows = tx.connection.execute(page).all()
    last = rows[limit - 1] if len(rows) > limit else None
    return wire.DirectoryPage(
        groups=tuple(_listed(row) for row in rows[:limit]),
        cursor=None if last is None else write_cursor(last.created_at, last.id),
        more=last is not None,
    )


def join_listed(
    tx: Transaction, account_id: UUID, group_id: UUID, exists: bool, request: wire.JoinListed
) -> Membership:
    """Come into an open group of the list; who is in it already stays in it."""
    if find_member(tx, account_id, group_id) is not None:
        return get_membership(tx, account_id, group_id)
    require_listed(tx, group_id, JoinPolicy.OPEN, exists=exists)
    return join_group(tx, account_id, group_id, request.agreement_version)


def _listed(row: Any) -> wire.ListedGroup:
    group = group_of(row)
    return wire.ListedGroup(
        id=group.id,
        name=group.name,
        description=group.description,
        language=group.language,
        picture=group.picture,
        entry=group.entry,
        members=wire.MemberRange.of(group.member_count),
        agreement=group.agreement,
        agreement_version=group.agreement_version,
        is_member=row.mine is not None,
        asked_at=row.asked_at,
    )
