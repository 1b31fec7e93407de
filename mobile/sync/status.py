"""How sync stands, in a form that a screen can say in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

# paused: something is wrong that waiting alone may not mend; `problem` says what.
SyncState = Literal["idle", "syncing", "offline", "signed_out", "paused", "incompatible"]


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """How sync stands. `pending_count` is everything the host does not have yet, `failed_count` what it refused.

    `clock_skew_seconds` is the host's clock minus this device's. `unreadable_count` is how many records of the host do
    not open; they are kept. `problem` is "storage_full", "storage", "host_untrusted", "host_answer",
    "history_incomplete", "photos_full", "photos_unknown" or "internal", None when all is well.
    """

    state: SyncState = "signed_out"
    pending_count: int = 0
    failed_count: int = 0
    last_synced_at: datetime | None = None
    clock_skew_seconds: float | None = None
    unreadable_count: int = 0
    problem: str | None = None
