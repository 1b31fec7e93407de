"""What sync needs of the account: whose session it uses, and whom to tell what the host says of it.

The floor knows no slice, so the account's service is known here by its shape alone.
"""

from typing import Protocol

from api_client.client import ApiClient
from api_client.wire.accounts import Account


class Owner(Protocol):
    """Whose device this is. `client` is None while nobody is signed in or the journal is locked."""

    @property
    def client(self) -> ApiClient | None:
        """What speaks with the host."""

    async def note_account(self, account: Account) -> None:
        """Keep what the host says of the account now."""

    async def note_session_ended(self) -> None:
        """Keep that the host knows this session no more."""

    def note_pending(self, count: int) -> None:
        """Keep how much work the host does not have yet."""
