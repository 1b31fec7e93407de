"""What anyone may ask a host."""

from api_client.connection import Connection
from api_client.wire.host import About


class Host:
    """The host itself."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get_about(self) -> About:
        """Return the host's name, rules and versions."""
        return await self._connection.send("GET", "/about", answer=About)
