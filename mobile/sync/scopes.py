"""Which scopes of the host moved on: heard on the live stream, or asked in one call after any gap in it."""

from dataclasses import dataclass, field
from uuid import UUID

from api_client.client import ApiClient
from api_client.wire.live import ACCOUNT_SCOPE, GROUP_SCOPE, NOTICES_SCOPE, VAULT_SCOPE, CheckScopes, Hint
from mobile.storage.cursors import list_cursors
from mobile.sync.local import Local


@dataclass(slots=True)
class News:
    """What to pull: a scope and where the host's head of it is; `ended` are scopes that are no longer ours to read.

    `epoch` is the host's history, if it was asked.
    """

    behind: dict[str, int] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)
    epoch: UUID | None = None


class Scopes:
    """Remembers hints until they are pulled. Hints are enough only while the stream is `listening` without a gap."""

    def __init__(self) -> None:
        self.listening = False
        self._heard: dict[str, int] = {}
        self._gap = True

    def hear(self, hint: Hint) -> None:
        """Remember that a scope moved on."""
        self._heard[hint.scope] = max(hint.cursor, self._heard.get(hint.scope, 0))

    def note_gap(self) -> None:
        """Remember that something may have gone unheard."""
        self._gap = True

    async def list_news(self, client: ApiClient, local: Local) -> News:
        """Return what to pull. What was heard is forgotten: call `note_gap` when pulling it does not succeed."""
        cursors = await local.database.read(list_cursors)
        heard, self._heard = self._heard, {}
        if self.listening and not self._gap:
            return News({scope: head for scope, head in heard.items() if head > cursors.get(scope, 0)})
        scopes = {VAULT_SCOPE: 0, ACCOUNT_SCOPE: -1, NOTICES_SCOPE: 0} | cursors
        answer = await client.live.check_scopes(CheckScopes(scopes=scopes))
        self._gap = False
        ended = [scope for scope in answer.ended if scope.startswith(GROUP_SCOPE)]
        return News({hint.scope: hint.cursor for hint in answer.behind}, ended, answer.epoch)
