"""The rows of the feed. `wire` is the whole post or reply as it travels, ready bytes; the other columns are what is
searched by. So words stand in one place, and a page of posts is bytes joined.

`author_id` never travels. Where `alias` is set, the bytes carry that alias and no account.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Integer, text
from sqlmodel import Field

from server.schema import Moment, Row

_IS_OPEN = text("ends_at IS NOT NULL")
_IN_POST = (("group_id", "post_id"), ("post.group_id", "post.id"))


class PostRow(Row, table=True):
    """One post. `sequence` is its place in the group; `created_digest` recognises a repeated request; `ends_at` is when
    an open ask or offer leaves the board."""

    __tablename__ = "post"
    __table_args__ = (
        Index(None, "group_id", "posted_at", "id"),
        Index(None, "group_id", "kind", "posted_at", "id"),
        Index(None, "group_id", "need", "posted_at", "id"),
        Index(None, "author_id", "group_id"),
        Index(None, "group_id", "ends_at", "id", sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
    )

    group_id: UUID = Field(foreign_key="group.id", ondelete="CASCADE", primary_key=True)
    id: UUID = Field(primary_key=True)
    sequence: int = Field(sa_type=BigInteger)
    author_id: UUID
    kind: str
    need: str
    posted_at: datetime = Field(sa_type=Moment)
    created_digest: bytes
    wire: bytes
    alias: str | None = None
    ends_at: datetime | None = Field(None, sa_type=Moment)


class ReplyRow(Row, table=True):
    """One reply."""

    __tablename__ = "reply"
    __table_args__ = (
        ForeignKeyConstraint(*_IN_POST, ondelete="CASCADE"),
        Index(None, "group_id", "post_id", "posted_at", "id"),
        Index(None, "author_id", "group_id"),
        Index(None, "author_id", "posted_at"),
    )

    group_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    post_id: UUID
    author_id: UUID
    posted_at: datetime = Field(sa_type=Moment)
    created_digest: bytes
    wire: bytes
    alias: str | None = None


class ReactionRow(Row, table=True):
    """All reactions of one member to one post; `kinds` is a JSON list, ready for the viewer's part of a page."""

    __tablename__ = "reaction"
    __table_args__ = (ForeignKeyConstraint(*_IN_POST, ondelete="CASCADE"),)

    group_id: UUID = Field(primary_key=True)
    post_id: UUID = Field(primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", primary_key=True, index=True)
    kinds: str


class CompanyRow(Row, table=True):
    """Somebody who stands by a post. `part` is "company" (I'm here) or "check" (I will ask tomorrow).

    The names stand in the post's own bytes; these rows find them when somebody is renamed.
    """

    __tablename__ = "company"
    __table_args__ = (ForeignKeyConstraint(*_IN_POST, ondelete="CASCADE"), Index(None, "account_id", "group_id"))

    group_id: UUID = Field(primary_key=True)
    post_id: UUID = Field(primary_key=True)
    part: str = Field(primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", primary_key=True)


class PinRow(Row, table=True):
    """A post that the group keeps on top."""

    __tablename__ = "pin"
    __table_args__ = (ForeignKeyConstraint(*_IN_POST, ondelete="CASCADE"),)

    group_id: UUID = Field(primary_key=True)
    post_id: UUID = Field(primary_key=True)


class PostVersionRow(Row, table=True):
    """What a post said before a change; `wire` is a `wire.PostVersion`."""

    __tablename__ = "post_version"
    __table_args__ = (ForeignKeyConstraint(*_IN_POST, ondelete="CASCADE"),)

    group_id: UUID = Field(primary_key=True)
    post_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True)
    wire: bytes


class RatingRow(Row, table=True):
    """How a strategy was for one member. Nothing that the API answers shows a single one of these."""

    __tablename__ = "rating"
    __table_args__ = (ForeignKeyConstraint(*_IN_POST, ondelete="CASCADE"),)

    group_id: UUID = Field(primary_key=True)
    post_id: UUID = Field(primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", primary_key=True, index=True)
    rating: int


class PassageRow(Row, table=True):
    """The words of one post or reply as they are searched; see `server.word_index`. Ids grow with time."""

    __tablename__ = "passage"
    __table_args__ = (ForeignKeyConstraint(*_IN_POST, ondelete="CASCADE"), Index(None, "group_id", "post_id"))

    id: int | None = Field(None, sa_type=BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
    group_id: UUID
    post_id: UUID
    reply_id: UUID | None = None
    words: str
