"""The board: every open ask and offer of all one's groups, the one that ends first at the top; and what ended."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, exists, select, tuple_, type_coerce
from sqlalchemy.sql.sqltypes import NULLTYPE
from sqlmodel import bindparam, col, insert

from api_client.wire.groups import Role
from api_client.wire.notices import NoticeKind
from server.aid.rules import LOOK_BACK, Pace
from server.aid.tables import StepRow
from server.answers import join_json
from server.blocks import is_seen, list_unseen, unseen_by
from server.cursors import read_cursor, write_cursor
from server.feed.apart import post_as_seen
from server.feed.tables import PostRow
from server.membership import Standing
from server.notify import notify
from server.schema import as_id, from_microseconds
from server.statements import fast
from server.tables import MemberRow
from server.transaction import Transaction

ENDED = "ended"  # a step in `StepRow`
_FIRST = UUID(int=0)

_page = (  # times and ids stay as the database holds them, only the last is converted
    select(type_coerce(col(PostRow.ends_at), BigInteger), type_coerce(col(PostRow.id), NULLTYPE), col(PostRow.wire))
    .join(MemberRow, col(MemberRow.group_id) == col(PostRow.group_id))
    .where(
        col(MemberRow.account_id) == bindparam("viewer"),
        col(PostRow.ends_at) >= bindparam("at", type_=PostRow.posted_at.type),  # type: ignore[attr-defined]
        tuple_(col(PostRow.ends_at), col(PostRow.id))
        > tuple_(bindparam("at", type_=PostRow.posted_at.type), bindparam("last", type_=PostRow.id.type)),  # type: ignore[attr-defined]
    )
    .order_by(col(PostRow.ends_at), col(PostRow.id))
    .limit(bindparam("limit"))
)
PAGE = fast(_page)
PAGE_APART = fast(_page.where(is_seen(col(PostRow.author_id), col(PostRow.alias))))
_told = exists().where(
    col(StepRow.group_id) == col(PostRow.group_id), col(StepRow.post_id) == col(PostRow.id), col(StepRow.step) == ENDED
)
JUST_ENDED = fast(
    select(col(PostRow.id), col(PostRow.author_id)).where(
        col(PostRow.group_id) == bindparam("in_group"),
        col(PostRow.ends_at) > bindparam("since", type_=PostRow.posted_at.type),  # type: ignore[attr-defined]
        col(PostRow.ends_at) <= bindparam("now", type_=PostRow.posted_at.type),  # type: ignore[attr-defined]
        ~_told,
    )
)
_insert_step = fast(insert(StepRow))


def list_board(tx: Transaction, account_id: UUID, after: str | None, limit: int) -> bytes:
    """Return one `wire.BoardPage` as JSON. What is closed or has ended is not on the board."""
    at, last = (tx.now, _FIRST) if after is None else read_cursor(after)
    if at < tx.now:
        at, last = tx.now, _FIRST
    # Of a block everybody is kept apart here, also who looks after a group: their duty leads to its feed.
    standing = Standing(account_id, Role.MEMBER, 0)
    unseen = list_unseen(tx, standing)
    place = {"viewer": account_id, "at": at, "last": last, "limit": limit + 1}
    rows = PAGE_APART.all(tx, **place, **unseen_by(standing)) if unseen else PAGE.all(tx, **place)
    page = rows[:limit]
    return b'{"posts":%s,"cursor":%s,"more":%s}' % (
        join_json([post_as_seen(tx, ready, unseen) if unseen else ready for _, _, ready in page]),
        b'"%s"' % write_cursor(from_microseconds(page[-1][0]), as_id(page[-1][1])).encode() if page else b"null",
        b"true" if len(rows) > limit else b"false",
    )


def anything_ended(tx: Transaction, group_id: UUID, _: Pace) -> bool:
    """Whether an ask or an offer ended since the last round."""
    return bool(_list_ended(tx, group_id))


def tell_ended(tx: Transaction, group_id: UUID, _: Pace) -> None:
    """Tell each writer that the ask or offer ended by itself, so that it can be opened again."""
    for post_id, author_id in _list_ended(tx, group_id):
        _insert_step.run(tx, group_id=group_id, post_id=post_id, step=ENDED, done_at=tx.now)
        notify(tx, author_id, NoticeKind.ENDED, group_id, post_id=post_id)


def _list_ended(tx: Transaction, group_id: UUID) -> list[tuple[UUID, UUID]]:
    since: datetime = tx.now - LOOK_BACK
    return [
        (post_id, author_id) for post_id, author_id in JUST_ENDED.all(tx, in_group=group_id, since=since, now=tx.now)
    ]
