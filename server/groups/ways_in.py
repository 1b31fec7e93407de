"""Routes of the ways into a group: the list of groups, asking to be let in, invites."""

from typing import Annotated, NoReturn
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from api_client.wire import directory as directory_wire
from api_client.wire import groups as wire
from api_client.wire import invites as invites_wire
from api_client.wire import limits
from api_client.wire.errors import ProblemCode
from server.answers import BASE, answer, no_content
from server.errors import Refusal
from server.groups import directory, invites, requests, service
from server.routing import Route
from server.sign_in import Caller, SignedIn

router = APIRouter(prefix=BASE, route_class=Route)


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


@router.get("/groups/{group_id}/invites", operation_id="groups.list_invites", response_model=invites_wire.InviteList)
async def list_invites(caller: SignedIn, group_id: UUID) -> Response:
    """List the invites of a group that can still be used."""
    return answer(await caller.read(invites.list_invites, group_id))


@router.post(
    "/groups/{group_id}/invites",
    operation_id="groups.create_invite",
    status_code=201,
    response_model=invites_wire.Invite,
)
async def create_invite(caller: SignedIn, group_id: UUID, body: invites_wire.CreateInvite) -> Response:
    """Make an invite."""
    invite, is_new = await caller.write(invites.create_invite, group_id, body)
    return answer(invite, 201 if is_new else 200)


@router.delete("/groups/{group_id}/invites/{invite_id}", operation_id="groups.revoke_invite", status_code=204)
async def revoke_invite(caller: SignedIn, group_id: UUID, invite_id: UUID) -> Response:
    """End an invite."""
    await caller.write(invites.revoke_invite, group_id, invite_id)
    return no_content()


@router.get("/directory", operation_id="groups.list_directory", response_model=directory_wire.DirectoryPage)
async def list_directory(
    caller: SignedIn,
    after: str | None = None,
    limit: Annotated[int, Query(ge=1, le=limits.PAGE_MAX)] = limits.PAGE_DEFAULT,
) -> Response:
    """List the groups that let themselves be found."""
    exists = caller.host.settings.listing
    return answer(await caller.read(directory.list_directory, exists, after, limit))


@router.post("/groups/{group_id}/join", operation_id="groups.join_listed", response_model=wire.Membership)
async def join_listed(caller: SignedIn, group_id: UUID, body: directory_wire.JoinListed) -> Response:
    """Come into an open group."""
    return answer(await caller.write(directory.join_listed, group_id, caller.host.settings.listing, body))


@router.get("/requests", operation_id="groups.list_own_requests", response_model=directory_wire.OwnRequestList)
async def list_own_requests(caller: SignedIn) -> Response:
    """List where the account waits to be let in."""
    return answer(await caller.read(requests.list_own_requests))


@router.put("/groups/{group_id}/request", operation_id="groups.ask_to_join", status_code=204)
async def ask_to_join(caller: SignedIn, group_id: UUID, body: directory_wire.AskToJoin) -> Response:
    """Ask to be let in."""
    await caller.write(requests.ask_to_join, group_id, caller.host.settings.listing, body)
    return no_content()


@router.delete("/groups/{group_id}/request", operation_id="groups.withdraw_request", status_code=204)
async def withdraw_request(caller: SignedIn, group_id: UUID) -> Response:
    """Ask no longer."""
    await caller.write(requests.withdraw_request, group_id)
    return no_content()


@router.get(
    "/groups/{group_id}/requests", operation_id="groups.list_requests", response_model=directory_wire.JoinRequestList
)
async def list_requests(caller: SignedIn, group_id: UUID) -> Response:
    """List who waits to be let in."""
    return answer(await caller.read(requests.list_requests, group_id))


@router.put("/groups/{group_id}/requests/{account_id}", operation_id="groups.answer_request", status_code=204)
async def answer_request(
    caller: SignedIn, group_id: UUID, account_id: UUID, body: directory_wire.AnswerRequest
) -> Response:
    """Let somebody in, or decline."""
    await caller.write(requests.answer_request, group_id, account_id, body)
    return no_content()


async def _refuse_code(caller: Caller) -> NoReturn:
    """Count a wrong code and refuse it."""
    await caller.write(invites.count_wrong_code, caller.host.limits, caller.address)
    raise Refusal(ProblemCode.JOIN_CODE_UNKNOWN)
