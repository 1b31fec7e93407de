"""What every step of sync works on: this device's storage. Steps get it as one thing and hold nothing themselves."""

from dataclasses import dataclass
from uuid import UUID

from api_client.wire.live import GROUP_SCOPE
from mobile.signal import Signal
from mobile.storage.cache import GroupCache
from mobile.storage.database import Database
from mobile.storage.intake import Change, Intake, prepare
from mobile.storage.outbox import Outbox
from mobile.storage.preferences import Preferences
from mobile.storage.shared import SharedCache
from mobile.vault.documents import Documents
from mobile.vault.journal_photos import JournalPhotos
from mobile.vault.sealing import Keyring


@dataclass(frozen=True, slots=True)
class Local:
    """The device's storage, open."""

    database: Database
    keyring: Keyring
    documents: Documents
    cache: GroupCache
    outbox: Outbox
    signal: Signal
    shared: SharedCache
    preferences: Preferences
    journal_photos: JournalPhotos

    async def prepare(self, intake: Intake) -> Change:
        """Return what writes `intake` inside a transaction."""
        return await prepare(self.keyring, intake)

    def group_changed(self, group_id: UUID) -> None:
        """Tell the screens that something in a group is new."""
        self.signal.emit(group_scope(group_id))
        self.signal.emit("groups")


def group_scope(group_id: UUID) -> str:
    """Return the name of a group's scope."""
    return f"{GROUP_SCOPE}{group_id}"
