"""Becoming somebody on a host: what sign-up, sign-in, recovery and a new passphrase take, composed of keys and calls.

The host is not trusted here. What it sends is used only if the person's own secret opens it, for this account and this
key version; everything else is HostUntrusted. A call whose answer was lost can be made again: each flow recognises
its own work by what only this person could have done. A handle or name that the contract does not allow is pydantic's
ValidationError, before anything is sent.
"""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from api_client import keys
from api_client.client import ApiClient
from api_client.errors import HostUntrusted, Rejected
from api_client.keys import PassphraseKeys, WrongKey
from api_client.passphrases import WeakPassphrase, check_passphrase
from api_client.recovery_code import RecoveryCode
from api_client.wire.accounts import (
    Account,
    ChangePassphrase,
    CreateAccount,
    Credentials,
    DeleteAccount,
    KeyParameters,
    OpenRecovery,
    Recover,
    Recovery,
    ReplaceRecovery,
    SignedIn,
    SignIn,
    StartSignIn,
)
from api_client.wire.errors import ProblemCode

_FIRST_KEY_VERSION = 1


@dataclass(frozen=True, slots=True)
class SignedInKeys:
    """An open session and the vault key that the person's secret opened."""

    signed_in: SignedIn
    vault_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChangedPassphrase:
    """What a device keeps, after a passphrase change, to be unlocked with the new passphrase."""

    account: Account
    parameters: KeyParameters
    wrapped_key: bytes = field(repr=False)


async def sign_up(
    client: ApiClient,
    *,
    account_id: UUID,
    vault_key: bytes,
    handle: str,
    display_name: str,
    passphrase: str,
    device_name: str,
) -> tuple[SignedIn, RecoveryCode]:
    """Make an account for a vault key that the device already has, and sign in; the code is shown once.

    To call this is to say that the person is of age and agreed to the host's rules. When an earlier try reached the
    host and its answer was lost, the same passphrase finds that account again and replaces its code. Raises
    WeakPassphrase, Rejected (`handle_taken`, `sign_up_closed`, `invalid`), HostUntrusted or another ApiError.
    """
    _check(passphrase, handle, display_name)
    code = RecoveryCode.new()
    request = CreateAccount(
        id=account_id,
        handle=handle,
        display_name=display_name,
        of_age=True,
        rules_accepted=True,
        credentials=await _make_credentials(passphrase, vault_key, account_id, _FIRST_KEY_VERSION),
        recovery=await _make_recovery(code, vault_key, account_id),
        device_name=device_name,
    )
    try:
        signed_in = await client.accounts.create_account(request)
    except Rejected as refusal:
        if refusal.code not in (ProblemCode.HANDLE_TAKEN, ProblemCode.ID_TAKEN):
            raise
        return await _find_own_account(client, request, vault_key, passphrase, refusal)
    _check_account(signed_in.account, account_id, _FIRST_KEY_VERSION)
    if signed_in.wrapped_key != request.credentials.wrapped_key:
        raise HostUntrusted("another wrapped key")
    client.token = signed_in.token
    return signed_in, code


async def sign_in(client: ApiClient, handle: str, passphrase: str, device_name: str) -> SignedInKeys:
    """Open a session for this device and the vault key with it.

    Raises Rejected (`sign_in_failed`) for a wrong handle or passphrase, HostUntrusted or another ApiError.
    """
    parameters = await client.accounts.start_sign_in(StartSignIn(handle=handle))
    derived = await keys.derive_passphrase_keys(passphrase, parameters)
    request = SignIn(handle=handle, auth_secret=derived.auth_secret, device_name=device_name)
    signed_in = await client.accounts.sign_in(request)
    if signed_in.parameters != parameters:
        raise HostUntrusted("key parameters changed between two answers")
    vault_key = await _open_wrapped(signed_in.wrapped_key, derived, signed_in.account)
    client.token = signed_in.token
    return SignedInKeys(signed_in, vault_key)


async def unlock(passphrase: str, parameters: KeyParameters, wrapped_key: bytes, account: Account) -> bytes:
    """Return the vault key from what the device keeps, without any host.

    Raises WrongKey for another passphrase, WeakKeyParameters when what was kept is out of bounds.
    """
    derived = await keys.derive_passphrase_keys(passphrase, parameters)
    return await keys.unwrap_key(
        wrapped_key,
        derived.wrapping_key,
        purpose="passphrase",
        account_id=account.id,
        key_version=account.key_version,
    )


async def recover(
    client: ApiClient, handle: str, code: RecoveryCode, new_passphrase: str, device_name: str
) -> tuple[SignedInKeys, RecoveryCode]:
    """Open the vault with the recovery code, set a new passphrase and a new code, and sign in; all others are out.

    When an earlier try reached the host and its answer was lost, the old code is spent: then the new passphrase signs
    in and the code is replaced once more. Raises WeakPassphrase, Rejected (`sign_in_failed`), HostUntrusted or another
    ApiError.
    """
    _check(new_passphrase, handle)
    proof = keys.derive_recovery_keys(code)
    try:
        opened = await client.accounts.open_recovery(OpenRecovery(handle=handle, auth_secret=proof.auth_secret))
    except Rejected as refusal:
        if refusal.code != ProblemCode.SIGN_IN_FAILED:
            raise
        return await _sign_in_after_recovery(client, handle, new_passphrase, device_name, refusal)
    try:
        vault_key = await _unwrap_recovery(opened.wrapped_key, proof, opened.account_id)
    except WrongKey as error:
        raise HostUntrusted("the code was accepted but does not open the vault key") from error
    new_code, version = RecoveryCode.new(), opened.key_version + 1
    request = Recover(
        handle=handle,
        auth_secret=proof.auth_secret,
        key_version=version,
        credentials=await _make_credentials(new_passphrase, vault_key, opened.account_id, version),
        recovery=await _make_recovery(new_code, vault_key, opened.account_id),
        device_name=device_name,
    )
    signed_in = await client.accounts.recover(request)
    _check_account(signed_in.account, opened.account_id, version)
    if signed_in.wrapped_key != request.credentials.wrapped_key:
        raise HostUntrusted("another wrapped key")
    client.token = signed_in.token
    return SignedInKeys(signed_in, vault_key), new_code


async def change_passphrase(
    client: ApiClient, account: Account, vault_key: bytes, old_passphrase: str, new_passphrase: str
) -> ChangedPassphrase:
    """Set a new passphrase; every other device is signed out, the vault key and the recovery code stay.

    Raises WeakPassphrase, Rejected (`sign_in_failed` for a wrong old passphrase), Conflict when it was changed
    elsewhere meanwhile, HostUntrusted or another ApiError.
    """
    _check(new_passphrase, account.handle, account.display_name)
    proof = await _prove(client, account, old_passphrase)
    version = account.key_version + 1
    credentials = await _make_credentials(new_passphrase, vault_key, account.id, version)
    request = ChangePassphrase(auth_secret=proof.auth_secret, key_version=version, credentials=credentials)
    changed = await client.accounts.change_passphrase(request)
    _check_account(changed, account.id, version)
    return ChangedPassphrase(changed, credentials.parameters, credentials.wrapped_key)


async def replace_recovery(client: ApiClient, account: Account, vault_key: bytes, passphrase: str) -> RecoveryCode:
    """Set and return a new recovery code; the old one ends.

    Raises Rejected (`sign_in_failed` for a wrong passphrase), HostUntrusted or another ApiError.
    """
    proof = await _prove(client, account, passphrase)
    code = RecoveryCode.new()
    recovery = await _make_recovery(code, vault_key, account.id)
    await client.accounts.replace_recovery(ReplaceRecovery(auth_secret=proof.auth_secret, recovery=recovery))
    return code


async def delete_account(client: ApiClient, account: Account, passphrase: str, *, keep_posts: bool) -> None:
    """End the account at the host, with all that is kept there for it.

    Raises Rejected (`sign_in_failed` for a wrong passphrase, `last_facilitator` with the groups as its fields),
    Unauthorized when the session is over, which after an earlier try means that it arrived, or another ApiError.
    """
    proof = await _prove(client, account, passphrase)
    posts: Literal["keep", "delete"] = "keep" if keep_posts else "delete"
    await client.accounts.delete_account(DeleteAccount(auth_secret=proof.auth_secret, posts=posts))


async def _find_own_account(
    client: ApiClient, request: CreateAccount, vault_key: bytes, passphrase: str, refusal: Rejected
) -> tuple[SignedIn, RecoveryCode]:
    """Sign in to the account that an earlier try made, if it is ours; else the refusal stands."""
    try:
        found = await sign_in(client, request.handle, passphrase, request.device_name)
    except Rejected as error:
        raise refusal from error
    if found.signed_in.account.id != request.id or found.vault_key != vault_key:
        await client.accounts.sign_out()
        client.token = None
        raise refusal
    return found.signed_in, await replace_recovery(client, found.signed_in.account, vault_key, passphrase)


async def _sign_in_after_recovery(
    client: ApiClient, handle: str, passphrase: str, device_name: str, refusal: Rejected
) -> tuple[SignedInKeys, RecoveryCode]:
    """Sign in with the passphrase that an earlier try set, if it did; else the refusal of the code stands."""
    try:
        found = await sign_in(client, handle, passphrase, device_name)
    except Rejected as error:
        raise refusal from error
    return found, await replace_recovery(client, found.signed_in.account, found.vault_key, passphrase)


async def _prove(client: ApiClient, account: Account, passphrase: str) -> PassphraseKeys:
    parameters = await client.accounts.start_sign_in(StartSignIn(handle=account.handle))
    return await keys.derive_passphrase_keys(passphrase, parameters)


async def _make_credentials(passphrase: str, vault_key: bytes, account_id: UUID, key_version: int) -> Credentials:
    parameters = keys.new_key_parameters()
    derived = await keys.derive_passphrase_keys(passphrase, parameters)
    wrapped = await keys.wrap_key(
        vault_key, derived.wrapping_key, purpose="passphrase", account_id=account_id, key_version=key_version
    )
    return Credentials(parameters=parameters, auth_secret=derived.auth_secret, wrapped_key=wrapped)


async def _make_recovery(code: RecoveryCode, vault_key: bytes, account_id: UUID) -> Recovery:
    derived = keys.derive_recovery_keys(code)
    wrapped = await keys.wrap_key(
        vault_key,
        derived.wrapping_key,
        purpose="recovery",
        account_id=account_id,
        key_version=keys.RECOVERY_KEY_VERSION,
    )
    return Recovery(auth_secret=derived.auth_secret, wrapped_key=wrapped)


async def _unwrap_recovery(wrapped: bytes, proof: PassphraseKeys, account_id: UUID) -> bytes:
    return await keys.unwrap_key(
        wrapped,
        proof.wrapping_key,
        purpose="recovery",
        account_id=account_id,
        key_version=keys.RECOVERY_KEY_VERSION,
    )


async def _open_wrapped(wrapped: bytes, derived: PassphraseKeys, account: Account) -> bytes:
    """Return the vault key of a session that the host opened; that it accepted the passphrase makes it its fault
    when the key does not open."""
    try:
        return await keys.unwrap_key(
            wrapped,
            derived.wrapping_key,
            purpose="passphrase",
            account_id=account.id,
            key_version=account.key_version,
        )
    except WrongKey as error:
        raise HostUntrusted("the passphrase was accepted but does not open the vault key") from error


def _check(passphrase: str, *context: str) -> None:
    problems = check_passphrase(passphrase, context=context)
    if problems:
        raise WeakPassphrase(problems)


def _check_account(account: Account, account_id: UUID, key_version: int) -> None:
    if account.id != account_id or account.key_version != key_version:
        raise HostUntrusted("another account")
