"""Settings of this device that are not private: theme, language, the host's address."""

from typing import Any

from sqlmodel import select

from mobile.signal import Signal
from mobile.storage.database import Database
from mobile.storage.tables import PreferenceRow


class Preferences:
    """Settings by key. All are in memory, so that a screen can read one while it draws."""

    def __init__(self, database: Database, signal: Signal) -> None:
        self._database = database
        self._signal = signal
        self._values: dict[str, Any] = {}

    async def load(self) -> None:
        """Read every setting from the device."""
        rows = await self._database.read(lambda session: session.exec(select(PreferenceRow)).all())
        self._values = {row.key: row.value for row in rows}

    def get(self, key: str, default: Any = None) -> Any:
        """Return the setting, `default` when it was never set."""
        return self._values.get(key, default)

    async def set(self, key: str, value: Any) -> None:
        """Keep the setting; `value` is anything that JSON can say."""
        await self._database.write(lambda session: session.merge(PreferenceRow(key=key, value=value)))
        self._values[key] = value
        self._signal.emit("preferences")
