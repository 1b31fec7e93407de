"""ApiClient: one host, one attribute per resource, one method per operation of the host.

An operation's id is "<resource>.<method>", the same word on the host and in the outbox of a device. So a call can be
stored by its name and its request, and made later by `ApiClient.call`.
"""

import inspect
import time
from collections.abc import Callable, Mapping
from functools import cache
from types import TracebackType
from typing import Any, Self, get_type_hints

import httpx
from pydantic import TypeAdapter

from api_client.accounts import Accounts
from api_client.aid import Aid
from api_client.connection import Connection
from api_client.feed import Feed
from api_client.groups import Groups
from api_client.host import Host
from api_client.live import Live
from api_client.moderation import Moderation
from api_client.notices import Notices
from api_client.photos import Photos
from api_client.profiles import Profiles
from api_client.reminders import Reminders
from api_client.vault import Vault
from api_client.wire.model import WireModel, WireRequest

RESOURCES: Mapping[str, type] = {
    "accounts": Accounts,
    "aid": Aid,
    "feed": Feed,
    "groups": Groups,
    "host": Host,
    "live": Live,
    "moderation": Moderation,
    "notices": Notices,
    "photos": Photos,
    "profiles": Profiles,
    "reminders": Reminders,
    "vault": Vault,
}


class ApiClient:
    """A typed client of one Kith host.

    `base_url` is the host's address without a path, or with the path of a reverse proxy; ValueError when it is none.
    `token` can be set at any time. `transport` and `clock` are handed in by tests and by a browser edition.
    """

    def __init__(
        self,
        base_url: str,
        token: str | None = None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._connection = Connection(base_url, token, transport=transport, clock=clock)
        self.accounts = Accounts(self._connection)
        self.aid = Aid(self._connection)
        self.feed = Feed(self._connection)
        self.groups = Groups(self._connection)
        self.host = Host(self._connection)
        self.live = Live(self._connection)
        self.moderation = Moderation(self._connection)
        self.notices = Notices(self._connection)
        self.photos = Photos(self._connection)
        self.profiles = Profiles(self._connection)
        self.reminders = Reminders(self._connection)
        self.vault = Vault(self._connection)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection of this client."""
        await self._connection.close()

    def __repr__(self) -> str:
        return f"ApiClient({self.base_url!r}, signed_in={self.token is not None})"

    @property
    def base_url(self) -> str:
        """The host's address, without a slash at its end."""
        return self._connection.base_url

    @property
    def token(self) -> str | None:
        """The session's token, None when signed out."""
        return self._connection.auth.token

    @token.setter
    def token(self, token: str | None) -> None:
        self._connection.auth.token = token

    @property
    def clock_skew_seconds(self) -> float | None:
        """The host's clock minus this device's at the last answer, to about a second; None before any answer."""
        return self._connection.clock_skew_seconds

    async def call(
        self, operation: str, arguments: Mapping[str, str], request: WireRequest | None = None
    ) -> WireModel | None:
        """Make the call named `operation` with `arguments` as they were stored, and return its answer.

        Raises ValueError when there is no such operation or the arguments do not fit it, else what the call raises.
        """
        if operation not in OPERATIONS:
            raise ValueError("unknown operation")
        resource, method = operation.split(".")
        request_type = OPERATIONS[operation]
        if (type(request) if request is not None else None) is not request_type:
            raise ValueError("request does not fit the operation")
        adapters = _argument_adapters(operation)
        if not arguments.keys() <= adapters.keys():
            raise ValueError("arguments do not fit the operation")
        values: dict[str, Any] = {name: adapters[name].validate_python(value) for name, value in arguments.items()}
        if request is not None:
            values["request"] = request
        bound = getattr(getattr(self, resource), method)
        try:
            inspect.signature(bound).bind(**values)
        except TypeError as error:
            raise ValueError("arguments do not fit the operation") from error
        answer: WireModel | None = await bound(**values)
        return answer


def _list_operations() -> dict[str, type[WireRequest] | None]:
    """Return every call that a resource class offers, with the type of its request."""
    return {
        f"{name}.{method}": get_type_hints(function).get("request")
        for name, resource in RESOURCES.items()
        for method, function in inspect.getmembers(resource, inspect.iscoroutinefunction)
        if not method.startswith("_")
    }


@cache
def _argument_adapters(operation: str) -> dict[str, TypeAdapter[Any]]:
    resource, method = operation.split(".")
    hints = get_type_hints(getattr(RESOURCES[resource], method))
    return {name: TypeAdapter(hint) for name, hint in hints.items() if name not in ("request", "return")}


# Operation id -> the type of its request, None for a call without one. The live stream is no call and not in here.
OPERATIONS: Mapping[str, type[WireRequest] | None] = _list_operations()
