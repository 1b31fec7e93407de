"""Where the vault key lies while the app is closed.

On a phone and a desktop that is the platform's secure storage (`mobile.platform_secrets`). A browser session has none:
there the key of a journal without an account lies in a file that only its owner can read, because otherwise a first
entry could not survive a reload, and from the moment an account exists it is in memory alone.
"""

import asyncio
import os
from pathlib import Path
from typing import Protocol


class SecretStore(Protocol):
    """Keeps small secrets by name. `keeps_account_keys` says whether a key may stay here once there is an account."""

    keeps_account_keys: bool

    async def get(self, name: str) -> bytes | None:
        """Return the secret, None when there is none."""

    async def put(self, name: str, value: bytes) -> None:
        """Keep the secret; it is durable when this returns."""

    async def remove(self, name: str) -> None:
        """Forget the secret; forgetting what is not there is fine."""


class MemorySecretStore:
    """Keeps secrets as long as the object lives: for tests, where one store plays the phone's secure chip."""

    keeps_account_keys = True

    def __init__(self) -> None:
        self.values: dict[str, bytes] = {}

    async def get(self, name: str) -> bytes | None:
        """Return the secret, None when there is none."""
        return self.values.get(name)

    async def put(self, name: str, value: bytes) -> None:
        """Keep the secret."""
        self.values[name] = value

    async def remove(self, name: str) -> None:
        """Forget the secret."""
        self.values.pop(name, None)


class FileSecretStore:
    """Keeps each secret in a file of the data folder with mode 0600."""

    keeps_account_keys = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def get(self, name: str) -> bytes | None:
        """Return the secret, None when there is none."""
        return await asyncio.to_thread(self._read, self._path(name))

    async def put(self, name: str, value: bytes) -> None:
        """Keep the secret; it is on the disk when this returns, whole or not at all."""
        await asyncio.to_thread(self._write, self._path(name), value)

    async def remove(self, name: str) -> None:
        """Forget the secret."""
        await asyncio.to_thread(self._path(name).unlink, True)

    def _path(self, name: str) -> Path:
        if not name.replace("-", "").isalnum():
            raise ValueError("a secret's name is letters, digits and dashes")
        return self._folder / f"{name}.secret"

    @staticmethod
    def _read(path: Path) -> bytes | None:
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None

    def _write(self, path: Path, value: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "wb") as file:
            file.write(value)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
        _sync_folder(self._folder)


def _sync_folder(folder: Path) -> None:
    """Make a rename durable; Windows cannot open folders and does not need it."""
    if os.name != "nt":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
