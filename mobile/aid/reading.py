"""What the screens of mutual aid show, read from this device alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from api_client.wire.aid import Newcomers, calls_for_answer, leaves_board_at
from api_client.wire.feed import Author, PostKind
from api_client.wire.groups import Membership, Role
from api_client.wire.limits import PAGE_MAX
from api_client.wire.profiles import Capacity
from mobile.capacity import read_capacity
from mobile.sync.aid_calls import NEWCOMERS

if TYPE_CHECKING:
    from mobile.services import Services
    from mobile.storage.cache import CachedPost
    from mobile.storage.outbox import Mutation

ASKS, OFFERS, COMPANY = "asks", "offers", "company"
SCOPES = ("groups", "group:*", "outbox", "account", "documents", "aid")
_LOOK_BACK = timedelta(days=7)  # as far as the host looks for who waits


@dataclass(frozen=True)
class Call:
    """A post that calls for somebody, and the group it is in. `am_there` says that the reader said "I'm here"."""

    membership: Membership
    cached: "CachedPost"
    am_there: bool


@dataclass(frozen=True)
class Board:
    """One part of the board, what ends first at the top."""

    has_groups: bool
    capacity: Capacity | None
    looks_after: bool
    calls: tuple[Call, ...]


@dataclass(frozen=True)
class GroupNewcomers:
    """Who waits for a hello in one group, and whether the reader greets there."""

    membership: Membership
    i_greet: bool
    waiting: tuple[Author, ...]


@dataclass(frozen=True)
class Queue:
    """What waits for an answer in the groups where the reader may see it, the longest wait first."""

    may_see: bool
    calls: tuple[Call, ...]
    newcomers: tuple[GroupNewcomers, ...]


async def read_board(services: "Services", part: str) -> Board:
    """Return the open asks or offers of all groups, or what somebody already is with."""
    memberships = await services.cache.list_memberships()
    mutations = await services.outbox.list()
    now = services.clock.now()
    kinds = (PostKind.OFFER,) if part == OFFERS else (PostKind.ASK,) if part == ASKS else (PostKind.ASK, PostKind.OFFER)
    found: list[tuple[datetime, Call]] = []
    for membership in memberships:
        me = await _me(services, membership.group.id)
        for kind in kinds:
            for cached in await services.cache.list_posts(membership.group.id, kind=kind, limit=PAGE_MAX):
                call = _call(membership, cached, mutations, me)
                end = leaves_board_at(call.cached.post)
                fits = part == OFFERS or bool(call.cached.post.company) == (part == COMPANY)
                if end is not None and end > now and fits:
                    found.append((end, call))
    found.sort(key=lambda pair: (pair[0], pair[1].cached.post.id))
    return Board(
        has_groups=bool(memberships),
        capacity=await read_capacity(services),
        looks_after=any(one.role is Role.FACILITATOR for one in memberships),
        calls=tuple(call for _, call in found),
    )


async def read_queue(services: "Services") -> Queue:
    """Return what waits in the groups that the reader looks after, and in all of them for who can listen today."""
    listens = await read_capacity(services) is Capacity.LISTEN
    mutations = await services.outbox.list()
    calls: list[Call] = []
    newcomers: list[GroupNewcomers] = []
    memberships = await services.cache.list_memberships()
    for membership in memberships:
        newcomers.append(await _newcomers(services, membership, mutations))
        if not listens and membership.role is not Role.FACILITATOR:
            continue
        me = await _me(services, membership.group.id)
        for cached in await services.cache.list_posts(membership.group.id, limit=PAGE_MAX):
            if not cached.is_mine and await _waits(services, cached):
                calls.append(_call(membership, cached, mutations, me))
    calls.sort(key=lambda call: call.cached.post.posted_at)
    may_see = listens or any(one.role is Role.FACILITATOR for one in memberships)
    return Queue(may_see, tuple(calls), tuple(newcomers))


async def _newcomers(services: "Services", membership: Membership, mutations: "tuple[Mutation, ...]") -> GroupNewcomers:
    """Return the newcomers as last heard, with what was done here since."""
    group_id = str(membership.group.id)
    known = await services.shared.get(NEWCOMERS, membership.group.id, Newcomers) or Newcomers(
        i_greet=False, newcomers=()
    )
    i_greet, greeted = known.i_greet, set[str]()
    for mutation in mutations:
        if mutation.state == "failed" or mutation.arguments.get("group_id") != group_id:
            continue
        if mutation.operation in ("aid.start_greeting", "aid.stop_greeting"):
            i_greet = mutation.operation == "aid.start_greeting"
        elif mutation.operation == "aid.greet_member":
            greeted.add(mutation.arguments["account_id"])
    waiting = tuple(one for one in known.newcomers if str(one.account_id) not in greeted)
    return GroupNewcomers(membership, i_greet, waiting)


async def _waits(services: "Services", cached: "CachedPost") -> bool:
    """Whether nobody but its writer has answered a post of the last days, and somebody should."""
    post, now = cached.post, services.clock.now()
    end = leaves_board_at(post)
    if not calls_for_answer(post.kind, post.need) or post.posted_at <= now - _LOOK_BACK:
        return False
    if post.company or post.closed_at is not None or (end is not None and end <= now):
        return False
    if post.reply_count == 0:
        return True
    replies = await services.cache.list_replies(post.id)
    return len(replies) == post.reply_count and all(one.reply.author == post.author for one in replies)


async def _me(services: "Services", group_id: UUID) -> Author | None:
    me = services.account.state.account_id
    members = await services.cache.list_members(group_id)
    return next((Author(account_id=me, display_name=one.display_name) for one in members if one.account_id == me), None)


def _call(membership: Membership, cached: "CachedPost", mutations: "tuple[Mutation, ...]", me: Author | None) -> Call:
    from mobile.storage.overlay import overlay_post  # storage is not imported before the first frame is drawn

    shown = overlay_post(cached, mutations, me)
    am_there = me is not None and any(one.account_id == me.account_id for one in shown.post.company)
    return Call(membership, shown, am_there)
