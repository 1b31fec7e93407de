"""Routes of the vault."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api_client.wire import limits, vault_photos
from api_client.wire import vault as wire
from server.answers import BASE, answer, no_content, packed_answer
from server.routing import Route
from server.schema import COUNTER_MAX
from server.sign_in import SignedIn
from server.vault import photos, service

router = APIRouter(prefix=f"{BASE}/vault", route_class=Route)


@router.post("/push", operation_id="vault.push_records", response_model=wire.PushAnswer)
async def push_records(caller: SignedIn, body: wire.PushRecords) -> Response:
    """Store sealed records."""
    return answer(await caller.write(service.push_records, body))


@router.get("/changes", operation_id="vault.list_changes", response_model=wire.VaultChanges)
async def list_changes(
    request: Request,
    caller: SignedIn,
    epoch: UUID | None = None,
    after: Annotated[int, Query(ge=0, le=COUNTER_MAX)] = 0,
    limit: Annotated[int, Query(ge=1, le=limits.CHANGES_PAGE_MAX)] = limits.CHANGES_PAGE_MAX,
) -> Response:
    """Give the records that changed after a cursor."""
    return await packed_answer(request, await caller.read(service.list_changes, epoch, after, limit))


@router.get("/digest", operation_id="vault.get_digest", response_model=wire.VaultDigest)
async def get_digest(caller: SignedIn) -> Response:
    """Give count and sum to check a finished sync by."""
    return answer(await caller.read(service.get_digest))


@router.put("/photos/{photo_id}", operation_id="vault.put_photo", status_code=204)
async def put_photo(caller: SignedIn, photo_id: UUID, body: vault_photos.PutSealedPhoto) -> Response:
    """Keep a sealed photo; one that is here already stays as it is."""
    await caller.write(photos.put_photo, photo_id, body)
    return no_content()


@router.get("/photos/{photo_id}", operation_id="vault.get_photo", response_model=vault_photos.SealedPhoto)
async def get_photo(request: Request, caller: SignedIn, photo_id: UUID) -> Response:
    """Give a sealed photo."""
    return await packed_answer(request, await caller.read(photos.get_photo, photo_id))


@router.delete("/photos/{photo_id}", operation_id="vault.remove_photo", status_code=204)
async def remove_photo(
    caller: SignedIn, photo_id: UUID, epoch: UUID, revision: Annotated[int, Query(ge=0, le=COUNTER_MAX)]
) -> Response:
    """Remove a sealed photo that no record names, if the vault still stands at this revision."""
    await caller.write(photos.remove_photo, photo_id, epoch, revision)
    return no_content()


@router.get("/photos", operation_id="vault.list_photos", response_model=vault_photos.KeptPhotos)
async def list_photos(
    caller: SignedIn,
    after: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=limits.CHANGES_PAGE_MAX)] = limits.CHANGES_PAGE_MAX,
) -> Response:
    """Say which sealed photos are kept, by their ids."""
    return answer(await caller.read(photos.list_photos, after, limit))
