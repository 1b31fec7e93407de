"""Hints: that something changed in a scope, never what."""

from pydantic import Field

from api_client.wire import limits
from api_client.wire.model import Id, WireModel, WireRequest

VAULT_SCOPE = "vault"
ACCOUNT_SCOPE = "account"
NOTICES_SCOPE = "notices"
GROUP_SCOPE = "group:"  # followed by the group's id


class Hint(WireModel):
    """One event of the live stream: `scope` now stands at `cursor`. A device that is behind pulls that scope.

    The account's scope carries the count of its groups' changes: joined, left, removed, renamed.
    """

    scope: str
    cursor: int


class CheckScopes(WireRequest):
    """Where the device stands, scope by scope."""

    scopes: dict[str, int] = Field(max_length=limits.GROUPS_PER_ACCOUNT_MAX + 3)


class BehindScopes(WireModel):
    """The scopes that moved on, with their heads; a scope that is no longer the account's to read stands in `ended`.

    `epoch` names the host's history: with another one, no cursor means anything any more, whatever its number.
    """

    behind: tuple[Hint, ...]
    ended: tuple[str, ...]
    epoch: Id | None = None
