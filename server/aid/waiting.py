"""Posts that nobody else has answered: which there are, and what was done about each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlmodel import bindparam, col

from api_client.wire import aid as wire
from api_client.wire import limits
from api_client.wire.aid import calls_for_answer, leaves_board_at
from api_client.wire.errors import ProblemCode
from api_client.wire.feed import Need, Post, PostKind
from server.aid.people import can_listen
from server.aid.rules import LOOK_BACK, WaitingPost
from server.aid.tables import AskedRow, StepRow
from server.blocks import list_unseen
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
UNANSWERED = fast(
    select(
        col(PostRow.id),
        col(PostRow.author_id),
        col(PostRow.kind),
        col(PostRow.need),
        col(PostRow.posted_at),
        col(PostRow.wire),
    )
    .where(
        col(PostRow.group_id) == bindparam("in_group"),
        col(PostRow.posted_at) > bindparam("since", type_=PostRow.posted_at.type),  # type: ignore[attr-defined]
        ~_answered,
        ~_has_company,
    )
    .order_by(col(PostRow.posted_at), col(PostRow.id))
    .limit(_POST_WAITS_MAX)
)
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
    ready: bytes
    waiting: WaitingPost


def each_unanswered(tx: Transaction, group_id: UUID) -> Iterator[Unanswered]:
    """Give each post of the last days that calls for an answer and has none, the longest wait first."""
    for post_id, author_id, kind, need, posted_at, ready in UNANSWERED.all(
        tx, in_group=group_id, since=tx.now - LOOK_BACK
    ):
        if not calls_for_answer(PostKind(kind), Need(need)):
            continue
        post = Post.model_validate_json(ready)
        if post.closed_at is not None:
            continue
        yield Unanswered(
            post,
            ready,
            WaitingPost(
                author_id=author_id,
                posted_at=posted_at,
                ends_at=leaves_board_at(post),
                asked=dict(_list_asked.all(tx, in_group=group_id, post=post_id)),
                facilitators_asked_at=find_step(tx, group_id, post_id, FACILITATORS_HEARD),
            ),
        )


def find_step(tx: Transaction, group_id: UUID, post_id: UUID, step: str) -> datetime | None:
    """Return when `step` was done for a post."""
    found = _find_step.first(tx, in_group=group_id, post=post_id, step=step)
    return None if found is None else found[0]


def list_waiting(tx: Transaction, account_id: UUID, group_id: UUID) -> wire.WaitingPosts:
    """Return what waits for others than its writer; for who can listen today, and for who looks after the group."""
    standing = require_member(tx, account_id, group_id)
    if not standing.is_facilitator and not can_listen(tx, account_id, group_id):
        raise Refusal(ProblemCode.NOT_ALLOWED)
    unseen = list_unseen(tx, standing) or frozenset()
    found: list[Post] = []
    for one in each_unanswered(tx, group_id):
        is_over = one.waiting.ends_at is not None and one.waiting.ends_at <= tx.now
        if one.waiting.author_id == account_id or is_over or one.post.author.account_id in unseen:
            continue
        found.append(Post.model_validate_json(post_as_seen(tx, one.ready, unseen)) if unseen else one.post)
        if len(found) == limits.WAITING_MAX:
            break
    return wire.WaitingPosts(posts=tuple(found))
