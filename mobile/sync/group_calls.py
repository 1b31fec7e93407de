"""What a screen asks of groups that only the host can answer: everything else goes through the outbox or the cache."""

from collections.abc import Callable
from uuid import UUID

from sqlmodel import Session

from api_client.client import ApiClient
from api_client.errors import Unauthorized
from api_client.wire.directory import DirectoryPage, OwnRequest
from api_client.wire.groups import InvitePreview, JoinGroup, Membership
from mobile.storage.intake import Intake, extend_feed
from mobile.storage.tables import FeedRow
from mobile.sync.groups import pull_first_page, pull_members, pull_thread
from mobile.sync.local import Local
from mobile.sync.notices import note_seen
from mobile.sync.ways_in import keep_own_request, pull_invites, pull_own_requests, pull_profile, pull_requests


class GroupCalls:
    """Calls that wait for the network. Each raises an ApiError; what they bring is in the cache when they return.

    The replies of new posts come after that: `nudge` asks the engine for them.
    """

    def __init__(self, get_client: Callable[[], ApiClient | None], local: Local, nudge: Callable[[], None]) -> None:
        self._get_client = get_client
        self._local = local
        self._nudge = nudge

    async def preview(self, join_code: str) -> InvitePreview:
        """Return what a code, as typed or as a link, leads to."""
        return await self._client().groups.preview_invite(join_code)

    async def join(self, join_code: str, agreement_version: int | None = None) -> Membership:
        """Join with a code, accepting the agreement that was on the screen, and read the newest page, so that the group
        can be opened at once."""
        client = self._client()
        request = JoinGroup(join_code=join_code, agreement_version=agreement_version)
        membership = await client.groups.join_group(request)
        await self._local.database.write(await self._local.prepare(Intake(memberships=[membership])))
        await pull_first_page(client, self._local, membership)
        self._nudge()
        return membership

    async def load_older(self, group_id: UUID) -> bool:
        """Read the page before the oldest one here; return whether there is more."""
        client, local = self._client(), self._local
        feed = await local.database.read(lambda session: session.get(FeedRow, group_id))
        if feed is None or feed.history is None:
            return False
        page = await client.feed.list_posts(group_id, before=feed.history)
        intake = Intake(posts=list(page.posts), my_reactions=page.my_reactions, mine=page.mine)
        change = await local.prepare(intake)

        def write(session: Session) -> None:
            change(session)
            extend_feed(session, group_id, page)

        await local.database.write(write)
        local.group_changed(group_id)
        self._nudge()
        return page.more

    async def load_thread(self, group_id: UUID, post_id: UUID) -> None:
        """Read every reply to a post, if not all are here; what was told of it is then no news any more."""
        if await note_seen(self._local, post_id):
            self._nudge()
        cached = await self._local.cache.get_post(group_id, post_id)
        if cached is None or not cached.replies_whole:
            client = self._client()
            if cached is None:
                post = await client.feed.get_post(group_id, post_id)
                await self._local.database.write(await self._local.prepare(Intake(posts=[post])))
            await pull_thread(client, self._local, group_id, post_id)

    async def load_members(self, group_id: UUID) -> None:
        """Read who is in a group."""
        await pull_members(self._client(), self._local, group_id)

    async def list_directory(self, after: str | None = None) -> DirectoryPage:
        """Return one page of the groups that let themselves be found."""
        return await self._client().groups.list_directory(after=after)

    async def load_invites(self, group_id: UUID) -> None:
        """Read the invites of a group."""
        await pull_invites(self._client(), self._local, group_id)

    async def load_requests(self, group_id: UUID) -> None:
        """Read who waits to be let into a group, where the member may answer."""
        client, membership = self._client(), await self._local.cache.get_membership(group_id)
        if membership is not None:
            await pull_requests(client, self._local, membership)

    async def load_own_requests(self) -> None:
        """Read where the member waits to be let in."""
        await pull_own_requests(self._client(), self._local)

    async def note_request(self, request: OwnRequest) -> None:
        """Remember on this device where the member waits; the host is told by the outbox."""
        await keep_own_request(self._local, request)

    async def load_profile(self) -> None:
        """Read what the member says of themselves."""
        await pull_profile(self._client(), self._local)

    def _client(self) -> ApiClient:
        client = self._get_client()
        if client is None:
            raise Unauthorized("signed out")
        return client
