"""The mail that says that something waits, and how little it says.

It counts notices and groups and holds nothing else. None goes out in a break, for what an earlier one told already, or
to somebody who has not opened the app for a week: a mail is to spare a look, never to bring somebody back.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlmodel import col

from api_client.wire import notices as wire
from server.database import Database
from server.jobs import Errand
from server.mail import Mail, Mailer, MailFailed
from server.notices.settings import find_settings, keep_settings, next_digest
from server.settings import Settings
from server.stop_links import account_named, is_stop_token, make_stop_token
from server.tables import DeviceRow, NoticeRow, NoticeSettingsRow
from server.transaction import Transaction

STALE_AFTER = timedelta(days=7)
RETRY_AFTER = timedelta(minutes=15)
STOP_PATH = "/mail/stop/"
_PURPOSE = b"stop_mails"
_BATCH = 100
logger = logging.getLogger("kith.notices")


@dataclass(frozen=True, slots=True)
class Due:
    """One mail to send: how much waits, in how many groups."""

    account_id: UUID
    email: str
    notice_count: int
    group_count: int


def make_digests(database: Database, mailer: Mailer, settings: Settings, secret: bytes) -> Errand:
    """Return the errand that sends every digest that is due."""

    async def send_digests(now: datetime) -> None:
        for due in await database.write(take_due, now):
            try:
                await mailer.send(write_digest(due, settings, secret))
            except MailFailed as error:
                logger.warning("digest_failed", extra={"error": str(error)})
                await database.write(postpone, due.account_id, now)

    return send_digests


def take_due(tx: Transaction, now: datetime) -> list[Due]:
    """Return the mails that are due, each set to its next time already: a stop in between costs one mail and never
    sends one twice."""
    rows = tx.connection.execute(
        select(col(NoticeSettingsRow.account_id), col(NoticeSettingsRow.digest_revision))
        .where(col(NoticeSettingsRow.digest_at) <= now)
        .order_by(col(NoticeSettingsRow.digest_at))
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    found = []
    for account_id, told_revision in rows:
        settings = find_settings(tx, account_id, True)
        due, head = _due(tx, account_id, settings, told_revision, now)
        found += [due] if due is not None else []
        tx.connection.execute(
            update(NoticeSettingsRow)
            .where(col(NoticeSettingsRow.account_id) == account_id)
            .values(digest_at=next_digest(settings, now), digest_revision=head)
        )
    return found


def postpone(tx: Transaction, account_id: UUID, now: datetime) -> None:
    """Try a mail that could not be sent again soon."""
    mine = update(NoticeSettingsRow).where(
        col(NoticeSettingsRow.account_id) == account_id, col(NoticeSettingsRow.digest_at).is_not(None)
    )
    tx.connection.execute(mine.values(digest_at=now + RETRY_AFTER, digest_revision=0))


def write_digest(due: Due, settings: Settings, secret: bytes) -> Mail:
    """Return the mail. What it says can be read by anybody who sees the screen that it arrives on."""
    address = (settings.public_url or "").rstrip("/")
    stop_url = f"{address}{STOP_PATH}{make_stop_token(secret, _PURPOSE, due.account_id, due.email)}"
    text = (
        f"{_sentence(due)}\n\n{address}/\n\n"
        f"You get this because you asked {settings.name} to tell you. To stop these mails:\n{stop_url}\n"
    )
    return Mail(due.email, f"{settings.name}: something waits for you", text, stop_url)


def stop_mails(tx: Transaction, secret: bytes, token: str) -> bool:
    """End the mails that a token names; return whether it named any. Again is fine."""
    account_id = account_named(token)
    if account_id is None:
        return False
    settings = find_settings(tx, account_id, True)
    if settings.email is None or not is_stop_token(token, secret, _PURPOSE, account_id, settings.email):
        return False
    if settings.digest is not wire.Digest.OFF:
        wanted = {name: getattr(settings, name) for name in wire.UpdateNoticeSettings.model_fields}
        wishes = wire.UpdateNoticeSettings(**{**wanted, "digest": wire.Digest.OFF})
        keep_settings(tx, account_id, wishes=wishes.model_dump_json())
    return True


def _due(
    tx: Transaction, account_id: UUID, settings: wire.NoticeSettings, told_revision: int, now: datetime
) -> tuple[Due | None, int]:
    """Return the mail that an account gets now, None when it gets none, and how far it will have been told."""
    if settings.email is None or settings.is_on_break(now):
        return None, told_revision
    seen_on = tx.connection.execute(
        select(func.max(col(DeviceRow.seen_on))).where(col(DeviceRow.account_id) == account_id)
    ).scalar()
    if seen_on is None or now.date() - seen_on > STALE_AFTER:
        return None, told_revision
    unread = select(col(NoticeRow.kind), col(NoticeRow.group_id), col(NoticeRow.revision)).where(
        col(NoticeRow.account_id) == account_id, col(NoticeRow.read_at).is_(None)
    )
    rows = [row for row in tx.connection.execute(unread).all() if settings.is_wanted(wire.NoticeKind(row.kind))]
    head = max((row.revision for row in rows), default=0)
    if head <= told_revision:
        return None, told_revision
    groups = {row.group_id for row in rows if row.group_id is not None}
    return Due(account_id, settings.email, len(rows), len(groups)), head


def _sentence(due: Due) -> str:
    things = "1 thing waits" if due.notice_count == 1 else f"{due.notice_count} things wait"
    if due.group_count == 0:
        return f"{things} for you."
    return f"{things} for you in {'1 group' if due.group_count == 1 else f'{due.group_count} groups'}."
