"""How strategies were for those who tried them: kept one by one, shown only as totals.

Totals appear with STRATEGY_TRIERS_MIN ratings, and then stand still until TOTALS_STEP more have come. Were they always
up to date, the step from five to six would show how the sixth answered; so what changes in between, also a rating that
is given anew or taken back, becomes visible only together with those of TOTALS_STEP other people. A rating that changes
no total moves nothing that others could see: no revision, no hint.
"""

from uuid import UUID

from sqlalchemy import func
from sqlmodel import bindparam, col, delete, insert, select, update

from api_client.wire import feed as wire
from api_client.wire import limits
from api_client.wire.errors import ProblemCode
from server.change_log import move_head
from server.errors import Refusal
from server.feed.access import may_stand_by
from server.feed.apart import lock_seen_post
from server.feed.stored import lock_post, store_post
from server.feed.tables import RatingRow
from server.membership import require_member, require_writer
from server.statements import fast
from server.transaction import Transaction

_of_post = (col(RatingRow.group_id) == bindparam("in_group"), col(RatingRow.post_id) == bindparam("post"))
_is_mine = (*_of_post, col(RatingRow.account_id) == bindparam("of"))
_find = fast(select(col(RatingRow.rating)).where(*_is_mine))
_insert = fast(insert(RatingRow))
_set = fast(update(RatingRow).where(*_is_mine).values(rating=bindparam("to")))
_delete = fast(delete(RatingRow).where(*_is_mine))
_count = fast(select(func.count()).select_from(RatingRow).where(*_of_post))
_count_helped = fast(select(func.count()).select_from(RatingRow).where(*_of_post, col(RatingRow.rating) > 0))


def rate_strategy(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID, request: wire.RateStrategy) -> None:
    """Say how a strategy was; saying it again replaces what was said. Nobody rates their own."""
    standing = require_writer(tx, account_id, group_id, agreed=False)
    locked = lock_seen_post(tx, standing, group_id, post_id)
    if not may_stand_by(standing, locked.author_id):
        raise Refusal(ProblemCode.NOT_ALLOWED)
    if locked.post.kind is not wire.PostKind.STRATEGY:
        raise Refusal(ProblemCode.INVALID, fields={"kind": "not_of_this_kind"})
    if _find.first(tx, in_group=group_id, post=post_id, of=account_id) is not None:
        _set.run(tx, in_group=group_id, post=post_id, of=account_id, to=request.rating)
        return
    _insert.run(tx, group_id=group_id, post_id=post_id, account_id=account_id, rating=request.rating)
    _show_totals(tx, locked.post)


def unrate_strategy(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID) -> None:
    """Take one's rating back; totals that are shown move on with the next step only."""
    require_member(tx, account_id, group_id)
    lock_post(tx, group_id, post_id)
    _delete.run(tx, in_group=group_id, post=post_id, of=account_id)


def _show_totals(tx: Transaction, post: wire.Post) -> None:
    (tried,) = _count.one(tx, in_group=post.group_id, post=post.id)
    next_step = limits.STRATEGY_TRIERS_MIN if post.totals is None else post.totals.tried_count + limits.TOTALS_STEP
    if tried < next_step:
        return
    (helped,) = _count_helped.one(tx, in_group=post.group_id, post=post.id)
    revision, _ = move_head(tx, post.group_id, changes=1)
    totals = wire.StrategyTotals(tried_count=tried, helped_count=helped)
    store_post(tx, post.model_copy(update={"totals": totals, "revision": revision}))
