"""The rules of replies. A reply moves two subjects of the log: itself, and its post, whose count changed."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, tuple_, type_coerce
from sqlmodel import bindparam, col, delete, insert, select

from api_client.wire import feed as wire
from api_client.wire.errors import ProblemCode
from api_client.wire.notices import NoticeKind
from server.acts import ActKind, record_act
from server.answers import join_json
from server.blocks import is_seen, unseen_by
from server.change_log import ChangeKind, find_subject, move_head, record_change
from server.cursors import read_cursor, write_cursor
from server.errors import Refusal
from server.feed import passages
from server.feed.access import may_edit, may_remove
from server.feed.apart import lock_seen_post, reply_as_seen
from server.feed.pages import ids_json, is_mine
from server.feed.posts import keep_members, look_at_post, tell_mentioned
from server.feed.stored import as_bytes, digest_of, find_reply, lock_post, lock_reply, store_post, store_reply
from server.feed.tables import ReplyRow
from server.membership import author_of, require_member, require_writer
from server.notify import notify
from server.statements import fast
from server.transaction import Transaction

RANDOM = 4  # the version of a UUID that holds no time

_insert = fast(insert(ReplyRow))
_delete = fast(
    delete(ReplyRow).where(col(ReplyRow.group_id) == bindparam("in_group"), col(ReplyRow.id) == bindparam("reply"))
)
_page = (
    select(col(ReplyRow.posted_at), col(ReplyRow.id), col(ReplyRow.wire), type_coerce(is_mine(ReplyRow), Integer))
    .where(
        col(ReplyRow.group_id) == bindparam("in_group"),
        col(ReplyRow.post_id) == bindparam("to_post"),
        tuple_(col(ReplyRow.posted_at), col(ReplyRow.id))
        > tuple_(bindparam("at", type_=ReplyRow.posted_at.type), bindparam("last", type_=ReplyRow.id.type)),  # type: ignore[attr-defined]
    )
    .order_by(col(ReplyRow.posted_at), col(ReplyRow.id))
    .limit(bindparam("limit"))
)
PAGE = fast(_page)
PAGE_APART = fast(_page.where(is_seen(col(ReplyRow.author_id), col(ReplyRow.alias))))
_BEGINNING = (datetime(1970, 1, 1, tzinfo=UTC), UUID(int=0))


def list_replies(
    tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID, after: str | None, limit: int
) -> bytes:
    """Return one `wire.ReplyPage` as JSON, oldest first."""
    standing = require_member(tx, account_id, group_id)
    _, unseen = look_at_post(tx, standing, group_id, post_id)
    at, last = _BEGINNING if after is None else read_cursor(after)
    given: dict[str, Any] = unseen_by(standing) if unseen else {}
    given |= {"in_group": group_id, "to_post": post_id, "viewer": account_id, "at": at, "last": last}
    rows = (PAGE_APART if unseen else PAGE).all(tx, limit=limit + 1, **given)
    page = rows[:limit]
    return b'{"replies":%s,"mine":%s,"cursor":%s,"more":%s}' % (
        join_json([reply_as_seen(row[2], unseen) if unseen else row[2] for row in page]),
        ids_json([row[1] for row in page if row[3]]),
        b'"%s"' % write_cursor(page[-1][0], page[-1][1]).encode() if page else b"null",
        b"true" if len(rows) > limit else b"false",
    )


def create_reply(
    tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID, request: wire.CreateReply
) -> tuple[bytes, bool]:
    """Answer a post; return the reply's JSON and whether it is new. The same request again is the same reply."""
    standing = require_writer(tx, account_id, group_id)
    locked = lock_seen_post(tx, standing, group_id, post_id)
    digest = digest_of(account_id, request)
    known = find_subject(tx, group_id, request.id)
    if known is ChangeKind.REPLY:
        found = find_reply(tx, group_id, post_id, request.id)
        if found is None or found.created_digest != digest:
            raise Refusal(ProblemCode.ID_TAKEN)
        return as_bytes(found.reply), False
    if known is not None:
        raise Refusal(ProblemCode.GONE if known is ChangeKind.REPLY_REMOVED else ProblemCode.ID_TAKEN)
    voice = locked.voice(account_id)
    if voice is not None and request.id.version != RANDOM:
        raise Refusal(ProblemCode.INVALID, fields={"id": "id_holds_time"})
    mentions = keep_members(tx, account_id, group_id, request.mentions)
    revision, _ = move_head(tx, group_id, changes=2)
    reply = wire.Reply(
        id=request.id,
        group_id=group_id,
        post_id=post_id,
        revision=revision - 1,
        version=1,
        body=request.body,
        author=voice or author_of(tx, account_id),
        posted_at=tx.now,
        edited_at=None,
        mentions=mentions,
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
        alias=None if voice is None else voice.display_name,
    )
    record_change(tx, group_id, revision - 1, ChangeKind.REPLY, reply.id, parent_id=post_id, is_new=True)
    passages.add_reply(tx, reply)
    post = locked.post
    store_post(tx, post.model_copy(update={"reply_count": post.reply_count + 1, "revision": revision}))
    notify(
        tx,
        locked.author_id,
        NoticeKind.REPLIED,
        group_id,
        post_id=post_id,
        reply_id=reply.id,
        actor=reply.author,
        by=account_id,
    )
    tell_mentioned(tx, account_id, reply, set(mentions) - {locked.author_id})
    return ready, True


def update_reply(
    tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID, reply_id: UUID, request: wire.UpdateReply
) -> bytes:
    """Change one's own reply, as it was on the screen; the same change again is no conflict."""
    standing = require_writer(tx, account_id, group_id)
    locked = lock_reply(tx, group_id, post_id, reply_id)
    reply = locked.reply
    if not may_edit(standing, locked.author_id):
        raise Refusal(ProblemCode.NOT_ALLOWED)
    before, mentions = reply.mentions, reply.mentions
    if request.mentions is not None:
        mentions = keep_members(tx, account_id, group_id, request.mentions)
    if reply.version == request.base_version + 1 and (reply.body, before) == (request.body, mentions):
        return as_bytes(reply)
    if reply.version != request.base_version:
        raise Refusal(ProblemCode.VERSION_CONFLICT)
    revision, _ = move_head(tx, group_id, changes=1)
    words = {"body": request.body, "mentions": mentions}
    reply = reply.model_copy(update={**words, "version": reply.version + 1, "edited_at": tx.now, "revision": revision})
    store_reply(tx, reply)
    passages.change_reply(tx, reply)
    tell_mentioned(tx, account_id, reply, set(mentions) - set(before))
    tx.erases = True  # the words before the change
    return as_bytes(reply)


def remove_reply(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID, reply_id: UUID) -> None:
    """Remove a reply; what is gone already may be removed again."""
    standing = require_member(tx, account_id, group_id)
    post = lock_post(tx, group_id, post_id).post
    if find_subject(tx, group_id, reply_id) is ChangeKind.REPLY_REMOVED:
        return
    author_id = lock_reply(tx, group_id, post_id, reply_id).author_id
    if not may_remove(standing, author_id):
        raise Refusal(ProblemCode.NOT_ALLOWED)
    take_reply(tx, post, reply_id)
    if author_id != account_id:
        record_act(tx, group_id, ActKind.REMOVED_REPLY, account_id, post_id=post_id, reply_id=reply_id)


def take_reply(tx: Transaction, post: wire.Post, reply_id: UUID) -> None:
    """Take a reply away from its post, which is locked, whoever wants it; it is there."""
    group_id, post_id = post.group_id, post.id
    revision, _ = move_head(tx, group_id, changes=2)
    _delete.run(tx, in_group=group_id, reply=reply_id)
    passages.remove_reply(tx, group_id, post_id, reply_id)
    record_change(tx, group_id, revision - 1, ChangeKind.REPLY_REMOVED, reply_id, parent_id=post_id)
    store_post(tx, post.model_copy(update={"reply_count": post.reply_count - 1, "revision": revision}))
    tx.erases = True
