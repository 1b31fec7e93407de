"""Routes of what members say of themselves."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from api_client.wire import profiles as wire
from server.answers import BASE, answer, no_content
from server.groups import profiles
from server.routing import Route
from server.sign_in import SignedIn

router = APIRouter(prefix=BASE, route_class=Route)


@router.get("/profile", operation_id="profiles.get_profile", response_model=wire.OwnProfile)
async def get_profile(caller: SignedIn) -> Response:
    """Show the account's own profile."""
    return answer(await caller.read(profiles.get_profile))


@router.put("/profile", operation_id="profiles.set_profile", status_code=204)
async def set_profile(caller: SignedIn, body: wire.SetProfile) -> Response:
    """Say who one is."""
    await caller.write(profiles.set_profile, body)
    return no_content()


@router.put("/groups/{group_id}/profile", operation_id="profiles.set_group_profile", status_code=204)
async def set_group_profile(caller: SignedIn, group_id: UUID, body: wire.SetProfile) -> Response:
    """Say who one is in one group."""
    await caller.write(profiles.set_group_profile, group_id, body)
    return no_content()


@router.delete("/groups/{group_id}/profile", operation_id="profiles.remove_group_profile", status_code=204)
async def remove_group_profile(caller: SignedIn, group_id: UUID) -> Response:
    """Be in one group who one is everywhere."""
    await caller.write(profiles.remove_group_profile, group_id)
    return no_content()


@router.put("/capacity", operation_id="profiles.set_capacity", status_code=204)
async def set_capacity(caller: SignedIn, body: wire.SetCapacity) -> Response:
    """Say whether one can listen today."""
    await caller.write(profiles.set_capacity, body)
    return no_content()
