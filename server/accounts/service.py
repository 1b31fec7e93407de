"""The rules of accounts. The host keeps proofs and wrapped keys; what they protect it cannot open.

Whether a secret fits is worked out between two transactions (it takes 50 ms of Argon2id), so each step that needs a
proof comes as `begin_attempt` -> verify -> the act.
"""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlmodel import col

from api_client.wire import accounts as wire
from api_client.wire import limits
from api_client.wire.errors import ProblemCode
from server.accounts.ending import is_retired
from server.errors import Refusal
from server.host import Rename
from server.rate_limits import RateLimits
from server.sign_in import end_other_sessions, end_session, open_session
from server.tables import NOBODY, AccountRow, DeviceRow
from server.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Proof:
    """What an attempt is measured against: the account, if there is one, and the hashes of its two secrets."""

    account_id: UUID | None
    auth_hash: str | None
    recovery_hash: bytes


_NOBODY = Proof(None, None, hashlib.sha256(b"nobody").digest())


def begin_attempt(tx: Transaction, rates: RateLimits, handle: str, address: str) -> Proof:
    """Count an attempt at `handle` from `address` and return what it must fit. Unknown handles count alike."""
    rates.sign_in_address.take(tx, address)
    rates.sign_in_account.take(tx, handle, address)
    row = tx.connection.execute(
        select(col(AccountRow.id), col(AccountRow.auth_hash), col(AccountRow.recovery_hash)).where(
            col(AccountRow.handle) == handle
        )
    ).first()
    return Proof(*row) if row is not None else _NOBODY


def end_attempt(tx: Transaction, rates: RateLimits, handle: str, address: str) -> None:
    """Forget the failures before a success. The address gets back this one attempt only: else whoever has an
    account could clear the way for guesses at others."""
    rates.sign_in_account.clear(tx, handle, address)
    rates.sign_in_address.give_back(tx, address)


def fits_recovery(proof: Proof, secret: bytes) -> bool:
    """Return whether `secret` is the recovery code's. It comes from 128 random bits, so one SHA-256 is enough."""
    return hmac.compare_digest(hashlib.sha256(secret).digest(), proof.recovery_hash) and proof.account_id is not None


def get_key_parameters(tx: Transaction, handle: str, secret: bytes) -> wire.KeyParameters:
    """Return how the passphrase of `handle` is stretched. For an unknown handle the answer is made up, and always
    the same, so that asking tells nothing."""
    row = tx.connection.execute(
        select(col(AccountRow.salt), col(AccountRow.memory_kib), col(AccountRow.passes), col(AccountRow.lanes)).where(
            col(AccountRow.handle) == handle
        )
    ).first()
    salt = hmac.digest(secret, b"salt\0" + handle.encode(), "sha256")[: limits.SALT_BYTES]
    made_up = (salt, limits.KDF_MEMORY_KIB, limits.KDF_PASSES, limits.KDF_LANES)
    salt, memory_kib, passes, lanes = row if row is not None else made_up
    return wire.KeyParameters(salt=salt, memory_kib=memory_kib, passes=passes, lanes=lanes)


def find_sign_up(tx: Transaction, rates: RateLimits, request: wire.CreateAccount, address: str, secret: bytes) -> Proof:
    """Return the proof of an account with the same id, for a repeated sign-up, or none.

    A repeat is an attempt at that account like any other. A new one must find its handle free and the door open.
    """
    row = tx.connection.execute(select(col(AccountRow.handle)).where(col(AccountRow.id) == request.id)).first()
    if row is not None:
        if row.handle != request.handle:
            raise Refusal(ProblemCode.ID_TAKEN)
        return begin_attempt(tx, rates, request.handle, address)
    if request.id == NOBODY:
        raise Refusal(ProblemCode.ID_TAKEN)
    rates.sign_up.check(tx, address)
    _require_free_handle(tx, request.handle, secret)
    return _NOBODY


def create_account(
    tx: Transaction, rates: RateLimits, request: wire.CreateAccount, auth_hash: str, address: str, secret: bytes
) -> wire.SignedIn:
    """Make the account and sign its first device in."""
    rates.sign_up.take(tx, address)
    _require_free_handle(tx, request.handle, secret)
    tx.connection.execute(
        insert(AccountRow).values(
            id=request.id,
            handle=request.handle,
            display_name=request.display_name,
            created_at=tx.now,
            key_version=1,
            **_credential_columns(request.credentials, auth_hash),
            **_recovery_columns(request.recovery),
        )
    )
    return sign_in(tx, request.id, request.device_name)


def sign_in(tx: Transaction, account_id: UUID, device_name: str) -> wire.SignedIn:
    """Open a session for an account whose secret fitted."""
    row = _get_row(tx, account_id)
    device_id, token = open_session(tx, account_id, device_name)
    return wire.SignedIn(
        token=token,
        device_id=device_id,
        account=_account(row),
        parameters=wire.KeyParameters(salt=row.salt, memory_kib=row.memory_kib, passes=row.passes, lanes=row.lanes),
        wrapped_key=row.wrapped_key,
    )


def get_account(tx: Transaction, account_id: UUID) -> wire.Account:
    """Return the account as its owner sees it."""
    return _account(_get_row(tx, account_id))


def get_handle(tx: Transaction, account_id: UUID) -> str:
    """Return the handle of an account."""
    handle: str = _get_row(tx, account_id).handle
    return handle


def update_account(
    tx: Transaction, account_id: UUID, rates: RateLimits, request: wire.UpdateAccount, renames: tuple[Rename, ...]
) -> wire.Account:
    """Give the account another display name; `renames` bring up to date what already shows the old one."""
    before = _get_row(tx, account_id)
    if before.display_name == request.display_name:
        return _account(before)
    rates.rename.take(tx, str(account_id))
    tx.connection.execute(
        update(AccountRow).where(col(AccountRow.id) == account_id).values(display_name=request.display_name)
    )
    for rename in renames:
        rename(tx, account_id, request.display_name)
    return get_account(tx, account_id)


def change_passphrase(
    tx: Transaction, account_id: UUID, device_id: UUID, request: wire.ChangePassphrase, auth_hash: str
) -> wire.Account:
    """Set another passphrase and sign every other device out."""
    _set_credentials(tx, account_id, request.credentials, auth_hash, request.key_version)
    end_other_sessions(tx, account_id, device_id)
    return get_account(tx, account_id)


def replace_recovery(tx: Transaction, account_id: UUID, request: wire.ReplaceRecovery) -> None:
    """Set another recovery code."""
    tx.connection.execute(
        update(AccountRow).where(col(AccountRow.id) == account_id).values(**_recovery_columns(request.recovery))
    )


def open_recovery(tx: Transaction, account_id: UUID) -> wire.RecoveryOpened:
    """Return the vault key under the recovery code, for somebody whose code fitted."""
    row = _get_row(tx, account_id)
    return wire.RecoveryOpened(
        account_id=row.id,
        key_version=row.key_version,
        wrapped_key=row.recovery_wrapped_key,
    )


def recover(tx: Transaction, account_id: UUID, request: wire.Recover, auth_hash: str) -> wire.SignedIn:
    """Set passphrase and recovery code anew, sign everybody out and this device in."""
    _set_credentials(tx, account_id, request.credentials, auth_hash, request.key_version)
    tx.connection.execute(
        update(AccountRow).where(col(AccountRow.id) == account_id).values(**_recovery_columns(request.recovery))
    )
    end_other_sessions(tx, account_id, None)
    return sign_in(tx, account_id, request.device_name)


def list_devices(tx: Transaction, account_id: UUID, this_device_id: UUID) -> wire.DeviceList:
    """Return the account's devices, newest first."""
    rows = tx.connection.execute(
        select(col(DeviceRow.id), col(DeviceRow.name), col(DeviceRow.created_at), col(DeviceRow.seen_on))
        .where(col(DeviceRow.account_id) == account_id)
        .order_by(col(DeviceRow.created_at).desc(), col(DeviceRow.id).desc())
    ).all()
    return wire.DeviceList(
        devices=tuple(
            wire.Device(
                id=row.id,
                name=row.name,
                created_at=row.created_at,
                seen_on=row.seen_on.isoformat(),
                this_device=row.id == this_device_id,
            )
            for row in rows
        )
    )


def revoke_device(tx: Transaction, account_id: UUID, device_id: UUID) -> None:
    """Sign one of the account's devices out."""
    if not end_session(tx, account_id, device_id):
        raise Refusal(ProblemCode.NOT_FOUND)


def _get_row(tx: Transaction, account_id: UUID) -> Any:
    return tx.connection.execute(select(AccountRow.__table__).where(col(AccountRow.id) == account_id)).one()  # type: ignore[attr-defined]


def _account(row: Any) -> wire.Account:
    return wire.Account(
        id=row.id,
        handle=row.handle,
        display_name=row.display_name,
        key_version=row.key_version,
        created_at=row.created_at,
    )


def _require_free_handle(tx: Transaction, handle: str, secret: bytes) -> None:
    if tx.connection.execute(select(col(AccountRow.id)).where(col(AccountRow.handle) == handle)).first() is not None:
        raise Refusal(ProblemCode.HANDLE_TAKEN)
    if is_retired(tx, handle, secret):
        raise Refusal(ProblemCode.HANDLE_TAKEN)


def _set_credentials(
    tx: Transaction, account_id: UUID, credentials: wire.Credentials, auth_hash: str, key_version: int
) -> None:
    changed = tx.connection.execute(
        update(AccountRow)
        .where(col(AccountRow.id) == account_id, col(AccountRow.key_version) == key_version - 1)
        .values(key_version=key_version, **_credential_columns(credentials, auth_hash))
    )
    if changed.rowcount == 0:
        raise Refusal(ProblemCode.VERSION_CONFLICT)


def _credential_columns(credentials: wire.Credentials, auth_hash: str) -> dict[str, Any]:
    return {
        "auth_hash": auth_hash,
        "salt": credentials.parameters.salt,
        "memory_kib": credentials.parameters.memory_kib,
        "passes": credentials.parameters.passes,
        "lanes": credentials.parameters.lanes,
        "wrapped_key": credentials.wrapped_key,
    }


def _recovery_columns(recovery: wire.Recovery) -> dict[str, Any]:
    return {
        "recovery_hash": hashlib.sha256(recovery.auth_secret).digest(),
        "recovery_wrapped_key": recovery.wrapped_key,
    }
