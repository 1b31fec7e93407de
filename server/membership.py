"""Who may see a group and who may write in it: the questions that every group operation asks first.

A stranger gets the very answer that an unknown group gets, so that asking does not tell whether a group exists.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col

from api_client.wire.errors import ProblemCode
from api_client.wire.feed import Author
from api_client.wire.groups import EarlierAgreement, Group, JoinPolicy, Picture, QuietHours, Role
from api_client.wire.profiles import Capacity
from server.errors import Refusal
from server.statements import fast
from server.tables import AccountRow, GroupRow, InviteRow, MemberRow
from server.transaction import Transaction

_find = fast(
    select(col(MemberRow.role), col(MemberRow.read_sequence)).where(
        col(MemberRow.group_id) == bindparam("in_group"), col(MemberRow.account_id) == bindparam("of")
    )
)
_find_writer = fast(
    select(
        col(MemberRow.role),
        col(MemberRow.read_sequence),
        col(MemberRow.agreement_accepted),
        col(GroupRow.agreement_version),
        col(GroupRow.agreement),
        col(GroupRow.archived_at),
    )
    .join(GroupRow, col(GroupRow.id) == col(MemberRow.group_id))
    .where(col(MemberRow.group_id) == bindparam("in_group"), col(MemberRow.account_id) == bindparam("of"))
)
_name_rule = fast(select(col(GroupRow.without_name_allowed)).where(col(GroupRow.id) == bindparam("of")))
_name = fast(select(col(AccountRow.display_name)).where(col(AccountRow.id) == bindparam("of")))

_lasting_code = (
    select(col(InviteRow.code))
    .where(
        col(InviteRow.group_id) == col(GroupRow.id),
        col(InviteRow.expires_at).is_(None),
        col(InviteRow.uses_max).is_(None),
    )
    .order_by(col(InviteRow.created_at))
    .limit(1)
    .correlate(GroupRow)
    .scalar_subquery()
    .label("join_code")
)
GROUP_COLUMNS = (*GroupRow.__table__.c, _lasting_code)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Standing:
    """An account's place in one group."""

    account_id: UUID
    role: Role
    read_sequence: int

    @property
    def is_facilitator(self) -> bool:
        """Whether this member looks after the group."""
        return self.role is Role.FACILITATOR


def find_member(tx: Transaction, account_id: UUID, group_id: UUID) -> Standing | None:
    """Return the account's standing in the group, or None for a stranger."""
    found = _find.first(tx, in_group=group_id, of=account_id)
    return None if found is None else Standing(account_id, Role(found[0]), found[1])


def require_member(tx: Transaction, account_id: UUID, group_id: UUID) -> Standing:
    """Return the account's standing in the group; raise Refusal(not_found) for strangers."""
    standing = find_member(tx, account_id, group_id)
    if standing is None:
        raise Refusal(ProblemCode.NOT_FOUND)
    return standing


def require_facilitator(tx: Transaction, account_id: UUID, group_id: UUID) -> Standing:
    """Like `require_member`; raise Refusal(not_allowed) for members who do not look after the group."""
    standing = require_member(tx, account_id, group_id)
    if not standing.is_facilitator:
        raise Refusal(ProblemCode.NOT_ALLOWED)
    return standing


def require_writer(tx: Transaction, account_id: UUID, group_id: UUID, *, agreed: bool = True) -> Standing:
    """Like `require_member`, for whoever wants to change something in the group.

    Raise Refusal(group_archived) when it can only be read, and Refusal(agreement_required) when the member has not
    accepted its agreement as it stands now; `agreed=False` leaves that out, for what puts no words there.
    """
    found = _find_writer.first(tx, in_group=group_id, of=account_id)
    if found is None:
        raise Refusal(ProblemCode.NOT_FOUND)
    role, read_sequence, accepted, version, agreement, archived_at = found
    if archived_at is not None:
        raise Refusal(ProblemCode.GROUP_ARCHIVED)
    if agreed and accepted < version and agreement != "[]":
        raise Refusal(ProblemCode.AGREEMENT_REQUIRED)
    return Standing(account_id, Role(role), read_sequence)


def require_name_rule(tx: Transaction, group_id: UUID, *, without_name: bool) -> None:
    """Raise Refusal(not_allowed) for words without a name where the group wants a name; the group is known to exist."""
    if without_name and not _name_rule.one(tx, of=group_id)[0]:
        raise Refusal(ProblemCode.NOT_ALLOWED, fields={"without_name": "not_allowed"})


def author_of(tx: Transaction, account_id: UUID) -> Author:
    """Return who writes, as the group sees it."""
    (display_name,) = _name.one(tx, of=account_id)
    return Author(account_id=account_id, display_name=display_name)


def read_capacity(tx: Transaction, account_ids: Collection[UUID]) -> dict[UUID, Capacity]:
    """Return who of `account_ids` said whether they can listen, and whose word still counts now."""
    statement = select(col(AccountRow.id), col(AccountRow.capacity)).where(
        col(AccountRow.id).in_(list(account_ids)),
        col(AccountRow.capacity).is_not(None),
        col(AccountRow.capacity_until) > tx.now,
    )
    return {row.id: Capacity(row.capacity) for row in tx.connection.execute(statement)}


def get_group(tx: Transaction, group_id: UUID, viewer: Standing | None = None) -> Group:
    """Return a group that is known to exist, as `viewer` may see it; without one, with its code."""
    return group_of(tx.connection.execute(select(*GROUP_COLUMNS).where(col(GroupRow.id) == group_id)).one(), viewer)


def group_of(row: Any, viewer: Standing | None = None) -> Group:
    """Return the wire model of a row that holds at least `GROUP_COLUMNS`, as `viewer` may see it."""
    may_invite = viewer is None or viewer.is_facilitator or row.members_invite
    return Group(
        id=row.id,
        name=row.name,
        description=row.description,
        agreement=tuple(json.loads(row.agreement)),
        join_code=(row.join_code or "") if may_invite else "",
        member_count=row.member_count,
        revision=row.revision,
        post_count=row.post_count,
        created_at=row.created_at,
        version=row.version,
        agreement_version=row.agreement_version,
        earlier_agreements=tuple(EarlierAgreement.model_validate(one) for one in json.loads(row.earlier_agreements)),
        entry=JoinPolicy(row.entry),
        listed=row.listed,
        language=row.language,
        members_invite=row.members_invite,
        without_name_allowed=row.without_name_allowed,
        picture=None if row.picture is None else Picture.model_validate_json(row.picture),
        quiet_hours=None if row.quiet_hours is None else QuietHours.model_validate_json(row.quiet_hours),
        archived_at=row.archived_at,
    )
