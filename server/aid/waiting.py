"""Posts that nobody else has answered: which there are, and what was done about each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, exists, or_, select
from sqlmodel import bindparam, col

from api_client.wire import limits
from api_client.wire.aid import CALLS, ON_BOARD
from api_client.wire.errors import ProblemCode
from api_client.wire.feed import Need, Post
from server.aid.people import can_listen
from server.aid.rules import LOOK_BACK, WaitingPost
from server.aid.tables import AskedRow, StepRow
from server.answers import join_json
from server.blocks import is_seen, list_unseen, unseen_by
from server.errors import Refusal
from server.feed.apart import post_as_seen
from server.feed.tables import CompanyRow, PostRow, ReplyRow
from server.membership import require_member
from server.statements import fast
from server.transaction import Transaction

FACILITATORS_HEARD = "facilitators"  # a step in `StepRow`
COMPANY = "company"  # a part in `CompanyRow`
_POST_WAITS_MAX = 500  # of one group at once; the longest wait comes first

_answered = exists().where(
    col(ReplyRow.group_id) == col(PostRow.group_id),
    col(ReplyRow.post_id) == col(PostRow.id),
    col(ReplyRow.author_id) != col(PostRow.author_id),
)
_has_company = exists().where(
    col(CompanyRow.group_id) == col(PostRow.group_id),
    col(CompanyRow.post_id) == col(PostRow.id),
    col(CompanyRow.part) == COMPANY,
)
# As `calls_for_answer` says it, and as an ask or offer is closed: it has no end any more.
_calls = or_(col(PostRow.need) != Need.LISTEN.value, *(col(PostRow.kind) == kind.value for kind in CALLS))
_is_open = or_(col(PostRow.ends_at).is_not(None), and_(*(col(PostRow.kind) != kind.value for kind in ON_BOARD)))
_waits = (
    col(PostRow.group_id) == bindparam("in_group"),
    col(PostRow.posted_at) > bindparam("since", type_=PostRow.posted_at.type),  # type: ignore[attr-defined]
    _calls,
    _is_open,
    ~_answered,
    ~_has_company,
)
_longest_first = (col(PostRow.posted_at), col(PostRow.id))
UNANSWERED = fast(
    select(col(PostRow.id), col(PostRow.author_id), col(PostRow.posted_at), col(PostRow.ends_at), col(PostRow.wire))
    .where(*_waits)
    .order_by(*_longest_first)
    .limit(_POST_WAITS_MAX)
)
_queue = (
    select(col(PostRow.wire))
    .where(
        *_waits,
        col(PostRow.author_id) != bindparam("viewer", type_=PostRow.author_id.type),  # type: ignore[attr-defined]
        or_(
            col(PostRow.ends_at).is_(None),
            col(PostRow.ends_at) > bindparam("now", type_=PostRow.posted_at.type),  # type: ignore[attr-defined]
        ),
    )
    .order_by(*_longest_first)
    .limit(limits.WAITING_MAX)
)
QUEUE = fast(_queue)
QUEUE_APART = fast(_queue.where(is_seen(col(PostRow.author_id), col(PostRow.alias))))
_of_post = (col(AskedRow.group_id) == bindparam("in_group"), col(AskedRow.post_id) == bindparam("post"))
_list_asked = fast(select(col(AskedRow.account_id), col(AskedRow.asked_at)).where(*_of_post))
_find_step = fast(
    select(col(StepRow.done_at)).where(
        col(StepRow.group_id) == bindparam("in_group"),
        col(StepRow.post_id) == bindparam("post"),
        col(StepRow.step) == bindparam("step"),
    )
)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A post that waits: as it travels, and as the rules see it."""

    post: Post
    waiting: WaitingPost


def each_unanswered(tx: Transaction, group_id: UUID) -> Iterator[Unanswered]:
    """Give each post of the last days that calls for an answer and has none, the longest wait first."""
    for post_id, author_id, posted_at, ends_at, ready in UNANSWERED.all(
        tx, in_group=group_id, since=tx.now - LOOK_BACK
    ):
        yield Unanswered(
            Post.model_validate_json(ready),
            WaitingPost(
                author_id=author_id,
                posted_at=posted_at,
                ends_at=ends_at,
                asked=dict(_list_asked.all(tx, in_group=group_id, post=post_id)),
                facilitators_asked_at=find_step(tx, group_id, post_id, FACILITATORS_HEARD),
            ),
        )


def find_step(tx: Transaction, group_id: UUID, post_id: UUID, step: str) -> datetime | None:
    """Return when `step` was done for a post."""
    found = _find_step.first(tx, in_group=group_id, post=post_id, step=step)
    return None if found is None else found[0]


def list_waiting(tx: Transaction, account_id: UUID, group_id: UUID) -> bytes:
    """Return one `wire.WaitingPosts` as JSON: what waits for others than its writer; for who can listen today, and for
    who looks after the group."""
    standing = require_member(tx, account_id, group_id)
    if not standing.is_facilitator and not can_listen(tx, account_id, group_id):
        raise Refusal(ProblemCode.NOT_ALLOWED)
    unseen = list_unseen(tx, standing)
    place = {"in_group": group_id, "since": tx.now - LOOK_BACK, "viewer": account_id, "now": tx.now}
    rows = QUEUE_APART.all(tx, **place, **unseen_by(standing)) if unseen else QUEUE.all(tx, **place)
    return b'{"posts":%s}' % join_json([post_as_seen(tx, ready, unseen) if unseen else ready for (ready,) in rows])
