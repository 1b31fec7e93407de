"""The one row that says whose device this is, and where its key lies."""

import platform
import secrets
from uuid import UUID, uuid4

from api_client.wire.accounts import Account, SignedIn
from mobile.storage.tables import AccountRow

_DEVICE_NAMES = {"Linux": "Linux computer", "Darwin": "Mac", "Windows": "Windows computer", "Android": "Android phone"}


def new_row() -> AccountRow:
    """Return the row of a device that is started for the first time. `writer` must differ between installations."""
    name = _DEVICE_NAMES.get(platform.system(), "This device")
    return AccountRow(account_id=uuid4(), writer=secrets.token_hex(4), device_name=name)


def changed_row(row: AccountRow, **changes: object) -> AccountRow:
    """Return a copy of the row with `changes`."""
    return AccountRow(**{**row.model_dump(), **changes})


def adopted_row(row: AccountRow, signed_in: SignedIn, server_url: str, sealed_token: bytes) -> AccountRow:
    """Return the row of a device on which `signed_in` is the account."""
    return changed_row(
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


def account_of(row: AccountRow) -> Account | None:
    """Return the account, None while there is only a journal."""
    return Account.model_validate(row.account) if row.account is not None else None


def key_name(account_id: UUID) -> str:
    """Return under which name the secret store keeps the vault key of an account."""
    return f"vault-key-{account_id.hex}"
