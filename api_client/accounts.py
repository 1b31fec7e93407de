"""Accounts, sessions, devices and recovery; `account_flow` composes these calls with keys."""

from uuid import UUID

from api_client.connection import Connection
from api_client.wire.accounts import (
    Account,
    ChangePassphrase,
    CreateAccount,
    DeleteAccount,
    DeviceList,
    KeyParameters,
    OpenRecovery,
    Recover,
    RecoveryOpened,
    ReplaceRecovery,
    SignedIn,
    SignIn,
    StartSignIn,
    UpdateAccount,
)


class Accounts:
    """The signed-in account, and the ways to become one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def create_account(self, request: CreateAccount) -> SignedIn:
        """Sign up; the same request again opens a fresh session of the same account."""
        return await self._connection.send("POST", "/accounts", request, answer=SignedIn)

    async def start_sign_in(self, request: StartSignIn) -> KeyParameters:
        """Return how the passphrase of a handle is stretched, made up for a handle that nobody has."""
        return await self._connection.send("POST", "/sessions/start", request, answer=KeyParameters)

    async def sign_in(self, request: SignIn) -> SignedIn:
        """Open a session for one more device."""
        return await self._connection.send("POST", "/sessions", request, answer=SignedIn)

    async def sign_out(self) -> None:
        """End this session."""
        await self._connection.send("DELETE", "/session")

    async def get_account(self) -> Account:
        """Return the signed-in account."""
        return await self._connection.send("GET", "/account", answer=Account)

    async def update_account(self, request: UpdateAccount) -> Account:
        """Change the name that groups see."""
        return await self._connection.send("PATCH", "/account", request, answer=Account)

    async def change_passphrase(self, request: ChangePassphrase) -> Account:
        """Set a new passphrase; every other session ends."""
        return await self._connection.send("POST", "/account/passphrase", request, answer=Account)

    async def replace_recovery(self, request: ReplaceRecovery) -> None:
        """Set a new recovery code; the old one ends."""
        await self._connection.send("POST", "/account/recovery", request)

    async def delete_account(self, request: DeleteAccount) -> None:
        """End the account; every session of it ends, so sent once more it raises Unauthorized."""
        await self._connection.send("POST", "/account/delete", request)

    async def open_recovery(self, request: OpenRecovery) -> RecoveryOpened:
        """Return the vault key under the recovery code that the request proves."""
        return await self._connection.send("POST", "/recovery/open", request, answer=RecoveryOpened)

    async def recover(self, request: Recover) -> SignedIn:
        """Set a new passphrase and code with the old code; every other session ends."""
        return await self._connection.send("POST", "/recovery", request, answer=SignedIn)

    async def list_devices(self) -> DeviceList:
        """Return the signed-in devices, newest first."""
        return await self._connection.send("GET", "/devices", answer=DeviceList)

    async def revoke_device(self, device_id: UUID) -> None:
        """End the session of one device."""
        await self._connection.send("DELETE", f"/devices/{device_id}")
