"""The vault: sealed records, pushed and pulled, and the photos that they name."""

from uuid import UUID

from api_client.connection import Connection
from api_client.wire import limits
from api_client.wire.vault import PushAnswer, PushRecords, VaultChanges, VaultDigest
from api_client.wire.vault_photos import KeptPhotos, PutSealedPhoto, SealedPhoto


class Vault:
    """The account's sealed records and photos."""

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

    async def put_photo(self, photo_id: UUID, request: PutSealedPhoto) -> None:
        """Give a photo to keep; one that the host has already stays as it is. Rejected(no_room) when the account has as
        many as a host takes."""
        await self._connection.send("PUT", f"/vault/photos/{photo_id}", request)

    async def get_photo(self, photo_id: UUID) -> SealedPhoto:
        """Return a photo; Rejected(not_found) when the host has none of this id."""
        return await self._connection.send("GET", f"/vault/photos/{photo_id}", answer=SealedPhoto)

    async def remove_photo(self, photo_id: UUID, *, epoch: UUID, revision: int) -> None:
        """Remove a photo for good, if the vault still stands where the caller looked whether anything names it; a
        Conflict says that it moved on. Repeatable."""
        query: dict[str, str | int] = {"epoch": str(epoch), "revision": revision}
        await self._connection.send("DELETE", f"/vault/photos/{photo_id}", query=query)

    async def list_photos(self, *, after: UUID | None = None, limit: int = limits.CHANGES_PAGE_MAX) -> KeptPhotos:
        """Return which photos the host keeps, those after an id."""
        query = {"after": None if after is None else str(after), "limit": limit}
        return await self._connection.send("GET", "/vault/photos", query=query, answer=KeptPhotos)
