"""Groups: starting, joining and leaving them, who is in them, and what changed."""

from uuid import UUID

from api_client.connection import Connection
from api_client.wire import limits
from api_client.wire.directory import (
    AnswerRequest,
    AskToJoin,
    DirectoryPage,
    JoinListed,
    JoinRequestList,
    OwnRequestList,
)
from api_client.wire.groups import (
    AcceptAgreement,
    CreateGroup,
    Group,
    GroupChanges,
    InvitePreview,
    JoinGroup,
    MarkRead,
    MemberList,
    Membership,
    MembershipList,
    SetRole,
    UpdateGroup,
    normalize_join_code,
)
from api_client.wire.invites import CreateInvite, Invite, InviteList


class Groups:
    """The groups of the account."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def create_group(self, request: CreateGroup) -> Membership:
        """Start a group; the same request again is the same group."""
        return await self._connection.send("POST", "/groups", request, answer=Membership)

    async def list_groups(self) -> MembershipList:
        """Return every group of the account, by name."""
        return await self._connection.send("GET", "/groups", answer=MembershipList)

    async def preview_invite(self, join_code: str) -> InvitePreview:
        """Return what a code, as typed or as a link, leads to."""
        code = normalize_join_code(join_code)
        # What can be no code must not become another path: the host is asked for one that it surely does not know.
        path = f"/invites/{code if code.isascii() and code.isalnum() else '-'}"
        return await self._connection.send("GET", path, answer=InvitePreview)

    async def join_group(self, request: JoinGroup) -> Membership:
        """Join with a code; joining again changes nothing."""
        return await self._connection.send("POST", "/groups/join", request, answer=Membership)

    async def leave_group(self, group_id: UUID) -> None:
        """Leave; the last facilitator cannot while others are there, the last member takes the group along."""
        await self._connection.send("DELETE", f"/groups/{group_id}/membership")

    async def remove_group(self, group_id: UUID) -> None:
        """Remove a group with all that is in it."""
        await self._connection.send("DELETE", f"/groups/{group_id}")

    async def list_members(
        self, group_id: UUID, *, after: str | None = None, limit: int = limits.PAGE_MAX
    ) -> MemberList:
        """Return one page of members; `after` is the cursor of the page before."""
        query = {"after": after, "limit": limit}
        return await self._connection.send("GET", f"/groups/{group_id}/members", query=query, answer=MemberList)

    async def remove_member(self, group_id: UUID, account_id: UUID) -> None:
        """Remove a member from a group."""
        await self._connection.send("DELETE", f"/groups/{group_id}/members/{account_id}")

    async def set_role(self, group_id: UUID, account_id: UUID, request: SetRole) -> None:
        """Let another member look after the group too, or step back; the last one who does cannot."""
        await self._connection.send("PUT", f"/groups/{group_id}/members/{account_id}/role", request)

    async def list_changes(
        self, group_id: UUID, *, after: int = 0, limit: int = limits.CHANGES_PAGE_MAX
    ) -> GroupChanges:
        """Return what changed in a group after a cursor, oldest first."""
        query = {"after": after, "limit": limit}
        return await self._connection.send("GET", f"/groups/{group_id}/changes", query=query, answer=GroupChanges)

    async def mark_read(self, group_id: UUID, request: MarkRead) -> None:
        """Move the read mark on; it never moves back."""
        await self._connection.send("PUT", f"/groups/{group_id}/read", request)

    async def update_group(self, group_id: UUID, request: UpdateGroup) -> Group:
        """Change a group's words and rules; the same change again is no conflict."""
        return await self._connection.send("PUT", f"/groups/{group_id}", request, answer=Group)

    async def accept_agreement(self, group_id: UUID, request: AcceptAgreement) -> None:
        """Agree to what the group agreed on."""
        await self._connection.send("PUT", f"/groups/{group_id}/agreement", request)

    async def archive_group(self, group_id: UUID) -> None:
        """Close a group for new words."""
        await self._connection.send("PUT", f"/groups/{group_id}/archive")

    async def unarchive_group(self, group_id: UUID) -> None:
        """Open a group for new words again."""
        await self._connection.send("DELETE", f"/groups/{group_id}/archive")

    async def list_invites(self, group_id: UUID) -> InviteList:
        """Return every invite of a group that can still be used, newest first."""
        return await self._connection.send("GET", f"/groups/{group_id}/invites", answer=InviteList)

    async def create_invite(self, group_id: UUID, request: CreateInvite) -> Invite:
        """Make a code; the same request again is the same invite."""
        return await self._connection.send("POST", f"/groups/{group_id}/invites", request, answer=Invite)

    async def revoke_invite(self, group_id: UUID, invite_id: UUID) -> None:
        """End an invite; one that is not there is fine too."""
        await self._connection.send("DELETE", f"/groups/{group_id}/invites/{invite_id}")

    async def list_directory(self, *, after: str | None = None, limit: int = limits.PAGE_DEFAULT) -> DirectoryPage:
        """Return one page of the groups that let themselves be found, newest first."""
        query = {"after": after, "limit": limit}
        return await self._connection.send("GET", "/directory", query=query, answer=DirectoryPage)

    async def join_listed(self, group_id: UUID, request: JoinListed) -> Membership:
        """Come into an open group; joining again changes nothing."""
        return await self._connection.send("POST", f"/groups/{group_id}/join", request, answer=Membership)

    async def ask_to_join(self, group_id: UUID, request: AskToJoin) -> None:
        """Ask to be let in; asking again changes the words."""
        await self._connection.send("PUT", f"/groups/{group_id}/request", request)

    async def withdraw_request(self, group_id: UUID) -> None:
        """Ask no longer."""
        await self._connection.send("DELETE", f"/groups/{group_id}/request")

    async def list_own_requests(self) -> OwnRequestList:
        """Return where the account waits to be let in."""
        return await self._connection.send("GET", "/requests", answer=OwnRequestList)

    async def list_requests(self, group_id: UUID) -> JoinRequestList:
        """Return who waits to be let into a group, for its facilitators."""
        return await self._connection.send("GET", f"/groups/{group_id}/requests", answer=JoinRequestList)

    async def answer_request(self, group_id: UUID, account_id: UUID, request: AnswerRequest) -> None:
        """Let somebody in, or decline without a word."""
        await self._connection.send("PUT", f"/groups/{group_id}/requests/{account_id}", request)
