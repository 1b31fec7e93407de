"""Going out of every group at once, at the end of an account."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import col, update

from api_client.wire.errors import ProblemCode
from server.errors import Refusal
from server.groups.coming import count_facilitators, list_group_ids, lock_member_count
from server.groups.service import leave_group
from server.host import Leave
from server.membership import require_member
from server.tables import NOBODY, GroupRow, InviteRow
from server.transaction import Transaction


def end_memberships(tx: Transaction, account_id: UUID, _keeps_posts: bool, *, leaves: Iterable[Leave]) -> None:
    """Leave every group, as in leaving each. Raise Refusal(last_facilitator), whose fields name all the groups that
    nobody else looks after, before anything is done."""
    group_ids = list_group_ids(tx, account_id)
    stuck = [group_id for group_id in group_ids if _holds(tx, account_id, group_id)]
    if stuck:
        raise Refusal(ProblemCode.LAST_FACILITATOR, fields={f"groups.{id_}": "last_facilitator" for id_ in stuck})
    for group_id in group_ids:
        leave_group(tx, account_id, group_id, leaves)
    for table in (GroupRow, InviteRow):
        begun = update(table).where(col(table.created_by) == account_id)
        tx.connection.execute(begun.values(created_by=NOBODY))


def _holds(tx: Transaction, account_id: UUID, group_id: UUID) -> bool:
    """Return whether others would be left in the group without anybody who looks after it."""
    if not require_member(tx, account_id, group_id).is_facilitator:
        return False
    return lock_member_count(tx, group_id) > 1 and count_facilitators(tx, group_id) == 1
