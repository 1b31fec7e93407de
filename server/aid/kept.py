"""What is kept of others' cards. A row holds a keyed hash instead of an account and a month instead of a moment: two
cards that one person keeps share nothing, and the writer hears ranges only.
"""

import hmac
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlmodel import bindparam, col, delete, insert

from api_client.wire import aid as wire
from api_client.wire.errors import ProblemCode
from api_client.wire.feed import PostKind
from api_client.wire.notices import NoticeKind
from server.aid.rules import kept_range
from server.aid.tables import KeptRow, StepRow
from server.aid.waiting import find_step
from server.errors import Refusal
from server.feed.tables import PostRow
from server.membership import require_member
from server.notify import notify
from server.statements import fast
from server.tables import HostRow, MemberRow
from server.transaction import Transaction
from server.written import find_post

_TOLD_OF = (PostKind.STRATEGY, PostKind.STORY)
_is_kept = (
    col(KeptRow.group_id) == bindparam("in_group"),
    col(KeptRow.post_id) == bindparam("post"),
    col(KeptRow.keeper) == bindparam("by"),
)
_find_secret = fast(select(col(HostRow.secret)))
_find = fast(select(col(KeptRow.kept_in)).where(*_is_kept))
_insert = fast(insert(KeptRow))
_delete = fast(delete(KeptRow).where(*_is_kept))
_insert_step = fast(insert(StepRow))
_count = fast(
    select(func.count()).where(
        col(KeptRow.group_id) == bindparam("in_group"),
        col(KeptRow.post_id) == bindparam("post"),
        col(KeptRow.kept_in) == bindparam("month"),
    )
)
RIPPLES = fast(
    select(col(PostRow.group_id), col(PostRow.id), func.count(col(KeptRow.keeper)))
    .join(MemberRow, col(MemberRow.group_id) == col(PostRow.group_id))
    .join(
        KeptRow,
        (col(KeptRow.group_id) == col(PostRow.group_id)) & (col(KeptRow.post_id) == col(PostRow.id)),
    )
    .where(
        col(MemberRow.account_id) == bindparam("of"),
        col(PostRow.author_id) == bindparam("of"),
        or_(*(col(PostRow.kind) == kind.value for kind in _TOLD_OF)),
        col(KeptRow.kept_in) == bindparam("month"),
    )
    .group_by(col(PostRow.group_id), col(PostRow.id))
    .order_by(col(PostRow.id))
)


def keep_post(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID) -> None:
    """Note that somebody keeps a post; keeping it again changes nothing, and one's own does not count."""
    require_member(tx, account_id, group_id)
    written = find_post(tx, group_id, post_id)
    if written is None:
        raise Refusal(ProblemCode.NOT_FOUND)
    by = _keeper(tx, account_id, post_id)
    if written.author_id == account_id or _find.first(tx, in_group=group_id, post=post_id, by=by) is not None:
        return
    month = _month_of(tx.now)
    _insert.run(tx, group_id=group_id, post_id=post_id, keeper=by, kept_in=month)
    if written.post.kind in _TOLD_OF:
        _tell(tx, written.author_id, group_id, post_id, month)


def unkeep_post(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID) -> None:
    """Keep a post no more."""
    require_member(tx, account_id, group_id)
    if find_post(tx, group_id, post_id) is None:
        raise Refusal(ProblemCode.NOT_FOUND)
    _delete.run(tx, in_group=group_id, post=post_id, by=_keeper(tx, account_id, post_id))


def list_ripples(tx: Transaction, account_id: UUID) -> wire.Ripples:
    """Return which of the account's cards and stories a few people or more kept this month."""
    ripples = []
    for group_id, post_id, count in RIPPLES.all(tx, of=account_id, month=_month_of(tx.now)):
        if (kept := kept_range(count)) is not None:
            ripples.append(wire.Ripple(group_id=group_id, post_id=post_id, kept=kept))
    return wire.Ripples(ripples=tuple(ripples))


def _tell(tx: Transaction, author_id: UUID, group_id: UUID, post_id: UUID, month: str) -> None:
    """Tell the writer when a range is reached, each once a month."""
    (count,) = _count.one(tx, in_group=group_id, post=post_id, month=month)
    kept = kept_range(count)
    step = f"kept {month} {kept}"
    if kept is None or find_step(tx, group_id, post_id, step) is not None:
        return
    _insert_step.run(tx, group_id=group_id, post_id=post_id, step=step, done_at=tx.now)
    notify(tx, author_id, NoticeKind.KEPT, group_id, post_id=post_id)


def _keeper(tx: Transaction, account_id: UUID, post_id: UUID) -> bytes:
    (secret,) = _find_secret.one(tx)
    return hmac.digest(secret, b"kept" + post_id.bytes + account_id.bytes, "sha256")


def _month_of(moment: datetime) -> str:
    return f"{moment:%Y-%m}"
