"""How soon a group answers, for those who look after it: the two figures on which it depends whether people come back.

It is about the group and never about a person: nothing is said below ANSWERED_POSTS_MIN posts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import BigInteger, and_, case, func, select, type_coerce
from sqlmodel import bindparam, col

from api_client.wire import aid as wire
from api_client.wire import limits
from api_client.wire.aid import calls_for_answer
from api_client.wire.feed import Need, PostKind
from server.feed.tables import PostRow, ReplyRow
from server.membership import require_facilitator
from server.schema import from_microseconds
from server.statements import fast
from server.transaction import Transaction

DAYS = 30
_DAY = timedelta(days=1)
_posted = type_coerce(col(PostRow.posted_at), BigInteger)
_replied = type_coerce(col(ReplyRow.posted_at), BigInteger)
ANSWERS = fast(
    select(
        col(PostRow.kind),
        col(PostRow.need),
        col(PostRow.posted_at),
        func.min(_replied),
        func.sum(case((_replied <= _posted + _DAY // timedelta(microseconds=1), 1), else_=0)),
    )
    .join(
        ReplyRow,
        and_(
            col(ReplyRow.group_id) == col(PostRow.group_id),
            col(ReplyRow.post_id) == col(PostRow.id),
            col(ReplyRow.author_id) != col(PostRow.author_id),
        ),
        isouter=True,
    )
    .where(
        col(PostRow.group_id) == bindparam("in_group"),
        col(PostRow.posted_at) > bindparam("first", type_=PostRow.posted_at.type),  # type: ignore[attr-defined]
        col(PostRow.posted_at) <= bindparam("last", type_=PostRow.posted_at.type),  # type: ignore[attr-defined]
    )
    .group_by(col(PostRow.group_id), col(PostRow.id), col(PostRow.kind), col(PostRow.need), col(PostRow.posted_at))
)


@dataclass(frozen=True, slots=True)
class Answers:
    """What one post that calls for an answer got from others: how long until the first reply, None while there is
    none, and how many replies within its first 24 hours."""

    first_after: timedelta | None
    on_first_day: int


def get_answered(tx: Transaction, account_id: UUID, group_id: UUID) -> wire.Answered:
    """Return the group's two figures over the last 30 days."""
    require_facilitator(tx, account_id, group_id)
    rows = ANSWERS.all(tx, in_group=group_id, first=tx.now - timedelta(days=DAYS), last=tx.now - _DAY)
    return figures(
        [
            Answers(None if first is None else from_microseconds(first) - posted_at, int(on_first_day or 0))
            for kind, need, posted_at, first, on_first_day in rows
            if calls_for_answer(PostKind(kind), Need(need))
        ]
    )


def figures(posts: Sequence[Answers]) -> wire.Answered:
    """Return what is told of `posts`, each of which has its first 24 hours behind it.

    `first_reply_minutes` is the median over **all** of them of the time to the first reply by another, in whole
    minutes, where a post without any counts as longer than every other: for n posts in order of that time, the middle
    one, or the mean of the middle two, and None when one of these has no reply. Leaving unanswered posts out would
    flatter a group that answers few of them. `two_replies_share` is (posts with at least two replies by others within
    24 hours) / n. Below n = 5 neither is told, as a figure over so few would be about persons.
    """
    count = len(posts)
    if count < limits.ANSWERED_POSTS_MIN:
        return wire.Answered(days=DAYS, post_count=count, first_reply_minutes=None, two_replies_share=None)
    waits = sorted(post.first_after if post.first_after is not None else timedelta.max for post in posts)
    middle = (waits[(count - 1) // 2], waits[count // 2])
    median = None if middle[1] == timedelta.max else (middle[0] + middle[1]) / 2
    return wire.Answered(
        days=DAYS,
        post_count=count,
        first_reply_minutes=None if median is None else round(median / timedelta(minutes=1)),
        two_replies_share=sum(1 for post in posts if post.on_first_day >= 2) / count,
    )
