"""Pages of posts, newest first: ready bytes joined, and beside them what is the viewer's own."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Integer, and_, bindparam, select, tuple_, type_coerce
from sqlalchemy.sql.sqltypes import NULLTYPE
from sqlmodel import col

from api_client.wire import feed as wire
from server.answers import join_json
from server.blocks import is_seen, list_unseen, unseen_by
from server.cursors import read_cursor, write_cursor
from server.feed.apart import post_as_seen
from server.feed.tables import PinRow, PostRow, ReactionRow, ReplyRow
from server.membership import require_member
from server.schema import as_id, from_microseconds
from server.statements import Fast, fast
from server.transaction import Transaction

_posted_at = type_coerce(col(PostRow.posted_at), BigInteger)
_END_OF_TIME = (datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1))


def is_mine(row: type[PostRow] | type[ReplyRow]) -> Any:
    """Return the expression that says whether the viewer wrote a row without a name."""
    return and_(col(row.alias).is_not(None), col(row.author_id) == bindparam("viewer"))


def _posts_for_viewer() -> Any:
    """Return posts with what is the viewer's own; ids and times stay as the database holds them, only the last of a
    page is converted."""
    mine = and_(
        col(ReactionRow.group_id) == col(PostRow.group_id),
        col(ReactionRow.post_id) == col(PostRow.id),
        col(ReactionRow.account_id) == bindparam("viewer"),
    )
    posts = select(
        _posted_at,
        type_coerce(col(PostRow.id), NULLTYPE),
        col(PostRow.wire),
        col(ReactionRow.kinds),
        type_coerce(is_mine(PostRow), Integer),
    )
    return posts.join(ReactionRow, mine, isouter=True).where(col(PostRow.group_id) == bindparam("in_group"))


def _page_statement(*, by_kind: bool, by_need: bool, apart: bool = False) -> Fast:
    """Return the newest-first page."""
    page = (
        _posts_for_viewer()
        .where(
            tuple_(col(PostRow.posted_at), col(PostRow.id))
            < tuple_(bindparam("at", type_=PostRow.posted_at.type), bindparam("last", type_=PostRow.id.type)),  # type: ignore[attr-defined]
        )
        .order_by(col(PostRow.posted_at).desc(), col(PostRow.id).desc())
        .limit(bindparam("limit"))
    )
    if by_kind:
        page = page.where(col(PostRow.kind) == bindparam("kind"))
    if by_need:
        page = page.where(col(PostRow.need) == bindparam("need"))
    return fast(page.where(is_seen(col(PostRow.author_id), col(PostRow.alias))) if apart else page)


def _pinned_statement(*, apart: bool = False) -> Fast:
    """Return what the group keeps on top, newest first: a few, found by their ids. Sorted by a sum, which no index
    holds, because a database would else walk the whole feed to spare itself the sorting."""
    pins = select(col(PinRow.post_id)).where(col(PinRow.group_id) == bindparam("in_group"))
    page = _posts_for_viewer().where(col(PostRow.id).in_(pins)).order_by((_posted_at + 0).desc())
    return fast(page.where(is_seen(col(PostRow.author_id), col(PostRow.alias))) if apart else page)


_FILTERS = [(k, n) for k in (False, True) for n in (False, True)]
PAGES = {(k, n): _page_statement(by_kind=k, by_need=n) for k, n in _FILTERS}
PAGES_APART = {(k, n): _page_statement(by_kind=k, by_need=n, apart=True) for k, n in _FILTERS}

PINNED, PINNED_APART = _pinned_statement(), _pinned_statement(apart=True)


def list_posts(
    tx: Transaction,
    account_id: UUID,
    group_id: UUID,
    before: str | None,
    kind: wire.PostKind | None,
    need: wire.Need | None,
    limit: int,
    pinned: bool = False,
) -> bytes:
    """Return one `wire.PostPage` as JSON, newest first; `pinned` gives all that are on top, whatever their kind."""
    standing = require_member(tx, account_id, group_id)
    unseen = list_unseen(tx, standing)
    at, last = _END_OF_TIME if before is None else read_cursor(before, "before")
    filters: dict[str, Any] = {
        name: value.value for name, value in (("kind", kind), ("need", need)) if value is not None
    }
    if unseen:
        filters |= unseen_by(standing)
    if pinned:
        only_seen = unseen_by(standing) if unseen else {}
        rows = (PINNED_APART if unseen else PINNED).all(tx, in_group=group_id, viewer=account_id, **only_seen)
        limit = len(rows)
    else:
        statement = (PAGES_APART if unseen else PAGES)[kind is not None, need is not None]
        rows = statement.all(tx, in_group=group_id, viewer=account_id, at=at, last=last, limit=limit + 1, **filters)
    page = rows[:limit]
    cursor = b"null"
    if page:
        cursor = b'"%s"' % write_cursor(from_microseconds(page[-1][0]), as_id(page[-1][1])).encode()
    reactions = {as_id(row[1]): row[3] for row in page if row[3] is not None}
    return b'{"posts":%s,"my_reactions":%s,"mine":%s,"cursor":%s,"more":%s}' % (
        join_json([post_as_seen(tx, row[2], unseen) if unseen else row[2] for row in page]),
        reactions_json(reactions),
        ids_json([as_id(row[1]) for row in page if row[4]]),
        cursor,
        b"true" if len(rows) > limit else b"false",
    )


def reactions_json(mine: dict[UUID, str]) -> bytes:
    """Return the viewer's part of a page: post id -> JSON list."""
    return b"{%s}" % b",".join(b'"%s":%s' % (str(id_).encode(), kinds.encode()) for id_, kinds in mine.items())


def ids_json(ids: list[UUID]) -> bytes:
    """Return a JSON list of ids."""
    return b"[%s]" % b",".join(b'"%s"' % str(id_).encode() for id_ in ids)
