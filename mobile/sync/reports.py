"""Pulling reports: those of groups that the member looks after, one's own, and what facilitators did. Each list is
short and comes whole, so it replaces what was here."""

from collections.abc import Callable, Sequence
from uuid import UUID

from sqlmodel import Session

from api_client.client import ApiClient
from api_client.errors import Rejected, Unauthorized
from api_client.wire.groups import Role
from api_client.wire.model import WireModel
from api_client.wire.moderation import Act, OwnReport, Report, ReportState, ResolveReport
from mobile.storage.outbox import Mutation
from mobile.storage.shared import SharedThing, clear_shared, prepare_shared
from mobile.sync.local import Local

REPORT, OWN_REPORT, ACT = "report", "own_report", "act"
SCOPE = "reports"  # the signal after which they may have changed


class ReportCalls:
    """What screens ask the host for; each raises an ApiError, and what it brings is on this device when it returns."""

    def __init__(self, get_client: Callable[[], ApiClient | None], local: Local) -> None:
        self._get_client = get_client
        self._local = local

    async def load_reports(self, group_id: UUID) -> None:
        """Read the reports of a group that the member looks after."""
        await pull_group_reports(self._client(), self._local, group_id)

    async def load_acts(self, group_id: UUID) -> None:
        """Read what the facilitators of a group did last."""
        page = await self._client().moderation.list_acts(group_id)
        await _replace(self._local, ACT, page.acts, group_id)

    async def load_own(self) -> None:
        """Read the member's own reports."""
        await pull_own_reports(self._client(), self._local)

    def _client(self) -> ApiClient:
        client = self._get_client()
        if client is None:
            raise Unauthorized("signed out")
        return client


async def pull_reports(client: ApiClient, local: Local) -> None:
    """Read the reports of every group that the member looks after, and one's own if there are any."""
    for membership in await local.cache.list_memberships():
        if membership.role is Role.FACILITATOR:
            await pull_group_reports(client, local, membership.group.id)
    if await local.shared.list(OWN_REPORT, OwnReport):
        await pull_own_reports(client, local)


async def pull_group_reports(client: ApiClient, local: Local, group_id: UUID) -> None:
    """Read the reports of one group; who does not look after it any more has none."""
    try:
        reports = (await client.moderation.list_reports(group_id)).reports
    except Rejected:
        reports = ()
    await _replace(local, REPORT, reports, group_id)


async def pull_own_reports(client: ApiClient, local: Local) -> None:
    """Read the member's own reports with what came of them."""
    await _replace(local, OWN_REPORT, (await client.moderation.list_own_reports()).reports, None)


async def prepare_settled_report(
    local: Local, mutation: Mutation, answer: WireModel | None
) -> Callable[[Session], None]:
    """Return what a settled call changes here, so that nothing falls back until the host's list comes again."""
    things: list[SharedThing] = []
    if isinstance(answer, OwnReport):
        things.append(SharedThing(OWN_REPORT, answer.id, answer))
    elif mutation.operation == "moderation.resolve_report":
        report = await local.shared.get(REPORT, UUID(mutation.arguments["report_id"]), Report)
        if report is not None:
            closed = resolved(report, mutation)
            things.append(SharedThing(REPORT, report.id, closed, -1, report.group_id))
    return await prepare_shared(local.keyring, things)


def resolved(report: Report, mutation: Mutation) -> Report:
    """Return the report as it is once a stored resolution has arrived."""
    request = mutation.request
    if not isinstance(request, ResolveReport):
        return report
    said = {"outcome": request.outcome, "outcome_words": request.words, "resolved_at": mutation.created_at}
    return report.model_copy(update={"state": ReportState.RESOLVED, **said})


async def _replace(local: Local, kind: str, models: Sequence[Report | OwnReport | Act], group_id: UUID | None) -> None:
    things = [
        SharedThing(kind, one.id, one, len(models) - place, group_id)  # in the order in which the host gave them
        for place, one in enumerate(models)
    ]
    write_all = await prepare_shared(local.keyring, things)

    def write(session: Session) -> None:
        clear_shared(session, kind, group_id=group_id)
        write_all(session)

    await local.database.write(write)
    local.signal.emit(SCOPE)
