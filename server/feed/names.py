"""Bringing an author's new name into everything that was written: the old one may be the reason for the change.

What was written without a name is not touched: moved on together with the rest, it would show whose it is.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import exists
from sqlmodel import col, select

from api_client.wire import feed as wire
from server.change_log import move_head
from server.feed.stored import store_post, store_reply
from server.feed.tables import CompanyRow, PostRow, ReplyRow
from server.transaction import Transaction


def rename_author(tx: Transaction, account_id: UUID, display_name: str) -> None:
    """Write the account's posts and replies, and the posts that it stands by, anew under its new name, in every group,
    those it left too."""
    author = wire.Author(account_id=account_id, display_name=display_name)
    for group_id in _list_group_ids(tx, account_id):
        posts = [wire.Post.model_validate_json(raw) for raw in _list_posts(tx, account_id, group_id)]
        replies = [wire.Reply.model_validate_json(raw) for raw in _list_replies(tx, account_id, group_id)]
        revision, _ = move_head(tx, group_id, changes=len(posts) + len(replies))
        for post in posts:
            store_post(tx, post.model_copy(update={**_renamed(post, author), "revision": revision}))
            revision -= 1
        for reply in replies:
            store_reply(tx, reply.model_copy(update={"author": author, "revision": revision}))
            revision -= 1
    tx.erases = True


def _renamed(post: wire.Post, author: wire.Author) -> dict[str, Any]:
    """Return the parts of `post` that name `author`, with the new name."""

    def new(old: wire.Author) -> wire.Author:
        return author if old.account_id == author.account_id else old

    return {
        "author": new(post.author),
        "company": tuple(map(new, post.company)),
        "check_by": None if post.check_by is None else new(post.check_by),
    }


def _list_group_ids(tx: Transaction, account_id: UUID) -> list[UUID]:
    """Return where the account's name stands, in one order everywhere, so that no two transactions wait crosswise."""
    of_posts = select(PostRow.group_id).where(col(PostRow.author_id) == account_id, col(PostRow.alias).is_(None))
    of_replies = select(ReplyRow.group_id).where(col(ReplyRow.author_id) == account_id, col(ReplyRow.alias).is_(None))
    of_company = select(CompanyRow.group_id).where(col(CompanyRow.account_id) == account_id)
    return sorted({id_ for ids in (of_posts, of_replies, of_company) for id_ in tx.connection.scalars(ids)})


def _list_posts(tx: Transaction, account_id: UUID, group_id: UUID) -> list[bytes]:
    in_group = col(PostRow.group_id) == group_id
    own = select(col(PostRow.wire)).where(in_group, col(PostRow.author_id) == account_id, col(PostRow.alias).is_(None))
    stands_by = exists().where(
        col(CompanyRow.account_id) == account_id,
        col(CompanyRow.group_id) == group_id,
        col(CompanyRow.post_id) == col(PostRow.id),
    )
    others = select(col(PostRow.wire)).where(in_group, col(PostRow.author_id) != account_id, stands_by)
    return [raw for posts in (own, others) for raw in tx.connection.scalars(posts.with_for_update())]


def _list_replies(tx: Transaction, account_id: UUID, group_id: UUID) -> list[bytes]:
    own = (col(ReplyRow.author_id) == account_id, col(ReplyRow.alias).is_(None))
    statement = select(col(ReplyRow.wire)).where(col(ReplyRow.group_id) == group_id, *own)
    return list(tx.connection.scalars(statement.with_for_update()))
