"""Whose device this is, as it is stored: one row, the vault key in the secret store, and the journal that it opens.

The key is put into the secret store before the row that needs it and an old one is taken out after it, so a kill in
between costs nothing.
"""

import platform
import secrets as chance
from uuid import UUID, uuid4

from sqlmodel import Session

from api_client import keys
from api_client.errors import Unauthorized
from api_client.wire.accounts import Account, KeyParameters, SignedIn
from mobile.account.pin_keeper import PinKeeper
from mobile.account.reseal import forget_groups_words, reseal
from mobile.account.state import OtherAccount
from mobile.secrets import SecretStore
from mobile.storage.database import Database
from mobile.storage.tables import AccountRow
from mobile.vault.documents import Documents
from mobile.vault.sealing import Keyring

_TOKEN = "session-token"  # what the sealed token is bound to
_BROWSER_NAMES = {"Linux": "Browser on Linux", "Darwin": "Browser on Mac", "Windows": "Browser on Windows"}
_DEVICE_NAMES = {"Linux": "Linux computer", "Darwin": "Mac", "Windows": "Windows computer", "Android": "Android phone"}


class StoredAccount:
    """The row that says whose device this is, and the steps that change it."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        documents: Documents,
        secrets: SecretStore,
        pin: PinKeeper,
        *,
        in_browser: bool = False,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._documents = documents
        self._secrets = secrets
        self.pin = pin
        self._in_browser = in_browser
        self.row = AccountRow(account_id=UUID(int=0), writer="", device_name="")

    @property
    def account(self) -> Account | None:
        """The account, None while there is only a journal."""
        return Account.model_validate(self.row.account) if self.row.account is not None else None

    @property
    def parameters(self) -> KeyParameters:
        """How the passphrase is stretched."""
        return KeyParameters.model_validate(self.row.parameters)

    @property
    def is_open(self) -> bool:
        """Whether the key is in memory."""
        return self._keyring.is_open

    @property
    def vault_key(self) -> bytes:
        """The key of everything; raise Locked."""
        return self._keyring.vault_key

    def require_account(self) -> Account:
        """Return the account; raise Unauthorized without one."""
        account = self.account
        if account is None:
            raise Unauthorized("no account")
        return account

    async def open(self) -> None:
        """Read the row, begin one at the first start, and open the journal if the key is at hand."""
        row = await self._database.read(lambda session: session.get(AccountRow, 1))
        if row is None:
            await self.begin()
            return
        self.row = row
        await self.pin.load(row.account_id)
        if self.pin.record is not None:
            await self.forget_key()  # a kill between two writes left it
            return
        key = await self._secrets.get(_key_name(row.account_id))
        if key is None and row.account is None and not self.pin.is_set:
            key = await self._new_key(row.account_id)
        if key is not None:
            await self.open_journal(key)

    async def begin(self) -> None:
        """Make this the device of a journal that nobody has an account for yet."""
        names, other = (_BROWSER_NAMES, "Browser") if self._in_browser else (_DEVICE_NAMES, "This device")
        name = names.get(platform.system(), other)
        row = AccountRow(account_id=uuid4(), writer=chance.token_hex(4), device_name=name)
        key = await self._new_key(row.account_id)
        await self._database.write(lambda session: session.add(row))
        self.row = row
        await self.open_journal(key)

    async def store(self, **changes: object) -> None:
        """Change the row."""
        row = _changed(self.row, **changes)
        await self._database.write(lambda session: session.merge(row))
        self.row = row

    async def adopt(self, signed_in: SignedIn, server_url: str, key: bytes) -> None:
        """Make this device the account's, in one transaction with all that was written here, under the account's key.

        Raises OtherAccount when somebody else's journal is here.
        """
        before, after = self.row.account_id, signed_in.account.id
        if self.row.account is not None and before != after:
            raise OtherAccount
        fresh, pin_before = Keyring(), self.pin.record
        fresh.unlock(after, key)
        await self.pin.follow(after, key, self._keyring.vault_key if self.is_open else key, has_account=True)
        await self.keep_key(after, key)
        async with self._documents.records.lock:
            moves = self._keyring.is_open and (before != after or key != self._keyring.vault_key)
            change = await reseal(self._database, self._keyring, fresh) if moves else None
            row = _adopted(self.row, signed_in, server_url, await fresh.seal(_TOKEN, signed_in.token.encode()))

            def write(session: Session) -> None:
                if change is not None:
                    change(session)
                session.merge(row)

            try:
                await self._database.write(write)
            except BaseException:
                self.pin.record = pin_before
                raise
            self.row = row
            self._keyring.unlock(after, key)
        await self.pin.leave(before, after, has_account=True)
        if before != after or not self._secrets.keeps_account_keys:
            await self._secrets.remove(_key_name(before))
        await self.open_journal(key)

    async def part(self) -> None:
        """Make this the device of a journal without an account again, under an id and a key that no host ever had.
        Everything of groups goes, and what waits for them."""
        before, after = self.row.account_id, uuid4()
        key, fresh = keys.new_vault_key(), Keyring()
        fresh.unlock(after, key)
        await self.pin.follow(after, key, self._keyring.vault_key, has_account=False)
        if not self.pin.is_set:
            await self._secrets.put(_key_name(after), key)
        async with self._documents.records.lock:
            change = await reseal(self._database, self._keyring, fresh)
            none = dict.fromkeys(("account", "parameters", "wrapped_key", "sealed_token"))
            row = _changed(self.row, account_id=after, started=True, session_ended=False, **none)

            def write(session: Session) -> None:
                change(session)
                forget_groups_words(session)
                session.merge(row)

            await self._database.write(write)
            self.row = row
            self._keyring.unlock(after, key)
        await self.pin.leave(before, after, has_account=False)
        await self._secrets.remove(_key_name(before))
        await self.open_journal(key)

    async def keep_key(self, account_id: UUID, key: bytes) -> None:
        """Put the key of an account where it is found at the next start, if that is a safe place and no PIN stands
        before it."""
        if self._secrets.keeps_account_keys and not self.pin.is_set:
            await self._secrets.put(_key_name(account_id), key)

    async def keep_key_unwrapped(self) -> None:
        """Put the key of the open journal where it is found at the next start, as there is no PIN any more."""
        if self._secrets.keeps_account_keys or self.row.account is None:
            await self._secrets.put(_key_name(self.row.account_id), self._keyring.vault_key)

    async def forget_key(self) -> None:
        """Take the key out of the secret store."""
        await self._secrets.remove(_key_name(self.row.account_id))

    async def open_journal(self, key: bytes) -> None:
        """Hold the key and open every document."""
        self._keyring.unlock(self.row.account_id, key)
        await self._documents.open(self.row.writer)

    def close_journal(self) -> None:
        """Forget the key and what it opened."""
        self._documents.close()
        self._keyring.lock()

    async def read_token(self) -> str | None:
        """Return the session's token, None when there is none, the session ended or the journal is locked."""
        if self.row.sealed_token is None or self.row.session_ended or not self.is_open:
            return None
        token = await self._keyring.open(_TOKEN, self.row.sealed_token)
        return token.decode() if token is not None else None

    async def wipe(self) -> None:
        """Delete everything that is stored; `begin` comes next."""
        await self._database.remove()
        await self.forget_key()
        await self._database.open()
        await self.pin.forget(self.row.account_id)

    async def _new_key(self, account_id: UUID) -> bytes:
        key = keys.new_vault_key()
        await self._secrets.put(_key_name(account_id), key)
        return key


def _changed(row: AccountRow, **changes: object) -> AccountRow:
    return AccountRow(**{**row.model_dump(), **changes})


def _adopted(row: AccountRow, signed_in: SignedIn, server_url: str, sealed_token: bytes) -> AccountRow:
    return _changed(
        row,
        account_id=signed_in.account.id,
        started=True,
        session_ended=False,
        server_url=server_url,
        account=signed_in.account.model_dump(mode="json"),
        parameters=signed_in.parameters.model_dump(mode="json"),
        wrapped_key=signed_in.wrapped_key,
        sealed_token=sealed_token,
    )


def _key_name(account_id: UUID) -> str:
    return f"vault-key-{account_id.hex}"
