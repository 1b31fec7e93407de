"""Marks on posts and replies: closed, pinned, helped, a link that no longer works. One that stands is set again without
effect."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import bindparam, col, delete, insert, select

from api_client.wire import feed as wire
from api_client.wire import limits
from api_client.wire.errors import ProblemCode
from api_client.wire.notices import NoticeKind
from server.change_log import move_head
from server.errors import Refusal
from server.feed.access import may_edit
from server.feed.apart import lock_seen_post
from server.feed.posts import AID
from server.feed.stored import lock_post, lock_reply, store_post, store_reply
from server.feed.tables import PinRow
from server.membership import require_facilitator, require_writer
from server.notify import notify
from server.statements import fast
from server.transaction import Transaction

_of_pin = (col(PinRow.group_id) == bindparam("in_group"), col(PinRow.post_id) == bindparam("post"))
_pin = fast(insert(PinRow))
_unpin = fast(delete(PinRow).where(*_of_pin))


def set_closed(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID, *, closed: bool) -> None:
    """Say that one's own ask or offer is done, or open it again."""
    standing = require_writer(tx, account_id, group_id)
    locked = lock_post(tx, group_id, post_id)
    post = locked.post
    if not may_edit(standing, locked.author_id):
        raise Refusal(ProblemCode.NOT_ALLOWED)
    if closed and post.kind not in AID:
        raise Refusal(ProblemCode.INVALID, fields={"kind": "not_of_this_kind"})
    if closed is (post.closed_at is not None):
        return
    _change(tx, post, {"closed_at": tx.now if closed else None})


def set_pinned(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID, *, pinned: bool) -> None:
    """Keep a post on top of the group, or no longer; at most PINNED_MAX stand there."""
    require_facilitator(tx, account_id, group_id)
    post = lock_post(tx, group_id, post_id).post
    if pinned is (post.pinned_at is not None):
        return
    revision, _ = move_head(tx, group_id, changes=1)  # from here on nobody else pins in this group
    if pinned:
        pins = select(func.count()).select_from(PinRow).where(col(PinRow.group_id) == group_id)
        if tx.connection.execute(pins).scalar_one() >= limits.PINNED_MAX:
            raise Refusal(ProblemCode.NO_ROOM)
        _pin.run(tx, group_id=group_id, post_id=post_id)
    else:
        _unpin.run(tx, in_group=group_id, post=post_id)
    store_post(tx, post.model_copy(update={"pinned_at": tx.now if pinned else None, "revision": revision}))


def set_link_flag(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID, *, flagged: bool) -> None:
    """Say that a resource's link no longer works, or that it does.

    It is said of the link and kept without a name, so whoever finds it working takes the mark away; a new link comes
    without one. The host never opens a link.
    """
    standing = require_writer(tx, account_id, group_id, agreed=False)
    post = lock_seen_post(tx, standing, group_id, post_id).post
    if flagged and post.kind is not wire.PostKind.RESOURCE:
        raise Refusal(ProblemCode.INVALID, fields={"kind": "not_of_this_kind"})
    if flagged is (post.link_flagged_at is not None):
        return
    _change(tx, post, {"link_flagged_at": tx.now if flagged else None})


def set_helped(
    tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID, reply_id: UUID, *, helped: bool
) -> None:
    """Say, as the writer of a post, that a reply to it helped, or no longer; several may."""
    standing = require_writer(tx, account_id, group_id)
    locked = lock_post(tx, group_id, post_id)
    found = lock_reply(tx, group_id, post_id, reply_id)
    if not may_edit(standing, locked.author_id):
        raise Refusal(ProblemCode.NOT_ALLOWED)
    if found.reply.helped is helped:
        return
    revision, _ = move_head(tx, group_id, changes=1)
    store_reply(tx, found.reply.model_copy(update={"helped": helped, "revision": revision}))
    if helped:
        notify(
            tx,
            found.author_id,
            NoticeKind.HELPED,
            group_id,
            post_id=post_id,
            reply_id=reply_id,
            actor=locked.post.author,
            by=account_id,
        )


def _change(tx: Transaction, post: wire.Post, changes: Mapping[str, Any]) -> None:
    revision, _ = move_head(tx, post.group_id, changes=1)
    store_post(tx, post.model_copy(update={**changes, "revision": revision}))
