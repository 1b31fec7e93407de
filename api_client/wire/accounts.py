"""Accounts, sessions, devices and recovery. Keys never stand here: only secrets derived from them, and wrapped keys.

How each is derived stands in `api_client.keys`.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api_client.wire import limits
from api_client.wire.model import Base64Bytes, Id, Instant, WireModel, WireRequest
from api_client.wire.text import DeviceName, DisplayName, Handle

AuthSecret = Annotated[Base64Bytes, Field(min_length=limits.AUTH_SECRET_BYTES, max_length=limits.AUTH_SECRET_BYTES)]
WrappedKey = Annotated[Base64Bytes, Field(min_length=1, max_length=limits.WRAPPED_KEY_BYTES_MAX)]
Salt = Annotated[Base64Bytes, Field(min_length=limits.SALT_BYTES, max_length=limits.SALT_BYTES)]
Token = Annotated[str, StringConstraints(pattern=r"^kith_s_[A-Za-z0-9_-]{43}$")]


class KeyParameters(WireModel):
    """How to turn a passphrase into keys: Argon2id (RFC 9106) with `memory_kib` KiB, `passes` and `lanes`."""

    salt: Salt
    memory_kib: int = Field(ge=1, le=limits.KDF_MEMORY_KIB_MAX)
    passes: int = Field(ge=1, le=limits.KDF_PASSES_MAX)
    lanes: int = Field(ge=1, le=16)


class Credentials(WireModel):
    """What a passphrase gives the host: how it was stretched, the secret that proves it, the vault key it wraps."""

    parameters: KeyParameters
    auth_secret: AuthSecret
    wrapped_key: WrappedKey


class Recovery(WireModel):
    """What a recovery code gives the host: the secret that proves it and the vault key it wraps."""

    auth_secret: AuthSecret
    wrapped_key: WrappedKey


class Account(WireModel):
    """The signed-in person, as that person sees it. `key_version` counts passphrase changes and recoveries."""

    id: Id
    handle: str
    display_name: str
    key_version: int
    created_at: Instant


class CreateAccount(WireRequest):
    """Sign up. The id is the device's own, so that what was sealed before signing up stays as it is."""

    id: Id
    handle: Handle
    display_name: DisplayName
    of_age: Literal[True]
    rules_accepted: Literal[True]
    credentials: Credentials
    recovery: Recovery
    device_name: DeviceName


class UpdateAccount(WireRequest):
    """Change the name that groups see."""

    display_name: DisplayName


class StartSignIn(WireRequest):
    """Ask how the passphrase of `handle` is stretched; unknown handles get a stable made-up answer."""

    handle: Handle


class SignIn(WireRequest):
    """Open a session for one more device."""

    handle: Handle
    auth_secret: AuthSecret
    device_name: DeviceName


class SignedIn(WireModel):
    """An open session: the token is shown this once. `wrapped_key` is the vault key under the passphrase."""

    token: Token
    device_id: Id
    account: Account
    parameters: KeyParameters
    wrapped_key: WrappedKey


class ChangePassphrase(WireRequest):
    """Prove the old passphrase, set a new one; every other device is signed out in the same step.

    `key_version` is the version that the new wrapped key is bound to, one above the account's; another is a conflict.
    """

    auth_secret: AuthSecret
    key_version: int = Field(ge=2)
    credentials: Credentials


class ReplaceRecovery(WireRequest):
    """Prove the passphrase and set a new recovery code; the old code ends."""

    auth_secret: AuthSecret
    recovery: Recovery


class DeleteAccount(WireRequest):
    """Prove the passphrase and end the account with everything in it. `posts` says what becomes of posts and replies:
    "keep" leaves them under `wire.feed.FORMER_MEMBER` or the alias they have, "delete" removes each."""

    auth_secret: AuthSecret
    posts: Literal["keep", "delete"]


class OpenRecovery(WireRequest):
    """Prove the recovery code and ask for the vault key under it."""

    handle: Handle
    auth_secret: AuthSecret


class RecoveryOpened(WireModel):
    """The vault key under the recovery code, bound to the account alone; `key_version` is the account's present one,
    which `Recover` counts up from."""

    account_id: Id
    key_version: int
    wrapped_key: WrappedKey


class Recover(WireRequest):
    """Prove the recovery code, set a new passphrase and a new code, open a session; all others end."""

    handle: Handle
    auth_secret: AuthSecret
    key_version: int = Field(ge=2)
    credentials: Credentials
    recovery: Recovery
    device_name: DeviceName


class Device(WireModel):
    """One signed-in device. `seen_on` is a day, not a moment, on purpose."""

    id: Id
    name: str
    created_at: Instant
    seen_on: str
    this_device: bool


class DeviceList(WireModel):
    """All devices of the account, newest first."""

    devices: tuple[Device, ...]
