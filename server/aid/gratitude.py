"""The page of thanks of the month that is over: its group hears of it once, in the first days of the next month.

That it was told stands in the notices themselves. They outlive these days by far, so that a stop of the host in
between neither forgets nor repeats anybody.
"""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import bindparam, col

from api_client.wire.notices import NoticeKind
from server.aid.tables import ThanksRow
from server.database import Database
from server.notify import notify
from server.statements import fast
from server.tables import GroupRow, MemberRow, NoticeRow
from server.transaction import Transaction

DAYS = 7  # of a month; a host that did not run meanwhile says nothing later: who looks finds the page

_has_words = (
    select(col(ThanksRow.id))
    .where(
        col(ThanksRow.group_id) == col(GroupRow.id),
        col(ThanksRow.may_show).is_(True),
        col(ThanksRow.thanked_at) >= bindparam("first", type_=ThanksRow.thanked_at.type),  # type: ignore[attr-defined]
        col(ThanksRow.thanked_at) < bindparam("end", type_=ThanksRow.thanked_at.type),  # type: ignore[attr-defined]
        col(ThanksRow.words) != "",
    )
    .exists()
)
_list_groups = fast(
    select(col(GroupRow.id)).where(col(GroupRow.archived_at).is_(None), _has_words).order_by(col(GroupRow.id))
)
_count_told = fast(
    select(func.count()).where(
        col(NoticeRow.group_id) == bindparam("in_group"),
        col(NoticeRow.kind) == NoticeKind.GRATITUDE.value,
        col(NoticeRow.subject) == bindparam("subject"),
    )
)
_list_members = fast(
    select(col(MemberRow.account_id))
    .where(col(MemberRow.group_id) == bindparam("in_group"))
    .order_by(col(MemberRow.account_id))
)


async def tell_of_gratitude(database: Database, now: datetime) -> datetime:
    """Tell the members of each group whose last month has words of thanks; return when to look again."""
    end = datetime(now.year, now.month, 1, tzinfo=now.tzinfo)
    if now < end + timedelta(days=DAYS):
        first = (end - timedelta(days=1)).replace(day=1)
        for group_id in await database.read(_groups_with_words, first, end):
            await database.write(_tell_group, group_id, f"{first:%Y-%m}")
            await asyncio.sleep(0)  # requests go in between
    return (end + timedelta(days=31)).replace(day=1)


def _groups_with_words(tx: Transaction, first: datetime, end: datetime) -> list[UUID]:
    return [found[0] for found in _list_groups.all(tx, first=first, end=end)]


def _tell_group(tx: Transaction, group_id: UUID, month: str) -> None:
    (told,) = _count_told.one(tx, in_group=group_id, subject=f"{group_id}:{month}")
    if told:
        return
    for (account_id,) in _list_members.all(tx, in_group=group_id):
        notify(tx, account_id, NoticeKind.GRATITUDE, group_id, key=month)
