"""What screens of mutual aid ask of the host. What comes is kept sealed on this device, so that it can be read again
without network."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid5

from sqlmodel import Session

from api_client.client import ApiClient
from api_client.errors import Unauthorized
from api_client.wire.aid import Answered, GratitudePage, Newcomers, Ripples, ThanksPage
from api_client.wire.limits import PAGE_MAX
from mobile.storage.cache import microseconds
from mobile.storage.shared import SETTINGS_ID, SharedThing, clear_shared, prepare_shared
from mobile.sync.local import Local

THANKS, RIPPLES, ANSWERED, GRATITUDE, NEWCOMERS = "thanks", "ripples", "answered", "gratitude", "newcomers"
SCOPE = "aid"  # the signal after which any of it may have changed


def gratitude_id(group_id: UUID, month: date) -> UUID:
    """Return what the page of one month is kept as on this device."""
    return uuid5(group_id, f"{month:%Y-%m}")


class AidCalls:
    """Calls that wait for the network; each raises an ApiError, and what it brings is here when it returns."""

    def __init__(self, get_client: Callable[[], ApiClient | None], local: Local) -> None:
        self._get_client = get_client
        self._local = local

    async def load_thanks(self) -> None:
        """Read the newest page of what the member was thanked for."""
        page: ThanksPage = await self._client().aid.list_thanks(limit=PAGE_MAX)
        things = [SharedThing(THANKS, one.id, one, microseconds(one.thanked_at), one.group_id) for one in page.thanks]
        await self._keep(things, clear=THANKS)

    async def load_ripples(self) -> None:
        """Read which of the member's own cards were kept this month."""
        ripples: Ripples = await self._client().aid.list_ripples()
        await self._keep([SharedThing(RIPPLES, SETTINGS_ID, ripples)])

    async def load_answered(self, group_id: UUID) -> None:
        """Read how soon a group answers."""
        answered: Answered = await self._client().aid.get_answered(group_id)
        await self._keep([SharedThing(ANSWERED, group_id, answered, group_id=group_id)])

    async def load_gratitude(self, group_id: UUID, month: date) -> None:
        """Read a group's page of thanks of a month."""
        page: GratitudePage = await self._client().aid.get_gratitude(group_id, month=f"{month:%Y-%m}")
        await self._keep([SharedThing(GRATITUDE, gratitude_id(group_id, month), page, group_id=group_id)])

    async def load_newcomers(self, group_id: UUID) -> None:
        """Read who waits for a hello in a group."""
        newcomers: Newcomers = await self._client().aid.list_newcomers(group_id)
        await self._keep([SharedThing(NEWCOMERS, group_id, newcomers, group_id=group_id)])

    async def _keep(self, things: list[SharedThing], *, clear: str = "") -> None:
        write_all = await prepare_shared(self._local.keyring, things)

        def write(session: Session) -> None:
            if clear:
                clear_shared(session, clear)
            write_all(session)

        await self._local.database.write(write)
        self._local.signal.emit(SCOPE)

    def _client(self) -> ApiClient:
        client = self._get_client()
        if client is None:
            raise Unauthorized("signed out")
        return client
