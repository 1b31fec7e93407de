"""What a host keeps of reminders by mail: the times, and of the journal one day at most, never what was said."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field

from server.schema import Moment, Row


class ReminderSettingsRow(Row, table=True):
    """Reminders of one account. `wishes` is the JSON of what it set; `told` names the last occurrence that was dealt
    with, so that none is told twice, whatever the zone becomes."""

    __tablename__ = "reminder_settings"

    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", primary_key=True)
    wishes: str
    set_on: date  # when something of it was changed last
    logged_on: date | None = None  # the last day with a check-in, as far as devices tell
    told: str = ""  # day and time as `2026-11-24T20:00`
    due_at: datetime | None = Field(None, sa_type=Moment, index=True)  # when to look next
