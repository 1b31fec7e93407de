"""A typed, asynchronous client of one Kith host, and the keys that keep it honest.

    async with ApiClient("https://kith.example") as client:
        session = await account_flow.sign_in(client, "mira", passphrase, "Mira's phone")
        memberships = await client.groups.list_groups()

The flows of an account are used as `account_flow.sign_up`, `.sign_in`, `.recover` and so on.

Names are loaded when they are first used: the server imports `api_client.wire`, which stands below this package, and
needs neither an HTTP client nor keys.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from api_client.client import OPERATIONS as OPERATIONS
    from api_client.client import ApiClient as ApiClient
    from api_client.errors import ApiError as ApiError
    from api_client.errors import Conflict as Conflict
    from api_client.errors import HostUntrusted as HostUntrusted
    from api_client.errors import Incompatible as Incompatible
    from api_client.errors import InvalidResponse as InvalidResponse
    from api_client.errors import RateLimited as RateLimited
    from api_client.errors import Rejected as Rejected
    from api_client.errors import ServerError as ServerError
    from api_client.errors import Unauthorized as Unauthorized
    from api_client.errors import Unreachable as Unreachable
    from api_client.errors import WeakKeyParameters as WeakKeyParameters
    from api_client.keys import CACHE_KEY as CACHE_KEY
    from api_client.keys import PHOTO_KEY as PHOTO_KEY
    from api_client.keys import RECORD_KEY as RECORD_KEY
    from api_client.keys import WrongKey as WrongKey
    from api_client.keys import derive_key as derive_key
    from api_client.keys import new_vault_key as new_vault_key
    from api_client.passphrases import PassphraseProblem as PassphraseProblem
    from api_client.passphrases import WeakPassphrase as WeakPassphrase
    from api_client.passphrases import check_passphrase as check_passphrase
    from api_client.passphrases import suggest_passphrase as suggest_passphrase
    from api_client.recovery_code import InvalidRecoveryCode as InvalidRecoveryCode
    from api_client.recovery_code import RecoveryCode as RecoveryCode
    from api_client.sealing import RECORD_PLAINTEXT_BYTES_MAX as RECORD_PLAINTEXT_BYTES_MAX
    from api_client.sealing import CannotOpen as CannotOpen
    from api_client.sealing import Sealer as Sealer
    from api_client.sealing import name_photo as name_photo
    from api_client.sealing import open_record as open_record
    from api_client.sealing import open_records as open_records
    from api_client.sealing import open_sealed as open_sealed
    from api_client.sealing import seal as seal
    from api_client.sealing import seal_record as seal_record

_HOMES = {
    "CACHE_KEY": "keys",
    "OPERATIONS": "client",
    "PHOTO_KEY": "keys",
    "RECORD_KEY": "keys",
    "RECORD_PLAINTEXT_BYTES_MAX": "sealing",
    "ApiClient": "client",
    "ApiError": "errors",
    "CannotOpen": "sealing",
    "Conflict": "errors",
    "HostUntrusted": "errors",
    "Incompatible": "errors",
    "InvalidRecoveryCode": "recovery_code",
    "InvalidResponse": "errors",
    "PassphraseProblem": "passphrases",
    "RateLimited": "errors",
    "RecoveryCode": "recovery_code",
    "Rejected": "errors",
    "Sealer": "sealing",
    "ServerError": "errors",
    "Unauthorized": "errors",
    "Unreachable": "errors",
    "WeakKeyParameters": "errors",
    "WeakPassphrase": "passphrases",
    "WrongKey": "keys",
    "check_passphrase": "passphrases",
    "derive_key": "keys",
    "new_vault_key": "keys",
    "name_photo": "sealing",
    "open_record": "sealing",
    "open_records": "sealing",
    "open_sealed": "sealing",
    "seal": "sealing",
    "seal_record": "sealing",
    "suggest_passphrase": "passphrases",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    """Load a public name from where it lives (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"api_client.{_HOMES[name]}"), name)
