"""What a member does with reminders, each as one write to this device. Nothing here waits for the network."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING
from uuid import UUID

from mobile.device import new_private_id
from mobile.reminders.calendar_file import write_calendar
from mobile.reminders.document import KIND, Reminder, reminder_fields
from mobile.reminders.reading import read_reminders
from mobile.vault.values import Value
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

EVENING = time(20)


def new_reminder(services: "Services") -> Reminder:
    """Return a reminder for the evening of every day, to be changed from there; it is nowhere yet."""
    by_mail = any(one.by_mail for one in read_reminders(services))
    return Reminder(new_private_id(), EVENING, by_mail=by_mail)


async def add_reminder(services: "Services", reminder: Reminder) -> bool:
    """Keep a new reminder; where there is one for this time and these days already, that one is set alike instead.

    Returns whether it was added; twice is once.
    """
    for known in read_reminders(services):
        if known.id != reminder.id and (known.at, known.weekdays) == (reminder.at, reminder.weekdays):
            await change_reminder(services, known, only_if_not_logged=reminder.only_if_not_logged, is_on=True)
            return False
    await services.documents.save(reminder.id, KIND, {**reminder_fields(reminder), "created_at": _now(services)})
    return True


async def change_reminder(services: "Services", reminder: Reminder, **changes: object) -> None:
    """Change what a reminder says; it begins anew with that, also after a silence."""
    before = reminder_fields(reminder)
    after = reminder_fields(replace(reminder, **changes))  # type: ignore[arg-type]
    changed: dict[str, Value] = {name: value for name, value in after.items() if before[name] != value}
    if changed:
        await services.documents.save(reminder.id, KIND, {**changed, "set_at": _now(services)})


async def delete_reminder(services: "Services", reminder_id: UUID) -> Callable[[], Coroutine[None, None, None]]:
    """Put a reminder in the bin; return what brings it back."""
    await services.documents.trash(reminder_id)

    async def restore() -> None:
        await services.documents.restore(reminder_id)

    return restore


def make_calendar(services: "Services") -> bytes:
    """Return the calendar file with every reminder that is on."""
    return write_calendar(read_reminders(services), services.clock.now(), t("Reminder"))


def _now(services: "Services") -> str:
    return services.clock.now().isoformat(timespec="seconds")
