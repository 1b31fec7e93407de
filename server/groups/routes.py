"""Routes of groups as a whole, their members and their rules."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from api_client.wire import groups as wire
from api_client.wire import limits
from server.answers import BASE, answer, no_content
from server.groups import editing, members, profile_routes, service, ways_in
from server.routing import Route
from server.sign_in import SignedIn

router = APIRouter(prefix=BASE, route_class=Route)


@router.post("/groups", operation_id="groups.create_group", status_code=201, response_model=wire.Membership)
async def create_group(caller: SignedIn, body: wire.CreateGroup) -> Response:
    """Start a group."""
    membership, is_new = await caller.write(service.create_group, body)
    return answer(membership, 201 if is_new else 200)


@router.get("/groups", operation_id="groups.list_groups", response_model=wire.MembershipList)
async def list_groups(caller: SignedIn) -> Response:
    """List the account's groups."""
    return answer(await caller.read(service.list_groups))


@router.delete("/groups/{group_id}/membership", operation_id="groups.leave_group", status_code=204)
async def leave_group(caller: SignedIn, group_id: UUID) -> Response:
    """Leave a group."""
    await caller.write(service.leave_group, group_id, caller.host.leaves)
    return no_content()


@router.delete("/groups/{group_id}", operation_id="groups.remove_group", status_code=204)
async def remove_group(caller: SignedIn, group_id: UUID) -> Response:
    """Remove a group with everything in it."""
    await caller.write(service.remove_group, group_id)
    return no_content()


@router.get("/groups/{group_id}/members", operation_id="groups.list_members", response_model=wire.MemberList)
async def list_members(
    caller: SignedIn,
    group_id: UUID,
    after: str | None = None,
    limit: Annotated[int, Query(ge=1, le=limits.PAGE_MAX)] = limits.PAGE_DEFAULT,
) -> Response:
    """List the members of a group."""
    return answer(await caller.read(members.list_members, group_id, after, limit))


@router.delete("/groups/{group_id}/members/{account_id}", operation_id="groups.remove_member", status_code=204)
async def remove_member(caller: SignedIn, group_id: UUID, account_id: UUID) -> Response:
    """Remove somebody from a group."""
    await caller.write(members.remove_member, group_id, account_id, caller.host.leaves)
    return no_content()


@router.put("/groups/{group_id}/members/{account_id}/role", operation_id="groups.set_role", status_code=204)
async def set_role(caller: SignedIn, group_id: UUID, account_id: UUID, body: wire.SetRole) -> Response:
    """Let somebody look after the group too, or step back."""
    await caller.write(members.set_role, group_id, account_id, body)
    return no_content()


@router.put("/groups/{group_id}/read", operation_id="groups.mark_read", status_code=204)
async def mark_read(caller: SignedIn, group_id: UUID, body: wire.MarkRead) -> Response:
    """Note up to where the group was read."""
    await caller.write(service.mark_read, group_id, body)
    return no_content()


@router.put("/groups/{group_id}", operation_id="groups.update_group", response_model=wire.Group)
async def update_group(caller: SignedIn, group_id: UUID, body: wire.UpdateGroup) -> Response:
    """Change a group's words and rules."""
    return answer(await caller.write(editing.update_group, group_id, body))


@router.put("/groups/{group_id}/agreement", operation_id="groups.accept_agreement", status_code=204)
async def accept_agreement(caller: SignedIn, group_id: UUID, body: wire.AcceptAgreement) -> Response:
    """Agree to what the group agreed on."""
    await caller.write(editing.accept_agreement, group_id, body)
    return no_content()


@router.put("/groups/{group_id}/archive", operation_id="groups.archive_group", status_code=204)
async def archive_group(caller: SignedIn, group_id: UUID) -> Response:
    """Close a group for new words."""
    await caller.write(editing.set_archived, group_id, True)
    return no_content()


@router.delete("/groups/{group_id}/archive", operation_id="groups.unarchive_group", status_code=204)
async def unarchive_group(caller: SignedIn, group_id: UUID) -> Response:
    """Open a group for new words again."""
    await caller.write(editing.set_archived, group_id, False)
    return no_content()


for more in (ways_in, profile_routes):
    router.routes.extend(more.router.routes)
