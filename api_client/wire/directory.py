"""Finding a group and asking to be let in. A listed group shows what it is for, never who is in it."""

from enum import StrEnum

from pydantic import Field

from api_client.wire.groups import JoinPolicy, Picture
from api_client.wire.model import Id, Instant, WireModel, WireRequest
from api_client.wire.text import RequestWords


class MemberRange(StrEnum):
    """How many people are in a group, roughly: an exact figure that moves would tell who comes and goes."""

    A_FEW = "a_few"  # up to 5
    UP_TO_20 = "up_to_20"
    UP_TO_50 = "up_to_50"
    MANY = "many"

    @classmethod
    def of(cls, count: int) -> "MemberRange":
        """Return the range of `count` people."""
        bounds = ((5, cls.A_FEW), (20, cls.UP_TO_20), (50, cls.UP_TO_50))
        return next((name for bound, name in bounds if count <= bound), cls.MANY)


class ListedGroup(WireModel):
    """A group that lets itself be found. `is_member` and `asked_at` are the viewer's own."""

    id: Id
    name: str
    description: str
    language: str | None
    picture: Picture | None
    entry: JoinPolicy
    members: MemberRange
    agreement: tuple[str, ...]
    agreement_version: int
    is_member: bool
    asked_at: Instant | None


class DirectoryPage(WireModel):
    """Listed groups, newest first; ask again after `cursor` while `more`. `exists` is False where the host keeps no
    such list."""

    exists: bool = True
    groups: tuple[ListedGroup, ...] = ()
    cursor: str | None = None
    more: bool = False


class JoinListed(WireRequest):
    """Come into an open group, accepting the agreement that was on the screen."""

    agreement_version: int = Field(ge=1)


class AskToJoin(WireRequest):
    """Ask to be let in, with a few words, accepting the agreement that was on the screen."""

    words: RequestWords = ""
    agreement_version: int = Field(ge=1)


class AnswerRequest(WireRequest):
    """Let somebody in, or not. Who is not let in is told nothing."""

    accept: bool


class JoinRequest(WireModel):
    """Somebody who asks to be let in, as the facilitators see it."""

    account_id: Id
    display_name: str
    words: str
    asked_at: Instant


class JoinRequestList(WireModel):
    """Who waits to be let in, the longest waiting first; at most REQUESTS_PER_GROUP_MAX."""

    requests: tuple[JoinRequest, ...]


class OwnRequest(WireModel):
    """A group that the viewer asked to be let into and is not in yet."""

    group_id: Id
    name: str
    picture: Picture | None = None
    asked_at: Instant


class OwnRequestList(WireModel):
    """Where the viewer waits, newest first."""

    requests: tuple[OwnRequest, ...]
