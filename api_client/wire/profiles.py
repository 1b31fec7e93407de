"""What members say of themselves, and whether they can listen today. Only people who share a group with them see it."""

from enum import StrEnum

from pydantic import Field

from api_client.wire import limits
from api_client.wire.model import Id, Instant, WireModel, WireRequest
from api_client.wire.photos import SmallPhoto
from api_client.wire.text import ProfileTag, ProfileWords, Pronouns


class Capacity(StrEnum):
    """Whether somebody can listen today. Without a word on it nothing is said."""

    LISTEN = "listen"
    REST = "rest"


class Profile(WireModel):
    """A few words about oneself, pronouns, what one has lived through, in words of one's own, and a photo that stands
    beside what one writes under one's name."""

    words: str = ""
    pronouns: str = ""
    tags: tuple[str, ...] = ()
    photo: SmallPhoto | None = None


class OwnProfile(WireModel):
    """The account's own profile: `everywhere`, and `by_group` where a group sees another one. `capacity` is said until
    `capacity_until` and then no more."""

    everywhere: Profile = Profile()
    by_group: dict[Id, Profile] = Field(default_factory=dict)
    capacity: Capacity | None = None
    capacity_until: Instant | None = None


class SetProfile(WireRequest):
    """Say who one is, in every group or in one; an empty one says nothing."""

    words: ProfileWords = ""
    pronouns: Pronouns = ""
    tags: tuple[ProfileTag, ...] = Field(default=(), max_length=limits.PROFILE_TAGS_MAX)
    photo: SmallPhoto | None = None


class SetCapacity(WireRequest):
    """Say whether one can listen; `until` is the end of the day where the member is, at most CAPACITY_HOURS_MAX away.
    None for `capacity` takes it back."""

    capacity: Capacity | None
    until: Instant
