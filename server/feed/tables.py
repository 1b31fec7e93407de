"""The rows of the feed. `wire` is the whole post or reply as it travels, ready bytes; the other columns are what is
searched by. So words stand in one place, and a page of posts is bytes joined."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index
from sqlmodel import Field

from server.schema import Moment, Row


class PostRow(Row, table=True):
    """One post. `sequence` is its place in the group; `created_digest` recognises a repeated request."""

    __tablename__ = "post"
    __table_args__ = (
        Index(None, "group_id", "posted_at", "id"),
        Index(None, "group_id", "kind", "posted_at", "id"),
        Index(None, "group_id", "need", "posted_at", "id"),
        Index(None, "author_id", "group_id"),
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


class ReplyRow(Row, table=True):
    """One reply."""

    __tablename__ = "reply"
    __table_args__ = (
        ForeignKeyConstraint(("group_id", "post_id"), ("post.group_id", "post.id"), ondelete="CASCADE"),
        Index(None, "group_id", "post_id", "posted_at", "id"),
        Index(None, "author_id", "group_id"),
    )

    group_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    post_id: UUID
    author_id: UUID
    posted_at: datetime = Field(sa_type=Moment)
    created_digest: bytes
    wire: bytes


class ReactionRow(Row, table=True):
    """All reactions of one member to one post; `kinds` is a JSON list, ready for the viewer's part of a page."""

    __tablename__ = "reaction"
    __table_args__ = (ForeignKeyConstraint(("group_id", "post_id"), ("post.group_id", "post.id"), ondelete="CASCADE"),)

    group_id: UUID = Field(primary_key=True)
    post_id: UUID = Field(primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", primary_key=True, index=True)
    kinds: str
