"""The log of what facilitators did in a group. Any slice writes into it, in the transaction of the act itself, so that
nothing is done and not written down."""

from enum import StrEnum
from uuid import UUID

from sqlmodel import insert
from uuid6 import uuid7

from server.statements import fast
from server.tables import ActRow
from server.transaction import Transaction


class ActKind(StrEnum):
    """What was done."""

    REMOVED_POST = "removed_post"
    REMOVED_REPLY = "removed_reply"
    NOTED_POST = "noted_post"  # a content note was put before it, changed or taken away
    UNMASKED = "unmasked"
    RESOLVED = "resolved"  # a report


_insert = fast(insert(ActRow))


def record_act(
    tx: Transaction,
    group_id: UUID,
    kind: ActKind,
    by: UUID,
    *,
    post_id: UUID | None = None,
    reply_id: UUID | None = None,
    reason: str | None = None,
) -> None:
    """Write down that `by` did something as a facilitator; `reason` is theirs and holds no words of the member."""
    _insert.run(
        tx,
        group_id=group_id,
        id=uuid7(),
        kind=kind.value,
        by_id=by,
        post_id=post_id,
        reply_id=reply_id,
        reason=reason,
        acted_at=tx.now,
    )
