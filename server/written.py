"""One post or reply as slices other than the feed may look at it: its bytes, and who is behind it.

The feed's tables are named by their columns here, because the floor imports no slice.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import LargeBinary, String, Uuid, bindparam, column, select, table

from api_client.wire.feed import Post, Reply
from server.statements import fast
from server.transaction import Transaction

_post = table(
    "post",
    column("group_id", Uuid()),
    column("id", Uuid()),
    column("author_id", Uuid()),
    column("alias", String()),
    column("wire", LargeBinary()),
)
_reply = table(
    "reply",
    column("group_id", Uuid()),
    column("id", Uuid()),
    column("post_id", Uuid()),
    column("author_id", Uuid()),
    column("alias", String()),
    column("wire", LargeBinary()),
)
_find_post = fast(
    select(_post.c.wire, _post.c.author_id, _post.c.alias).where(
        _post.c.group_id == bindparam("in_group"), _post.c.id == bindparam("of")
    )
)
_find_reply = fast(
    select(_reply.c.wire, _reply.c.author_id, _reply.c.alias).where(
        _reply.c.group_id == bindparam("in_group"),
        _reply.c.id == bindparam("of"),
        _reply.c.post_id == bindparam("to_post"),
    )
)


@dataclass(frozen=True, slots=True)
class WrittenPost:
    """A post, with the account behind it; `alias` is None under the own name."""

    post: Post
    author_id: UUID
    alias: str | None


@dataclass(frozen=True, slots=True)
class WrittenReply:
    """A reply, with the account behind it."""

    reply: Reply
    author_id: UUID
    alias: str | None


def find_post(tx: Transaction, group_id: UUID, post_id: UUID) -> WrittenPost | None:
    """Return a post of a group as it is now, or None."""
    found = _find_post.first(tx, in_group=group_id, of=post_id)
    return None if found is None else WrittenPost(Post.model_validate_json(found[0]), found[1], found[2])


def find_reply(tx: Transaction, group_id: UUID, post_id: UUID, reply_id: UUID) -> WrittenReply | None:
    """Return a reply to a post of a group as it is now, or None."""
    found = _find_reply.first(tx, in_group=group_id, of=reply_id, to_post=post_id)
    return None if found is None else WrittenReply(Reply.model_validate_json(found[0]), found[1], found[2])
