"""Posts, replies and reactions: what members write to each other."""

from enum import StrEnum

from pydantic import Field

from api_client.wire.model import Id, Instant, WireModel, WireRequest
from api_client.wire.text import ContentNote, PostBody, PostTitle, ReplyBody


class PostKind(StrEnum):
    """What a post is."""

    SHARE = "share"
    ASK = "ask"
    WIN = "win"
    STRATEGY = "strategy"
    QUESTION = "question"
    STORY = "story"


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
    """Who wrote something, as the group sees it."""

    account_id: Id
    display_name: str


class Post(WireModel):
    """One post, the same bytes for every reader. `sequence` is its place in the group, gap-free; `revision` the
    group's counter at its last change; `version` counts the writer's edits, from 1."""

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


class CreatePost(WireRequest):
    """Write a post. The id is the device's UUIDv7: sent twice, it is one post."""

    id: Id
    kind: PostKind
    need: Need = Need.LISTEN
    title: PostTitle | None = None
    body: PostBody
    content_note: ContentNote | None = None
    from_journal: bool = False


class UpdatePost(WireRequest):
    """Change one's own post. `base_version` is the version that was on the screen."""

    base_version: int = Field(ge=1)
    kind: PostKind
    need: Need
    title: PostTitle | None = None
    body: PostBody
    content_note: ContentNote | None = None


class CreateReply(WireRequest):
    """Answer a post."""

    id: Id
    body: ReplyBody


class UpdateReply(WireRequest):
    """Change one's own reply."""

    base_version: int = Field(ge=1)
    body: ReplyBody


class PostPage(WireModel):
    """Posts newest first. `my_reactions` is the viewer's part, kept out of the posts so that these are ready bytes;
    ask again before `cursor` while `more`."""

    posts: tuple[Post, ...]
    my_reactions: dict[Id, tuple[ReactionKind, ...]]
    cursor: str | None
    more: bool


class ReplyPage(WireModel):
    """Replies oldest first; ask again after `cursor` while `more`."""

    replies: tuple[Reply, ...]
    cursor: str | None
    more: bool
