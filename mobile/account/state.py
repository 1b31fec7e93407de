"""What the account is on this device, for every screen to read."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

# new: nothing was written yet. local: a journal without an account. locked: a passphrase or a PIN is needed.
# signed_out_remotely: the session ended elsewhere; the journal stays readable and sync waits for signing in.
Phase = Literal["starting", "new", "local", "locked", "signed_in", "signed_out_remotely"]


class OtherAccount(ValueError):
    """This device holds another person's journal; it has to be signed out first."""


@dataclass(frozen=True, slots=True)
class AccountState:
    """Whose device this is. `pending_count` is how much of the member's work the host does not have yet; with a PIN
    Kith locks `lock_after_seconds` after one has gone away."""

    phase: Phase = "starting"
    account_id: UUID | None = None
    handle: str | None = None
    display_name: str | None = None
    server_url: str | None = None
    device_name: str = ""
    pending_count: int = 0
    has_pin: bool = False
    lock_after_seconds: int = 0
