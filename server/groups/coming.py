"""Coming into a group and going out of it: what moves with a member, wherever the way in or out begins."""

from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlmodel import col

from api_client.wire import limits
from api_client.wire.errors import ProblemCode
from api_client.wire.groups import Role
from server.change_log import record_group_change
from server.errors import Refusal
from server.membership import find_member
from server.tables import AccountRow, GroupRow, JoinRequestRow, MemberRow
from server.transaction import MembershipChanged, Transaction


def let_in(tx: Transaction, account_id: UUID, group_id: UUID, agreement_version: int | None = None) -> bool:
    """Let the account into a group that is there, having accepted a version of its agreement (None: the present one);
    return whether it was outside."""
    count = lock_member_count(tx, group_id)
    if find_member(tx, account_id, group_id) is not None:
        return False
    if count >= limits.MEMBERS_PER_GROUP_MAX:
        raise Refusal(ProblemCode.GROUP_FULL)
    require_room_for_one_more(tx, account_id)
    asked = (col(JoinRequestRow.group_id) == group_id, col(JoinRequestRow.account_id) == account_id)
    tx.connection.execute(delete(JoinRequestRow).where(*asked))
    add_member(tx, account_id, group_id, Role.MEMBER, agreement_version)
    return True


def add_member(
    tx: Transaction, account_id: UUID, group_id: UUID, role: Role, agreement_version: int | None = None
) -> None:
    """Write the account into the group."""
    moved = (
        update(GroupRow)
        .where(col(GroupRow.id) == group_id)
        .values(member_count=GroupRow.member_count + 1)
        .returning(col(GroupRow.post_count), col(GroupRow.agreement_version))
    )
    post_count, newest = tx.connection.execute(moved).one()
    tx.connection.execute(
        insert(MemberRow).values(
            group_id=group_id,
            account_id=account_id,
            role=role.value,
            joined_at=tx.now,
            # A newcomer finds a few posts waiting: hundreds would be no welcome, and none would say that all is quiet.
            read_sequence=max(0, post_count - limits.NEWCOMER_UNREAD),
            agreement_accepted=newest if agreement_version is None else min(agreement_version, newest),
        )
    )
    tell_account(tx, account_id, group_id)
    record_group_change(tx, group_id)


def drop_member(tx: Transaction, account_id: UUID, group_id: UUID) -> None:
    """Take the account out of the group."""
    tx.connection.execute(
        delete(MemberRow).where(col(MemberRow.group_id) == group_id, col(MemberRow.account_id) == account_id)
    )
    one_less = update(GroupRow).where(col(GroupRow.id) == group_id).values(member_count=GroupRow.member_count - 1)
    tx.connection.execute(one_less)
    tell_account(tx, account_id, group_id, follows=False)
    record_group_change(tx, group_id)


def delete_group(tx: Transaction, group_id: UUID) -> None:
    """Remove the group with everything in it."""
    member_ids = tx.connection.scalars(
        select(col(MemberRow.account_id)).where(col(MemberRow.group_id) == group_id).order_by(col(MemberRow.account_id))
    ).all()
    tx.connection.execute(delete(GroupRow).where(col(GroupRow.id) == group_id))  # the rest goes by cascade
    tx.erases = True
    for member_id in member_ids:
        tell_account(tx, member_id, group_id, follows=False)


def lock_member_count(tx: Transaction, group_id: UUID) -> int:
    """Return how many are in the group, which stays so until the commit."""
    count = select(col(GroupRow.member_count)).where(col(GroupRow.id) == group_id)
    return tx.connection.execute(count.with_for_update()).scalar_one()


def count_facilitators(tx: Transaction, group_id: UUID) -> int:
    """Return how many look after the group."""
    return tx.connection.execute(
        select(func.count())
        .select_from(MemberRow)
        .where(col(MemberRow.group_id) == group_id, col(MemberRow.role) == Role.FACILITATOR.value)
    ).scalar_one()


def list_facilitators(tx: Transaction, group_id: UUID) -> list[UUID]:
    """Return who looks after the group, in the order of their ids."""
    ids = (
        select(col(MemberRow.account_id))
        .where(col(MemberRow.group_id) == group_id, col(MemberRow.role) == Role.FACILITATOR.value)
        .order_by(col(MemberRow.account_id))
    )
    return list(tx.connection.scalars(ids))


def require_room_for_one_more(tx: Transaction, account_id: UUID) -> None:
    """Raise Refusal(too_many_groups) for an account that is in as many groups as one may be."""
    count = tx.connection.execute(
        select(func.count()).select_from(MemberRow).where(col(MemberRow.account_id) == account_id)
    ).scalar_one()
    if count >= limits.GROUPS_PER_ACCOUNT_MAX:
        raise Refusal(ProblemCode.TOO_MANY_GROUPS)


def list_group_ids(tx: Transaction, account_id: UUID) -> list[UUID]:
    """Return the account's groups, in one order everywhere, so that two transactions never wait for each other's."""
    ids = (
        select(col(MemberRow.group_id)).where(col(MemberRow.account_id) == account_id).order_by(col(MemberRow.group_id))
    )
    return list(tx.connection.scalars(ids))


def tell_account(tx: Transaction, account_id: UUID, group_id: UUID, *, follows: bool = True) -> None:
    """Let the account's devices hear that what is its own of a group changed; `follows` is whether it is in it."""
    moved = (
        update(AccountRow)
        .where(col(AccountRow.id) == account_id)
        .values(groups_revision=AccountRow.groups_revision + 1)
        .returning(col(AccountRow.groups_revision))
    )
    revision = tx.connection.execute(moved).scalar_one()
    tx.announce(MembershipChanged(account_id, group_id, follows, revision))
