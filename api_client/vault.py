"""The vault: sealed records, pushed and pulled."""

from uuid import UUID

from api_client.connection import Connection
from api_client.wire import limits
from api_client.wire.vault import PushAnswer, PushRecords, VaultChanges, VaultDigest


class Vault:
    """The account's sealed records."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def push_records(self, request: PushRecords) -> PushAnswer:
        """Store records, each only if it was made from the host's present revision of it."""
        return await self._connection.send("POST", "/vault/push", request, answer=PushAnswer)

    async def list_changes(
        self, *, epoch: UUID | None = None, after: int = 0, limit: int = limits.CHANGES_PAGE_MAX
    ) -> VaultChanges:
        """Return the records changed after a cursor of `epoch`; a Conflict says that the host's history is another."""
        query = {"epoch": None if epoch is None else str(epoch), "after": after, "limit": limit}
        return await self._connection.send("GET", "/vault/changes", query=query, answer=VaultChanges)

    async def get_digest(self) -> VaultDigest:
        """Return the count and the sum of revisions that a whole log adds up to."""
        return await self._connection.send("GET", "/vault/digest", answer=VaultDigest)
