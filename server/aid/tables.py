"""The rows of mutual aid: what was done for whom, so that nothing is done twice, also over restarts.

Thanks outlive the post they are about: they belong to the helper. A kept card is a keyed hash and a month, so that the
rows of two cards cannot be joined to one person.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field

from server.schema import Moment, Row

_OF_POST = (("group_id", "post_id"), ("post.group_id", "post.id"))
_OF_MEMBER = (("group_id", "account_id"), ("member.group_id", "member.account_id"))


class AskedRow(Row, table=True):
    """That a volunteer was asked to answer a post."""

    __tablename__ = "aid_asked"
    __table_args__ = (ForeignKeyConstraint(*_OF_POST, ondelete="CASCADE"), Index(None, "account_id", "asked_at"))

    group_id: UUID = Field(primary_key=True)
    post_id: UUID = Field(primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", primary_key=True)
    asked_at: datetime = Field(sa_type=Moment)


class StepRow(Row, table=True):
    """One thing that was done for a post: facilitators heard, its writer was told that it ended."""

    __tablename__ = "aid_step"
    __table_args__ = (ForeignKeyConstraint(*_OF_POST, ondelete="CASCADE"),)

    group_id: UUID = Field(primary_key=True)
    post_id: UUID = Field(primary_key=True)
    step: str = Field(primary_key=True)
    done_at: datetime = Field(sa_type=Moment)


class PromiseRow(Row, table=True):
    """The newest promise to ask how somebody is tomorrow. The post says who promised; here stands since when."""

    __tablename__ = "aid_promise"
    __table_args__ = (ForeignKeyConstraint(*_OF_POST, ondelete="CASCADE"),)

    group_id: UUID = Field(primary_key=True)
    post_id: UUID = Field(primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    promised_at: datetime = Field(sa_type=Moment)
    reminded_at: datetime | None = Field(None, sa_type=Moment)
    ended_at: datetime | None = Field(None, sa_type=Moment)


class GreeterRow(Row, table=True):
    """A member who greets whoever joins."""

    __tablename__ = "aid_greeter"
    __table_args__ = (ForeignKeyConstraint(*_OF_MEMBER, ondelete="CASCADE"),)

    group_id: UUID = Field(primary_key=True)
    account_id: UUID = Field(primary_key=True)


class WelcomeRow(Row, table=True):
    """What was done to greet a newcomer; `greeter_id` is None when facilitators were asked at once."""

    __tablename__ = "aid_welcome"
    __table_args__ = (ForeignKeyConstraint(*_OF_MEMBER, ondelete="CASCADE"),)

    group_id: UUID = Field(primary_key=True)
    account_id: UUID = Field(primary_key=True)
    greeter_id: UUID | None = None
    greeter_asked_at: datetime | None = Field(None, sa_type=Moment)
    facilitators_asked_at: datetime | None = Field(None, sa_type=Moment)
    greeted_at: datetime | None = Field(None, sa_type=Moment)


class ThanksRow(Row, table=True):
    """One thank-you; `digest` recognises a repeated request."""

    __tablename__ = "aid_thanks"
    __table_args__ = (
        Index(None, "to_id", "thanked_at", "id"),
        Index(None, "from_id", "thanked_at"),
        Index(None, "group_id", "may_show", "thanked_at"),
    )

    id: UUID = Field(primary_key=True)
    group_id: UUID = Field(foreign_key="group.id", ondelete="CASCADE")
    post_id: UUID
    reply_id: UUID | None = None
    from_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE")
    to_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE")
    alias: str | None = None  # of who thanks for answers to a post without a name
    words: str
    may_show: bool
    thanked_at: datetime = Field(sa_type=Moment)
    digest: bytes


class KeptRow(Row, table=True):
    """That somebody keeps a card. `keeper` is a keyed hash of post and account, `kept_in` a month such as 2026-11."""

    __tablename__ = "aid_kept"
    __table_args__ = (ForeignKeyConstraint(*_OF_POST, ondelete="CASCADE"),)

    group_id: UUID = Field(primary_key=True)
    post_id: UUID = Field(primary_key=True)
    keeper: bytes = Field(primary_key=True)
    kept_in: str


class RestRow(Row, table=True):
    """That a member who answers a lot was told that resting is fine."""

    __tablename__ = "aid_rest"

    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", primary_key=True)
    offered_at: datetime = Field(sa_type=Moment)
