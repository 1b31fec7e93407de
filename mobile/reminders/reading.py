"""What stands on this device about reminders: those that were set, what is due, and what the journal says of it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mobile.entries.opened import open_journal_index
from mobile.reminders.document import Reminder, list_reminders
from mobile.reminders.schedule import Due, Journal, list_due, zone_named

if TYPE_CHECKING:
    from datetime import tzinfo

    from mobile.services import Services

SCOPE = "reminders"  # told when one comes up, and when what the host sends has changed
SCOPES = (SCOPE, "journal", "documents", "drafts", "account")
_LOOKED_AT = timedelta(days=9)  # longer than the silence lasts that makes a difference


def read_journal(services: "Services", now: datetime) -> Journal:
    """Return what reminders ask of the journal; entries for days to come say nothing of today."""
    index = open_journal_index(services.documents)
    today = now.date()
    recent = index.list_between(today - _LOOKED_AT, today)
    made = [entry.created_at for entry in recent if entry.created_at is not None and entry.created_at.tzinfo]
    return Journal(
        is_logged=lambda day: bool(index.levels_between(day, day)),
        last_day=next(iter(index.list_days(before=today + timedelta(days=1), limit=1)), None),
        last_made=max(made, default=None),
    )


def zone_of(services: "Services") -> "tzinfo":
    """Return the zone that this device is in."""
    return zone_named(services.clock.zone(), services.clock.now())


def read_reminders(services: "Services") -> tuple[Reminder, ...]:
    """Return every reminder, the earliest in the day first; none while the journal is closed."""
    return list_reminders(services.documents)


async def read_due(services: "Services") -> list[Due]:
    """Return the reminders that Today offers, the latest first, without those that were put aside."""
    now = services.clock.now()
    due = list_due(read_reminders(services), read_journal(services, now), now, zone_of(services))
    return [one for one in due if not await _is_put_aside(services, one)]


def name_of(due: Due) -> str:
    """Return what tells one time of one reminder from every other."""
    day, at, _ = due.occurrence
    return f"{due.reminder.id} {datetime.combine(day, at).isoformat(timespec='minutes')}"


async def put_aside(services: "Services", due: Due) -> None:
    """Offer a reminder for this day no more on this device."""
    await services.drafts.put(_key(due), {"day": due.occurrence.day.isoformat(), "at": due.occurrence.at.isoformat()})


async def _is_put_aside(services: "Services", due: Due) -> bool:
    kept = await services.drafts.get(_key(due)) or {}
    mark = (str(kept.get("day", "")), str(kept.get("at", "")))
    return mark >= (due.occurrence.day.isoformat(), due.occurrence.at.isoformat())


def _key(due: Due) -> str:
    return f"reminder:{due.reminder.id}"
