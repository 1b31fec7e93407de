"""Looking behind an alias: only who looks after the group, never without a line in the log of acts, and never without
telling the writer. Which of them it was is not told: it is the role that looks, and a block hides nobody's look.
"""

from uuid import UUID

from api_client.wire import feed as wire
from api_client.wire.notices import NoticeKind
from server.acts import ActKind, record_act
from server.feed.stored import lock_post
from server.membership import author_of, require_facilitator
from server.notify import notify
from server.tables import NOBODY
from server.transaction import Transaction


def unmask_post(
    tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID, request: wire.UnmaskPost
) -> wire.Author:
    """Return who wrote a post; for one without a name the look is written down, with the reason, each time."""
    require_facilitator(tx, account_id, group_id)
    locked = lock_post(tx, group_id, post_id)
    if locked.alias is None:
        return locked.post.author
    record_act(tx, group_id, ActKind.UNMASKED, account_id, post_id=post_id, reason=request.reason)
    if locked.author_id != account_id:
        notify(tx, locked.author_id, NoticeKind.UNMASKED, group_id, post_id=post_id, words=request.reason)
    return wire.FORMER_MEMBER if locked.author_id == NOBODY else author_of(tx, locked.author_id)
