"""What is being reported: a post, a reply or a member, found on this device by what the path says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from api_client.wire.feed import Author, Post, Reply
from mobile import paths

if TYPE_CHECKING:
    from mobile.services import Services


@dataclass(frozen=True)
class Thing:
    """The ids of one thing, and the thing itself where it is on this device."""

    group_id: UUID
    post_id: UUID | None = None
    reply_id: UUID | None = None
    member_id: UUID | None = None
    post: Post | None = None
    reply: Reply | None = None
    author: Author | None = None

    @property
    def subject(self) -> str:
        """What orders the calls about it."""
        return f"report:{self.reply_id or self.post_id or self.member_id}"


async def find_thing(services: "Services", parameters: Mapping[str, str]) -> Thing | None:
    """Return the thing that a path names; None when the path names none."""
    group_id = paths.id_in(parameters, "group_id")
    post_id, reply_id = paths.id_in(parameters, "post_id"), paths.id_in(parameters, "reply_id")
    member_id = paths.id_in(parameters, "account_id")
    if group_id is None:
        return None
    if member_id is not None:
        people = [one for one in await services.cache.list_members(group_id) if one.account_id == member_id]
        name = people[0].display_name if people else ""
        return Thing(group_id, member_id=member_id, author=Author(account_id=member_id, display_name=name))
    if post_id is None:
        return None
    cached = await services.cache.get_post(group_id, post_id)
    post = cached.post if cached is not None else None
    if reply_id is None:
        return Thing(group_id, post_id, post=post, author=post.author if post is not None else None)
    found = await services.cache.get_reply(reply_id)
    reply = found.reply if found is not None else None
    return Thing(group_id, post_id, reply_id, post=post, reply=reply, author=reply.author if reply else None)
