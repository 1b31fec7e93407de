"""What members say of themselves, and whether they can listen today."""

from uuid import UUID

from api_client.connection import Connection
from api_client.wire.profiles import OwnProfile, SetCapacity, SetProfile


class Profiles:
    """The account's own profile."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get_profile(self) -> OwnProfile:
        """Return what the account says of itself, everywhere and in single groups."""
        return await self._connection.send("GET", "/profile", answer=OwnProfile)

    async def set_profile(self, request: SetProfile) -> None:
        """Say who one is in every group that has no words of its own."""
        await self._connection.send("PUT", "/profile", request)

    async def set_group_profile(self, group_id: UUID, request: SetProfile) -> None:
        """Say who one is in one group."""
        await self._connection.send("PUT", f"/groups/{group_id}/profile", request)

    async def remove_group_profile(self, group_id: UUID) -> None:
        """Be in one group who one is everywhere."""
        await self._connection.send("DELETE", f"/groups/{group_id}/profile")

    async def set_capacity(self, request: SetCapacity) -> None:
        """Say until the end of the day whether one can listen."""
        await self._connection.send("PUT", "/capacity", request)
