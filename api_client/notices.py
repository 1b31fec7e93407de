"""The account's notices, and how it wants them."""

from api_client.connection import Connection
from api_client.wire import limits
from api_client.wire.notices import (
    ConfirmEmail,
    MarkNoticesRead,
    NoticePage,
    NoticeSettings,
    SetEmail,
    UpdateNoticeSettings,
)


class Notices:
    """What happened to the member."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def list_notices(self, *, after: int = 0, limit: int = limits.PAGE_MAX) -> NoticePage:
        """Return one page of notices that changed after the cursor `after`, in that order."""
        return await self._connection.send("GET", "/notices", query={"after": after, "limit": limit}, answer=NoticePage)

    async def mark_read(self, request: MarkNoticesRead) -> None:
        """Note which notices were seen; noting it again changes nothing."""
        await self._connection.send("PUT", "/notices/read", request)

    async def get_settings(self) -> NoticeSettings:
        """Return how the account wants its notices."""
        return await self._connection.send("GET", "/notice-settings", answer=NoticeSettings)

    async def update_settings(self, request: UpdateNoticeSettings) -> NoticeSettings:
        """Set all of how the account wants its notices anew."""
        return await self._connection.send("PUT", "/notice-settings", request, answer=NoticeSettings)

    async def set_email(self, request: SetEmail) -> NoticeSettings:
        """Let a code be sent to an address for mails; nothing else goes there before `confirm_email`."""
        return await self._connection.send("POST", "/notice-settings/email", request, answer=NoticeSettings)

    async def confirm_email(self, request: ConfirmEmail) -> NoticeSettings:
        """Confirm the address by the code that came there; Rejected with the field `code` when it is another."""
        return await self._connection.send("POST", "/notice-settings/email/confirm", request, answer=NoticeSettings)

    async def remove_email(self) -> None:
        """Let the host forget the address; forgetting it again changes nothing."""
        await self._connection.send("DELETE", "/notice-settings/email")
