"""What members say of themselves in their groups, and whether they can listen today."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import col

from api_client.wire import limits
from api_client.wire import profiles as wire
from server.change_log import record_group_change
from server.groups.coming import list_group_ids
from server.membership import require_member
from server.tables import AccountRow, MemberRow
from server.transaction import Transaction

_LONGEST = timedelta(hours=limits.CAPACITY_HOURS_MAX)


def get_profile(tx: Transaction, account_id: UUID) -> wire.OwnProfile:
    """Return what the account says of itself, everywhere and in single groups."""
    columns = (AccountRow.profile, AccountRow.capacity, AccountRow.capacity_until)
    row = tx.connection.execute(select(*map(col, columns)).where(col(AccountRow.id) == account_id)).one()
    others = select(col(MemberRow.group_id), col(MemberRow.profile)).where(
        col(MemberRow.account_id) == account_id, col(MemberRow.profile).is_not(None)
    )
    counts = row.capacity is not None and row.capacity_until is not None and row.capacity_until > tx.now
    return wire.OwnProfile(
        everywhere=_profile(row.profile),
        by_group={one.group_id: _profile(one.profile) for one in tx.connection.execute(others)},
        capacity=wire.Capacity(row.capacity) if counts else None,
        capacity_until=row.capacity_until if counts else None,
    )


def set_profile(tx: Transaction, account_id: UUID, request: wire.SetProfile) -> None:
    """Say who one is in every group that has no words of its own."""
    stored = request.model_dump_json()
    tx.connection.execute(update(AccountRow).where(col(AccountRow.id) == account_id).values(profile=stored))
    _tell_groups(tx, account_id)


def set_group_profile(tx: Transaction, account_id: UUID, group_id: UUID, request: wire.SetProfile) -> None:
    """Say who one is in one group."""
    _set_in_group(tx, account_id, group_id, request.model_dump_json())


def remove_group_profile(tx: Transaction, account_id: UUID, group_id: UUID) -> None:
    """Be in one group who one is everywhere."""
    _set_in_group(tx, account_id, group_id, None)


def set_capacity(tx: Transaction, account_id: UUID, request: wire.SetCapacity) -> None:
    """Say until the end of the day whether one can listen; it ends by itself."""
    word = None if request.capacity is None else request.capacity.value
    until = None if word is None else min(request.until, tx.now + _LONGEST)
    tx.connection.execute(
        update(AccountRow).where(col(AccountRow.id) == account_id).values(capacity=word, capacity_until=until)
    )
    _tell_groups(tx, account_id)


def _set_in_group(tx: Transaction, account_id: UUID, group_id: UUID, stored: str | None) -> None:
    require_member(tx, account_id, group_id)
    mine = (col(MemberRow.group_id) == group_id, col(MemberRow.account_id) == account_id)
    tx.connection.execute(update(MemberRow).where(*mine).values(profile=stored))
    tx.erases = True
    record_group_change(tx, group_id)


def _tell_groups(tx: Transaction, account_id: UUID) -> None:
    tx.erases = True  # the words before
    for group_id in list_group_ids(tx, account_id):
        record_group_change(tx, group_id)


def _profile(stored: str | None) -> wire.Profile:
    return wire.Profile() if stored is None else wire.Profile.model_validate_json(stored)
