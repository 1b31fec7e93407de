"""Groups as this device last saw them: confirmed things only, shown as they were received.

Unsent work is drawn beside it from the outbox and never mixed in. The one exception is the member's own read mark:
what was read here is read, whether or not the host knows yet.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import tuple_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from api_client.wire.feed import Author, Need, Post, PostKind, ReactionKind, Reply
from api_client.wire.groups import MarkRead, Member, Membership
from api_client.wire.limits import PAGE_DEFAULT, PINNED_MAX
from api_client.wire.model import WireModel
from mobile.former import as_shown, is_former
from mobile.shown import Unwanted, Why
from mobile.storage.database import Database
from mobile.storage.outbox import Mutation, Outbox
from mobile.storage.tables import FeedRow, MemberRow, MembershipRow, PostRow, ReplyRow
from mobile.vault.sealing import Keyring

M = TypeVar("M", bound=WireModel)
W = TypeVar("W", Post, Reply)
_MINE = b"\nmine"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class CachedPost:
    """A post and the viewer's own part of it. `replies_whole` says that every reply is on this device, `is_mine` that
    the viewer wrote it, with or without a name."""

    post: Post
    my_reactions: frozenset[ReactionKind] = frozenset()
    replies_whole: bool = False
    is_mine: bool = False
    why: Why | None = None  # the viewer does not want to see it


@dataclass(frozen=True, slots=True)
class CachedReply:
    """A reply, whether the viewer wrote it, and why the viewer does not want to see it."""

    reply: Reply
    is_mine: bool = False
    why: Why | None = None


class GroupCache:
    """Reads groups from the device; `mobile.storage.intake` writes them."""

    def __init__(
        self, database: Database, keyring: Keyring, outbox: Outbox, unwanted: Callable[[], Unwanted] = Unwanted
    ) -> None:
        self._unwanted = unwanted
        self._database = database
        self._keyring = keyring
        self._outbox = outbox

    async def list_memberships(self) -> tuple[Membership, ...]:
        """Return every group of the member, by name."""
        rows = await self._database.read(lambda session: session.exec(select(MembershipRow)).all())
        opened = await self._open(Membership, [(membership_name(row.group_id), row.sealed) for row in rows])
        read = _read_marks(await self._outbox.list())
        return tuple(
            sorted((_with_mark(one, read) for one in opened if one), key=lambda one: one.group.name.casefold())
        )

    async def get_membership(self, group_id: UUID) -> Membership | None:
        """Return one group of the member, None when it is not here or ended."""
        row = await self._database.read(lambda session: session.get(MembershipRow, group_id))
        opened = await self._open(Membership, [(membership_name(group_id), row.sealed)]) if row else [None]
        return _with_mark(opened[0], _read_marks(await self._outbox.list())) if opened[0] else None

    async def unread_count(self, group_id: UUID) -> int:
        """Return how many posts came after the newest one that the member read."""
        membership = await self.get_membership(group_id)
        return max(0, membership.group.post_count - membership.read_sequence) if membership else 0

    async def list_posts(
        self,
        group_id: UUID,
        *,
        kind: PostKind | None = None,
        need: Need | None = None,
        before: tuple[datetime, UUID] | None = None,
        limit: int = PAGE_DEFAULT,
        veiled: bool = False,
    ) -> tuple[CachedPost, ...]:
        """Return a page of the feed, newest first; `before` is (posted_at, id) of the last one shown.

        What the member does not want to see is left out, unless it is asked for with `veiled` by who draws something in
        its place. The page ends where this device's copy begins to have holes; `has_older` says whether the host has
        more.
        """
        page: list[CachedPost] = []
        while len(page) < limit:
            rows = await self._list_rows(group_id, kind, need, before, limit)
            page += [one for one in await self._open_posts(rows) if veiled or one.why is None]
            if len(rows) < limit:
                break
            before = (_EPOCH + rows[-1].posted_at * _MICROSECOND, rows[-1].id)
        return tuple(page[:limit])

    async def _list_rows(
        self,
        group_id: UUID,
        kind: PostKind | None,
        need: Need | None,
        before: tuple[datetime, UUID] | None,
        limit: int,
    ) -> Sequence[PostRow]:
        return await self._database.read(
            lambda session: session.exec(_page(session, group_id, kind, need, before, limit)).all()
        )

    async def list_pinned(self, group_id: UUID) -> tuple[CachedPost, ...]:
        """Return the posts that the group keeps on top, the one pinned last first."""
        statement = (
            select(PostRow)
            .where(PostRow.group_id == group_id, col(PostRow.pinned_at).is_not(None))
            .order_by(col(PostRow.pinned_at).desc(), col(PostRow.id))
            .limit(PINNED_MAX)
        )
        rows = await self._database.read(lambda session: session.exec(statement).all())
        return await self._open_posts(rows)

    async def has_older(self, group_id: UUID) -> bool:
        """Return whether the host has posts before the oldest one listed here."""
        feed = await self._database.read(lambda session: session.get(FeedRow, group_id))
        return feed is not None and feed.history is not None

    async def get_post(self, group_id: UUID, post_id: UUID) -> CachedPost | None:
        """Return one post of a group, None when it is not here."""
        row = await self._database.read(lambda session: session.get(PostRow, post_id))
        posts = await self._open_posts([row] if row and row.group_id == group_id else [])
        return posts[0] if posts else None

    async def list_replies(self, post_id: UUID, *, veiled: bool = False) -> tuple[CachedReply, ...]:
        """Return the replies to a post that are here, oldest first; `veiled` as of posts."""
        statement = (
            select(ReplyRow).where(ReplyRow.post_id == post_id).order_by(col(ReplyRow.posted_at), col(ReplyRow.id))
        )
        rows = await self._database.read(lambda session: session.exec(statement).all())
        plain = await self._keyring.open_all([(reply_name(row.id), row.sealed) for row in rows])
        unwanted = self._unwanted()
        opened = [_parse_written(Reply, one) for one in plain]
        replies = [self._reply(reply, mine, unwanted) for reply, mine in opened if reply]
        return tuple(one for one in replies if veiled or one.why is None)

    async def list_group_replies(self, group_id: UUID, *, limit: int) -> tuple[CachedReply, ...]:
        """Return the newest replies in a group that are here and wanted, newest first."""
        statement = (
            select(ReplyRow).where(ReplyRow.group_id == group_id).order_by(col(ReplyRow.posted_at).desc()).limit(limit)
        )
        rows = await self._database.read(lambda session: session.exec(statement).all())
        plain = await self._keyring.open_all([(reply_name(row.id), row.sealed) for row in rows])
        unwanted = self._unwanted()
        opened = [_parse_written(Reply, one) for one in plain]
        replies = [self._reply(reply, mine, unwanted) for reply, mine in opened if reply]
        return tuple(one for one in replies if one.why is None)

    async def get_reply(self, reply_id: UUID) -> CachedReply | None:
        """Return one reply, None when it is not here."""
        row = await self._database.read(lambda session: session.get(ReplyRow, reply_id))
        plain = await self._keyring.open(reply_name(reply_id), row.sealed) if row else None
        reply, mine = _parse_written(Reply, plain)
        return self._reply(reply, mine, self._unwanted()) if reply else None

    async def list_members(self, group_id: UUID) -> tuple[Member, ...]:
        """Return the people in a group, by time of joining."""
        statement = (
            select(MemberRow)
            .where(MemberRow.group_id == group_id)
            .order_by(col(MemberRow.joined_at), col(MemberRow.account_id))
        )
        rows = await self._database.read(lambda session: session.exec(statement).all())
        opened = await self._open(Member, [(member_name(group_id, row.account_id), row.sealed) for row in rows])
        blocked = self._unwanted().blocked
        return tuple(member for member in opened if member and member.account_id not in blocked)

    async def _open_posts(self, rows: Sequence[PostRow]) -> tuple[CachedPost, ...]:
        plain = await self._keyring.open_all([(post_name(row.id), row.sealed) for row in rows])
        posts = [_parse_written(Post, one) for one in plain]
        reactions = await self._keyring.open_all([(mine_name(row.id), row.sealed_mine or b"") for row in rows])
        unwanted = self._unwanted()
        return tuple(
            self._post(post, mine, row, read_reactions(kinds), unwanted)
            for row, (post, mine), kinds in zip(rows, posts, reactions, strict=True)
            if post
        )

    def _post(
        self, post: Post, marked: bool, row: PostRow, reactions: frozenset[ReactionKind], unwanted: Unwanted
    ) -> CachedPost:
        mine = self._is_mine(post.author, marked)
        return CachedPost(post, reactions, row.replies_whole, mine, unwanted.why_post(post, mine=mine))

    def _reply(self, reply: Reply, marked: bool, unwanted: Unwanted) -> CachedReply:
        mine = self._is_mine(reply.author, marked)
        return CachedReply(reply, mine, unwanted.why_reply(reply, mine=mine))

    def _is_mine(self, author: Author, marked: bool) -> bool:
        return marked or (author.account_id is not None and author.account_id == self._keyring.account_id)

    async def _open(self, model: type[M], named: Iterable[tuple[str, bytes]]) -> list[M | None]:
        """Return each sealed model; what does not open, or is of a later shape, is read again from the host one day."""
        return [_parse(model, plain) for plain in await self._keyring.open_all(named)]


def microseconds(moment: datetime) -> int:
    """Return an instant as whole microseconds since 1970: exact, and sorted like the host sorts."""
    return (moment - _EPOCH) // _MICROSECOND


def read_reactions(plain: bytes | None) -> frozenset[ReactionKind]:
    """Return the reactions that were sealed; a kind of a later version is left out."""
    known = {kind.value for kind in ReactionKind}
    return frozenset(ReactionKind(kind) for kind in json.loads(plain or b"[]") if kind in known)


def membership_name(group_id: UUID) -> str:
    """Return what a sealed membership is bound to."""
    return f"membership|{group_id}"


def post_name(post_id: UUID) -> str:
    """Return what a sealed post is bound to."""
    return f"post|{post_id}"


def mine_name(post_id: UUID) -> str:
    """Return what the viewer's own reactions to a post are bound to."""
    return f"my-reactions|{post_id}"


def reply_name(reply_id: UUID) -> str:
    """Return what a sealed reply is bound to."""
    return f"reply|{reply_id}"


def member_name(group_id: UUID, account_id: UUID) -> str:
    """Return what a sealed member is bound to."""
    return f"member|{group_id}|{account_id}"


def _page(
    session: Session,
    group_id: UUID,
    kind: PostKind | None,
    need: Need | None,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> SelectOfScalar[PostRow]:
    place = tuple_(col(PostRow.posted_at), col(PostRow.id))
    page = select(PostRow).where(PostRow.group_id == group_id)
    if feed := session.get(FeedRow, group_id):
        page = page.where(place >= (feed.from_at, feed.from_id))
    if before is not None:
        page = page.where(place < (microseconds(before[0]), before[1]))
    if kind is not None:
        page = page.where(PostRow.kind == kind.value)
    if need is not None:
        page = page.where(PostRow.need == need.value)
    return page.order_by(col(PostRow.posted_at).desc(), col(PostRow.id).desc()).limit(limit)


def _read_marks(mutations: Iterable[Mutation]) -> dict[str, int]:
    marks: dict[str, int] = {}
    for mutation in mutations:
        if isinstance(mutation.request, MarkRead) and (group_id := mutation.group_id):
            marks[group_id] = max(marks.get(group_id, 0), mutation.request.sequence)
    return marks


def _with_mark(membership: Membership, marks: dict[str, int]) -> Membership:
    mark = marks.get(str(membership.group.id), 0)
    return membership.model_copy(update={"read_sequence": max(mark, membership.read_sequence)})


def written(model: Post | Reply, *, mine: bool) -> bytes:
    """Return a post or reply as it is sealed: the host's words in the first line, and in a second one that the viewer
    wrote it without a name, which the host's words must not tell."""
    return model.model_dump_json().encode() + (_MINE if mine else b"")


def _parse_written(model: type[W], plain: bytes | None) -> tuple[W | None, bool]:
    words, _, mine = (plain or b"").partition(b"\n")
    found = _parse(model, words if plain is not None else None)
    if found is not None and is_former(found.author):
        found = found.model_copy(update={"author": as_shown(found.author)})
    return found, bool(mine)


def _parse(model: type[M], plain: bytes | None) -> M | None:
    try:
        return model.model_validate_json(plain) if plain is not None else None
    except ValueError:
        return None
