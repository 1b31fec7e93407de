"""What an account set for its reminders by mail, and when the next one is due by that."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlmodel import col

from api_client.wire import reminders as wire
from server.reminders.tables import ReminderSettingsRow
from server.transaction import Transaction

_mine = col(ReminderSettingsRow.account_id)


def get_settings(tx: Transaction, account_id: UUID) -> wire.ReminderSettings:
    """Return the settings of the account; those of somebody who set none when there are none."""
    found = tx.connection.execute(select(col(ReminderSettingsRow.wishes)).where(_mine == account_id)).scalar()
    return wire.ReminderSettings() if found is None else wire.ReminderSettings.model_validate_json(found)


def set_settings(tx: Transaction, account_id: UUID, request: wire.SetReminders) -> wire.ReminderSettings:
    """Set the times anew. Only what really changes counts as a sign of the member: a journey alone does not."""
    before = get_settings(tx, account_id)
    is_on = before.is_on if request.is_on is None else request.is_on
    after = wire.ReminderSettings(is_on=is_on, zone=request.zone, times=request.times)
    is_sign = (before.is_on, before.times) != (after.is_on, after.times)
    keep(tx, account_id, after, is_sign=is_sign)
    return after


def note_logged(tx: Transaction, account_id: UUID, request: wire.NoteLogged) -> wire.ReminderSettings:
    """Keep the last day with a check-in, while a reminder asks for it; a day to come is none. Again is fine."""
    settings = get_settings(tx, account_id)
    today = tx.now.astimezone(ZoneInfo(settings.zone)).date()
    if asks_for_days(settings) and request.day <= today + timedelta(days=1):  # a device may be a zone ahead
        later = (col(ReminderSettingsRow.logged_on).is_(None)) | (col(ReminderSettingsRow.logged_on) < request.day)
        tx.connection.execute(
            update(ReminderSettingsRow).where(_mine == account_id, later).values(logged_on=request.day)
        )
    return settings


def asks_for_days(settings: wire.ReminderSettings) -> bool:
    """Whether the host needs to know on which days there is a check-in."""
    return settings.is_on and any(one.only_if_not_logged for one in settings.times)


def keep(tx: Transaction, account_id: UUID, settings: wire.ReminderSettings, *, is_sign: bool) -> None:
    """Store settings, and when the next mail is due; what the host need not know any more is forgotten."""
    values: dict[str, object] = {"wishes": settings.model_dump_json(), "due_at": next_due(settings, tx.now)}
    if not is_sign and settings.is_on:
        pending = tx.connection.execute(select(col(ReminderSettingsRow.due_at)).where(_mine == account_id)).scalar()
        if pending is not None and pending <= tx.now:
            values["due_at"] = pending  # the next look of the job has it still to tell
    if is_sign:
        values["set_on"] = tx.now.astimezone(ZoneInfo(settings.zone)).date()
    if not asks_for_days(settings):
        values["logged_on"] = None
    changed = update(ReminderSettingsRow).where(_mine == account_id).values(**values)
    if tx.connection.execute(changed).rowcount == 0:
        new = {"account_id": account_id, "set_on": tx.now.astimezone(ZoneInfo(settings.zone)).date(), "told": ""}
        tx.connection.execute(insert(ReminderSettingsRow).values(**new | values))


def next_due(settings: wire.ReminderSettings, after: datetime) -> datetime | None:
    """Return when the first reminder after a moment is due, None when none is."""
    if not settings.is_on:
        return None
    zone = ZoneInfo(settings.zone)
    found = (wire.next_occurrence(one, after, zone) for one in settings.times)
    return min((one.moment for one in found if one), default=None)
