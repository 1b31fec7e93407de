"""Posts, replies and reactions: what members write to each other."""

from enum import StrEnum

from pydantic import Field, model_validator

from api_client.wire import limits
from api_client.wire.details import Details
from api_client.wire.model import Id, Instant, WireModel, WireRequest
from api_client.wire.photos import Photo, SetPhoto
from api_client.wire.text import ContentNote, PostBody, PostTitle, Reason, ReplyBody

_RANDOM = 4  # the version of a UUID that holds nothing but chance


class PostKind(StrEnum):
    """What a post is."""

    SHARE = "share"
    ASK = "ask"
    WIN = "win"
    STRATEGY = "strategy"
    QUESTION = "question"
    STORY = "story"
    RESOURCE = "resource"
    OFFER = "offer"
    THEME = "theme"  # of the week, by a facilitator


class Need(StrEnum):
    """What the writer hopes for; every post says it, and the reply box shows it."""

    LISTEN = "listen"
    ENCOURAGEMENT = "encouragement"
    IDEAS = "ideas"
    BEEN_THERE = "been_there"
    CHECK_ON_ME = "check_on_me"


class ReactionKind(StrEnum):
    """Reactions that say something. There is no like."""

    HEAR_YOU = "hear_you"
    ME_TOO = "me_too"
    WITH_YOU = "with_you"
    THANK_YOU = "thank_you"
    HELPED_ME = "helped_me"


class Author(WireModel):
    """Who wrote something, as the group sees it. Without a name `account_id` is None and `display_name` an alias made
    for that one post, which its writer wears in its thread too; nothing links two of them."""

    account_id: Id | None
    display_name: str


# Who wrote what somebody left behind with their account: the same for all of them. No alias reads so.
FORMER_MEMBER = Author(account_id=None, display_name="Former member")


class StrategyTotals(WireModel):
    """What a group made of a strategy, from STRATEGY_TRIERS_MIN people on: how many tried it, how many it helped."""

    tried_count: int
    helped_count: int


class Post(WireModel):
    """One post, the same bytes for every reader. `sequence` is its place in the group, gap-free; `revision` the
    group's counter at its last change; `version` counts the writer's edits, from 1.

    `company` are those who said "I'm here" to an ask or an offer, `check_by` who promised to ask tomorrow, `closed_at`
    when the writer had what was asked for; `link_flagged_at` says that somebody found the link broken.
    """

    id: Id
    group_id: Id
    sequence: int
    revision: int
    version: int
    kind: PostKind
    need: Need
    title: str | None
    body: str
    content_note: str | None
    from_journal: bool
    author: Author
    posted_at: Instant
    edited_at: Instant | None
    reply_count: int
    reactions: dict[ReactionKind, int]
    details: Details | None = None
    mentions: tuple[Id, ...] = ()
    pinned_at: Instant | None = None
    expires_at: Instant | None = None
    closed_at: Instant | None = None
    company: tuple[Author, ...] = ()
    check_by: Author | None = None
    link_flagged_at: Instant | None = None
    totals: StrategyTotals | None = None
    photo: Photo | None = None


class Reply(WireModel):
    """One reply. `version` counts the writer's edits, from 1."""

    id: Id
    group_id: Id
    post_id: Id
    revision: int
    version: int
    body: str
    author: Author
    posted_at: Instant
    edited_at: Instant | None
    mentions: tuple[Id, ...] = ()
    helped: bool = False  # so said the writer of the post


class CreatePost(WireRequest):
    """Write a post. The id is the device's UUIDv7: sent twice, it is one post.

    Without a name it is a UUIDv4, in the writer's replies below too: the time in an id, held against `posted_at`, tells
    by how much a device's clock is wrong, and that is the same in everything which the device sends.
    """

    id: Id
    kind: PostKind
    need: Need = Need.LISTEN
    title: PostTitle | None = None
    body: PostBody
    content_note: ContentNote | None = None
    from_journal: bool = False
    details: Details | None = None
    mentions: tuple[Id, ...] = Field(default=(), max_length=limits.MENTIONS_MAX)
    expires_at: Instant | None = None  # of an ask or an offer
    without_name: bool = False
    photo: SetPhoto | None = None

    @model_validator(mode="after")
    def _check_kind(self) -> "CreatePost":
        check_details(self.kind, self.details, self.expires_at)
        if self.without_name:
            check_without_name(self.id, self.kind)
        if self.photo is not None and self.photo.content is None:
            raise ValueError("photo_missing")
        return self


class UpdatePost(WireRequest):
    """Change one's own post. `base_version` is the version that was on the screen."""

    base_version: int = Field(ge=1)
    kind: PostKind
    need: Need
    title: PostTitle | None = None
    body: PostBody
    content_note: ContentNote | None = None
    details: Details | None = None
    mentions: tuple[Id, ...] = Field(default=(), max_length=limits.MENTIONS_MAX)
    expires_at: Instant | None = None
    photo: SetPhoto | None = None  # None: no photo, also where there was one

    @model_validator(mode="after")
    def _check_kind(self) -> "UpdatePost":
        check_details(self.kind, self.details, self.expires_at)
        return self


class CreateReply(WireRequest):
    """Answer a post."""

    id: Id
    body: ReplyBody
    mentions: tuple[Id, ...] = Field(default=(), max_length=limits.MENTIONS_MAX)


class UpdateReply(WireRequest):
    """Change one's own reply. Without `mentions` those of before stay; only who is newly named is told."""

    base_version: int = Field(ge=1)
    body: ReplyBody
    mentions: tuple[Id, ...] | None = Field(default=None, max_length=limits.MENTIONS_MAX)


class PostPage(WireModel):
    """Posts newest first; ask again before `cursor` while `more`. `my_reactions` and `mine` are the viewer's part, kept
    out of the posts so that these are ready bytes; `mine` names those that the viewer wrote without a name."""

    posts: tuple[Post, ...]
    my_reactions: dict[Id, tuple[ReactionKind, ...]]
    mine: tuple[Id, ...] = ()
    cursor: str | None
    more: bool


class ReplyPage(WireModel):
    """Replies oldest first; ask again after `cursor` while `more`. `mine` names those that the viewer wrote under the
    alias of the post."""

    replies: tuple[Reply, ...]
    mine: tuple[Id, ...] = ()
    cursor: str | None
    more: bool


class PostVersion(WireModel):
    """What a post said before a change."""

    version: int
    kind: PostKind
    need: Need
    title: str | None
    body: str
    content_note: str | None
    details: Details | None
    written_at: Instant
    photo: Photo | None = None  # its bytes are gone once it was taken out


class PostVersions(WireModel):
    """The earlier versions of a post, newest first; for its writer and the facilitators."""

    versions: tuple[PostVersion, ...]


class FoundPost(WireModel):
    """One hit of a search. `reply` is the reply that holds the words, None when the post does."""

    post: Post
    reply: Reply | None = None


class SearchPage(WireModel):
    """Hits newest first; ask again before `cursor` while `more`."""

    found: tuple[FoundPost, ...]
    cursor: str | None
    more: bool


class RateStrategy(WireRequest):
    """How a strategy was for the viewer, from -RATING_MAX to RATING_MAX; nobody else sees one person's rating."""

    rating: int = Field(ge=-limits.RATING_MAX, le=limits.RATING_MAX)


class UnmaskPost(WireRequest):
    """Look behind an alias; the reason is kept in the group's log of such acts."""

    reason: Reason


def check_details(kind: PostKind, details: Details | None, expires_at: Instant | None) -> None:
    """Raise ValueError unless `details` are those of `kind`, and only an ask or an offer ends by itself."""
    if details is not None and details.kind != kind.value:
        raise ValueError("details_of_another_kind")
    if kind is PostKind.RESOURCE and details is None:
        raise ValueError("missing")
    if expires_at is not None and kind not in (PostKind.ASK, PostKind.OFFER):
        raise ValueError("details_of_another_kind")


def check_without_name(id_: Id, kind: PostKind) -> None:
    """Raise ValueError when the id would tell of the device's clock, or the kind of the writer's role."""
    if id_.version != _RANDOM:
        raise ValueError("id_holds_time")
    if kind is PostKind.THEME:
        raise ValueError("theme_needs_name")
