"""The private shape of a reminder: the time and the weekdays that a member chose, and whether it is on."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from api_client.wire.notices import EVERY_DAY
from api_client.wire.reminders import ReminderTime
from mobile.vault.documents import Document
from mobile.vault.fields import read_instant, read_time
from mobile.vault.values import Value

if TYPE_CHECKING:
    from mobile.vault.documents import Documents

KIND = "reminder"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder. `weekdays` count from 1, Monday, and are never empty; `since` is when it was last set; `by_mail`
    says that the host is to send it, too."""

    id: UUID
    at: time
    weekdays: tuple[int, ...] = EVERY_DAY
    only_if_not_logged: bool = True
    is_on: bool = True
    by_mail: bool = False
    since: datetime | None = None

    @property
    def when(self) -> ReminderTime:
        """When it is due."""
        return ReminderTime(at=self.at, weekdays=self.weekdays, only_if_not_logged=self.only_if_not_logged)


def reminder_from_document(document: Document) -> Reminder | None:
    """Return the reminder that a document of KIND holds; None for one without a time. Whatever else is missing or odd
    reads as nothing special: every day, only if nothing was logged, and on."""
    fields = document.fields
    at = read_time(fields.get("at"))
    if at is None:
        return None
    since = [found for name in ("created_at", "set_at") if (found := read_instant(fields.get(name))) and found.tzinfo]
    return Reminder(
        document.id,
        at.replace(second=0, microsecond=0),
        tuple(day for day in EVERY_DAY if fields.get(f"days.{day}") is not False) or EVERY_DAY,
        fields.get("only_if_not_logged") is not False,
        fields.get("is_on") is not False,
        fields.get("by_mail") is True,
        max(since, default=None),
    )


def reminder_fields(reminder: Reminder) -> dict[str, Value]:
    """Return the fields of a reminder that are set on its screen."""
    days: dict[str, Value] = {f"days.{day}": day in reminder.weekdays for day in EVERY_DAY}
    return {
        "at": reminder.at.isoformat("minutes"),
        **days,
        "only_if_not_logged": reminder.only_if_not_logged,
        "is_on": reminder.is_on,
        "by_mail": reminder.by_mail,
    }


def list_reminders(documents: "Documents") -> tuple[Reminder, ...]:
    """Return every reminder, the earliest in the day first."""
    found = (reminder_from_document(document) for document in documents.list(KIND))
    return tuple(sorted((one for one in found if one), key=lambda one: (one.at, one.id)))
