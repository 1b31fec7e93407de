"""Routes of photos. They are given with what they belong to; here they are read."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from api_client.wire import photos as wire
from server.answers import BASE, packed_answer
from server.photos import service
from server.routing import Route
from server.sign_in import SignedIn

router = APIRouter(prefix=f"{BASE}/groups/{{group_id}}", route_class=Route)


@router.get("/photos/{photo_id}", operation_id="photos.get_photo", response_model=wire.PhotoContent)
async def get_photo(caller: SignedIn, request: Request, group_id: UUID, photo_id: UUID) -> Response:
    """Give the bytes of a photo."""
    # Packing takes back what base64 adds; a photo holds no secret beside words of others that its length could tell.
    return await packed_answer(request, await caller.read(service.get_photo, group_id, photo_id))
