"""Reminders that the host sends by mail."""

from api_client.connection import Connection
from api_client.wire.reminders import NoteLogged, ReminderSettings, SetReminders


class Reminders:
    """When the member wants to be reminded by mail."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get_settings(self) -> ReminderSettings:
        """Return which reminders come by mail."""
        return await self._connection.send("GET", "/reminder-settings", answer=ReminderSettings)

    async def set_settings(self, request: SetReminders) -> ReminderSettings:
        """Set which reminders come by mail."""
        return await self._connection.send("PUT", "/reminder-settings", request, answer=ReminderSettings)

    async def note_logged(self, request: NoteLogged) -> ReminderSettings:
        """Tell that a day has a check-in; telling it again changes nothing."""
        return await self._connection.send("PUT", "/reminder-settings/logged", request, answer=ReminderSettings)
