"""The account on this device: writing before there is one, signing up, in and out, locking, and a new passphrase.

The journal comes first: the account's id and the vault key are made at the first start, so signing up changes no entry,
and a session that ends stops sync and nothing else. How all that is stored stands in `stored`.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID

from api_client import account_flow
from api_client.client import ApiClient
from api_client.errors import ApiError, Rejected
from api_client.keys import WrongKey as WrongPassphrase
from api_client.recovery_code import RecoveryCode
from api_client.wire.accounts import Account, Device, UpdateAccount
from api_client.wire.errors import ProblemCode
from api_client.wire.host import About
from mobile.account.app_lock import AppLock
from mobile.account.ending import end_account
from mobile.account.sessions import Sessions
from mobile.account.state import AccountState, OtherAccount, Phase
from mobile.account.stored import StoredAccount
from mobile.signal import Signal

__all__ = ["AccountService", "AccountState", "OtherAccount", "WrongPassphrase"]


class AccountService:
    """Who is here. `state` is always current and never waits; every change emits "account"."""

    def __init__(self, stored: StoredAccount, sessions: Sessions, signal: Signal) -> None:
        self.state = AccountState(server_url=sessions.server_url)
        self.before_lock: Callable[[], Awaitable[None]] | None = None
        self.before_close: Callable[[], Awaitable[None]] | None = None
        self.before_parting: Callable[[], Awaitable[None]] | None = None
        self.after_forgetting: Callable[[], Awaitable[None]] | None = None
        self._stored = stored
        self._sessions = sessions
        self._signal = signal
        self._lock = asyncio.Lock()
        self.app_lock = AppLock(stored, sessions, self._lock, self._show)

    @property
    def client(self) -> ApiClient | None:
        """What speaks with the host; None while nobody is signed in or the journal is locked."""
        return self._sessions.client

    async def open(self) -> None:
        """Find out whose device this is, and unlock the journal if the key is at hand."""
        await self._stored.open()
        await self._sessions.connect()
        self._show()

    async def close(self) -> None:
        """Hang up."""
        await self._sessions.close()

    async def start_writing(self) -> None:
        """Begin a journal on this device alone."""
        async with self._lock:
            if self.state.phase == "new":
                await self._stored.store(started=True)
                self._show()

    async def about(self, server_url: str) -> About:
        """Return what a host says of itself: its name, its rules, whether it takes new members."""
        async with self._sessions.fresh(server_url) as client:
            return await client.host.get_about()

    async def sign_up(self, server_url: str, handle: str, display_name: str, passphrase: str) -> str:
        """Make an account for the journal of this device; return the recovery code, to be shown this once.

        Raises WeakPassphrase, Rejected (`handle_taken`, `sign_up_closed`, `invalid`) or another ApiError.
        """
        async with self._lock, self._sessions.fresh(server_url) as client:
            if self._stored.account is not None:
                raise OtherAccount
            signed_in, code = await account_flow.sign_up(
                client,
                account_id=self._stored.row.account_id,
                vault_key=self._stored.vault_key,
                handle=handle,
                display_name=display_name,
                passphrase=passphrase,
                device_name=self._stored.row.device_name,
            )
            await self._sessions.adopt(client, signed_in, self._stored.vault_key)
            self._show()
            return code.text

    async def sign_in(self, server_url: str, handle: str, passphrase: str) -> None:
        """Open a session here. What was written on this device before is kept and becomes part of the account.

        Raises Rejected (`sign_in_failed`), OtherAccount, HostUntrusted or another ApiError.
        """
        async with self._lock, self._sessions.fresh(server_url) as client:
            self._sessions.refuse_other(handle)
            found = await account_flow.sign_in(client, handle, passphrase, self._stored.row.device_name)
            await self._sessions.adopt(client, found.signed_in, found.vault_key)
            self._show()

    async def recover(self, server_url: str, handle: str, code: str, new_passphrase: str) -> str:
        """Sign in with the recovery code and set a new passphrase; return the new code, to be shown this once.

        Raises InvalidRecoveryCode, WeakPassphrase, Rejected (`sign_in_failed`), OtherAccount or another ApiError.
        """
        parsed = RecoveryCode.parse(code)
        async with self._lock, self._sessions.fresh(server_url) as client:
            self._sessions.refuse_other(handle)
            found, new_code = await account_flow.recover(
                client, handle, parsed, new_passphrase, self._stored.row.device_name
            )
            await self._sessions.adopt(client, found.signed_in, found.vault_key)
            self._show()
            return new_code.text

    async def unlock(self, passphrase: str) -> None:
        """Open the journal with the passphrase, offline with what this device keeps.

        When that does not fit, the passphrase may have been changed elsewhere: then the host is asked, if it can be.
        Raises WrongPassphrase.
        """
        async with self._lock:
            account, parameters = self._stored.require_account(), self._stored.parameters
            try:
                key = await account_flow.unlock(passphrase, parameters, self._stored.row.wrapped_key or b"", account)
            except WrongPassphrase:
                if not await self._sessions.sign_in_again(account, parameters, passphrase):
                    raise
                self._show()
                return
            await self.app_lock.opened_by_passphrase(key)
            self._show()

    async def lock(self) -> None:
        """Forget the key; the PIN or the passphrase is needed to read on. Without either there is nothing to lock."""
        async with self._lock:
            if self._stored.is_open and (self._stored.account is not None or self._stored.pin.is_set):
                self.state = replace(self.state, phase="locked")
                self._signal.emit("account")  # screens go first, and keep what was being typed while there is a key
                if self.before_lock is not None:
                    await self.before_lock()
                await self._stored.forget_key()
                await self._close_journal()
                self._show()

    async def change_passphrase(self, old: str, new: str) -> None:
        """Set a new passphrase; every other device is signed out, the recovery code stays.

        Raises WrongPassphrase for a wrong old one, WeakPassphrase or an ApiError.
        """
        async with self._lock:
            client, account = self._sessions.require_client(), self._stored.require_account()
            try:
                changed = await account_flow.change_passphrase(client, account, self._stored.vault_key, old, new)
            except Rejected as refusal:
                if refusal.code not in (ProblemCode.SIGN_IN_FAILED, ProblemCode.VERSION_CONFLICT):
                    raise
                # An earlier try may have arrived without its answer: then the new passphrase is the right one already.
                if not await self._sessions.sign_in_again(account, None, new):
                    raise WrongPassphrase("old passphrase") from refusal
                self._show()
                return
            await self._stored.store(
                account=changed.account.model_dump(mode="json"),
                parameters=changed.parameters.model_dump(mode="json"),
                wrapped_key=changed.wrapped_key,
            )
            self._show()

    async def replace_recovery(self, passphrase: str) -> str:
        """Return a new recovery code; the old one ends. Raises WrongPassphrase or an ApiError."""
        async with self._lock:
            client, account = self._sessions.require_client(), self._stored.require_account()
            try:
                code = await account_flow.replace_recovery(client, account, self._stored.vault_key, passphrase)
            except Rejected as refusal:
                if refusal.code == ProblemCode.SIGN_IN_FAILED:
                    raise WrongPassphrase("passphrase") from refusal
                raise
            return code.text

    async def rename(self, display_name: str) -> None:
        """Change the name that groups see."""
        account = await self._sessions.require_client().accounts.update_account(
            UpdateAccount(display_name=display_name)
        )
        await self.note_account(account)

    async def list_devices(self) -> tuple[Device, ...]:
        """Return the devices that are signed in, newest first."""
        return (await self._sessions.require_client().accounts.list_devices()).devices

    async def revoke_device(self, device_id: UUID) -> None:
        """Sign another device out."""
        await self._sessions.require_client().accounts.revoke_device(device_id)

    async def sign_out(self) -> None:
        """Make this device forget everything. The caller has asked about work that was not sent."""
        async with self._lock:
            client, self._sessions.client = self._sessions.client, None
            await self._close_journal()
            if client is not None:
                with contextlib.suppress(ApiError):  # the host lets the session run out; nobody waits for it here
                    await client.accounts.sign_out()
                await client.close()
            await self._forget()
        self._tell_all()

    async def delete_account(
        self, passphrase: str, *, keep_posts: bool, keep_journal: bool, asked_before: bool = False
    ) -> None:
        """End the account at the host. With `keep_journal` this device goes on with the journal alone, for which the
        host's photos are fetched first, else it forgets everything. `asked_before` says that an earlier try may have
        arrived.

        Raises WrongPassphrase, Rejected (`last_facilitator`) or another ApiError; then nothing changed here.
        """
        async with self._lock:
            account, row = self._stored.require_account(), self._stored.row
            if keep_journal and not asked_before and self.before_parting is not None:
                await self.before_parting()
            async with self._sessions.fresh() as fresh:
                keeps = {"keep_posts": keep_posts, "asked_before": asked_before}
                await end_account(self.client, fresh, account, passphrase, row.device_name, **keeps)
            if keep_journal:
                if self.before_close is not None:
                    await self.before_close()
                await self.close()
                await self._stored.part()
                self._show()
            else:
                await self._close_journal()
                await self._forget()
        self._tell_all()

    async def note_account(self, account: Account) -> None:
        """Keep what the host says of the account now; its keys change only with a passphrase."""
        async with self._lock:
            known = self._stored.require_account()
            account = account.model_copy(update={"key_version": known.key_version})
            if account.id == known.id and account != known:
                await self._stored.store(account=account.model_dump(mode="json"))
                self._show()

    async def note_session_ended(self) -> None:
        """Keep that the host knows this session no more: sync stops, the journal stays."""
        async with self._lock:
            if self.state.phase == "signed_in":
                await self._stored.store(session_ended=True, sealed_token=None)
                await self.close()
                self._show()

    def note_pending(self, count: int) -> None:
        """Keep how much work the host does not have yet."""
        if count != self.state.pending_count:
            self.state = replace(self.state, pending_count=count)
            self._signal.emit("account")

    async def _forget(self) -> None:  # and begin anew, as at a first start
        await self._stored.wipe()
        if self.after_forgetting is not None:
            await self.after_forgetting()
        await self._stored.begin()
        self._show()

    def _tell_all(self) -> None:
        for scope in ("documents", "groups", "outbox", "drafts", "status", "preferences"):
            self._signal.emit(scope)

    async def _close_journal(self) -> None:
        if self.before_close is not None:
            await self.before_close()
        self._stored.close_journal()
        await self.close()

    def _show(self) -> None:
        account = self._stored.account
        self.state = AccountState(
            phase=self._phase(),
            account_id=self._stored.row.account_id,
            handle=account.handle if account else None,
            display_name=account.display_name if account else None,
            server_url=self._sessions.server_url,
            device_name=self._stored.row.device_name,
            pending_count=self.state.pending_count,
            has_pin=self._stored.pin.is_set,
            lock_after_seconds=self._stored.pin.record.after_seconds if self._stored.pin.record else 0,
        )
        self._signal.emit("account")

    def _phase(self) -> Phase:
        if not self._stored.is_open:
            return "locked"
        if self._stored.account is None:
            return "local" if self._stored.row.started else "new"
        return "signed_out_remotely" if self._stored.row.session_ended or self.client is None else "signed_in"
