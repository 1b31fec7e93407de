"""The session with a host: the client that speaks for this device, and how it is opened, again if need be.

A client stands here only while the journal is open and a session is stored; everybody reads it anew at each use.
"""

import contextlib
from collections.abc import AsyncIterator

import httpx

from api_client import account_flow
from api_client.client import ApiClient
from api_client.errors import ApiError, Unauthorized
from api_client.wire.accounts import Account, KeyParameters, SignedIn, StartSignIn
from api_client.wire.text import check_handle
from mobile.account.state import OtherAccount
from mobile.account.stored import StoredAccount
from mobile.device import Clock


class Sessions:
    """The client of the stored session, None while there is none or the journal is closed."""

    def __init__(
        self, stored: StoredAccount, clock: Clock, server_url: str, transport: httpx.AsyncBaseTransport | None
    ) -> None:
        self.client: ApiClient | None = None
        self._stored = stored
        self.clock = clock
        self._server_url = server_url
        self._transport = transport

    @property
    def server_url(self) -> str:
        """The host of the account, or the one that is offered before there is any."""
        return self._stored.row.server_url or self._server_url

    def require_client(self) -> ApiClient:
        """Return the client; raise Unauthorized without one."""
        if self.client is None:
            raise Unauthorized("signed out")
        return self.client

    async def connect(self) -> None:
        """Make the client of the session that is stored, if there is one."""
        await self.close()
        token = await self._stored.read_token()
        if token is not None:
            self.client = self._make_client(self.server_url)
            self.client.token = token

    async def close(self) -> None:
        """Hang up."""
        if self.client is not None:
            await self.client.close()
            self.client = None

    @contextlib.asynccontextmanager
    async def fresh(self, server_url: str = "") -> AsyncIterator[ApiClient]:
        """Give a client of a host for some calls of its own."""
        client = self._make_client(server_url or self.server_url)
        try:
            yield client
        finally:
            await client.close()

    async def adopt(self, client: ApiClient, signed_in: SignedIn, key: bytes) -> None:
        """Make this device the account's, and speak for it from now on."""
        await self._stored.adopt(signed_in, client.base_url, key)
        await self.connect()

    async def sign_in_again(self, account: Account, known: KeyParameters | None, passphrase: str) -> bool:
        """Try whether the passphrase is a newer one than this device knows; return whether it was.

        With `known` the host is not bothered unless the passphrase really was changed since.
        """
        async with self.fresh() as client:
            try:
                now = await client.accounts.start_sign_in(StartSignIn(handle=account.handle))
                if now == known:
                    return False
                found = await account_flow.sign_in(client, account.handle, passphrase, self._stored.row.device_name)
            except ApiError:
                return False
            await self.adopt(client, found.signed_in, found.vault_key)
            return True

    def refuse_other(self, handle: str) -> None:
        """Raise OtherAccount when this device is somebody else's."""
        if self._stored.account is not None and check_handle(handle) != self._stored.require_account().handle:
            raise OtherAccount

    def _make_client(self, server_url: str) -> ApiClient:
        return ApiClient(server_url, transport=self._transport, clock=lambda: self.clock.now().timestamp())
