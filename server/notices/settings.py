"""How an account wants its notices: what it set, and when the next mail is due by that."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlmodel import col

from api_client.wire import notices as wire
from server.notify import move_notices
from server.tables import NoticeSettingsRow
from server.transaction import NoticesMoved, Transaction


def find_settings(tx: Transaction, account_id: UUID, mail_offered: bool) -> wire.NoticeSettings:
    """Return the settings of the account; those that hold for everybody where it set none."""
    found = tx.connection.execute(
        select(
            col(NoticeSettingsRow.wishes),
            col(NoticeSettingsRow.revision),
            col(NoticeSettingsRow.email),
            col(NoticeSettingsRow.email_confirmed),
        ).where(col(NoticeSettingsRow.account_id) == account_id)
    ).first()
    if found is None:
        return wire.NoticeSettings(mail_offered=mail_offered)
    return wire.NoticeSettings.model_validate_json(found.wishes).model_copy(
        update={
            "revision": found.revision,
            "email": found.email,
            "email_confirmed": found.email_confirmed,
            "mail_offered": mail_offered,
        }
    )


def update_settings(
    tx: Transaction, account_id: UUID, mail_offered: bool, request: wire.UpdateNoticeSettings
) -> wire.NoticeSettings:
    """Set everything that the member can wish for anew, and tell the account's devices."""
    keep_settings(tx, account_id, wishes=request.model_dump_json())
    return find_settings(tx, account_id, mail_offered)


def keep_settings(tx: Transaction, account_id: UUID, **values: object) -> None:
    """Change columns of the account's settings at its next revision, and when its next mail is due; its devices hear
    of it."""
    revision = move_notices(tx, account_id)
    mine = col(NoticeSettingsRow.account_id) == account_id
    changed = update(NoticeSettingsRow).where(mine).values(revision=revision, **values)
    if tx.connection.execute(changed).rowcount == 0:
        wishes = wire.UpdateNoticeSettings().model_dump_json()
        new = {"account_id": account_id, "revision": revision, "wishes": wishes, **values}
        tx.connection.execute(insert(NoticeSettingsRow).values(**new))
    due_at = next_digest(find_settings(tx, account_id, True), tx.now)
    tx.connection.execute(update(NoticeSettingsRow).where(mine).values(digest_at=due_at))
    tx.announce(NoticesMoved(account_id, revision))


def next_digest(settings: wire.NoticeSettings, after: datetime) -> datetime | None:
    """Return when the first mail after a moment is due, at the member's own time; None when none is wanted."""
    if settings.digest is wire.Digest.OFF or settings.email is None or not settings.email_confirmed:
        return None
    zone = ZoneInfo(settings.zone)
    day = after.astimezone(zone).date()
    for _ in range(9):
        due_at = datetime.combine(day, settings.digest_at, zone).astimezone(UTC)
        is_day = settings.digest is wire.Digest.DAILY or day.isoweekday() == settings.digest_weekday
        if is_day and due_at > after:
            return due_at
        day += timedelta(days=1)
    return None
