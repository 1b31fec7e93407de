"""Routes of groups."""

from typing import Annotated, NoReturn
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from api_client.wire import groups as wire
from api_client.wire import limits
from api_client.wire.errors import ProblemCode
from server.answers import BASE, answer, no_content
from server.errors import Refusal
from server.groups import invites, members, service
from server.routing import Route
from server.sign_in import Caller, SignedIn

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


@router.get("/invites/{join_code}", operation_id="groups.preview_invite", response_model=wire.InvitePreview)
async def preview_invite(caller: SignedIn, join_code: wire.JoinCode) -> Response:
    """Show a group to somebody with its code."""
    preview = await caller.read(invites.preview_invite, caller.host.limits, join_code, caller.address)
    return answer(preview or await _refuse_code(caller))


@router.post("/groups/join", operation_id="groups.join_group", response_model=wire.Membership)
async def join_group(caller: SignedIn, body: wire.JoinGroup) -> Response:
    """Join with a code."""
    group_id = await caller.write(invites.join_by_code, caller.host.limits, body, caller.address)
    return answer(await caller.read(service.get_membership, group_id or await _refuse_code(caller)))


@router.delete("/groups/{group_id}/membership", operation_id="groups.leave_group", status_code=204)
async def leave_group(caller: SignedIn, group_id: UUID) -> Response:
    """Leave a group."""
    await caller.write(service.leave_group, group_id)
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
    await caller.write(members.remove_member, group_id, account_id)
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


async def _refuse_code(caller: Caller) -> NoReturn:
    """Count a wrong code and refuse it."""
    await caller.write(invites.count_wrong_code, caller.host.limits, caller.address)
    raise Refusal(ProblemCode.JOIN_CODE_UNKNOWN)
