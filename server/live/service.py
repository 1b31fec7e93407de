"""Where every scope of an account stands."""

from uuid import UUID

from sqlmodel import bindparam, col, select

from api_client.wire import live as wire
from server.statements import fast
from server.tables import AccountRow, GroupRow, HostRow, MemberRow
from server.transaction import Transaction

_get_heads = fast(
    select(AccountRow.revision, AccountRow.groups_revision, AccountRow.notices_revision).where(
        col(AccountRow.id) == bindparam("of")
    )
)
_get_epoch = fast(select(HostRow.epoch))
_list_groups = fast(
    select(GroupRow.id, GroupRow.revision)
    .join(MemberRow, col(MemberRow.group_id) == col(GroupRow.id))
    .where(MemberRow.account_id == bindparam("of"))
)


def list_group_ids(tx: Transaction, account_id: UUID) -> list[UUID]:
    """Return the groups whose hints the account may hear."""
    return [group_id for group_id, _ in _list_groups.all(tx, of=account_id)]


def check_scopes(tx: Transaction, account_id: UUID, request: wire.CheckScopes) -> wire.BehindScopes:
    """Return the scopes that do not stand where the device says, and those that are not the account's to read.

    A head below the device's cursor counts as moved too: the host was restored, and the pull will say so.
    """
    (epoch,) = _get_epoch.one(tx)
    revision, groups_revision, notices_revision = _get_heads.one(tx, of=account_id)
    heads = {wire.VAULT_SCOPE: revision, wire.ACCOUNT_SCOPE: groups_revision, wire.NOTICES_SCOPE: notices_revision}
    heads |= {f"{wire.GROUP_SCOPE}{group_id}": head for group_id, head in _list_groups.all(tx, of=account_id)}
    return wire.BehindScopes(
        behind=tuple(
            wire.Hint(scope=scope, cursor=heads[scope])
            for scope, cursor in request.scopes.items()
            if scope in heads and heads[scope] != cursor
        ),
        ended=tuple(scope for scope in request.scopes if scope not in heads),
        epoch=epoch,
    )
