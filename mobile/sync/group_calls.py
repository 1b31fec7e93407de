"""What a screen asks of groups that only the host can answer: everything else goes through the outbox or the cache."""

from collections.abc import Callable
from uuid import UUID

from sqlmodel import Session

from api_client.client import ApiClient
from api_client.errors import Unauthorized
from api_client.wire.groups import InvitePreview, JoinGroup, Membership
from mobile.storage.intake import Intake, extend_feed
from mobile.storage.tables import FeedRow
from mobile.sync.groups import pull_first_page, pull_members, pull_thread
from mobile.sync.local import Local


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

    async def join(self, join_code: str) -> Membership:
        """Join with a code and read the newest page, so that the group can be opened at once."""
        client = self._client()
        membership = await client.groups.join_group(JoinGroup(join_code=join_code))
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
        """Read every reply to a post, if not all are here."""
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

    def _client(self) -> ApiClient:
        client = self._get_client()
        if client is None:
            raise Unauthorized("signed out")
        return client
