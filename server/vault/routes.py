"""Routes of the vault."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api_client.wire import limits
from api_client.wire import vault as wire
from server.answers import BASE, answer, packed_answer
from server.routing import Route
from server.schema import COUNTER_MAX
from server.sign_in import SignedIn
from server.vault import service

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
