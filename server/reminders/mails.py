"""The mail that reminds of a check-in: when it goes out, to whom, and how little it says.

It is read on lock screens, so it names neither mood nor journal. None goes out for a day that has a check-in, in a
break, late, or to somebody who has shown no sign for seven days: nobody is called back by a machine.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlmodel import col

from api_client.wire import reminders as wire
from api_client.wire.notices import NoticeSettings
from server.database import Database
from server.jobs import Errand
from server.mail import Mail, Mailer, MailFailed
from server.reminders.service import get_settings, keep, next_due
from server.reminders.tables import ReminderSettingsRow
from server.settings import Settings
from server.stop_links import account_named, is_stop_token, make_stop_token
from server.tables import DeviceRow, NoticeSettingsRow
from server.transaction import Transaction

STOP_PATH = "/mail/stop-reminders/"
CHECK_IN_PATH = "/check-in"
LATE_AFTER = timedelta(hours=2)  # a host that was down does not remind of the day before
RETRY_AFTER = timedelta(minutes=15)
_PURPOSE = b"stop_reminders"
_BATCH = 20  # as many mails are lost at most when the host stops while it sends
_BATCHES_MAX = 50  # at one look; the rest follows a minute later
logger = logging.getLogger("kith.reminders")


@dataclass(frozen=True, slots=True)
class Due:
    """One mail to send, and what stood before it was taken, for when it cannot be handed over."""

    account_id: UUID
    email: str
    occurrence: wire.Occurrence
    told_before: str


def make_reminding(database: Database, mailer: Mailer, settings: Settings, secret: bytes) -> Errand:
    """Return the errand that sends every reminder that is due."""

    async def send_reminders(now: datetime) -> None:
        for _ in range(_BATCHES_MAX):
            if not await database.read(is_any_due, now):
                return
            for due in await database.write(take_due, now):
                try:
                    await mailer.send(write_reminder(due, settings, secret))
                except MailFailed as error:
                    logger.warning("reminder_failed", extra={"error": str(error)})
                    await database.write(postpone, due, now)

    return send_reminders


def is_any_due(tx: Transaction, now: datetime) -> bool:
    """Whether there is anything to do: a quiet minute writes nothing."""
    found = select(col(ReminderSettingsRow.account_id)).where(col(ReminderSettingsRow.due_at) <= now).limit(1)
    return tx.connection.execute(found).first() is not None


def take_due(tx: Transaction, now: datetime) -> list[Due]:
    """Return the mails that are due, each marked as told already: a stop in between costs mails and never sends one
    twice."""
    rows = tx.connection.execute(
        select(ReminderSettingsRow.__table__)  # type: ignore[attr-defined]  # SQLModel adds it
        .where(col(ReminderSettingsRow.due_at) <= now)
        .order_by(col(ReminderSettingsRow.due_at))
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    found = []
    for row in rows:
        settings = wire.ReminderSettings.model_validate_json(row.wishes)
        latest = _latest(settings, now, row.told)
        changes: dict[str, object] = {"due_at": next_due(settings, now)}
        if latest is not None:
            reminder, occurrence = latest
            changes["told"] = _name(occurrence)
            email = _address(tx, row.account_id, now)
            if email is not None and _is_wanted(tx, row, settings, reminder, occurrence):
                found.append(Due(row.account_id, email, occurrence, row.told))
        mine = col(ReminderSettingsRow.account_id) == row.account_id
        tx.connection.execute(update(ReminderSettingsRow).where(mine).values(**changes))
    return found


def postpone(tx: Transaction, due: Due, now: datetime) -> None:
    """Try a mail that could not be handed over again soon; what was set meanwhile stands."""
    same = (col(ReminderSettingsRow.account_id) == due.account_id) & col(ReminderSettingsRow.due_at).is_not(None)
    still = same & (col(ReminderSettingsRow.told) == _name(due.occurrence))
    values = {"told": due.told_before, "due_at": now + RETRY_AFTER}
    tx.connection.execute(update(ReminderSettingsRow).where(still).values(**values))


def write_reminder(due: Due, settings: Settings, secret: bytes) -> Mail:
    """Return the mail. What it says can be read by anybody who sees the screen that it arrives on."""
    address = (settings.public_url or "").rstrip("/")
    when = urlencode({"day": due.occurrence.day.isoformat(), "at": due.occurrence.at.isoformat("minutes")}, safe=":")
    stop_url = f"{address}{STOP_PATH}{make_stop_token(secret, _PURPOSE, due.account_id, due.email)}"
    text = (
        f"This is the reminder that you set.\n\n{address}{CHECK_IN_PATH}?{when}\n\nTo stop these mails:\n{stop_url}\n"
    )
    return Mail(due.email, f"{settings.name}: your reminder", text, stop_url)


def stop_reminders(tx: Transaction, secret: bytes, token: str) -> bool:
    """End the reminders by mail that a token names; return whether it named any. Again is fine."""
    account_id = account_named(token)
    if account_id is None:
        return False
    mine = col(NoticeSettingsRow.account_id) == account_id
    email = tx.connection.execute(select(col(NoticeSettingsRow.email)).where(mine)).scalar()
    if email is None or not is_stop_token(token, secret, _PURPOSE, account_id, email):
        return False
    settings = get_settings(tx, account_id)
    if settings.is_on:
        keep(tx, account_id, settings.model_copy(update={"is_on": False}), is_sign=False)
    return True


def _latest(
    settings: wire.ReminderSettings, now: datetime, told: str
) -> tuple[wire.ReminderTime, wire.Occurrence] | None:
    """Return the last occurrence that is due and not told yet: several at once are one mail."""
    zone = ZoneInfo(settings.zone)
    found = [(one, wire.last_occurrence(one, now, zone)) for one in settings.times if settings.is_on]
    due = [
        (reminder, last)
        for reminder, last in found
        if last is not None and now - last.moment < LATE_AFTER and _name(last) > told
    ]
    # Of two at the same moment the one that speaks in any case.
    return max(due, key=lambda pair: (pair[1].moment, not pair[0].only_if_not_logged), default=None)


def _address(tx: Transaction, account_id: UUID, now: datetime) -> str | None:
    """Return where mail may go now: to a confirmed address, and nowhere during a break from everything."""
    row = tx.connection.execute(
        select(col(NoticeSettingsRow.email), col(NoticeSettingsRow.email_confirmed), col(NoticeSettingsRow.wishes))
        .where(col(NoticeSettingsRow.account_id) == account_id)
        .limit(1)
    ).first()
    if row is None or row.email is None or not row.email_confirmed:
        return None
    email: str = row.email
    return None if NoticeSettings.model_validate_json(row.wishes).is_on_break(now) else email


def _is_wanted(
    tx: Transaction,
    row: Any,
    settings: wire.ReminderSettings,
    reminder: wire.ReminderTime,
    occurrence: wire.Occurrence,
) -> bool:
    """Whether a mail goes out: the day has no check-in as far as the host is told, and the member is not silent. Where
    no days are told, a device that was here is the sign."""
    if reminder.only_if_not_logged and row.logged_on is not None and row.logged_on >= occurrence.day:
        return False
    signs: list[date] = [row.set_on, *([row.logged_on] if row.logged_on else [])]
    if not any(one.only_if_not_logged for one in settings.times):
        seen = select(func.max(col(DeviceRow.seen_on))).where(col(DeviceRow.account_id) == row.account_id)
        signs += [found for found in (tx.connection.execute(seen).scalar(),) if found]
    return occurrence.day - max(signs) <= wire.SILENT_AFTER


def _name(occurrence: wire.Occurrence) -> str:
    return datetime.combine(occurrence.day, occurrence.at, UTC).strftime("%Y-%m-%dT%H:%M")
