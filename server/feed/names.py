"""Bringing an author's new name into everything that was written: the old one may be the reason for the change."""

from uuid import UUID

from sqlmodel import col, select

from api_client.wire import feed as wire
from server.change_log import move_head
from server.feed.posts import store_post
from server.feed.replies import store_reply
from server.feed.tables import PostRow, ReplyRow
from server.transaction import Transaction


def rename_author(tx: Transaction, account_id: UUID, display_name: str) -> None:
    """Write the account's posts and replies anew under its new name, in every group, those it left too."""
    author = wire.Author(account_id=account_id, display_name=display_name)
    for group_id in _list_group_ids(tx, account_id):
        posts = [wire.Post.model_validate_json(raw) for raw in _list_wires(tx, PostRow, account_id, group_id)]
        replies = [wire.Reply.model_validate_json(raw) for raw in _list_wires(tx, ReplyRow, account_id, group_id)]
        revision, _ = move_head(tx, group_id, changes=len(posts) + len(replies))
        for post in posts:
            store_post(tx, post.model_copy(update={"author": author, "revision": revision}))
            revision -= 1
        for reply in replies:
            store_reply(tx, reply.model_copy(update={"author": author, "revision": revision}))
            revision -= 1
    tx.erases = True


def _list_group_ids(tx: Transaction, account_id: UUID) -> list[UUID]:
    of_posts = select(PostRow.group_id).where(PostRow.author_id == account_id)
    of_replies = select(ReplyRow.group_id).where(ReplyRow.author_id == account_id)
    return sorted({*tx.connection.scalars(of_posts), *tx.connection.scalars(of_replies)})


def _list_wires(tx: Transaction, row: type[PostRow] | type[ReplyRow], account_id: UUID, group_id: UUID) -> list[bytes]:
    statement = select(row.wire).where(col(row.author_id) == account_id, col(row.group_id) == group_id)
    return list(tx.connection.scalars(statement.with_for_update()))
