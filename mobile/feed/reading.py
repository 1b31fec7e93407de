"""What a feed and a thread show, read from this device alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from api_client.wire import limits
from api_client.wire.feed import Author, Need, PostKind
from api_client.wire.groups import Membership, Role
from mobile.feed.expiry import is_over
from mobile.feed.unsent import Unsent, unsent_in
from mobile.shown import Why

if TYPE_CHECKING:
    from mobile.services import Services
    from mobile.storage.cache import CachedPost, CachedReply

PAGE = limits.PAGE_DEFAULT
WINDOW_MAX = 300  # more cards than this are never drawn at once; older ones are a window of their own
_ASKS_DAYS = 7  # an older ask is history, not a call

Place = tuple[datetime, UUID]


@dataclass(frozen=True)
class FeedShown:
    """One window of a feed, newest first; what is `pinned` stands above it and not in it. `more` says that older posts
    are on this device, `has_older` that the host has posts before all that is here; `open_asks` counts the asks of
    others from the last days without an answer."""

    membership: Membership | None
    posts: "tuple[CachedPost, ...]"
    more: bool
    has_older: bool
    unsent: Unsent
    open_asks: int
    pinned: "tuple[CachedPost, ...]" = ()
    newest: int = 0  # the place of the newest post, also when the reader hid it
    faces: Mapping[UUID, bytes] = field(default_factory=dict)  # of who shows one here

    @property
    def facilitator(self) -> bool:
        """Whether the reader looks after this group."""
        return self.membership is not None and self.membership.role is Role.FACILITATOR


@dataclass(frozen=True)
class ThreadShown:
    """A post with its replies; `cached` is None when this device does not have the post (any more)."""

    membership: Membership | None
    cached: "CachedPost | None"
    replies: "tuple[CachedReply, ...]"
    unsent: Unsent
    faces: Mapping[UUID, bytes] = field(default_factory=dict)

    @property
    def archived(self) -> bool:
        """Whether the group can only be read."""
        return self.membership is not None and self.membership.group.archived_at is not None

    @property
    def facilitator(self) -> bool:
        """Whether the reader looks after this group."""
        return self.membership is not None and self.membership.role is Role.FACILITATOR


def face_of(shown: FeedShown | ThreadShown, author: Author) -> bytes | None:
    """Return the photo of who wrote something; without a name there is none."""
    return None if author.account_id is None else shown.faces.get(author.account_id)


def is_gone(cached: "CachedPost | CachedReply") -> bool:
    """Whether the reader hid it, or blocked who wrote it: then nothing stands in its place."""
    return cached.why is not None and cached.why.is_gone


def author(services: "Services") -> Author | None:
    """Return this member as the group sees it."""
    state = services.account.state
    if state.account_id is None:
        return None
    return Author(account_id=state.account_id, display_name=state.display_name or "")


async def read_feed(
    services: "Services", group_id: UUID, kind: PostKind | None, need: Need | None, before: Place | None, count: int
) -> FeedShown:
    """Return up to `count` posts older than `before`, of one kind and one need where these are given."""
    from mobile.storage.overlay import overlay_post  # storage is not imported before the first frame is drawn

    mutations = await services.outbox.list()
    posts: list[CachedPost] = []
    more, first, seen = True, before, 0
    while more and len(posts) < count:
        page = await services.cache.list_posts(group_id, kind=kind, need=need, before=before, limit=PAGE, veiled=True)
        posts += [one for one in page if not is_gone(one)]
        seen = max(seen, *(one.post.sequence for one in page[:1]), 0)
        more = len(page) == PAGE
        before = (page[-1].post.posted_at, page[-1].post.id) if page else before
    me = author(services)
    newest = kind is None and need is None and first is None
    pinned = [
        overlay_post(one, mutations, me)
        for one in (await services.cache.list_pinned(group_id) if newest else ())
        if not is_gone(one)
    ]
    on_top = {one.post.id for one in pinned if one.post.pinned_at is not None}
    return FeedShown(
        membership=await services.cache.get_membership(group_id),
        posts=tuple(overlay_post(cached, mutations, me) for cached in posts if cached.post.id not in on_top),
        pinned=tuple(one for one in pinned if one.post.pinned_at is not None),
        more=more,
        has_older=await services.cache.has_older(group_id),
        unsent=unsent_in(mutations, group_id),
        open_asks=await _count_open_asks(services, group_id),
        newest=max([seen, *(one.post.sequence for one in pinned)]),
        faces=await services.photos.list_faces(group_id, [one.post.author.account_id for one in (*pinned, *posts)]),
    )


async def _count_open_asks(services: "Services", group_id: UUID) -> int:
    now = services.clock.now()
    since = now - timedelta(days=_ASKS_DAYS)
    asks = await services.cache.list_posts(group_id, kind=PostKind.ASK, limit=PAGE)
    return sum(
        1
        for ask in asks
        if ask.post.reply_count == 0 and ask.post.posted_at > since and not ask.is_mine and not is_over(ask.post, now)
    )


async def read_thread(services: "Services", group_id: UUID, post_id: UUID) -> ThreadShown:
    """Return a post with its replies, oldest first, and what of the thread is unsent."""
    from mobile.storage.overlay import overlay_post, overlay_reply  # as above

    mutations = await services.outbox.list()
    cached = await services.cache.get_post(group_id, post_id)
    if cached is not None and cached.why is Why.BLOCKED:
        cached = None
    replies = [one for one in await services.cache.list_replies(post_id, veiled=True) if not is_gone(one)]
    writers = [one.reply.author.account_id for one in replies]
    if cached is not None:
        writers.append(cached.post.author.account_id)
    return ThreadShown(
        membership=await services.cache.get_membership(group_id),
        cached=overlay_post(cached, mutations, author(services)) if cached is not None else None,
        replies=tuple(overlay_reply(one, mutations) for one in replies),
        unsent=unsent_in(mutations, group_id),
        faces=await services.photos.list_faces(group_id, writers),
    )
