"""What anyone may ask a host."""

from api_client.connection import Connection
from api_client.wire.crisis import HostCrisisLines
from api_client.wire.host import About
from api_client.wire.measures import HostMeasures


class Host:
    """The host itself."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get_about(self) -> About:
        """Return the host's name, rules and versions."""
        return await self._connection.send("GET", "/about", answer=About)

    async def get_crisis_lines(self, *, known: str | None = None) -> HostCrisisLines:
        """Return the crisis lines that the host keeps; with the tag of a list that is here, only whether it changed."""
        return await self._connection.send("GET", "/crisis-lines", query={"known": known}, answer=HostCrisisLines)

    async def get_measures(self, *, known: str | None = None) -> HostMeasures:
        """Return the check-in measures that the host adds; with the tag of those that are here, only whether they
        changed."""
        return await self._connection.send("GET", "/measures", query={"known": known}, answer=HostMeasures)
