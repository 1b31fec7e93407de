"""What waits for this member in the groups: a few unread posts of others, asks without an answer first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from api_client.wire.feed import Post, PostKind
from api_client.wire.groups import Membership
from mobile.feed.expiry import is_over
from mobile.shown import Why

if TYPE_CHECKING:
    from mobile.services import Services
    from mobile.storage.cache import CachedPost

_SHOWN_MAX = 3
_LOOKED_AT = 10  # the newest posts of each group; older ones wait in the feed itself


@dataclass(frozen=True)
class Waiting:
    """Posts with the groups they are in; `has_groups` tells a quiet day from having no group yet."""

    has_groups: bool
    posts: "tuple[tuple[Membership, CachedPost], ...]"
    faces: Mapping[UUID, bytes] = field(default_factory=dict)  # by post, of writers who show one there


async def load_waiting(services: "Services") -> Waiting:
    """Return the unread posts of others that matter most, read from this device."""
    memberships = await services.cache.list_memberships()
    found: list[tuple[Membership, CachedPost]] = []
    for membership in memberships:
        if membership.read_sequence >= membership.group.post_count:
            continue
        for cached in await services.cache.list_posts(membership.group.id, limit=_LOOKED_AT, veiled=True):
            is_new = cached.post.sequence > membership.read_sequence and not cached.is_mine
            if is_new and cached.why in (None, Why.WORD):  # nobody is led to a person whom they muted
                found.append((membership, cached))
    now = services.clock.now()
    found.sort(key=lambda pair: (not _waits_for_somebody(pair[1].post, now), -pair[1].post.posted_at.timestamp()))
    shown = found[:_SHOWN_MAX]
    return Waiting(bool(memberships), tuple(shown), await _faces(services, [cached.post for _, cached in shown]))


async def _faces(services: "Services", posts: list[Post]) -> dict[UUID, bytes]:
    faces: dict[UUID, bytes] = {}
    for post in posts:
        found = await services.photos.list_faces(post.group_id, [post.author.account_id])
        if face := next(iter(found.values()), None):
            faces[post.id] = face
    return faces


def _waits_for_somebody(post: Post, now: datetime) -> bool:
    return post.kind is PostKind.ASK and post.reply_count == 0 and not is_over(post, now)
