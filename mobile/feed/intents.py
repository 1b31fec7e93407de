"""What a member does in a feed: each intent is written to this device first and sent by the sync from there."""

from typing import TYPE_CHECKING
from uuid import UUID

from api_client.wire.feed import CreatePost, CreateReply, Post, ReactionKind, Reply, UpdatePost, UpdateReply
from api_client.wire.groups import MarkRead, Membership
from api_client.wire.model import WireRequest

if TYPE_CHECKING:
    from mobile.services import Services
    from mobile.storage.cache import CachedPost


async def write_post(services: "Services", group_id: UUID, request: CreatePost) -> None:
    """Share a post with a group."""
    await _store(services, "feed.create_post", {"group_id": str(group_id)}, request)


async def change_post(services: "Services", group_id: UUID, post_id: UUID, request: UpdatePost) -> None:
    """Put other words in place of those of one's own post."""
    await _store(services, "feed.update_post", _post(group_id, post_id), request)


async def remove_post(services: "Services", group_id: UUID, post_id: UUID) -> None:
    """Take a post away for everyone, with its replies."""
    await _store(services, "feed.remove_post", _post(group_id, post_id), None)


async def write_reply(services: "Services", group_id: UUID, post_id: UUID, request: CreateReply) -> None:
    """Answer a post."""
    await _store(services, "feed.create_reply", _post(group_id, post_id), request)


async def change_reply(
    services: "Services", group_id: UUID, post_id: UUID, reply_id: UUID, request: UpdateReply
) -> None:
    """Put other words in place of those of one's own reply."""
    await _store(services, "feed.update_reply", {**_post(group_id, post_id), "reply_id": str(reply_id)}, request)


async def remove_reply(services: "Services", group_id: UUID, post_id: UUID, reply_id: UUID) -> None:
    """Take a reply away for everyone."""
    await _store(services, "feed.remove_reply", {**_post(group_id, post_id), "reply_id": str(reply_id)}, None)


async def toggle_reaction(services: "Services", cached: "CachedPost", kind: ReactionKind) -> None:
    """Give a reaction, or take it back when it is there."""
    operation = "feed.remove_reaction" if kind in cached.my_reactions else "feed.set_reaction"
    await _store(services, operation, {**_post(cached.post.group_id, cached.post.id), "kind": kind.value}, None)


async def toggle(services: "Services", cached: "CachedPost", on: str, off: str, stands: bool) -> None:
    """Do what `on` names, or take it back with `off` when it `stands`: a mark that a post has or has not."""
    await _store(services, f"feed.{off if stands else on}", _post(cached.post.group_id, cached.post.id), None)


async def toggle_pin(services: "Services", post: Post) -> None:
    """Keep a post on top of the group, or no longer; for facilitators."""
    operation = "feed.unpin_post" if post.pinned_at is not None else "feed.pin_post"
    await _store(services, operation, _post(post.group_id, post.id), None)


async def toggle_helped(services: "Services", reply: Reply) -> None:
    """Say that a reply helped, or no longer so; for the writer of the post."""
    operation = "feed.unmark_helped" if reply.helped else "feed.mark_helped"
    await _store(services, operation, {**_post(reply.group_id, reply.post_id), "reply_id": str(reply.id)}, None)


async def mark_read(services: "Services", membership: Membership, sequence: int) -> None:
    """Remember that everything up to the post at `sequence` was seen; the mark never moves back."""
    if sequence > membership.read_sequence:
        await _store(services, "groups.mark_read", {"group_id": str(membership.group.id)}, MarkRead(sequence=sequence))


async def send_again(services: "Services", mutation_id: int, request: WireRequest) -> None:
    """Send other words in place of those that were not accepted."""
    await services.outbox.replace(mutation_id, request)
    services.sync.nudge()


async def try_again(services: "Services", mutation_id: int) -> None:
    """Send something once more as it is."""
    await services.outbox.retry(mutation_id)
    services.sync.nudge()


async def discard(services: "Services", mutation_id: int) -> None:
    """Give up an unsent thing."""
    await services.outbox.discard(mutation_id)


def _post(group_id: UUID, post_id: UUID) -> dict[str, str]:
    return {"group_id": str(group_id), "post_id": str(post_id)}


async def _store(services: "Services", operation: str, arguments: dict[str, str], request: WireRequest | None) -> None:
    await services.outbox.add(operation, arguments, request, subject=f"group:{arguments['group_id']}")
    services.sync.nudge()
