"""The rules of blocks. Nobody is told; both sides read the groups they share anew, so that nothing of the other stays
on a device.

An id that nobody has is answered like any other: blocking is no way to find out who there is.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import col, insert, update

from api_client.wire import limits
from api_client.wire import moderation as wire
from api_client.wire.errors import ProblemCode
from server.blocks import read_anew
from server.change_log import record_group_change
from server.errors import Refusal
from server.tables import AccountRow, BlockRow, MemberRow
from server.transaction import Transaction


def block(tx: Transaction, account_id: UUID, other_id: UUID) -> None:
    """Keep two people apart; blocking oneself means nothing."""
    if other_id == account_id or not _exists(tx, other_id) or _has_blocked(tx, account_id, other_id):
        return
    mine = select(func.count()).where(col(BlockRow.account_id) == account_id, col(BlockRow.is_mine))
    if tx.connection.execute(mine).scalar_one() >= limits.BLOCKS_MAX:
        raise Refusal(ProblemCode.TOO_MANY_BLOCKS)
    _ensure_rows(tx, account_id, other_id)
    _set(tx, account_id, other_id, is_on=True)


def unblock(tx: Transaction, account_id: UUID, other_id: UUID) -> None:
    """Take one's own block back; one by the other side stays."""
    if _has_blocked(tx, account_id, other_id):
        _set(tx, account_id, other_id, is_on=False)


def list_blocks(tx: Transaction, account_id: UUID) -> wire.BlockList:
    """Return whom the account blocked, newest first."""
    rows = tx.connection.execute(
        select(col(BlockRow.other_id), col(BlockRow.blocked_at))
        .where(col(BlockRow.account_id) == account_id, col(BlockRow.is_mine))
        .order_by(col(BlockRow.blocked_at).desc(), col(BlockRow.other_id))
    )
    return wire.BlockList(blocks=tuple(wire.Block(account_id=r.other_id, blocked_at=r.blocked_at) for r in rows))


def _exists(tx: Transaction, account_id: UUID) -> bool:
    return tx.connection.scalar(select(col(AccountRow.id)).where(col(AccountRow.id) == account_id)) is not None


def _has_blocked(tx: Transaction, account_id: UUID, other_id: UUID) -> bool:
    is_mine = select(col(BlockRow.is_mine)).where(*_row(account_id, other_id)).with_for_update()
    return bool(tx.connection.scalar(is_mine))


def _row(account_id: UUID, other_id: UUID) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(BlockRow.account_id) == account_id, col(BlockRow.other_id) == other_id


def _ensure_rows(tx: Transaction, account_id: UUID, other_id: UUID) -> None:
    known = select(func.count()).where(*_row(account_id, other_id))
    if tx.connection.execute(known).scalar_one():
        return
    for one, other in ((account_id, other_id), (other_id, account_id)):
        tx.connection.execute(insert(BlockRow).values(account_id=one, other_id=other, is_mine=False, is_theirs=False))


def _set(tx: Transaction, account_id: UUID, other_id: UUID, *, is_on: bool) -> None:
    blocked_at = tx.now if is_on else None
    mine, theirs = _row(account_id, other_id), _row(other_id, account_id)
    tx.connection.execute(update(BlockRow).where(*mine).values(is_mine=is_on, blocked_at=blocked_at))
    tx.connection.execute(update(BlockRow).where(*theirs).values(is_theirs=is_on))
    for group_id in _list_common_groups(tx, account_id, other_id):
        # The group's log moves on with nothing in it, so that both ask and are told to read anew.
        revision = record_group_change(tx, group_id)
        for one in (account_id, other_id):
            read_anew(tx, one, group_id, revision)


def _list_common_groups(tx: Transaction, account_id: UUID, other_id: UUID) -> list[UUID]:
    other = MemberRow.__table__.alias("other")  # type: ignore[attr-defined]
    both = (
        select(col(MemberRow.group_id))
        .join(other, and_(other.c.group_id == col(MemberRow.group_id), other.c.account_id == other_id))
        .where(col(MemberRow.account_id) == account_id)
        .order_by(
            col(MemberRow.group_id)
        )  # in one order everywhere, so that two transactions never wait for each other
    )
    return list(tx.connection.scalars(both))
