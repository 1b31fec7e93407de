"""What a screen asks of posts that only the host can answer, and that this device does not keep."""

from collections.abc import Callable
from uuid import UUID

from api_client.client import ApiClient
from api_client.errors import Unauthorized
from api_client.wire.feed import Author, PostVersion, SearchPage, UnmaskPost


class FeedCalls:
    """Calls that wait for the network; each raises an ApiError."""

    def __init__(self, get_client: Callable[[], ApiClient | None]) -> None:
        self._get_client = get_client

    async def search(self, group_id: UUID | None, words: str, before: str | None = None) -> SearchPage:
        """Return a page of what holds `words` in one group, in all of one's groups when it is None."""
        client = self._client()
        if group_id is None:
            return await client.feed.search_all(q=words, before=before)
        return await client.feed.search_posts(group_id, q=words, before=before)

    async def list_versions(self, group_id: UUID, post_id: UUID) -> tuple[PostVersion, ...]:
        """Return what a post said before its changes, newest first."""
        return (await self._client().feed.list_versions(group_id, post_id)).versions

    async def unmask(self, group_id: UUID, post_id: UUID, reason: str) -> Author:
        """Look behind an alias; the host writes it down with the reason."""
        return await self._client().feed.unmask_post(group_id, post_id, UnmaskPost(reason=reason))

    def _client(self) -> ApiClient:
        client = self._get_client()
        if client is None:
            raise Unauthorized("signed out")
        return client
