"""Writing what the host said about groups into the cache.

Sealing is awaited first and the transaction comes after, so a whole page is prepared into one function over a session;
the caller runs it together with the cursor, or with the removal of the outbox row that it settles.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import delete, text, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col

from api_client.wire.feed import Post, PostPage, Reply
from api_client.wire.groups import Member, Membership
from api_client.wire.live import VAULT_SCOPE
from mobile.storage.cache import (
    member_name,
    membership_name,
    microseconds,
    mine_name,
    post_name,
    reply_name,
    written,
)
from mobile.storage.cursors import remove_cursor
from mobile.storage.photos import forget_exchanged
from mobile.storage.tables import CursorRow, FeedRow, MemberRow, MembershipRow, PostRow, ReplyRow, SharedRow
from mobile.vault.sealing import Keyring

Change = Callable[[Session], None]


@dataclass(slots=True)
class Intake:
    """What one answer of the host says. `my_reactions` is complete for the posts that it names; `mine` names those of
    its posts and replies that the viewer wrote without a name."""

    memberships: list[Membership] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    my_reactions: Mapping[UUID, Sequence[str]] = field(default_factory=dict)
    mine: Collection[UUID] = ()
    removed_posts: list[UUID] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    removed_replies: list[UUID] = field(default_factory=list)
    members: Mapping[UUID, Sequence[Member]] = field(default_factory=dict)


async def prepare(keyring: Keyring, intake: Intake) -> Change:
    """Return what writes `intake` inside a transaction. An older version never replaces a newer one."""
    memberships = await keyring.seal_all((membership_name(m.group.id), _plain(m)) for m in intake.memberships)
    own = frozenset(intake.mine)
    posts = await keyring.seal_all((post_name(post.id), written(post, mine=post.id in own)) for post in intake.posts)
    mine = await keyring.seal_all(
        (mine_name(post_id), json.dumps(sorted(kinds)).encode()) for post_id, kinds in intake.my_reactions.items()
    )
    replies = await keyring.seal_all(
        (reply_name(reply.id), written(reply, mine=reply.id in own)) for reply in intake.replies
    )
    people = [(group_id, member) for group_id, members in intake.members.items() for member in members]
    members = await keyring.seal_all((member_name(group_id, one.account_id), _plain(one)) for group_id, one in people)

    def write(session: Session) -> None:
        for membership, sealed in zip(intake.memberships, memberships, strict=True):
            session.merge(MembershipRow(group_id=membership.group.id, sealed=sealed))
        _write_newer(session, PostRow, [_post_row(*pair) for pair in zip(intake.posts, posts, strict=True)])
        forget_exchanged(session, intake.posts)
        for post_id, sealed in zip(intake.my_reactions, mine, strict=True):
            session.execute(update(PostRow).where(col(PostRow.id) == post_id).values(sealed_mine=sealed))
        _write_newer(session, ReplyRow, [_reply_row(*pair) for pair in zip(intake.replies, replies, strict=True)])
        _remove_posts(session, intake.removed_posts)
        session.execute(delete(ReplyRow).where(col(ReplyRow.id).in_(intake.removed_replies)))
        session.execute(delete(MemberRow).where(col(MemberRow.group_id).in_(list(intake.members))))
        for (group_id, one), sealed in zip(people, members, strict=True):
            joined_at = microseconds(one.joined_at)
            session.add(MemberRow(group_id=group_id, account_id=one.account_id, joined_at=joined_at, sealed=sealed))

    return write


def begin_feed(session: Session, group_id: UUID) -> None:
    """Make room for a group's first page. A post that was sent before it came has no log that keeps it whole yet: its
    replies, its edits and its removal may have been missed."""
    for table in (PostRow, ReplyRow):
        session.execute(delete(table).where(col(table.group_id) == group_id))


def extend_feed(session: Session, group_id: UUID, page: PostPage) -> None:
    """Note that the feed is whole back to the end of `page`, which follows on what was whole before."""
    history = page.cursor if page.more else None
    if page.posts:
        last = page.posts[-1]
        session.merge(
            FeedRow(group_id=group_id, from_at=microseconds(last.posted_at), from_id=last.id, history=history)
        )
    elif row := session.get(FeedRow, group_id):
        row.history = history
        session.add(row)
    else:
        session.add(FeedRow(group_id=group_id, from_at=0, from_id=UUID(int=0), history=history))
    if history is None and (row := session.get(FeedRow, group_id)):
        row.from_at, row.from_id = 0, UUID(int=0)  # whole from the beginning: nothing older can be hidden
        session.add(row)


def mark_replies_whole(session: Session, post_id: UUID) -> None:
    """Note that every reply to a post is here; the change log keeps it so."""
    if row := session.get(PostRow, post_id):
        row.replies_whole = True
        session.add(row)


def remove_group(session: Session, group_id: UUID, scope: str) -> None:
    """Forget everything of a group that ended for this member."""
    tables: tuple[type[MembershipRow | FeedRow | PostRow | ReplyRow | MemberRow | SharedRow], ...]
    tables = (MembershipRow, FeedRow, PostRow, ReplyRow, MemberRow, SharedRow)
    for table in tables:
        session.execute(delete(table).where(col(table.group_id) == group_id))
    remove_cursor(session, scope)


def forget_feeds(session: Session) -> None:
    """Forget what was read of every group and how far, but not which groups there are."""
    for table in ("feed", "post", "reply", "shared"):
        session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 (a fixed list)
    session.execute(delete(CursorRow).where(col(CursorRow.scope) != VAULT_SCOPE))


def remove_everything(session: Session) -> None:
    """Forget every group, and how far each scope was read: another account, or another vault key."""
    for table in ("membership", "feed", "post", "reply", "member", "shared", "cursor"):
        session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 (a fixed list)


def _write_newer(session: Session, table: type[PostRow | ReplyRow], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, and replace those that are here in an older revision."""
    if rows:
        statement = insert(table)
        changed = {name: statement.excluded[name] for name in rows[0] if name not in ("id", "replies_whole")}
        is_newer = col(table.revision) <= statement.excluded["revision"]
        session.connection().execute(
            statement.on_conflict_do_update(index_elements=["id"], set_=changed, where=is_newer), rows
        )


def _post_row(post: Post, sealed: bytes) -> dict[str, Any]:
    return {
        "id": post.id,
        "group_id": post.group_id,
        "posted_at": microseconds(post.posted_at),
        "kind": post.kind.value,
        "need": post.need.value,
        "revision": post.revision,
        "replies_whole": post.reply_count == 0,  # of a new row; the change log keeps it whole from here on
        "pinned_at": microseconds(post.pinned_at) if post.pinned_at else None,
        "sealed": sealed,
    }


def _reply_row(reply: Reply, sealed: bytes) -> dict[str, Any]:
    return {
        "id": reply.id,
        "group_id": reply.group_id,
        "post_id": reply.post_id,
        "posted_at": microseconds(reply.posted_at),
        "revision": reply.revision,
        "sealed": sealed,
    }


def _remove_posts(session: Session, post_ids: Iterable[UUID]) -> None:
    removed = list(post_ids)
    if removed:
        session.execute(delete(PostRow).where(col(PostRow.id).in_(removed)))
        session.execute(delete(ReplyRow).where(col(ReplyRow.post_id).in_(removed)))
        session.execute(delete(SharedRow).where(col(SharedRow.post_id).in_(removed)))


def _plain(model: Membership | Member) -> bytes:
    return model.model_dump_json().encode()
