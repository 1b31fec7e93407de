"""The platform's secure storage as a SecretStore: Keychain, Keystore, libsecret or Credential Manager.

The Flet service is made by the app and handed in: it belongs to a page, and nothing here may need one.
"""

import base64
from typing import Protocol


class SecureStorageService(Protocol):
    """What is used of `flet_secure_storage.SecureStorage`."""

    async def get(self, key: str) -> str | None:
        """Return the text under `key`."""

    async def set(self, key: str, value: str) -> None:
        """Keep the text under `key`."""

    async def remove(self, key: str) -> None:
        """Forget `key`."""


class PlatformSecretStore:
    """Keeps secrets where the platform guards them, also once there is an account."""

    keeps_account_keys = True

    def __init__(self, service: SecureStorageService, *, prefix: str = "kith-") -> None:
        self._service = service
        self._prefix = prefix

    async def get(self, name: str) -> bytes | None:
        """Return the secret, None when there is none."""
        text = await self._service.get(self._prefix + name)
        return base64.b64decode(text) if text else None

    async def put(self, name: str, value: bytes) -> None:
        """Keep the secret."""
        await self._service.set(self._prefix + name, base64.b64encode(value).decode())

    async def remove(self, name: str) -> None:
        """Forget the secret."""
        if await self._service.get(self._prefix + name) is not None:
            await self._service.remove(self._prefix + name)
