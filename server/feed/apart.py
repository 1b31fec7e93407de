"""What a member reads who has to do with a block: the same posts without those of the other, and without the other's
part in those of everybody else. Hardly anybody comes here, so nothing of it is in the way of the usual page."""

import json
from collections import Counter
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from api_client.wire import feed as wire
from api_client.wire.errors import ProblemCode
from server.blocks import is_unseen
from server.errors import Refusal
from server.feed.stored import LockedPost, as_bytes, lock_post
from server.feed.tables import ReactionRow, ReplyRow
from server.membership import Standing
from server.transaction import Transaction


def lock_seen_post(tx: Transaction, standing: Standing, group_id: UUID, post_id: UUID) -> LockedPost:
    """Return a post that stays as it is until the commit; raise Refusal when this member sees none."""
    locked = lock_post(tx, group_id, post_id)
    if locked.alias is None and is_unseen(tx, standing, locked.author_id):
        raise Refusal(ProblemCode.NOT_FOUND)
    return locked


def post_as_seen(tx: Transaction, ready: bytes, unseen: Collection[UUID]) -> bytes:
    """Return a post without the part of `unseen` in it: their replies and reactions uncounted, their names gone."""
    post = wire.Post.model_validate_json(ready)
    changes: dict[str, object] = {
        "mentions": tuple(one for one in post.mentions if one not in unseen),
        "company": tuple(one for one in post.company if one.account_id not in unseen),
    }
    if post.check_by is not None and post.check_by.account_id in unseen:
        changes["check_by"] = None
    if post.reply_count:
        changes["reply_count"] = post.reply_count - _count_replies(tx, post, unseen)
    if post.reactions:
        changes["reactions"] = _reactions_without(tx, post, unseen)
    return as_bytes(post.model_copy(update=changes))


def reply_as_seen(ready: bytes, unseen: Collection[UUID]) -> bytes:
    """Return a reply without the mentions of `unseen`."""
    reply = wire.Reply.model_validate_json(ready)
    return as_bytes(reply.model_copy(update={"mentions": tuple(one for one in reply.mentions if one not in unseen)}))


def _count_replies(tx: Transaction, post: wire.Post, unseen: Collection[UUID]) -> int:
    theirs = select(func.count()).where(
        col(ReplyRow.group_id) == post.group_id,
        col(ReplyRow.post_id) == post.id,
        col(ReplyRow.author_id).in_(unseen),
        col(ReplyRow.alias).is_(None),
    )
    return tx.connection.execute(theirs).scalar_one()


def _reactions_without(tx: Transaction, post: wire.Post, unseen: Collection[UUID]) -> dict[wire.ReactionKind, int]:
    theirs = select(col(ReactionRow.kinds)).where(
        col(ReactionRow.group_id) == post.group_id,
        col(ReactionRow.post_id) == post.id,
        col(ReactionRow.account_id).in_(unseen),
    )
    taken = Counter(kind for kinds in tx.connection.scalars(theirs) for kind in json.loads(kinds))
    left = {kind: count - taken[kind.value] for kind, count in post.reactions.items()}
    return {kind: count for kind, count in left.items() if count > 0}
