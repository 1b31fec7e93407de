"""What a member does with groups. Starting and leaving are stored here and sent when there is a way; joining asks the
host, because only the host knows a code."""

from typing import TYPE_CHECKING
from uuid import UUID

from api_client.wire.groups import CreateGroup, Role, SetRole
from api_client.wire.model import WireRequest

if TYPE_CHECKING:
    from mobile.services import Services


async def create_group(services: "Services", request: CreateGroup, refused_id: int | None = None) -> None:
    """Start a group; `refused_id` names the stored call that the host did not accept and this one replaces."""
    if refused_id is None:
        await services.outbox.add("groups.create_group", {}, request, subject=f"group:{request.id}")
    else:
        await services.outbox.replace(refused_id, request)
    services.sync.nudge()


async def leave_group(services: "Services", group_id: UUID) -> None:
    """Leave a group."""
    await _store(services, "groups.leave_group", group_id)


async def remove_group(services: "Services", group_id: UUID) -> None:
    """Remove a group for everyone, with all that is in it."""
    await _store(services, "groups.remove_group", group_id)


async def remove_member(services: "Services", group_id: UUID, account_id: UUID) -> None:
    """Take a member out of a group."""
    await _store(services, "groups.remove_member", group_id, account_id=str(account_id))


async def set_role(services: "Services", group_id: UUID, account_id: UUID, role: Role) -> None:
    """Let another member look after the group too, or step back oneself."""
    await _store(services, "groups.set_role", group_id, SetRole(role=role), account_id=str(account_id))


async def discard(services: "Services", mutation_id: int) -> None:
    """Give up something that was not accepted."""
    await services.outbox.discard(mutation_id)


async def _store(
    services: "Services", operation: str, group_id: UUID, request: WireRequest | None = None, **more: str
) -> None:
    arguments = {"group_id": str(group_id), **more}
    await services.outbox.add(operation, arguments, request, subject=f"group:{group_id}")
    services.sync.nudge()
