"""Reports of a group, what its facilitators did, and the people one keeps apart from oneself."""

from uuid import UUID

from api_client.connection import Connection
from api_client.wire import limits
from api_client.wire.feed import Post
from api_client.wire.moderation import (
    ActList,
    BlockList,
    CreateReport,
    NotePost,
    OwnReport,
    OwnReportList,
    ReportList,
    ResolveReport,
)


class Moderation:
    """Telling a facilitator, and keeping people apart."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def create_report(self, group_id: UUID, request: CreateReport) -> OwnReport:
        """Tell the facilitators about a post, a reply or a member; the same request again is the same report."""
        return await self._connection.send("POST", f"/groups/{group_id}/reports", request, answer=OwnReport)

    async def list_reports(self, group_id: UUID) -> ReportList:
        """Return the reports of a group, for its facilitators."""
        return await self._connection.send("GET", f"/groups/{group_id}/reports", answer=ReportList)

    async def resolve_report(self, group_id: UUID, report_id: UUID, request: ResolveReport) -> None:
        """Say what was done about a report; saying it again changes nothing."""
        await self._connection.send("POST", f"/groups/{group_id}/reports/{report_id}/resolution", request)

    async def list_own_reports(self) -> OwnReportList:
        """Return the account's own reports with what came of them."""
        return await self._connection.send("GET", "/reports", answer=OwnReportList)

    async def note_post(self, group_id: UUID, post_id: UUID, request: NotePost) -> Post:
        """Put a content note before somebody's post, as a facilitator."""
        path = f"/groups/{group_id}/posts/{post_id}/content-note"
        return await self._connection.send("PUT", path, request, answer=Post)

    async def list_acts(
        self, group_id: UUID, *, before: str | None = None, limit: int = limits.PAGE_DEFAULT
    ) -> ActList:
        """Return one page of what the facilitators of a group did, newest first."""
        query = {"before": before, "limit": limit}
        return await self._connection.send("GET", f"/groups/{group_id}/acts", query=query, answer=ActList)

    async def block(self, account_id: UUID) -> None:
        """Keep somebody apart, both ways; doing it again changes nothing."""
        await self._connection.send("PUT", f"/blocks/{account_id}")

    async def unblock(self, account_id: UUID) -> None:
        """Take a block back; taking it back again changes nothing."""
        await self._connection.send("DELETE", f"/blocks/{account_id}")

    async def list_blocks(self) -> BlockList:
        """Return whom the account blocked."""
        return await self._connection.send("GET", "/blocks", answer=BlockList)
