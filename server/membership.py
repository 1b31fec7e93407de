"""Who may see a group: the one question that every group operation asks first.

A stranger gets the very answer that an unknown group gets, so that asking does not tell whether a group exists.
"""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import bindparam, col, select

from api_client.wire.errors import ProblemCode
from api_client.wire.feed import Author
from api_client.wire.groups import Group, Role
from server.errors import Refusal
from server.statements import fast
from server.tables import AccountRow, GroupRow, MemberRow
from server.transaction import Transaction

_find = fast(
    select(MemberRow.role, MemberRow.read_sequence).where(
        MemberRow.group_id == bindparam("in_group"), MemberRow.account_id == bindparam("of")
    )
)
_name = fast(select(AccountRow.display_name).where(col(AccountRow.id) == bindparam("of")))


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


def author_of(tx: Transaction, account_id: UUID) -> Author:
    """Return who writes, as the group sees it."""
    (display_name,) = _name.one(tx, of=account_id)
    return Author(account_id=account_id, display_name=display_name)


def get_group(tx: Transaction, group_id: UUID) -> Group:
    """Return a group that is known to exist."""
    return group_of(tx.connection.execute(select(*GROUP_COLUMNS).where(GroupRow.id == group_id)).one())


def group_of(row: Any) -> Group:
    """Return the wire model of a row that holds at least `GROUP_COLUMNS`."""
    return Group(
        id=row.id,
        name=row.name,
        description=row.description,
        agreement=tuple(json.loads(row.agreement)),
        join_code=row.join_code,
        member_count=row.member_count,
        revision=row.revision,
        post_count=row.post_count,
        created_at=row.created_at,
    )


GROUP_COLUMNS = tuple(GroupRow.__table__.c)  # type: ignore[attr-defined]
