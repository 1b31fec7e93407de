"""Posts, replies and reactions of one group."""

from uuid import UUID

from api_client.connection import Connection
from api_client.wire import limits
from api_client.wire.feed import (
    CreatePost,
    CreateReply,
    Need,
    Post,
    PostKind,
    PostPage,
    PostVersions,
    ReactionKind,
    Reply,
    ReplyPage,
    UpdatePost,
    UpdateReply,
)


class Feed:
    """What members of a group write to each other."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def list_posts(
        self,
        group_id: UUID,
        *,
        before: str | None = None,
        kind: PostKind | None = None,
        need: Need | None = None,
        limit: int = limits.PAGE_DEFAULT,
    ) -> PostPage:
        """Return one page of posts, newest first; `before` is the cursor of the page before."""
        query = {"before": before, "kind": kind, "need": need, "limit": limit}
        return await self._connection.send("GET", f"/groups/{group_id}/posts", query=query, answer=PostPage)

    async def create_post(self, group_id: UUID, request: CreatePost) -> Post:
        """Write a post; the same request again is the same post."""
        return await self._connection.send("POST", f"/groups/{group_id}/posts", request, answer=Post)

    async def get_post(self, group_id: UUID, post_id: UUID) -> Post:
        """Return one post."""
        return await self._connection.send("GET", f"/groups/{group_id}/posts/{post_id}", answer=Post)

    async def update_post(self, group_id: UUID, post_id: UUID, request: UpdatePost) -> Post:
        """Change one's own post; a Conflict says that it was changed elsewhere meanwhile."""
        return await self._connection.send("PATCH", f"/groups/{group_id}/posts/{post_id}", request, answer=Post)

    async def remove_post(self, group_id: UUID, post_id: UUID) -> None:
        """Remove a post and its replies; removing again changes nothing."""
        await self._connection.send("DELETE", f"/groups/{group_id}/posts/{post_id}")

    async def list_versions(self, group_id: UUID, post_id: UUID) -> PostVersions:
        """Return what a post said before its changes, newest first; for its writer and the facilitators."""
        return await self._connection.send("GET", f"/groups/{group_id}/posts/{post_id}/versions", answer=PostVersions)

    async def list_replies(
        self, group_id: UUID, post_id: UUID, *, after: str | None = None, limit: int = limits.PAGE_DEFAULT
    ) -> ReplyPage:
        """Return one page of replies, oldest first; `after` is the cursor of the page before."""
        query = {"after": after, "limit": limit}
        path = f"/groups/{group_id}/posts/{post_id}/replies"
        return await self._connection.send("GET", path, query=query, answer=ReplyPage)

    async def create_reply(self, group_id: UUID, post_id: UUID, request: CreateReply) -> Reply:
        """Answer a post; the same request again is the same reply."""
        path = f"/groups/{group_id}/posts/{post_id}/replies"
        return await self._connection.send("POST", path, request, answer=Reply)

    async def update_reply(self, group_id: UUID, post_id: UUID, reply_id: UUID, request: UpdateReply) -> Reply:
        """Change one's own reply; a Conflict says that it was changed elsewhere meanwhile."""
        path = f"/groups/{group_id}/posts/{post_id}/replies/{reply_id}"
        return await self._connection.send("PATCH", path, request, answer=Reply)

    async def remove_reply(self, group_id: UUID, post_id: UUID, reply_id: UUID) -> None:
        """Remove a reply; removing again changes nothing."""
        await self._connection.send("DELETE", f"/groups/{group_id}/posts/{post_id}/replies/{reply_id}")

    async def set_reaction(self, group_id: UUID, post_id: UUID, kind: ReactionKind) -> None:
        """React to a post; reacting again changes nothing."""
        await self._connection.send("PUT", f"/groups/{group_id}/posts/{post_id}/reactions/{kind}")

    async def remove_reaction(self, group_id: UUID, post_id: UUID, kind: ReactionKind) -> None:
        """Take a reaction back; taking it back again changes nothing."""
        await self._connection.send("DELETE", f"/groups/{group_id}/posts/{post_id}/reactions/{kind}")
