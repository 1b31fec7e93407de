"""Thanks: private words for one helper. Only the helper reads them; on the page of gratitude they stand without names.

Nothing counts them: there is no answer, and no row, that adds up whom how many people thanked.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlmodel import bindparam, col, insert

from api_client.wire import aid as wire
from api_client.wire import limits
from api_client.wire.errors import ProblemCode
from api_client.wire.feed import Author
from api_client.wire.notices import NoticeKind
from server.aid.tables import ThanksRow
from server.blocks import is_apart
from server.cursors import read_cursor, write_cursor
from server.errors import Refusal
from server.feed.tables import CompanyRow
from server.membership import author_of, find_member, require_member, require_writer
from server.notify import notify
from server.statements import fast
from server.tables import AccountRow
from server.transaction import Transaction
from server.written import WrittenPost, find_post, find_reply

_DAY = timedelta(days=1)
_END_OF_TIME = (datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1))
_find = fast(select(col(ThanksRow.digest)).where(col(ThanksRow.id) == bindparam("of")))
_insert = fast(insert(ThanksRow))
_count_of_day = fast(
    select(func.count()).where(
        col(ThanksRow.from_id) == bindparam("of"),
        col(ThanksRow.thanked_at) > bindparam("since", type_=ThanksRow.thanked_at.type),  # type: ignore[attr-defined]
    )
)
_is_there = fast(
    select(col(CompanyRow.account_id)).where(
        col(CompanyRow.group_id) == bindparam("in_group"),
        col(CompanyRow.post_id) == bindparam("post"),
        col(CompanyRow.account_id) == bindparam("of"),
    )
)
MINE = fast(
    select(
        col(ThanksRow.id),
        col(ThanksRow.group_id),
        col(ThanksRow.post_id),
        col(ThanksRow.reply_id),
        col(ThanksRow.from_id),
        col(ThanksRow.alias),
        col(ThanksRow.words),
        col(ThanksRow.thanked_at),
        col(AccountRow.display_name),
    )
    .join(AccountRow, col(AccountRow.id) == col(ThanksRow.from_id))
    .where(
        col(ThanksRow.to_id) == bindparam("of"),
        tuple_(col(ThanksRow.thanked_at), col(ThanksRow.id))
        < tuple_(bindparam("at", type_=ThanksRow.thanked_at.type), bindparam("last", type_=ThanksRow.id.type)),  # type: ignore[attr-defined]
    )
    .order_by(col(ThanksRow.thanked_at).desc(), col(ThanksRow.id).desc())
    .limit(bindparam("limit"))
)
SHOWN = fast(
    select(col(ThanksRow.words))
    .where(
        col(ThanksRow.group_id) == bindparam("in_group"),
        col(ThanksRow.may_show).is_(True),
        col(ThanksRow.thanked_at) >= bindparam("first", type_=ThanksRow.thanked_at.type),  # type: ignore[attr-defined]
        col(ThanksRow.thanked_at) < bindparam("end", type_=ThanksRow.thanked_at.type),  # type: ignore[attr-defined]
        col(ThanksRow.words) != "",
    )
    .order_by(col(ThanksRow.id))  # chance made the ids: the order tells neither who nor when
    .limit(limits.PAGE_MAX)
)


def thank(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID, request: wire.Thank) -> None:
    """Thank whoever helped at a post; the same request again is the same thank-you."""
    require_writer(tx, account_id, group_id)
    digest = hashlib.sha256(account_id.bytes + request.model_dump_json(exclude_defaults=True).encode()).digest()
    if (known := _find.first(tx, of=request.id)) is not None:
        if known[0] != digest:
            raise Refusal(ProblemCode.ID_TAKEN)
        return
    written = find_post(tx, group_id, post_id)
    if written is None:
        raise Refusal(ProblemCode.NOT_FOUND)
    helper_id = _find_helper(tx, group_id, written, request)
    is_reachable = find_member(tx, helper_id, group_id) is not None and not is_apart(tx, account_id, helper_id)
    if helper_id == account_id or not is_reachable:
        raise Refusal(ProblemCode.NOT_FOUND)
    if _count_of_day.one(tx, of=account_id, since=tx.now - _DAY)[0] >= limits.THANKS_PER_DAY_MAX:
        raise Refusal(ProblemCode.RATE_LIMITED, retry_after=int(_DAY.total_seconds()))
    alias = written.alias if written.author_id == account_id else None
    _insert.run(
        tx,
        id=request.id,
        group_id=group_id,
        post_id=post_id,
        reply_id=request.reply_id,
        from_id=account_id,
        to_id=helper_id,
        alias=alias,
        words=request.words,
        may_show=request.may_show,
        thanked_at=tx.now,
        digest=digest,
    )
    actor = author_of(tx, account_id) if alias is None else Author(account_id=None, display_name=alias)
    notify(
        tx,
        helper_id,
        NoticeKind.THANKED,
        group_id,
        post_id=post_id,
        reply_id=request.reply_id,
        actor=actor,
        by=account_id,
    )


def _find_helper(tx: Transaction, group_id: UUID, written: WrittenPost, request: wire.Thank) -> UUID:
    """Return whom a request thanks: who wrote the reply, or who was company or asked how it is."""
    post_id = written.post.id
    if request.reply_id is not None:
        reply = find_reply(tx, group_id, post_id, request.reply_id)
        if reply is None:
            raise Refusal(ProblemCode.NOT_FOUND)
        return reply.author_id
    found = _is_there.first(tx, in_group=group_id, post=post_id, of=request.account_id)
    if found is None or request.account_id is None:
        raise Refusal(ProblemCode.NOT_FOUND)
    return request.account_id


def list_thanks(tx: Transaction, account_id: UUID, before: str | None, limit: int) -> wire.ThanksPage:
    """Return what the account was thanked for, newest first; nobody else reads it."""
    at, last = _END_OF_TIME if before is None else read_cursor(before, "before")
    rows = MINE.all(tx, of=account_id, at=at, last=last, limit=limit + 1)
    page = [
        wire.Thanks(
            id=id_,
            group_id=group_id,
            post_id=post_id,
            reply_id=reply_id,
            author=Author(account_id=from_id if alias is None else None, display_name=alias or display_name),
            words=words,
            thanked_at=thanked_at,
        )
        for id_, group_id, post_id, reply_id, from_id, alias, words, thanked_at, display_name in rows[:limit]
    ]
    cursor = write_cursor(page[-1].thanked_at, page[-1].id) if page else None
    return wire.ThanksPage(thanks=tuple(page), cursor=cursor, more=len(rows) > limit)


def get_gratitude(tx: Transaction, account_id: UUID, group_id: UUID, month: str | None) -> wire.GratitudePage:
    """Return the words of a month (this one without `month`) that their writers let stand without names."""
    require_member(tx, account_id, group_id)
    first, end = _month(month, tx.now)
    words = tuple(found[0] for found in SHOWN.all(tx, in_group=group_id, first=first, end=end))
    return wire.GratitudePage(month=f"{first:%Y-%m}", words=words)


def _month(month: str | None, now: datetime) -> tuple[datetime, datetime]:
    try:
        first = datetime.strptime(month, "%Y-%m") if month else now
        first = datetime(first.year, first.month, 1, tzinfo=UTC)
        return first, (first + timedelta(days=31)).replace(day=1)
    except (ValueError, OverflowError) as error:
        raise Refusal(ProblemCode.INVALID, fields={"month": "month_form"}) from error
