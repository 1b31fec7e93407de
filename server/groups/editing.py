"""Changing a group: its words, its rules, what its members agree on, and closing it for new words.

A changed agreement keeps the ones before it, so that each member sees what is new since the one they accepted. Who
changes it has accepted it by that.
"""

import json
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import col

from api_client.wire import groups as wire
from api_client.wire import limits
from api_client.wire.errors import ProblemCode
from api_client.wire.notices import NoticeKind
from server.change_log import record_group_change
from server.errors import Refusal
from server.groups.coming import tell_account
from server.groups.requests import admit_waiting
from server.membership import author_of, get_group, require_facilitator, require_member
from server.notify import notify
from server.tables import GroupRow, MemberRow
from server.transaction import Transaction

_WORDS = tuple(wire.UpdateGroup.model_fields.keys() - {"base_version"})


def update_group(tx: Transaction, account_id: UUID, group_id: UUID, request: wire.UpdateGroup) -> wire.Group:
    """Change the group as it was on the screen; the same change again is no conflict."""
    standing = require_facilitator(tx, account_id, group_id)
    tx.connection.execute(select(col(GroupRow.id)).where(col(GroupRow.id) == group_id).with_for_update())
    group = get_group(tx, group_id)
    if group.version == request.base_version + 1 and all(getattr(group, n) == getattr(request, n) for n in _WORDS):
        return group
    if group.version != request.base_version:
        raise Refusal(ProblemCode.VERSION_CONFLICT)
    changed = {
        "name": request.name,
        "description": request.description,
        "version": group.version + 1,
        "entry": request.entry.value,
        "listed": request.listed,
        "language": request.language,
        "members_invite": request.members_invite,
        "without_name_allowed": request.without_name_allowed,
        "picture": None if request.picture is None else request.picture.model_dump_json(),
        "quiet_hours": None if request.quiet_hours is None else request.quiet_hours.model_dump_json(),
    }
    is_another_agreement = request.agreement != group.agreement
    if is_another_agreement:
        changed |= _next_agreement(group, request.agreement)
    tx.connection.execute(update(GroupRow).where(col(GroupRow.id) == group_id).values(changed))
    if is_another_agreement:
        _accept(tx, account_id, group_id, group.agreement_version + 1)
    tx.erases = True  # the words before the change
    record_group_change(tx, group_id)
    if is_another_agreement and request.agreement:
        _tell_of_agreement(tx, account_id, group_id)
    if request.entry is wire.JoinPolicy.OPEN and group.entry is not wire.JoinPolicy.OPEN:
        admit_waiting(tx, account_id, group_id)
    return get_group(tx, group_id, standing)


def accept_agreement(tx: Transaction, account_id: UUID, group_id: UUID, request: wire.AcceptAgreement) -> None:
    """Agree to a version of the agreement; an older one than was accepted before changes nothing."""
    require_member(tx, account_id, group_id)
    _accept(tx, account_id, group_id, min(request.version, get_group(tx, group_id).agreement_version))


def set_archived(tx: Transaction, account_id: UUID, group_id: UUID, archived: bool) -> None:
    """Close the group for new words, or open it again; all in it stays to be read."""
    require_facilitator(tx, account_id, group_id)
    other = (col(GroupRow.id) == group_id, col(GroupRow.archived_at).is_(None) == archived)
    if tx.connection.execute(update(GroupRow).where(*other).values(archived_at=tx.now if archived else None)).rowcount:
        record_group_change(tx, group_id)


def _next_agreement(group: wire.Group, lines: tuple[str, ...]) -> dict[str, object]:
    before = wire.EarlierAgreement(version=group.agreement_version, lines=group.agreement)
    earlier = (*group.earlier_agreements, before)[-limits.AGREEMENTS_KEPT :]
    return {
        "agreement": json.dumps(lines),
        "agreement_version": group.agreement_version + 1,
        "earlier_agreements": json.dumps([one.model_dump(mode="json") for one in earlier]),
    }


def _tell_of_agreement(tx: Transaction, account_id: UUID, group_id: UUID) -> None:
    """Let every other member hear that there is another agreement to read."""
    others = (
        select(col(MemberRow.account_id))
        .where(col(MemberRow.group_id) == group_id, col(MemberRow.account_id) != account_id)
        .order_by(col(MemberRow.account_id))
    )
    actor = author_of(tx, account_id)
    for member_id in list(tx.connection.scalars(others)):
        notify(tx, member_id, NoticeKind.AGREEMENT_CHANGED, group_id, actor=actor)


def _accept(tx: Transaction, account_id: UUID, group_id: UUID, version: int) -> None:
    older = (
        col(MemberRow.group_id) == group_id,
        col(MemberRow.account_id) == account_id,
        col(MemberRow.agreement_accepted) < version,
    )
    if tx.connection.execute(update(MemberRow).where(*older).values(agreement_accepted=version)).rowcount:
        tell_account(tx, account_id, group_id)  # the account's other devices need not ask again
