"""The bytes of photos."""

from uuid import UUID

from api_client.connection import Connection
from api_client.wire.photos import PhotoContent


class Photos:
    """Photos of the account's groups. They are given with what they belong to, so there is nothing here but reading."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get_photo(self, group_id: UUID, photo_id: UUID) -> PhotoContent:
        """Return the bytes of a photo; Rejected(not_found) when it is gone, or stands in what the account does not
        see."""
        return await self._connection.send("GET", f"/groups/{group_id}/photos/{photo_id}", answer=PhotoContent)
