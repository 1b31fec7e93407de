"""Invites: what a code leads to, coming in by it, and making and ending codes.

A facilitator who removes somebody ends every code with it: the removed person may know them all.
"""

import secrets
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, func, insert, select, update
from sqlmodel import col

from api_client.wire import groups as wire
from api_client.wire import limits
from api_client.wire.errors import ProblemCode
from server.errors import Refusal
from server.groups.coming import let_in
from server.membership import find_member, get_group
from server.rate_limits import RateLimits
from server.tables import InviteRow
from server.transaction import Transaction


def preview_invite(
    tx: Transaction, account_id: UUID, rates: RateLimits, join_code: str, address: str
) -> wire.InvitePreview | None:
    """Return what somebody with the code sees before joining, or None when no group has the code."""
    invite = _find_by_code(tx, account_id, rates, join_code, address)
    if invite is None:
        return None
    already_member = find_member(tx, account_id, invite.group_id) is not None
    if not already_member:
        _require_good(tx, invite)
    group = get_group(tx, invite.group_id)
    return wire.InvitePreview(
        name=group.name,
        description=group.description,
        agreement=group.agreement,
        member_count=group.member_count,
        already_member=already_member,
        agreement_version=group.agreement_version,
        picture=group.picture,
    )


def join_by_code(
    tx: Transaction, account_id: UUID, rates: RateLimits, request: wire.JoinGroup, address: str
) -> UUID | None:
    """Let the account into the group behind a code and return the group, or None when no group has it. Who is in the
    group already uses nothing up."""
    invite = _find_by_code(tx, account_id, rates, request.join_code, address)
    if invite is None:
        return None
    group_id: UUID = invite.group_id
    if find_member(tx, account_id, group_id) is None:
        _require_good(tx, invite)
        let_in(tx, account_id, group_id, request.agreement_version)
        used = update(InviteRow).where(col(InviteRow.id) == invite.id).values(uses_count=InviteRow.uses_count + 1)
        tx.connection.execute(used)
    return group_id


def count_wrong_code(tx: Transaction, account_id: UUID, rates: RateLimits, address: str) -> None:
    """Count a code that no group has."""
    rates.join_guess.take(tx, str(account_id))
    rates.join_guess.take(tx, address)


def add_lasting_invite(tx: Transaction, account_id: UUID, group_id: UUID) -> None:
    """Give the group a code without an end."""
    tx.connection.execute(
        insert(InviteRow).values(
            id=uuid4(), group_id=group_id, code=new_code(), created_by=account_id, created_at=tx.now, uses_count=0
        )
    )


def end_all_invites(tx: Transaction, account_id: UUID, group_id: UUID) -> None:
    """End every code of the group; a code without an end is replaced by another, as the group had one."""
    of_group = col(InviteRow.group_id) == group_id
    lasting = (of_group, col(InviteRow.expires_at).is_(None), col(InviteRow.uses_max).is_(None))
    had_one = tx.connection.scalar(select(func.count()).select_from(InviteRow).where(*lasting))
    tx.connection.execute(delete(InviteRow).where(of_group))
    if had_one:
        add_lasting_invite(tx, account_id, group_id)


def new_code() -> str:
    """Return 50 random bits in Crockford's base 32."""
    return "".join(secrets.choice(wire.JOIN_CODE_ALPHABET) for _ in range(limits.JOIN_CODE_LENGTH))


def _find_by_code(tx: Transaction, account_id: UUID, rates: RateLimits, join_code: str, address: str) -> Any:
    """Return the invite of a code, locked; refuse when too many wrong codes came before."""
    rates.join_guess.check(tx, str(account_id))
    rates.join_guess.check(tx, address)
    code = wire.normalize_join_code(join_code)
    found = select(*InviteRow.__table__.c).where(col(InviteRow.code) == code)  # type: ignore[attr-defined]
    return tx.connection.execute(found.with_for_update()).first()


def _require_good(tx: Transaction, invite: Any) -> None:
    if invite.expires_at is not None and invite.expires_at <= tx.now:
        raise Refusal(ProblemCode.INVITE_EXPIRED)
    if invite.uses_max is not None and invite.uses_count >= invite.uses_max:
        raise Refusal(ProblemCode.INVITE_USED_UP)
