"""How posts and replies lie in the database: locked, read, and written back as the bytes that travel."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import bindparam, col, select, update

from api_client.wire import feed as wire
from api_client.wire.aid import leaves_board_at
from api_client.wire.errors import ProblemCode
from server.change_log import ChangeKind, find_subject, record_change
from server.errors import Refusal
from server.feed.tables import PostRow, ReplyRow
from server.statements import fast
from server.transaction import Transaction

_is_post = (col(PostRow.group_id) == bindparam("in_group"), col(PostRow.id) == bindparam("post"))
LOCK_POST = fast(
    select(col(PostRow.wire), col(PostRow.created_digest), col(PostRow.author_id), col(PostRow.alias))
    .where(*_is_post)
    .with_for_update()
)
_set_post = fast(update(PostRow).where(*_is_post).values(wire=bindparam("bytes"), ends_at=bindparam("to_end")))
_is_reply = (
    col(ReplyRow.group_id) == bindparam("in_group"),
    col(ReplyRow.id) == bindparam("reply"),
    col(ReplyRow.post_id) == bindparam("to_post"),
)
_lock_reply = fast(
    select(col(ReplyRow.wire), col(ReplyRow.created_digest), col(ReplyRow.author_id))
    .where(*_is_reply)
    .with_for_update()
)
_set_reply = fast(update(ReplyRow).where(*_is_reply).values(wire=bindparam("bytes")))


@dataclass(frozen=True, slots=True)
class LockedPost:
    """A post that stays as it is until the commit, with who is behind it; `alias` is None under the own name."""

    post: wire.Post
    author_id: UUID
    alias: str | None
    created_digest: bytes

    def voice(self, account_id: UUID) -> wire.Author | None:
        """Return as whom `account_id` speaks in this thread when not under its own name."""
        if self.alias is None or account_id != self.author_id:
            return None
        return wire.Author(account_id=None, display_name=self.alias)


@dataclass(frozen=True, slots=True)
class LockedReply:
    """A reply that stays as it is until the commit, with who is behind it."""

    reply: wire.Reply
    author_id: UUID
    created_digest: bytes


def lock_post(tx: Transaction, group_id: UUID, post_id: UUID) -> LockedPost:
    """Return a post that stays as it is until the commit; raise Refusal when there is none."""
    found = LOCK_POST.first(tx, in_group=group_id, post=post_id)
    if found is None:
        raise missing_post(tx, group_id, post_id)
    ready, digest, author_id, alias = found
    return LockedPost(wire.Post.model_validate_json(ready), author_id, alias, digest)


def store_post(tx: Transaction, post: wire.Post) -> None:
    """Keep a changed post at its new revision."""
    end = leaves_board_at(post)
    _set_post.run(tx, in_group=post.group_id, post=post.id, bytes=as_bytes(post), to_end=end)
    record_change(tx, post.group_id, post.revision, ChangeKind.POST, post.id)


def missing_post(tx: Transaction, group_id: UUID, post_id: UUID) -> Refusal:
    """Return why there is no such post: removed, or never there."""
    removed = find_subject(tx, group_id, post_id) is ChangeKind.POST_REMOVED
    return Refusal(ProblemCode.GONE if removed else ProblemCode.NOT_FOUND)


def lock_reply(tx: Transaction, group_id: UUID, post_id: UUID, reply_id: UUID) -> LockedReply:
    """Return a reply that stays as it is until the commit; raise Refusal when there is none."""
    found = find_reply(tx, group_id, post_id, reply_id)
    if found is None:
        removed = find_subject(tx, group_id, reply_id) is ChangeKind.REPLY_REMOVED
        raise Refusal(ProblemCode.GONE if removed else ProblemCode.NOT_FOUND)
    return found


def find_reply(tx: Transaction, group_id: UUID, post_id: UUID, reply_id: UUID) -> LockedReply | None:
    """Return a reply that stays as it is until the commit, or None."""
    found = _lock_reply.first(tx, in_group=group_id, reply=reply_id, to_post=post_id)
    return None if found is None else LockedReply(wire.Reply.model_validate_json(found[0]), found[2], found[1])


def store_reply(tx: Transaction, reply: wire.Reply) -> None:
    """Keep a changed reply at its new revision."""
    _set_reply.run(tx, in_group=reply.group_id, reply=reply.id, to_post=reply.post_id, bytes=as_bytes(reply))
    record_change(tx, reply.group_id, reply.revision, ChangeKind.REPLY, reply.id, parent_id=reply.post_id)


def digest_of(account_id: UUID, request: wire.CreatePost | wire.CreateReply) -> bytes:
    """Return what a repeat of `request` by the same account is recognised by, also after the contract has grown."""
    return hashlib.sha256(account_id.bytes + request.model_dump_json(exclude_defaults=True).encode()).digest()


def as_bytes(model: wire.Post | wire.Reply | wire.PostVersion) -> bytes:
    """Return a post or reply as it travels."""
    return model.model_dump_json().encode()
