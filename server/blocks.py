"""Who does not see whom: the question that every list of members' words asks.

A block works both ways and is silent: neither sees what the other writes under a name, nor the other in a list. What
was written under an alias stays, because its absence would tell whose it is. Whoever looks after a group still sees
those who blocked them there: else one could write without anybody looking after it.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, bindparam, or_, select
from sqlalchemy.sql.elements import SQLCoreOperations
from sqlmodel import col, delete, insert

from server.membership import Standing
from server.statements import fast
from server.tables import BlockRow, ReadAnewRow
from server.transaction import Transaction

_list = fast(
    select(col(BlockRow.other_id), col(BlockRow.is_mine), col(BlockRow.is_theirs)).where(
        col(BlockRow.account_id) == bindparam("of")
    )
)
_find = fast(
    select(col(BlockRow.is_mine), col(BlockRow.is_theirs)).where(
        col(BlockRow.account_id) == bindparam("of"), col(BlockRow.other_id) == bindparam("other")
    )
)
_find_anew = fast(
    select(col(ReadAnewRow.revision)).where(
        col(ReadAnewRow.group_id) == bindparam("in_group"), col(ReadAnewRow.account_id) == bindparam("of")
    )
)
_forget_anew = fast(
    delete(ReadAnewRow).where(
        col(ReadAnewRow.group_id) == bindparam("in_group"), col(ReadAnewRow.account_id) == bindparam("of")
    )
)
_insert_anew = fast(insert(ReadAnewRow))


def list_unseen(tx: Transaction, standing: Standing) -> frozenset[UUID] | None:
    """Return whose words this member does not see in this group; None for who never had to do with a block."""
    rows = _list.all(tx, of=standing.account_id)
    if not rows:
        return None
    return frozenset(
        other for other, is_mine, is_theirs in rows if is_mine or (is_theirs and not standing.is_facilitator)
    )


def is_unseen(tx: Transaction, standing: Standing, author_id: UUID) -> bool:
    """Return whether this member does not see what `author_id` writes under its name."""
    if author_id == standing.account_id:
        return False
    found = _find.first(tx, of=standing.account_id, other=author_id)
    return found is not None and (found[0] or (found[1] and not standing.is_facilitator))


def is_apart(tx: Transaction, account_id: UUID, other_id: UUID) -> bool:
    """Return whether either of two people blocked the other."""
    found = _find.first(tx, of=account_id, other=other_id)
    return found is not None and (found[0] or found[1])


def is_seen(author_id: SQLCoreOperations[UUID], alias: SQLCoreOperations[Any] | None = None) -> ColumnElement[bool]:
    """Return the condition that a row is by somebody whom the viewer sees, with `unseen_by` as its parameters; what
    has an `alias` is seen by everybody."""
    unseen = select(col(BlockRow.other_id)).where(
        col(BlockRow.account_id) == bindparam("block_viewer", type_=BlockRow.account_id.type),  # type: ignore[attr-defined]
        or_(col(BlockRow.is_mine), col(BlockRow.is_theirs) & bindparam("both_ways", type_=Boolean)),
    )
    condition: ColumnElement[bool] = author_id.not_in(unseen)
    return condition if alias is None else or_(alias.is_not(None), condition)


def unseen_by(standing: Standing) -> dict[str, Any]:
    """Return the parameters of `is_seen` for a viewer."""
    return {"block_viewer": standing.account_id, "both_ways": not standing.is_facilitator}


def reads_anew_from(tx: Transaction, standing: Standing, group_id: UUID) -> int:
    """Return the revision before which a device of this member must read the group anew, 0 for any."""
    found = _find_anew.first(tx, in_group=group_id, of=standing.account_id)
    return 0 if found is None else int(found[0])


def read_anew(tx: Transaction, account_id: UUID, group_id: UUID, revision: int) -> None:
    """Let the account's devices read a group from its first page, as it was changed for them at `revision`."""
    _forget_anew.run(tx, in_group=group_id, of=account_id)
    _insert_anew.run(tx, group_id=group_id, account_id=account_id, revision=revision)
