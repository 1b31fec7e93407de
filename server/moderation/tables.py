"""The rows of reports: one thing that was reported, and what each person said about it.

Who reported is kept to tell them the outcome and to count their day, and stands in no answer to anybody else.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field

from server.schema import Moment, Row


class ReportRow(Row, table=True):
    """One thing that was reported, with the bytes it had then. `subject_id` is the post, reply or account that it is
    about, `author_id` the account behind it, whom it is not shown to."""

    __tablename__ = "report"
    __table_args__ = (
        Index(None, "group_id", "state", "subject_id"),
        Index(None, "state", "resolved_at"),
        Index(None, "author_id"),
    )

    group_id: UUID = Field(foreign_key="group.id", ondelete="CASCADE", primary_key=True)
    id: UUID = Field(primary_key=True)
    subject_id: UUID
    post_id: UUID | None = None
    reply_id: UUID | None = None
    author_id: UUID
    is_care: bool
    post_wire: bytes | None = None
    reply_wire: bytes | None = None
    member_name: str | None = None
    state: str
    reported_at: datetime = Field(sa_type=Moment)
    outcome: str | None = None
    outcome_words: str | None = None
    resolved_at: datetime | None = Field(None, sa_type=Moment)
    resolved_by: UUID | None = None  # None too where the host did
    host_told_at: datetime | None = Field(None, sa_type=Moment)


class ReportVoiceRow(Row, table=True):
    """What one person said about it. The id is that of the request, so that a repeat is the same report."""

    __tablename__ = "report_voice"
    __table_args__ = (
        ForeignKeyConstraint(("group_id", "report_id"), ("report.group_id", "report.id"), ondelete="CASCADE"),
        Index(None, "group_id", "report_id"),
        Index(None, "reporter_id", "said_at"),
    )

    group_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    report_id: UUID
    reporter_id: UUID | None = Field(None, foreign_key="account.id", ondelete="SET NULL")
    reason: str
    words: str | None = None
    said_at: datetime = Field(sa_type=Moment)
    digest: bytes
