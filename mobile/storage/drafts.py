"""Half-written things: kept sealed under a key such as `entry:new` or `reply:<post>` until sent or thrown away."""

import json
from typing import Any

from sqlmodel import Session

from mobile.signal import Signal
from mobile.storage.database import Database
from mobile.storage.tables import DraftRow
from mobile.vault.sealing import Keyring


class Drafts:
    """Drafts by key. What `put` was given survives a kill as soon as it returned."""

    def __init__(self, database: Database, keyring: Keyring, signal: Signal) -> None:
        self._database = database
        self._keyring = keyring
        self._signal = signal
        self._writes = 0

    @property
    def is_writing(self) -> bool:
        """Whether something is on its way to the disk."""
        return self._writes > 0

    async def get(self, key: str) -> dict[str, Any] | None:
        """Return the draft, None when there is none or it does not open."""
        row = await self._database.read(lambda session: session.get(DraftRow, key))
        plain = await self._keyring.open(draft_name(key), row.sealed) if row else None
        return dict(json.loads(plain)) if plain is not None else None

    async def put(self, key: str, draft: dict[str, Any]) -> None:
        """Keep the draft in place of the one before."""
        self._writes += 1
        try:
            sealed = await self._keyring.seal(draft_name(key), json.dumps(draft).encode())
            await self._database.write(lambda session: session.merge(DraftRow(key=key, sealed=sealed)))
        finally:
            self._writes -= 1
        self._signal.emit("drafts")

    async def remove(self, key: str) -> None:
        """Throw the draft away."""

        def remove(session: Session) -> None:
            if row := session.get(DraftRow, key):
                session.delete(row)

        await self._database.write(remove)
        self._signal.emit("drafts")


def draft_name(key: str) -> str:
    """Return what a sealed draft is bound to."""
    return f"draft|{key}"
