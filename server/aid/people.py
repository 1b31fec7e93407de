"""Who could be asked: the members of a group with what each carries, and those who look after it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, and_, exists, func, type_coerce
from sqlmodel import bindparam, col, select

from api_client.wire.groups import Role
from api_client.wire.profiles import Capacity
from server.aid.rules import WEEK, Helper, load_of
from server.aid.tables import AskedRow
from server.feed.tables import PostRow, ReplyRow
from server.notify import read_wishes
from server.schema import from_microseconds
from server.statements import fast
from server.tables import AccountRow, MemberRow
from server.transaction import Transaction

_list_willing = fast(
    select(col(MemberRow.account_id))
    .join(AccountRow, col(AccountRow.id) == col(MemberRow.account_id))
    .where(
        col(MemberRow.group_id) == bindparam("in_group"),
        col(AccountRow.capacity) == bindparam("capacity"),
        col(AccountRow.capacity_until) > bindparam("now", type_=AccountRow.capacity_until.type),  # type: ignore[union-attr]
    )
)
_list_by_role = fast(
    select(col(MemberRow.account_id))
    .where(col(MemberRow.group_id) == bindparam("in_group"), col(MemberRow.role) == bindparam("role"))
    .order_by(col(MemberRow.account_id))
)
REPLIES_TO_OTHERS = fast(
    select(col(ReplyRow.posted_at))
    .join(
        PostRow,
        and_(col(PostRow.group_id) == col(ReplyRow.group_id), col(PostRow.id) == col(ReplyRow.post_id)),
    )
    .where(
        col(ReplyRow.author_id) == bindparam("of"),
        col(ReplyRow.posted_at) > bindparam("since", type_=ReplyRow.posted_at.type),  # type: ignore[attr-defined]
        col(PostRow.author_id) != col(ReplyRow.author_id),
    )
)
_answered_it = exists().where(
    col(ReplyRow.group_id) == col(AskedRow.group_id),
    col(ReplyRow.post_id) == col(AskedRow.post_id),
    col(ReplyRow.author_id) == col(AskedRow.account_id),
)
OPEN_ASKS = fast(
    select(col(AskedRow.asked_at)).where(
        col(AskedRow.account_id) == bindparam("of"),
        col(AskedRow.asked_at) > bindparam("since", type_=AskedRow.asked_at.type),  # type: ignore[attr-defined]
        ~_answered_it,
    )
)
_last_asked = fast(
    select(func.max(type_coerce(col(AskedRow.asked_at), BigInteger))).where(col(AskedRow.account_id) == bindparam("of"))
)


def list_volunteers(tx: Transaction, group_id: UUID) -> list[Helper]:
    """Return who said that they can listen, unless they take a break, with what each carries in all their groups."""
    capacity = Capacity.LISTEN.value
    ids = [account_id for (account_id,) in _list_willing.all(tx, in_group=group_id, capacity=capacity, now=tx.now)]
    return [
        Helper(account_id, is_willing=True, load=count_load(tx, account_id), last_asked_at=last_asked(tx, account_id))
        for account_id in ids
        if not read_wishes(tx, account_id).is_on_break(tx.now)
    ]


def list_facilitators(tx: Transaction, group_id: UUID) -> list[UUID]:
    """Return who looks after the group."""
    return [found[0] for found in _list_by_role.all(tx, in_group=group_id, role=Role.FACILITATOR.value)]


def can_listen(tx: Transaction, account_id: UUID, group_id: UUID) -> bool:
    """Whether the member's switch says so now."""
    found = _list_willing.all(tx, in_group=group_id, capacity=Capacity.LISTEN.value, now=tx.now)
    return (account_id,) in found


def count_load(tx: Transaction, account_id: UUID) -> int:
    """Return what the account carries now, in all its groups."""
    asks = [at for (at,) in OPEN_ASKS.all(tx, of=account_id, since=tx.now - WEEK)]
    return load_of(_list_replies(tx, account_id), asks, tx.now)


def count_replies(tx: Transaction, account_id: UUID) -> int:
    """Return how often the account replied to others in the last week, in all its groups."""
    return load_of(_list_replies(tx, account_id), (), tx.now)


def _list_replies(tx: Transaction, account_id: UUID) -> list[datetime]:
    return [at for (at,) in REPLIES_TO_OTHERS.all(tx, of=account_id, since=tx.now - WEEK)]


def last_asked(tx: Transaction, account_id: UUID) -> datetime | None:
    """Return when the account was last asked to answer a post, anywhere."""
    (at,) = _last_asked.one(tx, of=account_id)
    return None if at is None else from_microseconds(at)
