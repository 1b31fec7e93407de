"""Routes of reports, of the log of acts, and of blocks."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from api_client.wire import limits
from api_client.wire import moderation as wire
from server.answers import BASE, answer, no_content
from server.moderation import blocking, reports, resolving
from server.routing import Route
from server.sign_in import SignedIn

router = APIRouter(prefix=BASE, route_class=Route)
_GROUP = "/groups/{group_id}"


@router.post(
    f"{_GROUP}/reports", operation_id="moderation.create_report", status_code=201, response_model=wire.OwnReport
)
async def create_report(caller: SignedIn, group_id: UUID, body: wire.CreateReport) -> Response:
    """Tell the facilitators about something."""
    report, is_new = await caller.write(reports.create_report, group_id, body)
    return answer(report, 201 if is_new else 200)


@router.get(f"{_GROUP}/reports", operation_id="moderation.list_reports", response_model=wire.ReportList)
async def list_reports(caller: SignedIn, group_id: UUID) -> Response:
    """Give the reports of a group to its facilitators."""
    return answer(await caller.read(resolving.list_reports, group_id))


@router.post(f"{_GROUP}/reports/{{report_id}}/resolution", operation_id="moderation.resolve_report", status_code=204)
async def resolve_report(caller: SignedIn, group_id: UUID, report_id: UUID, body: wire.ResolveReport) -> Response:
    """Close a report."""
    await caller.write(resolving.resolve_report, group_id, report_id, body)
    return no_content()


@router.get("/reports", operation_id="moderation.list_own_reports", response_model=wire.OwnReportList)
async def list_own_reports(caller: SignedIn) -> Response:
    """Give the account its own reports."""
    return answer(await caller.read(reports.list_own_reports))


@router.get(f"{_GROUP}/acts", operation_id="moderation.list_acts", response_model=wire.ActList)
async def list_acts(
    caller: SignedIn,
    group_id: UUID,
    before: str | None = None,
    limit: Annotated[int, Query(ge=1, le=limits.PAGE_MAX)] = limits.PAGE_DEFAULT,
) -> Response:
    """Give the log of what facilitators did to facilitators."""
    return answer(await caller.read(resolving.list_acts, group_id, before, limit))


@router.put("/blocks/{account_id}", operation_id="moderation.block", status_code=204)
async def block(caller: SignedIn, account_id: UUID) -> Response:
    """Keep somebody apart."""
    await caller.write(blocking.block, account_id)
    return no_content()


@router.delete("/blocks/{account_id}", operation_id="moderation.unblock", status_code=204)
async def unblock(caller: SignedIn, account_id: UUID) -> Response:
    """Take a block back."""
    await caller.write(blocking.unblock, account_id)
    return no_content()


@router.get("/blocks", operation_id="moderation.list_blocks", response_model=wire.BlockList)
async def list_blocks(caller: SignedIn) -> Response:
    """Give the account its own blocks."""
    return answer(await caller.read(blocking.list_blocks))
