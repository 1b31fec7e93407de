"""Fair load: who answers a lot is told that resting is fine, once, and is not asked for more."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import bindparam, col, insert, update

from api_client.wire.notices import NoticeKind
from server.aid.people import count_replies
from server.aid.rules import WEEK, Pace, offers_rest
from server.aid.tables import RestRow
from server.feed.tables import ReplyRow
from server.notify import notify
from server.statements import fast
from server.transaction import Transaction

_AGAIN = timedelta(hours=1)
_list_busy = fast(
    select(col(ReplyRow.author_id))
    .where(col(ReplyRow.posted_at) > bindparam("since", type_=ReplyRow.posted_at.type))  # type: ignore[attr-defined]
    .group_by(col(ReplyRow.author_id))
    .having(func.count() >= bindparam("least"))
    .order_by(col(ReplyRow.author_id))
)
_find = fast(select(col(RestRow.offered_at)).where(col(RestRow.account_id) == bindparam("of")))
_insert = fast(insert(RestRow))
_set = fast(update(RestRow).where(col(RestRow.account_id) == bindparam("of")).values(offered_at=bindparam("moment")))


def offer_rest(tx: Transaction, now: datetime, pace: Pace) -> datetime:
    """Tell each member over the fair load that resting is fine; return when to look again.

    A reply to oneself is no load, so who only writes much is not told.
    """
    for (account_id,) in _list_busy.all(tx, since=tx.now - WEEK, least=pace.fair_load):
        offered_at = _offered_at(tx, account_id)
        if offers_rest(count_replies(tx, account_id), offered_at, tx.now, pace):
            if offered_at is None:
                _insert.run(tx, account_id=account_id, offered_at=tx.now)
            else:
                _set.run(tx, of=account_id, moment=tx.now)
            notify(tx, account_id, NoticeKind.REST, None)
    return now + _AGAIN


def _offered_at(tx: Transaction, account_id: UUID) -> datetime | None:
    found = _find.first(tx, of=account_id)
    return None if found is None else found[0]
