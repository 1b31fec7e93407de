"""Posts, replies and reactions of one group."""

from uuid import UUID

from api_client.connection import Connection
from api_client.wire import limits
from api_client.wire.feed import (
    Author,
    CreatePost,
    CreateReply,
    Need,
    Post,
    PostKind,
    PostPage,
    PostVersions,
    RateStrategy,
    ReactionKind,
    Reply,
    ReplyPage,
    SearchPage,
    UnmaskPost,
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
        pinned: bool = False,
    ) -> PostPage:
        """Return one page of posts, newest first; `before` is the cursor of the page before, `pinned` asks for those
        alone that the group keeps on top."""
        query = {"before": before, "kind": kind, "need": need, "limit": limit, "pinned": "true" if pinned else None}
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

    async def search_posts(
        self, group_id: UUID, *, q: str, before: str | None = None, limit: int = limits.PAGE_DEFAULT
    ) -> SearchPage:
        """Return one page of what holds every word of `q` in a group, newest first; each as the beginning of a word,
        without case and accents."""
        query = {"q": q, "before": before, "limit": limit}
        return await self._connection.send("GET", f"/groups/{group_id}/search", query=query, answer=SearchPage)

    async def search_all(self, *, q: str, before: str | None = None, limit: int = limits.PAGE_DEFAULT) -> SearchPage:
        """Like `search_posts`, in all groups of the account."""
        query = {"q": q, "before": before, "limit": limit}
        return await self._connection.send("GET", "/search", query=query, answer=SearchPage)

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

    async def join_company(self, group_id: UUID, post_id: UUID) -> None:
        """Say "I'm here" to an ask or an offer; Rejected(no_room) when enough people are there."""
        await self._connection.send("PUT", f"/groups/{group_id}/posts/{post_id}/company")

    async def leave_company(self, group_id: UUID, post_id: UUID) -> None:
        """Take "I'm here" back."""
        await self._connection.send("DELETE", f"/groups/{group_id}/posts/{post_id}/company")

    async def promise_check(self, group_id: UUID, post_id: UUID) -> None:
        """Promise to ask tomorrow; Rejected(already_promised) when somebody else does."""
        await self._connection.send("PUT", f"/groups/{group_id}/posts/{post_id}/check")

    async def withdraw_check(self, group_id: UUID, post_id: UUID) -> None:
        """Take one's promise back."""
        await self._connection.send("DELETE", f"/groups/{group_id}/posts/{post_id}/check")

    async def close_post(self, group_id: UUID, post_id: UUID) -> None:
        """Say that one's own ask or offer is done."""
        await self._connection.send("PUT", f"/groups/{group_id}/posts/{post_id}/closed")

    async def reopen_post(self, group_id: UUID, post_id: UUID) -> None:
        """Open one's own ask or offer again."""
        await self._connection.send("DELETE", f"/groups/{group_id}/posts/{post_id}/closed")

    async def pin_post(self, group_id: UUID, post_id: UUID) -> None:
        """Keep a post on top of the group; for facilitators. Rejected(no_room) when enough stand there."""
        await self._connection.send("PUT", f"/groups/{group_id}/posts/{post_id}/pin")

    async def unpin_post(self, group_id: UUID, post_id: UUID) -> None:
        """Keep a post on top no longer; for facilitators."""
        await self._connection.send("DELETE", f"/groups/{group_id}/posts/{post_id}/pin")

    async def flag_link(self, group_id: UUID, post_id: UUID) -> None:
        """Say that a resource's link no longer works."""
        await self._connection.send("PUT", f"/groups/{group_id}/posts/{post_id}/link-flag")

    async def unflag_link(self, group_id: UUID, post_id: UUID) -> None:
        """Say that a resource's link works."""
        await self._connection.send("DELETE", f"/groups/{group_id}/posts/{post_id}/link-flag")

    async def rate_strategy(self, group_id: UUID, post_id: UUID, request: RateStrategy) -> None:
        """Say how a strategy was, to the host alone; saying it again replaces what was said."""
        await self._connection.send("PUT", f"/groups/{group_id}/posts/{post_id}/rating", request)

    async def unrate_strategy(self, group_id: UUID, post_id: UUID) -> None:
        """Take one's rating back."""
        await self._connection.send("DELETE", f"/groups/{group_id}/posts/{post_id}/rating")

    async def unmask_post(self, group_id: UUID, post_id: UUID, request: UnmaskPost) -> Author:
        """Look behind an alias; for facilitators, and written down with the reason."""
        return await self._connection.send("POST", f"/groups/{group_id}/posts/{post_id}/unmask", request, answer=Author)

    async def mark_helped(self, group_id: UUID, post_id: UUID, reply_id: UUID) -> None:
        """Say, as the writer of the post, that a reply helped."""
        await self._connection.send("PUT", f"/groups/{group_id}/posts/{post_id}/replies/{reply_id}/helped")

    async def unmark_helped(self, group_id: UUID, post_id: UUID, reply_id: UUID) -> None:
        """Say so no longer."""
        await self._connection.send("DELETE", f"/groups/{group_id}/posts/{post_id}/replies/{reply_id}/helped")
