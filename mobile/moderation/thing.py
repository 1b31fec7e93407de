"""What is being reported: a post, a reply or a member, found on this device by what the path says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING
from uuid import UUID

from api_client.wire.feed import Author, Post, Reply
from api_client.wire.groups import Role
from mobile import paths
from mobile.former import is_former

if TYPE_CHECKING:
    from mobile.services import Services


class Readers(Enum):
    """Who will read a report about it."""

    FACILITATORS = "facilitators"
    PERHAPS_HOST = "perhaps_host"  # whose it is has no name, and one person looks after the group
    HOST = "host"


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
    read_by: Readers = Readers.FACILITATORS

    @property
    def subject(self) -> str:
        """What orders the calls about it."""
        return f"report:{self.reply_id or self.post_id or self.member_id}"


async def find_thing(services: "Services", parameters: Mapping[str, str]) -> Thing | None:
    """Return the thing that a path names, and who will read what is said of it; None when the path names none."""
    thing = await _find(services, parameters)
    return None if thing is None else replace(thing, read_by=await _readers(services, thing))


async def _readers(services: "Services", thing: Thing) -> Readers:
    """Return who may judge it: who looks after the group, but for the one it is about and the one who says it."""
    me = services.account.state.account_id
    members = await services.cache.list_members(thing.group_id)
    others = {one.account_id for one in members if one.role is Role.FACILITATOR and one.account_id != me}
    if not others or (thing.author is not None and others == {thing.author.account_id}):
        return Readers.HOST if members else Readers.FACILITATORS
    author = thing.author
    has_no_name = author is not None and author.account_id is None and not is_former(author)
    return Readers.PERHAPS_HOST if has_no_name and len(others) == 1 else Readers.FACILITATORS


async def _find(services: "Services", parameters: Mapping[str, str]) -> Thing | None:
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
