"""The rules of notices: reading them, marking them as read, keeping them no longer than needed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, or_, select, update
from sqlmodel import col

from api_client.wire import limits
from api_client.wire import notices as wire
from api_client.wire.feed import Author
from server.notices.settings import find_settings
from server.notify import move_notices
from server.statements import fast
from server.tables import AccountRow, NoticeRow
from server.transaction import NoticesMoved, Transaction

PAGE = fast(
    select(
        col(NoticeRow.id),
        col(NoticeRow.revision),
        col(NoticeRow.kind),
        col(NoticeRow.group_id),
        col(NoticeRow.post_id),
        col(NoticeRow.reply_id),
        col(NoticeRow.actor_id),
        col(NoticeRow.actor_alias),
        col(AccountRow.display_name),
        col(NoticeRow.and_others),
        col(NoticeRow.words),
        col(NoticeRow.count),
        col(NoticeRow.noticed_at),
        col(NoticeRow.read_at),
    )
    .join(AccountRow, col(AccountRow.id) == col(NoticeRow.actor_id), isouter=True)
    .where(col(NoticeRow.account_id) == bindparam("of"), col(NoticeRow.revision) > bindparam("after"))
    .order_by(col(NoticeRow.revision))
    .limit(bindparam("limit"))
)
_mark = fast(
    update(NoticeRow)
    .where(col(NoticeRow.account_id) == bindparam("of"), col(NoticeRow.id) == bindparam("notice"))
    .values(revision=bindparam("to_revision"), read_at=bindparam("to_moment"))
)
_show_anew = fast(
    update(NoticeRow)
    .where(col(NoticeRow.account_id) == bindparam("of"), col(NoticeRow.id) == bindparam("notice"))
    .values(revision=bindparam("to_revision"))
)


def list_notices(tx: Transaction, account_id: UUID, mail_offered: bool, after: int, limit: int) -> wire.NoticePage:
    """Return one page of notices in the order of their last change, and the settings if they changed since."""
    rows = PAGE.all(tx, of=account_id, after=after, limit=limit + 1)
    notices = tuple(map(_notice, rows[:limit]))
    more = len(rows) > limit
    settings = find_settings(tx, account_id, mail_offered)
    cursor = notices[-1].revision if more else _head(tx, account_id)
    return wire.NoticePage(
        notices=notices, settings=settings if settings.revision > after else None, cursor=cursor, more=more
    )


def mark_read(tx: Transaction, account_id: UUID, request: wire.MarkNoticesRead) -> None:
    """Note what was seen, as it stood then; the account's other devices hear of it. Marking again changes nothing."""
    seen = select(col(NoticeRow.id)).where(
        col(NoticeRow.account_id) == account_id,
        col(NoticeRow.revision) <= request.up_to,
        col(NoticeRow.read_at).is_(None),
    )
    if request.ids is not None:
        seen = seen.where(col(NoticeRow.id).in_(request.ids))
    ids = tx.connection.scalars(seen.order_by(col(NoticeRow.revision))).all()
    if not ids:
        return
    for revision, notice_id in _next_revisions(tx, account_id, ids):
        _mark.run(tx, of=account_id, notice=notice_id, to_revision=revision, to_moment=tx.now)


def rename_actor(tx: Transaction, account_id: UUID, _display_name: str) -> None:
    """Let everybody whom the account gave a notice see its new name."""
    given = (
        select(col(NoticeRow.account_id), col(NoticeRow.id))
        .where(col(NoticeRow.actor_id) == account_id)
        .order_by(col(NoticeRow.account_id), col(NoticeRow.revision))
    )
    by_account: dict[UUID, list[UUID]] = {}
    for told_id, notice_id in tx.connection.execute(given).all():
        by_account.setdefault(told_id, []).append(notice_id)
    for told_id, ids in by_account.items():
        for revision, notice_id in _next_revisions(tx, told_id, ids):
            _show_anew.run(tx, of=told_id, notice=notice_id, to_revision=revision)


def clear_old(tx: Transaction, now: datetime) -> datetime:
    """Forget notices that were read NOTICE_READ_DAYS ago, and those that nobody looked at for NOTICE_UNREAD_DAYS.

    Devices forget theirs by the same rule, so nothing has to be told.
    """
    read_before = now - timedelta(days=limits.NOTICE_READ_DAYS)
    tx.connection.execute(
        delete(NoticeRow).where(
            col(NoticeRow.noticed_at) < read_before,
            or_(
                col(NoticeRow.read_at) < read_before,
                col(NoticeRow.noticed_at) < now - timedelta(days=limits.NOTICE_UNREAD_DAYS),
            ),
        )
    )
    return now + timedelta(hours=6)


def _next_revisions(tx: Transaction, account_id: UUID, ids: Sequence[UUID]) -> list[tuple[int, UUID]]:
    last = move_notices(tx, account_id, changes=len(ids))
    tx.announce(NoticesMoved(account_id, last))
    return list(zip(range(last - len(ids) + 1, last + 1), ids, strict=True))


def _head(tx: Transaction, account_id: UUID) -> int:
    head = select(col(AccountRow.notices_revision)).where(col(AccountRow.id) == account_id)
    return tx.connection.execute(head).scalar_one()


def _notice(row: tuple[Any, ...]) -> wire.Notice:
    (id_, revision, kind, group_id, post_id, reply_id, actor_id, alias, name, others, words, count, at, read_at) = row
    actor = None
    if alias is not None:
        actor = Author(account_id=None, display_name=alias)
    elif actor_id is not None:
        actor = Author(account_id=actor_id, display_name=name)
    return wire.Notice(
        id=id_,
        revision=revision,
        kind=wire.NoticeKind(kind),
        group_id=group_id,
        post_id=post_id,
        reply_id=reply_id,
        actor=actor,
        and_others=others,
        words=words,
        count=count,
        noticed_at=at,
        read_at=read_at,
    )
