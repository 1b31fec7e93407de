"""The rules of replies. A reply moves two subjects of the log: itself, and its post, whose count changed."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import tuple_
from sqlmodel import bindparam, col, delete, insert, select, update

from api_client.wire import feed as wire
from api_client.wire.errors import ProblemCode
from server.answers import join_json
from server.change_log import ChangeKind, find_subject, move_head, record_change
from server.cursors import read_cursor, write_cursor
from server.errors import Refusal
from server.feed.access import may_edit, may_remove
from server.feed.posts import as_bytes, digest_of, get_post, lock_post, store_post
from server.feed.tables import ReplyRow
from server.membership import author_of, require_member
from server.statements import fast
from server.transaction import Transaction

_is_reply = (
    col(ReplyRow.group_id) == bindparam("in_group"),
    col(ReplyRow.id) == bindparam("reply"),
    col(ReplyRow.post_id) == bindparam("to_post"),
)
_lock = fast(select(ReplyRow.wire, ReplyRow.created_digest).where(*_is_reply).with_for_update())
_insert = fast(insert(ReplyRow))
_set_wire = fast(update(ReplyRow).where(*_is_reply).values(wire=bindparam("bytes")))
_delete = fast(delete(ReplyRow).where(*_is_reply))
PAGE = fast(
    select(col(ReplyRow.posted_at), col(ReplyRow.id), col(ReplyRow.wire))
    .where(
        col(ReplyRow.group_id) == bindparam("in_group"),
        col(ReplyRow.post_id) == bindparam("to_post"),
        tuple_(col(ReplyRow.posted_at), col(ReplyRow.id))
        > tuple_(bindparam("at", type_=ReplyRow.posted_at.type), bindparam("last", type_=ReplyRow.id.type)),  # type: ignore[attr-defined]
    )
    .order_by(col(ReplyRow.posted_at), col(ReplyRow.id))
    .limit(bindparam("limit"))
)
_BEGINNING = (datetime(1970, 1, 1, tzinfo=UTC), UUID(int=0))


def list_replies(
    tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID, after: str | None, limit: int
) -> bytes:
    """Return one `wire.ReplyPage` as JSON, oldest first."""
    get_post(tx, account_id, group_id, post_id)
    at, last = _BEGINNING if after is None else read_cursor(after)
    rows = PAGE.all(tx, in_group=group_id, to_post=post_id, at=at, last=last, limit=limit + 1)
    page = rows[:limit]
    return b'{"replies":%s,"cursor":%s,"more":%s}' % (
        join_json([row[2] for row in page]),
        b'"%s"' % write_cursor(page[-1][0], page[-1][1]).encode() if page else b"null",
        b"true" if len(rows) > limit else b"false",
    )


def create_reply(
    tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID, request: wire.CreateReply
) -> tuple[bytes, bool]:
    """Answer a post; return the reply's JSON and whether it is new. The same request again is the same reply."""
    require_member(tx, account_id, group_id)
    post = lock_post(tx, group_id, post_id)
    digest = digest_of(account_id, request)
    known = find_subject(tx, group_id, request.id)
    if known is ChangeKind.REPLY:
        found = _lock.first(tx, in_group=group_id, reply=request.id, to_post=post_id)
        if found is None or found[1] != digest:
            raise Refusal(ProblemCode.ID_TAKEN)
        return found[0], False
    if known is not None:
        raise Refusal(ProblemCode.GONE if known is ChangeKind.REPLY_REMOVED else ProblemCode.ID_TAKEN)
    revision, _ = move_head(tx, group_id, changes=2)
    reply = wire.Reply(
        id=request.id,
        group_id=group_id,
        post_id=post_id,
        revision=revision - 1,
        version=1,
        body=request.body,
        author=author_of(tx, account_id),
        posted_at=tx.now,
        edited_at=None,
    )
    ready = as_bytes(reply)
    _insert.run(
        tx,
        group_id=group_id,
        id=reply.id,
        post_id=post_id,
        author_id=account_id,
        posted_at=tx.now,
        created_digest=digest,
        wire=ready,
    )
    record_change(tx, group_id, revision - 1, ChangeKind.REPLY, reply.id, parent_id=post_id, is_new=True)
    store_post(tx, post.model_copy(update={"reply_count": post.reply_count + 1, "revision": revision}))
    return ready, True


def update_reply(
    tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID, reply_id: UUID, request: wire.UpdateReply
) -> bytes:
    """Change one's own reply, as it was on the screen; the same change again is no conflict."""
    standing = require_member(tx, account_id, group_id)
    reply = _lock_reply(tx, group_id, post_id, reply_id)
    if not may_edit(standing, reply.author.account_id):
        raise Refusal(ProblemCode.NOT_ALLOWED)
    if reply.version == request.base_version + 1 and reply.body == request.body:
        return as_bytes(reply)
    if reply.version != request.base_version:
        raise Refusal(ProblemCode.VERSION_CONFLICT)
    revision, _ = move_head(tx, group_id, changes=1)
    reply = reply.model_copy(
        update={"body": request.body, "version": reply.version + 1, "edited_at": tx.now, "revision": revision}
    )
    store_reply(tx, reply)
    tx.erases = True  # the words before the change
    return as_bytes(reply)


def remove_reply(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID, reply_id: UUID) -> None:
    """Remove a reply; what is gone already may be removed again."""
    standing = require_member(tx, account_id, group_id)
    post = lock_post(tx, group_id, post_id)
    if find_subject(tx, group_id, reply_id) is ChangeKind.REPLY_REMOVED:
        return
    reply = _lock_reply(tx, group_id, post_id, reply_id)
    if not may_remove(standing, reply.author.account_id):
        raise Refusal(ProblemCode.NOT_ALLOWED)
    revision, _ = move_head(tx, group_id, changes=2)
    _delete.run(tx, in_group=group_id, reply=reply_id, to_post=post_id)
    record_change(tx, group_id, revision - 1, ChangeKind.REPLY_REMOVED, reply_id, parent_id=post_id)
    store_post(tx, post.model_copy(update={"reply_count": post.reply_count - 1, "revision": revision}))
    tx.erases = True


def store_reply(tx: Transaction, reply: wire.Reply) -> None:
    """Keep a changed reply at its new revision."""
    _set_wire.run(tx, in_group=reply.group_id, reply=reply.id, to_post=reply.post_id, bytes=as_bytes(reply))
    record_change(tx, reply.group_id, reply.revision, ChangeKind.REPLY, reply.id, parent_id=reply.post_id)


def _lock_reply(tx: Transaction, group_id: UUID, post_id: UUID, reply_id: UUID) -> wire.Reply:
    found = _lock.first(tx, in_group=group_id, reply=reply_id, to_post=post_id)
    if found is None:
        removed = find_subject(tx, group_id, reply_id) is ChangeKind.REPLY_REMOVED
        raise Refusal(ProblemCode.GONE if removed else ProblemCode.NOT_FOUND)
    return wire.Reply.model_validate_json(found[0])
