"""What becomes of an author's words at the end of the account: they go, or stay as those of a former member."""

import json
from typing import Any
from uuid import UUID

from sqlmodel import col, select, update

from api_client.wire import feed as wire
from server.change_log import move_head
from server.feed.posts import AID, take_post
from server.feed.replies import take_reply
from server.feed.stored import lock_post, store_post, store_reply
from server.feed.tables import PostRow, ReactionRow, ReplyRow
from server.kept_photos import disown_photos
from server.schema import names_account
from server.tables import NOBODY
from server.transaction import Transaction


def end_authorship(tx: Transaction, account_id: UUID, keeps_posts: bool) -> None:
    """Let nothing in any group name the account, those it left too. With `keeps_posts` its words stay under
    FORMER_MEMBER or the alias that they have, else each is removed. Words of others stay, without the link to it."""
    if keeps_posts:
        _write_as_former(tx, account_id)
        disown_photos(tx, account_id)
    else:
        _take_words(tx, account_id)
    _take_reactions(tx, account_id)
    _take_links(tx, account_id)
    tx.erases = True


def _take_words(tx: Transaction, account_id: UUID) -> None:
    posts = select(col(PostRow.group_id), col(PostRow.id)).where(col(PostRow.author_id) == account_id)
    for group_id, post_id in tx.connection.execute(posts.order_by(col(PostRow.group_id), col(PostRow.id))).all():
        take_post(tx, group_id, post_id)
    of_reply = (col(ReplyRow.group_id), col(ReplyRow.post_id), col(ReplyRow.id))
    replies = select(*of_reply).where(col(ReplyRow.author_id) == account_id).order_by(*of_reply)
    for group_id, post_id, reply_id in tx.connection.execute(replies).all():
        take_reply(tx, lock_post(tx, group_id, post_id).post, reply_id)


def _write_as_former(tx: Transaction, account_id: UUID) -> None:
    """Write what stands under the own name anew. What has an alias is not moved on: together with the rest it would
    show whose it was."""
    named = (col(PostRow.author_id) == account_id, col(PostRow.alias).is_(None))
    for raw in tx.connection.scalars(select(col(PostRow.wire)).where(*named).with_for_update()).all():
        post = wire.Post.model_validate_json(raw)
        ended: dict[str, Any] = {"author": wire.FORMER_MEMBER}
        if post.kind in AID and post.closed_at is None:
            ended["closed_at"] = tx.now  # nobody is there any more to be helped, or to help
        _store_post(tx, post, ended)
    named = (col(ReplyRow.author_id) == account_id, col(ReplyRow.alias).is_(None))
    for raw in tx.connection.scalars(select(col(ReplyRow.wire)).where(*named).with_for_update()).all():
        _store_reply(tx, wire.Reply.model_validate_json(raw), {"author": wire.FORMER_MEMBER})
    for table in (PostRow, ReplyRow):  # the digest was made with the account's id
        own = update(table).where(col(table.author_id) == account_id)
        tx.connection.execute(own.values(author_id=NOBODY, created_digest=b""))


def _take_reactions(tx: Transaction, account_id: UUID) -> None:
    """Count the account's reactions no more; their rows go with its own."""
    of_post = (col(ReactionRow.group_id), col(ReactionRow.post_id))
    given = select(*of_post, col(ReactionRow.kinds)).where(col(ReactionRow.account_id) == account_id)
    for group_id, post_id, kinds in tx.connection.execute(given.order_by(*of_post)).all():
        post, taken = lock_post(tx, group_id, post_id).post, set(json.loads(kinds))
        counts = {kind: count - (kind.value in taken) for kind, count in post.reactions.items()}
        _store_post(tx, post, {"reactions": {kind: count for kind, count in counts.items() if count > 0}})


def _take_links(tx: Transaction, account_id: UUID) -> None:
    """Take the account out of what others wrote: nobody is mentioned or stands by there any more, the words stay.

    Where it stands in them is in no index, so this looks through everything, once in the life of an account.
    """
    posts = select(col(PostRow.wire)).where(names_account(tx.connection, col(PostRow.wire), account_id))
    for raw in tx.connection.scalars(posts.with_for_update()).all():
        post = wire.Post.model_validate_json(raw)
        check_by = None if post.check_by and post.check_by.account_id == account_id else post.check_by
        company = tuple(one for one in post.company if one.account_id != account_id)
        _store_post(tx, post, {"mentions": _without(post, account_id), "company": company, "check_by": check_by})
    replies = select(col(ReplyRow.wire)).where(names_account(tx.connection, col(ReplyRow.wire), account_id))
    for raw in tx.connection.scalars(replies.with_for_update()).all():
        reply = wire.Reply.model_validate_json(raw)
        _store_reply(tx, reply, {"mentions": _without(reply, account_id)})


def _without(words: wire.Post | wire.Reply, account_id: UUID) -> tuple[UUID, ...]:
    return tuple(id_ for id_ in words.mentions if id_ != account_id)


def _store_post(tx: Transaction, post: wire.Post, changes: dict[str, Any]) -> None:
    revision, _ = move_head(tx, post.group_id, changes=1)
    store_post(tx, post.model_copy(update={**changes, "revision": revision}))


def _store_reply(tx: Transaction, reply: wire.Reply, changes: dict[str, Any]) -> None:
    revision, _ = move_head(tx, reply.group_id, changes=1)
    store_reply(tx, reply.model_copy(update={**changes, "revision": revision}))
