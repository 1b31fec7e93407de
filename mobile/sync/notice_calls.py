"""What a screen asks of the host about mails: everything else about notices goes through the outbox or the cache."""

from collections.abc import Callable

from api_client.client import ApiClient
from api_client.errors import Unauthorized
from api_client.wire.live import NOTICES_SCOPE
from api_client.wire.notices import ConfirmEmail, NoticeSettings, SetEmail
from api_client.wire.reminders import ReminderSettings
from mobile.storage.shared import SETTINGS_ID, SharedThing, prepare_shared
from mobile.sync.local import Local
from mobile.sync.notices import NOTICE_SETTINGS, REMINDER_SETTINGS


class NoticeCalls:
    """Calls that wait for the network. Each raises an ApiError; what they bring is on the device when they return."""

    def __init__(self, get_client: Callable[[], ApiClient | None], local: Local) -> None:
        self._get_client = get_client
        self._local = local

    async def refresh_settings(self) -> None:
        """Read the settings anew: whether the host sends mail is not told by any hint."""
        await self._keep(await self._client().notices.get_settings())

    async def set_email(self, request: SetEmail) -> None:
        """Let a code be sent to an address."""
        await self._keep(await self._client().notices.set_email(request))

    async def confirm_email(self, request: ConfirmEmail) -> None:
        """Bring the code back."""
        await self._keep(await self._client().notices.confirm_email(request))

    async def remove_email(self) -> None:
        """Let the host forget the address."""
        await self._client().notices.remove_email()
        await self.refresh_settings()

    async def keep_reminders(self, settings: ReminderSettings) -> None:
        """Keep which reminders the host sends by mail, as it says itself."""
        thing = SharedThing(REMINDER_SETTINGS, SETTINGS_ID, settings)
        await self._local.database.write(await prepare_shared(self._local.keyring, [thing]))
        self._local.signal.emit("reminders")

    async def _keep(self, settings: NoticeSettings) -> None:
        thing = SharedThing(NOTICE_SETTINGS, SETTINGS_ID, settings)
        await self._local.database.write(await prepare_shared(self._local.keyring, [thing]))
        self._local.signal.emit(NOTICES_SCOPE)

    def _client(self) -> ApiClient:
        client = self._get_client()
        if client is None:
            raise Unauthorized("signed out")
        return client
