"""Mutual aid: the board, who waits, thanks, what is kept, greetings."""

from uuid import UUID

from api_client.connection import Connection
from api_client.wire import limits
from api_client.wire.aid import (
    Answered,
    BoardPage,
    GratitudePage,
    Newcomers,
    Ripples,
    Thank,
    ThanksPage,
    WaitingPosts,
)


class Aid:
    """What members do for each other."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def list_board(self, *, after: str | None = None, limit: int = limits.PAGE_DEFAULT) -> BoardPage:
        """Return one page of the open asks and offers of all one's groups, what ends first at the top."""
        query = {"after": after, "limit": limit}
        return await self._connection.send("GET", "/board", query=query, answer=BoardPage)

    async def list_thanks(self, *, before: str | None = None, limit: int = limits.PAGE_DEFAULT) -> ThanksPage:
        """Return one page of what one was thanked for, newest first."""
        query = {"before": before, "limit": limit}
        return await self._connection.send("GET", "/thanks", query=query, answer=ThanksPage)

    async def list_ripples(self) -> Ripples:
        """Return which of one's own cards and stories a few people or more kept this month."""
        return await self._connection.send("GET", "/ripples", answer=Ripples)

    async def thank(self, group_id: UUID, post_id: UUID, request: Thank) -> None:
        """Thank a helper in private; the same request again is the same thank-you."""
        await self._connection.send("POST", f"/groups/{group_id}/posts/{post_id}/thanks", request)

    async def keep_post(self, group_id: UUID, post_id: UUID) -> None:
        """Note that one keeps a post; its writer hears a range, and never who."""
        await self._connection.send("PUT", f"/groups/{group_id}/posts/{post_id}/kept")

    async def unkeep_post(self, group_id: UUID, post_id: UUID) -> None:
        """Keep a post no more."""
        await self._connection.send("DELETE", f"/groups/{group_id}/posts/{post_id}/kept")

    async def list_waiting(self, group_id: UUID) -> WaitingPosts:
        """Return the posts that wait for an answer; for who can listen and who looks after the group."""
        return await self._connection.send("GET", f"/groups/{group_id}/waiting", answer=WaitingPosts)

    async def get_answered(self, group_id: UUID) -> Answered:
        """Return how soon the group answers; for who looks after it."""
        return await self._connection.send("GET", f"/groups/{group_id}/answered", answer=Answered)

    async def get_gratitude(self, group_id: UUID, *, month: str | None = None) -> GratitudePage:
        """Return the words of thanks of a month such as `2026-11`, without names."""
        path = f"/groups/{group_id}/gratitude"
        return await self._connection.send("GET", path, query={"month": month}, answer=GratitudePage)

    async def list_newcomers(self, group_id: UUID) -> Newcomers:
        """Return who waits for a hello, and whether one greets here."""
        return await self._connection.send("GET", f"/groups/{group_id}/newcomers", answer=Newcomers)

    async def greet_member(self, group_id: UUID, account_id: UUID) -> None:
        """Say hello to somebody who joined."""
        await self._connection.send("PUT", f"/groups/{group_id}/members/{account_id}/greeting")

    async def start_greeting(self, group_id: UUID) -> None:
        """Volunteer to greet whoever joins."""
        await self._connection.send("PUT", f"/groups/{group_id}/greeter")

    async def stop_greeting(self, group_id: UUID) -> None:
        """Greet no more."""
        await self._connection.send("DELETE", f"/groups/{group_id}/greeter")
