"""Invites: what a code leads to, coming in by it, and making and ending codes.

A facilitator who removes somebody ends every code with it: the removed person may know them all.
"""

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, delete, func, insert, not_, or_, select, update
from sqlmodel import col

from api_client.wire import groups as wire
from api_client.wire import invites as wire_invites
from api_client.wire import limits
from api_client.wire.errors import ProblemCode
from server.change_log import record_group_change
from server.errors import Refusal
from server.groups.coming import let_in
from server.membership import Standing, find_member, get_group, require_member, require_writer
from server.rate_limits import RateLimits
from server.tables import AccountRow, GroupRow, InviteRow
from server.transaction import Transaction


def preview_invite(
    tx: Transaction, account_id: UUID, rates: RateLimits, join_code: str, address: str
) -> wire.InvitePreview | None:
    """Return what somebody with the code sees before joining, or None when no group has the code."""
    invite = _find_by_code(tx, account_id, rates, join_code, address)
    if invite is None:
        return None
    already_member = find_member(tx, account_id, invite.group_id) is not None
    group = get_group(tx, invite.group_id)
    if not already_member:
        _require_good(tx, invite, group)
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
        _require_good(tx, invite, get_group(tx, group_id))
        let_in(tx, account_id, group_id, request.agreement_version)
        used = update(InviteRow).where(col(InviteRow.id) == invite.id).values(uses_count=InviteRow.uses_count + 1)
        tx.connection.execute(used)
    return group_id


def list_invites(tx: Transaction, account_id: UUID, group_id: UUID) -> wire_invites.InviteList:
    """Return every invite of the group that can still be used, newest first."""
    _require_inviter(tx, account_id, group_id)
    good = (col(InviteRow.group_id) == group_id, *_is_good(tx))
    statement = _with_maker().where(*good).order_by(col(InviteRow.created_at).desc(), col(InviteRow.id))
    rows = tx.connection.execute(statement)
    return wire_invites.InviteList(invites=tuple(_invite(row, account_id) for row in rows))


def create_invite(
    tx: Transaction, account_id: UUID, group_id: UUID, request: wire_invites.CreateInvite
) -> tuple[wire_invites.Invite, bool]:
    """Make a code; return its invite and whether it is new. The same request again is the same invite."""
    _require_inviter(tx, account_id, group_id)
    one = _with_maker().where(col(InviteRow.id) == request.id)
    known = tx.connection.execute(one).first()
    if known is not None:
        if (known.group_id, known.created_by) != (group_id, account_id):
            raise Refusal(ProblemCode.ID_TAKEN)
        return _invite(known, account_id), False
    require_writer(tx, account_id, group_id, agreed=False)
    of_group = col(InviteRow.group_id) == group_id
    tx.connection.execute(delete(InviteRow).where(of_group, not_(and_(*_is_good(tx)))))
    count = select(func.count()).select_from(InviteRow).where(of_group)
    if tx.connection.execute(count).scalar_one() >= limits.INVITES_PER_GROUP_MAX:
        raise Refusal(ProblemCode.INVALID, fields={"id": "too_long"})
    tx.connection.execute(
        insert(InviteRow).values(
            id=request.id,
            group_id=group_id,
            code=new_code(),
            created_by=account_id,
            created_at=tx.now,
            expires_at=None if request.days is None else tx.now + timedelta(days=request.days),
            uses_max=request.uses_max,
            uses_count=0,
        )
    )
    record_group_change(tx, group_id)
    return _invite(tx.connection.execute(one).one(), account_id), True


def revoke_invite(tx: Transaction, account_id: UUID, group_id: UUID, invite_id: UUID) -> None:
    """End an invite, as a facilitator or as the one who made it; one that is not there is fine too."""
    standing = _require_inviter(tx, account_id, group_id)
    one = (col(InviteRow.group_id) == group_id, col(InviteRow.id) == invite_id)
    made_by = tx.connection.scalar(select(col(InviteRow.created_by)).where(*one))
    if made_by is None:
        return
    if not standing.is_facilitator and made_by != account_id:
        raise Refusal(ProblemCode.NOT_ALLOWED)
    tx.connection.execute(delete(InviteRow).where(*one))
    record_group_change(tx, group_id)


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


def _require_inviter(tx: Transaction, account_id: UUID, group_id: UUID) -> Standing:
    standing = require_member(tx, account_id, group_id)
    allowed = select(col(GroupRow.members_invite)).where(col(GroupRow.id) == group_id)
    if not standing.is_facilitator and not tx.connection.execute(allowed).scalar_one():
        raise Refusal(ProblemCode.NOT_ALLOWED)
    return standing


def _is_good(tx: Transaction) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions of an invite that can be used."""
    expires_at, uses_max = col(InviteRow.expires_at), col(InviteRow.uses_max)
    return (
        or_(expires_at.is_(None), expires_at > tx.now),
        or_(uses_max.is_(None), col(InviteRow.uses_count) < uses_max),
    )


def _with_maker() -> Any:
    columns = InviteRow.__table__.c  # type: ignore[attr-defined]
    of_maker = col(AccountRow.id) == col(InviteRow.created_by)
    return select(*columns, col(AccountRow.display_name)).join(AccountRow, of_maker, isouter=True)


def _invite(row: Any, viewer_id: UUID) -> wire_invites.Invite:
    return wire_invites.Invite(
        id=row.id,
        code=row.code,
        made_by=row.display_name or "",
        made_by_me=row.created_by == viewer_id,
        created_at=row.created_at,
        expires_at=row.expires_at,
        uses_max=row.uses_max,
        uses_count=row.uses_count,
    )


def _require_good(tx: Transaction, invite: Any, group: wire.Group) -> None:
    if invite.expires_at is not None and invite.expires_at <= tx.now:
        raise Refusal(ProblemCode.INVITE_EXPIRED)
    if invite.uses_max is not None and invite.uses_count >= invite.uses_max:
        raise Refusal(ProblemCode.INVITE_USED_UP)
    if group.archived_at is not None:
        raise Refusal(ProblemCode.GROUP_ARCHIVED)
