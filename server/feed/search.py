"""Finding words in what a group, or all of one's groups, wrote. Hits come newest first; pages go by a passage's id,
which grows with time.

What is asked for is never logged and never kept. A hit whose writer the viewer does not see is left out, as in the
feed; so a page may hold fewer than it could, and `more` says whether to go on.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import column, func, literal_column, select, table, text
from sqlmodel import bindparam, col

from api_client.wire.groups import Role
from server.answers import join_json, take_page
from server.blocks import list_unseen
from server.cursors import read_cursor, write_cursor
from server.feed.apart import post_as_seen, reply_as_seen
from server.feed.tables import PassageRow, PostRow, ReplyRow
from server.membership import Standing, require_member
from server.schema import COUNTER_MAX
from server.statements import Fast, fast
from server.tables import MemberRow
from server.transaction import Transaction
from server.word_index import ask_for

_index = table("passage_index", column("rowid"))
_COLUMNS = (
    col(PassageRow.id),
    col(PassageRow.group_id),
    col(PostRow.posted_at),
    col(PostRow.wire),
    col(PostRow.author_id),
    col(PostRow.alias),
    col(ReplyRow.wire),
    col(ReplyRow.author_id),
    col(ReplyRow.alias),
)


def _found(source: Any) -> Any:
    """Return the hits of `source`, a statement over passages, with their posts and replies."""
    of_post = (col(PostRow.group_id) == col(PassageRow.group_id)) & (col(PostRow.id) == col(PassageRow.post_id))
    of_reply = (col(ReplyRow.group_id) == col(PassageRow.group_id)) & (col(ReplyRow.id) == col(PassageRow.reply_id))
    return source.join(PostRow, of_post).join(ReplyRow, of_reply, isouter=True).limit(bindparam("limit"))


# SQLite: the groups are part of what is asked for.
SQLITE: Fast = fast(
    _found(
        select(*_COLUMNS)
        .select_from(_index)
        .join(PassageRow, col(PassageRow.id) == _index.c.rowid)
        .where(text("passage_index MATCH :asked"), _index.c.rowid < bindparam("last"))
        .order_by(_index.c.rowid.desc())
    )
)
_words = func.to_tsvector(literal_column("'simple'::regconfig"), col(PassageRow.words))
_asked = func.to_tsquery(literal_column("'simple'::regconfig"), bindparam("asked"))
POSTGRESQL = _found(
    select(*_COLUMNS)
    .select_from(PassageRow)
    .where(
        _words.op("@@")(_asked),
        col(PassageRow.id) < bindparam("last"),
        col(PassageRow.group_id).in_(bindparam("in_groups", expanding=True)),
    )
    .order_by(col(PassageRow.id).desc())
)


@dataclass(frozen=True, slots=True)
class _Place:
    """A group that is searched, and whose words the viewer does not see there."""

    group_id: UUID
    unseen: frozenset[UUID]


def search_posts(
    tx: Transaction, account_id: UUID, group_id: UUID, question: str, before: str | None, limit: int
) -> bytes:
    """Return one `wire.SearchPage` as JSON: what holds every word of `question`, in one group."""
    return _search(tx, [_place(tx, require_member(tx, account_id, group_id), group_id)], question, before, limit)


def search_all(tx: Transaction, account_id: UUID, question: str, before: str | None, limit: int) -> bytes:
    """Return one `wire.SearchPage` as JSON: what holds every word of `question`, in all groups of the account."""
    mine = select(col(MemberRow.group_id), col(MemberRow.role)).where(col(MemberRow.account_id) == account_id)
    places = [
        _place(tx, Standing(account_id, Role(role), 0), group_id) for group_id, role in tx.connection.execute(mine)
    ]
    return _search(tx, places, question, before, limit)


def _place(tx: Transaction, standing: Standing, group_id: UUID) -> _Place:
    return _Place(group_id, list_unseen(tx, standing) or frozenset())


def _search(tx: Transaction, places: list[_Place], question: str, before: str | None, limit: int) -> bytes:
    last = COUNTER_MAX if before is None else read_cursor(before, "before")[1].int
    rows = _list_hits(tx, [place.group_id for place in places], question, last, limit + 1)
    page, more = take_page(rows, limit, lambda row: len(row[3]) + len(row[6] or b""))
    unseen = {place.group_id: place.unseen for place in places}
    hits = [_hit(tx, row, unseen[row[1]]) for row in page]
    return b'{"found":%s,"cursor":%s,"more":%s}' % (
        join_json([hit for hit in hits if hit is not None]),
        b'"%s"' % write_cursor(page[-1][2], UUID(int=page[-1][0])).encode() if page else b"null",
        b"true" if more else b"false",
    )


def _list_hits(tx: Transaction, group_ids: list[UUID], question: str, last: int, limit: int) -> list[tuple[Any, ...]]:
    is_sqlite = tx.connection.dialect.name == "sqlite"
    asked = ask_for(question, [group_id.hex for group_id in group_ids], sqlite=is_sqlite)
    if asked is None or not group_ids:
        return []
    last = min(last, COUNTER_MAX)
    if is_sqlite:
        return SQLITE.all(tx, asked=asked, last=last, limit=limit)
    values = {"asked": asked, "last": last, "limit": limit, "in_groups": group_ids}
    return [tuple(row) for row in tx.connection.execute(POSTGRESQL, values)]


def _hit(tx: Transaction, row: tuple[Any, ...], unseen: frozenset[UUID]) -> bytes | None:
    """Return one `wire.FoundPost`, or None when the viewer does not see who wrote it."""
    _, _, _, post, author_id, alias, reply, replier_id, reply_alias = row
    if unseen:
        if (alias is None and author_id in unseen) or (reply_alias is None and replier_id in unseen):
            return None
        post = post_as_seen(tx, post, unseen)
        reply = reply and reply_as_seen(reply, unseen)
    return b'{"post":%s,"reply":%s}' % (post, reply or b"null")
