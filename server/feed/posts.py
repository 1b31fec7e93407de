"""The rules of posts. Each change rewrites the post's wire bytes once, so that reading is copying."""

import hashlib
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import BigInteger, and_, tuple_, type_coerce
from sqlalchemy.sql.sqltypes import NULLTYPE
from sqlmodel import bindparam, col, delete, insert, select, update

from api_client.wire import feed as wire
from api_client.wire.errors import ProblemCode
from server.answers import join_json
from server.change_log import ChangeKind, find_subject, move_head, record_change
from server.cursors import read_cursor, write_cursor
from server.errors import Refusal
from server.feed.access import may_edit, may_remove
from server.feed.tables import PostRow, ReactionRow, ReplyRow
from server.membership import author_of, require_member
from server.schema import from_microseconds
from server.statements import Fast, fast
from server.tables import ChangeRow, MemberRow
from server.transaction import Transaction

_is_post = (col(PostRow.group_id) == bindparam("in_group"), col(PostRow.id) == bindparam("post"))
_get = fast(select(PostRow.wire).where(*_is_post))
_lock = fast(select(PostRow.wire, PostRow.created_digest).where(*_is_post).with_for_update())
_insert = fast(insert(PostRow))
_set_wire = fast(update(PostRow).where(*_is_post).values(wire=bindparam("bytes")))
_set_words = fast(
    update(PostRow)
    .where(*_is_post)
    .values(wire=bindparam("bytes"), kind=bindparam("new_kind"), need=bindparam("new_need"))
)
_delete = fast(delete(PostRow).where(*_is_post))
_replies = select(ReplyRow.id).where(
    col(ReplyRow.group_id) == bindparam("in_group"), col(ReplyRow.post_id) == bindparam("post")
)
_forget_replies = fast(  # the log's row of the post tells that its replies are gone
    delete(ChangeRow).where(col(ChangeRow.group_id) == bindparam("in_group"), col(ChangeRow.subject_id).in_(_replies))
)
_keep_up = fast(  # one's own post is not unread, when everything before it was read
    update(MemberRow)
    .where(
        col(MemberRow.group_id) == bindparam("in_group"),
        col(MemberRow.account_id) == bindparam("of"),
        col(MemberRow.read_sequence) == bindparam("read"),
    )
    .values(read_sequence=MemberRow.read_sequence + 1)
)

_END_OF_TIME = (datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1))


def _page_statement(*, by_kind: bool, by_need: bool) -> Fast:
    """Return the newest-first page; ids and times stay as the database holds them, only the last is converted."""
    mine = and_(
        col(ReactionRow.group_id) == col(PostRow.group_id),
        col(ReactionRow.post_id) == col(PostRow.id),
        col(ReactionRow.account_id) == bindparam("viewer"),
    )
    page = (
        select(
            type_coerce(col(PostRow.posted_at), BigInteger),
            type_coerce(col(PostRow.id), NULLTYPE),
            col(PostRow.wire),
            col(ReactionRow.kinds),
        )
        .join(ReactionRow, mine, isouter=True)
        .where(
            col(PostRow.group_id) == bindparam("in_group"),
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
    return fast(page)


PAGES = {(k, n): _page_statement(by_kind=k, by_need=n) for k in (False, True) for n in (False, True)}


def list_posts(
    tx: Transaction,
    account_id: UUID,
    group_id: UUID,
    before: str | None,
    kind: wire.PostKind | None,
    need: wire.Need | None,
    limit: int,
) -> bytes:
    """Return one `wire.PostPage` as JSON, newest first."""
    require_member(tx, account_id, group_id)
    at, last = _END_OF_TIME if before is None else read_cursor(before, "before")
    filters = {name: value.value for name, value in (("kind", kind), ("need", need)) if value is not None}
    statement = PAGES[kind is not None, need is not None]
    rows = statement.all(tx, in_group=group_id, viewer=account_id, at=at, last=last, limit=limit + 1, **filters)
    page = rows[:limit]
    cursor = b"null"
    if page:
        posted_at, last_id, _, _ = page[-1]
        cursor = b'"%s"' % write_cursor(from_microseconds(posted_at), as_id(last_id)).encode()
    mine = {as_id(post_id): kinds for _, post_id, _, kinds in page if kinds is not None}
    return b'{"posts":%s,"my_reactions":%s,"cursor":%s,"more":%s}' % (
        join_json([row[2] for row in page]),
        reactions_json(mine),
        cursor,
        b"true" if len(rows) > limit else b"false",
    )


def create_post(tx: Transaction, account_id: UUID, group_id: UUID, request: wire.CreatePost) -> tuple[bytes, bool]:
    """Write a post; return its JSON and whether it is new. The same request again is the same post."""
    standing = require_member(tx, account_id, group_id)
    digest = digest_of(account_id, request)
    known = find_subject(tx, group_id, request.id)
    if known is ChangeKind.POST:
        current, created_digest = _lock.one(tx, in_group=group_id, post=request.id)
        if created_digest != digest:
            raise Refusal(ProblemCode.ID_TAKEN)
        return current, False
    if known is not None:
        raise Refusal(ProblemCode.GONE if known is ChangeKind.POST_REMOVED else ProblemCode.ID_TAKEN)
    revision, sequence = move_head(tx, group_id, changes=1, posts=1)
    post = wire.Post(
        id=request.id,
        group_id=group_id,
        sequence=sequence,
        revision=revision,
        version=1,
        kind=request.kind,
        need=request.need,
        title=request.title,
        body=request.body,
        content_note=request.content_note,
        from_journal=request.from_journal,
        author=author_of(tx, account_id),
        posted_at=tx.now,
        edited_at=None,
        reply_count=0,
        reactions={},
    )
    ready = as_bytes(post)
    _insert.run(
        tx,
        group_id=group_id,
        id=post.id,
        sequence=sequence,
        author_id=account_id,
        kind=post.kind.value,
        need=post.need.value,
        posted_at=tx.now,
        created_digest=digest,
        wire=ready,
    )
    record_change(tx, group_id, revision, ChangeKind.POST, post.id, is_new=True)
    if standing.read_sequence == sequence - 1:
        _keep_up.run(tx, in_group=group_id, of=account_id, read=standing.read_sequence)
    return ready, True


def get_post(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID) -> bytes:
    """Return a post's JSON."""
    require_member(tx, account_id, group_id)
    found = _get.first(tx, in_group=group_id, post=post_id)
    if found is None:
        raise missing_post(tx, group_id, post_id)
    ready: bytes = found[0]
    return ready


def update_post(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID, request: wire.UpdatePost) -> bytes:
    """Change one's own post, as it was on the screen; the same change again is no conflict."""
    standing = require_member(tx, account_id, group_id)
    post = lock_post(tx, group_id, post_id)
    if not may_edit(standing, post.author.account_id):
        raise Refusal(ProblemCode.NOT_ALLOWED)
    words = {name: getattr(request, name) for name in ("kind", "need", "title", "body", "content_note")}
    if post.version == request.base_version + 1 and all(getattr(post, name) == words[name] for name in words):
        return as_bytes(post)
    if post.version != request.base_version:
        raise Refusal(ProblemCode.VERSION_CONFLICT)
    revision, _ = move_head(tx, group_id, changes=1)
    post = post.model_copy(update={**words, "version": post.version + 1, "edited_at": tx.now, "revision": revision})
    ready = as_bytes(post)
    _set_words.run(tx, in_group=group_id, post=post_id, bytes=ready, new_kind=post.kind.value, new_need=post.need.value)
    record_change(tx, group_id, revision, ChangeKind.POST, post_id)
    tx.erases = True  # the words before the change
    return ready


def remove_post(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID) -> None:
    """Remove a post with its replies; what is gone already may be removed again."""
    standing = require_member(tx, account_id, group_id)
    if find_subject(tx, group_id, post_id) is ChangeKind.POST_REMOVED:
        return
    post = lock_post(tx, group_id, post_id)
    if not may_remove(standing, post.author.account_id):
        raise Refusal(ProblemCode.NOT_ALLOWED)
    revision, _ = move_head(tx, group_id, changes=1)
    _forget_replies.run(tx, in_group=group_id, post=post_id)
    _delete.run(tx, in_group=group_id, post=post_id)  # replies and reactions go by cascade
    record_change(tx, group_id, revision, ChangeKind.POST_REMOVED, post_id)
    tx.erases = True


def lock_post(tx: Transaction, group_id: UUID, post_id: UUID) -> wire.Post:
    """Return a post that stays as it is until the commit; raise Refusal when there is none."""
    found = _lock.first(tx, in_group=group_id, post=post_id)
    if found is None:
        raise missing_post(tx, group_id, post_id)
    return wire.Post.model_validate_json(found[0])


def store_post(tx: Transaction, post: wire.Post) -> None:
    """Keep a post whose counts changed, at its new revision."""
    _set_wire.run(tx, in_group=post.group_id, post=post.id, bytes=as_bytes(post))
    record_change(tx, post.group_id, post.revision, ChangeKind.POST, post.id)


def missing_post(tx: Transaction, group_id: UUID, post_id: UUID) -> Refusal:
    """Return why there is no such post: removed, or never there."""
    removed = find_subject(tx, group_id, post_id) is ChangeKind.POST_REMOVED
    return Refusal(ProblemCode.GONE if removed else ProblemCode.NOT_FOUND)


def digest_of(account_id: UUID, request: wire.CreatePost | wire.CreateReply) -> bytes:
    """Return what a repeat of `request` by the same account is recognised by, also after the contract has grown."""
    return hashlib.sha256(account_id.bytes + request.model_dump_json(exclude_defaults=True).encode()).digest()


def as_bytes(model: wire.Post | wire.Reply) -> bytes:
    """Return a post or reply as it travels."""
    return model.model_dump_json().encode()


def as_id(raw: UUID | str) -> UUID:
    """Return an id that was read without conversion: SQLite holds 32 hexadecimal digits."""
    return raw if isinstance(raw, UUID) else UUID(hex=raw)


def reactions_json(mine: dict[UUID, str]) -> bytes:
    """Return the viewer's part of a page: post id -> JSON list."""
    return b"{%s}" % b",".join(b'"%s":%s' % (str(id_).encode(), kinds.encode()) for id_, kinds in mine.items())
