"""What is confirmed, as it will be when the member's own waiting taps have arrived.

A tap answers at once and survives having no network; the screens lay the outbox over the cache, and a settled call is
laid over it for good, until the host's own words come with the next pull.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from api_client.wire.feed import Author, Post, ReactionKind
from mobile.storage.cache import CachedPost, CachedReply
from mobile.storage.outbox import Mutation

Act = Callable[[Post, Mutation, Author | None], dict[str, object]]


def overlay_post(cached: CachedPost, mutations: Iterable[Mutation], me: Author | None) -> CachedPost:
    """Return the post with the waiting taps of `me` on it; what the host refused is left out."""
    for mutation in mutations:
        if mutation.state == "failed" or mutation.arguments.get("post_id") != str(cached.post.id):
            continue
        if mutation.operation in ("feed.set_reaction", "feed.remove_reaction"):
            cached = _react(cached, mutation)
        elif act := _ACTS.get(mutation.operation):
            cached = replace(cached, post=cached.post.model_copy(update=act(cached.post, mutation, me)))
    return cached


def overlay_reply(cached: CachedReply, mutations: Iterable[Mutation]) -> CachedReply:
    """Return the reply with the waiting taps on it."""
    for mutation in mutations:
        if mutation.state == "failed" or mutation.arguments.get("reply_id") != str(cached.reply.id):
            continue
        if mutation.operation in HELPED:
            helped = mutation.operation == "feed.mark_helped"
            cached = replace(cached, reply=cached.reply.model_copy(update={"helped": helped}))
    return cached


def _react(cached: CachedPost, mutation: Mutation) -> CachedPost:
    mine, counts = set(cached.my_reactions), dict(cached.post.reactions)
    kind = ReactionKind(mutation.arguments["kind"])
    if mutation.operation == "feed.set_reaction" and kind not in mine:
        mine.add(kind)
        counts[kind] = counts.get(kind, 0) + 1
    elif mutation.operation == "feed.remove_reaction" and kind in mine:
        mine.remove(kind)
        counts[kind] = max(0, counts.get(kind, 0) - 1)
    post = cached.post.model_copy(update={"reactions": {kind: count for kind, count in counts.items() if count}})
    return replace(cached, post=post, my_reactions=frozenset(mine))


def _join(post: Post, _mutation: Mutation, me: Author | None) -> dict[str, object]:
    there = me is None or any(one.account_id == me.account_id for one in post.company)
    return {"company": post.company if there or me is None else (*post.company, me)}


def _leave(post: Post, _mutation: Mutation, me: Author | None) -> dict[str, object]:
    return {"company": tuple(one for one in post.company if me is None or one.account_id != me.account_id)}


def _promise(post: Post, _mutation: Mutation, me: Author | None) -> dict[str, object]:
    return {"check_by": post.check_by or me}


def _withdraw(post: Post, _mutation: Mutation, me: Author | None) -> dict[str, object]:
    mine = post.check_by is not None and me is not None and post.check_by.account_id == me.account_id
    return {"check_by": None if mine else post.check_by}


def _at(name: str) -> Act:
    return lambda post, mutation, _me: {name: getattr(post, name) or mutation.created_at}


def _never(name: str) -> Act:
    return lambda _post, _mutation, _me: {name: None}


_ACTS: dict[str, Act] = {
    "feed.join_company": _join,
    "feed.leave_company": _leave,
    "feed.promise_check": _promise,
    "feed.withdraw_check": _withdraw,
    "feed.close_post": _at("closed_at"),
    "feed.reopen_post": _never("closed_at"),
    "feed.pin_post": _at("pinned_at"),
    "feed.unpin_post": _never("pinned_at"),
    "feed.flag_link": _at("link_flagged_at"),
    "feed.unflag_link": _never("link_flagged_at"),
}
HELPED = frozenset({"feed.mark_helped", "feed.unmark_helped"})
POST_TAPS = frozenset({"feed.set_reaction", "feed.remove_reaction", *_ACTS})
