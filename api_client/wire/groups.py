"""Groups, membership and the change log that every member's device follows."""

from datetime import time
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from api_client.wire import limits
from api_client.wire.feed import Post, Reply
from api_client.wire.model import Id, Instant, WireModel, WireRequest
from api_client.wire.photos import SmallPhoto
from api_client.wire.profiles import Capacity, Profile
from api_client.wire.text import AgreementLine, GroupDescription, GroupName, Language

# Crockford's base 32 without easily confused letters; case and dashes do not matter when typed.
JOIN_CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
JoinCode = Annotated[str, StringConstraints(min_length=1, max_length=4 * limits.JOIN_CODE_LENGTH)]


def normalize_join_code(text: str) -> str:
    """Return a typed or linked code in its one stored form: the last path part, upper case, O as 0, I and L as 1."""
    code = text.strip().rstrip("/").rsplit("/", 1)[-1].strip().upper()
    return code.replace("-", "").replace(" ", "").translate(str.maketrans("OIL", "011"))


def _check_civil(value: time) -> time:
    if value.tzinfo is not None:
        raise ValueError("civil_time")
    return value


CivilTime = Annotated[time, AfterValidator(_check_civil)]


class Role(StrEnum):
    """What a member may do in a group."""

    MEMBER = "member"
    FACILITATOR = "facilitator"


class JoinPolicy(StrEnum):
    """Who comes in without an invite: everybody, who was let in, nobody."""

    OPEN = "open"
    APPROVAL = "approval"
    INVITE = "invite"


class PictureColour(StrEnum):
    """The ground of a group's picture."""

    PLUM = "plum"
    CLAY = "clay"
    MOSS = "moss"
    NIGHT = "night"
    HONEY = "honey"
    SEA = "sea"
    ROSE = "rose"
    SLATE = "slate"


class PictureSymbol(StrEnum):
    """What a group's picture shows in place of the first letter of its name."""

    MOON = "moon"
    SUN = "sun"
    LEAF = "leaf"
    TREE = "tree"
    FLOWER = "flower"
    WAVES = "waves"
    MOUNTAIN = "mountain"
    HOME = "home"
    CUP = "cup"
    BOOK = "book"
    MUSIC = "music"
    HEART = "heart"
    HANDS = "hands"
    PEOPLE = "people"
    COMPASS = "compass"
    BRIEFCASE = "briefcase"


class Picture(WireModel):
    """A group's picture: a photo, or else a colour with a symbol or the first letter of the name."""

    colour: PictureColour
    symbol: PictureSymbol | None = None
    photo: SmallPhoto | None = None


class QuietHours(WireModel):
    """Civil times, where each member is, between which nothing is notified; over midnight when `begins` is later."""

    begins: CivilTime
    ends: CivilTime

    def hold_at(self, moment: time) -> bool:
        """Whether it is quiet at `moment`, a civil time; never when both ends are the same."""
        if self.begins <= self.ends:
            return self.begins <= moment < self.ends
        return moment >= self.begins or moment < self.ends


class EarlierAgreement(WireModel):
    """What the group agreed on before, so that a member who accepted that sees what changed."""

    version: int
    lines: tuple[str, ...]


class Group(WireModel):
    """A group as its members see it. `revision` is the head of the change log, `post_count` the newest post's place.

    `version` counts the facilitators' edits and `agreement_version` those of the agreement, both from 1; `join_code` is
    the code of an invite without an end, empty when there is none or the viewer may not invite.
    """

    id: Id
    name: str
    description: str
    agreement: tuple[str, ...]
    join_code: str
    member_count: int
    revision: int
    post_count: int
    created_at: Instant
    version: int = 1
    agreement_version: int = 1
    earlier_agreements: tuple[EarlierAgreement, ...] = ()
    entry: JoinPolicy = JoinPolicy.INVITE
    listed: bool = False
    language: str | None = None
    members_invite: bool = True
    without_name_allowed: bool = True
    picture: Picture | None = None
    quiet_hours: QuietHours | None = None
    archived_at: Instant | None = None


class Membership(WireModel):
    """A group with what is the viewer's own: role, the place of the newest post read, and which version of the
    agreement was accepted."""

    group: Group
    role: Role
    read_sequence: int
    joined_at: Instant
    agreement_accepted: int = 1

    @property
    def must_agree(self) -> bool:
        """Whether the group's agreement is to be accepted before the member can write."""
        return bool(self.group.agreement) and self.agreement_accepted < self.group.agreement_version

    @property
    def may_invite(self) -> bool:
        """Whether this member may let others in."""
        return self.role is Role.FACILITATOR or self.group.members_invite


class MembershipList(WireModel):
    """Every group of the account, by name."""

    memberships: tuple[Membership, ...]


class Member(WireModel):
    """A person inside a group, as this group sees them. `capacity` is said until `capacity_until`."""

    account_id: Id
    display_name: str
    role: Role
    joined_at: Instant
    profile: Profile = Profile()
    capacity: Capacity | None = None
    capacity_until: Instant | None = None


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


class UpdateGroup(WireRequest):
    """Change a group; `base_version` is the version that was on the screen. An agreement with other lines is another
    one, and members are asked to accept it."""

    base_version: int = Field(ge=1)
    name: GroupName
    description: GroupDescription = ""
    agreement: tuple[AgreementLine, ...] = Field(default=(), max_length=limits.AGREEMENT_LINES_MAX)
    entry: JoinPolicy = JoinPolicy.INVITE
    listed: bool = False
    language: Language | None = None
    members_invite: bool = True
    without_name_allowed: bool = True
    picture: Picture | None = None
    quiet_hours: QuietHours | None = None


class SetRole(WireRequest):
    """Let another member look after the group too, or step back oneself."""

    role: Role


class AcceptAgreement(WireRequest):
    """Agree to the version of the agreement that was on the screen."""

    version: int = Field(ge=1)


class JoinGroup(WireRequest):
    """Join with a code, as typed or as the last part of a link. Joining accepts the agreement that was on the screen,
    `agreement_version`; without it, the present one."""

    join_code: JoinCode
    agreement_version: int | None = Field(default=None, ge=1)


class InvitePreview(WireModel):
    """What someone with a code sees before joining."""

    name: str
    description: str
    agreement: tuple[str, ...]
    member_count: int
    already_member: bool
    agreement_version: int = 1
    picture: Picture | None = None


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
