"""Groups, membership and the change log that every member's device follows."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api_client.wire import limits
from api_client.wire.feed import Post, Reply
from api_client.wire.model import Id, Instant, WireModel, WireRequest
from api_client.wire.text import AgreementLine, GroupDescription, GroupName

# Crockford's base 32 without easily confused letters; case and dashes do not matter when typed.
JOIN_CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
JoinCode = Annotated[str, StringConstraints(min_length=1, max_length=4 * limits.JOIN_CODE_LENGTH)]


def normalize_join_code(text: str) -> str:
    """Return a typed or linked code in its one stored form: the last path part, upper case, O as 0, I and L as 1."""
    code = text.strip().rstrip("/").rsplit("/", 1)[-1].upper()
    return code.replace("-", "").replace(" ", "").translate(str.maketrans("OIL", "011"))


class Role(StrEnum):
    """What a member may do in a group."""

    MEMBER = "member"
    FACILITATOR = "facilitator"


class Group(WireModel):
    """A group as its members see it. `revision` is the head of the change log, `post_count` the newest post's place."""

    id: Id
    name: str
    description: str
    agreement: tuple[str, ...]
    join_code: str
    member_count: int
    revision: int
    post_count: int
    created_at: Instant


class Membership(WireModel):
    """A group with what is the viewer's own: role, and the place of the newest post read."""

    group: Group
    role: Role
    read_sequence: int
    joined_at: Instant


class MembershipList(WireModel):
    """Every group of the account, by name."""

    memberships: tuple[Membership, ...]


class Member(WireModel):
    """A person inside a group."""

    account_id: Id
    display_name: str
    role: Role
    joined_at: Instant


class MemberList(WireModel):
    """One page of members, by time of joining; ask again after `cursor` while `more`."""

    members: tuple[Member, ...]
    cursor: str | None
    more: bool


class CreateGroup(WireRequest):
    """Start a group; whoever starts it looks after it."""

    id: Id
    name: GroupName
    description: GroupDescription = ""
    agreement: tuple[AgreementLine, ...] = Field(default=(), max_length=limits.AGREEMENT_LINES_MAX)


class JoinGroup(WireRequest):
    """Join with a code, as typed or as the last part of a link."""

    join_code: JoinCode


class InvitePreview(WireModel):
    """What someone with a code sees before joining."""

    name: str
    description: str
    agreement: tuple[str, ...]
    member_count: int
    already_member: bool


class MarkRead(WireRequest):
    """Everything up to this place was seen; the mark never moves back."""

    sequence: int = Field(ge=0)


class PostChanged(WireModel):
    """A post was written, edited, replied or reacted to."""

    kind: Literal["post"] = "post"
    revision: int
    post: Post


class PostRemoved(WireModel):
    """A post is gone, and its replies with it."""

    kind: Literal["post_removed"] = "post_removed"
    revision: int
    post_id: Id


class ReplyChanged(WireModel):
    """A reply was written or edited."""

    kind: Literal["reply"] = "reply"
    revision: int
    reply: Reply


class ReplyRemoved(WireModel):
    """A reply is gone."""

    kind: Literal["reply_removed"] = "reply_removed"
    revision: int
    post_id: Id
    reply_id: Id


class GroupChanged(WireModel):
    """The group's own words or its members changed."""

    kind: Literal["group"] = "group"
    revision: int
    group: Group


GroupChange = Annotated[
    PostChanged | PostRemoved | ReplyChanged | ReplyRemoved | GroupChanged, Field(discriminator="kind")
]


class GroupChanges(WireModel):
    """What changed after a cursor, oldest first; ask again from `cursor` while `more`.

    `my_reactions` holds the viewer's own reactions to the posts of this page and is complete for them; `mine` names the
    posts and replies of this page that the viewer wrote without a name.
    """

    changes: tuple[GroupChange, ...]
    my_reactions: dict[Id, tuple[str, ...]]
    mine: tuple[Id, ...] = ()
    cursor: int
    more: bool
