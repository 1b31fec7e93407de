"""Where every world begins: one member with three signed-in devices, another with one, and a group of both.

Signing in is slow on purpose (Argon2id), so it is done once and every world starts from copies of these files.
"""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx

from mobile.secrets import MemorySecretStore
from tests.mobile.sync.simulation.host import running_host
from tests.support.phone import Phone, PhoneClock
from tests.support.virtual_time import START

DEVICES = {"a": "sam", "b": "sam", "c": "sam", "p": "priya"}
FILES = ("kith.db", "kith.sqlite")


@dataclass
class Template:
    """Folders to copy from, and what each device keeps outside its folder."""

    folder: Path
    group_id: UUID = field(default=UUID(int=0))
    secrets: dict[str, dict[str, bytes]] = field(default_factory=dict)

    async def make(self) -> None:
        """Sign everybody up and in."""
        clock = PhoneClock(datetime.fromtimestamp(START, UTC))
        async with running_host(self.folder / "host", lambda: datetime.fromtimestamp(START, UTC)) as (app, _):
            phones: dict[str, Phone] = {}
            for name, handle in DEVICES.items():
                device = Phone(self.folder / name, transport=httpx.ASGITransport(app), clock=clock, inline=True)
                phones[name] = device
                await device.start()
                if handle not in [DEVICES[other] for other in phones if other != name]:
                    await device.sign_up(handle, handle.title())
                else:
                    await device.sign_in(handle)
            self.group_id = await phones["a"].start_group()
            await phones["a"].sync()
            await phones["p"].services.groups.join(await phones["a"].join_code(self.group_id))
            for name, device in phones.items():
                await device.sync()
                await device.close()
                assert isinstance(device.secrets, MemorySecretStore)
                self.secrets[name] = dict(device.secrets.values)

    def copy_host(self, folder: Path) -> None:
        """Put the host's files into `folder`."""
        _copy(self.folder / "host", folder)

    def copy_device(self, name: str, folder: Path) -> MemorySecretStore:
        """Put a device's files into `folder` and return its secure storage."""
        _copy(self.folder / name, folder)
        secrets = MemorySecretStore()
        secrets.values = dict(self.secrets[name])
        return secrets


def _copy(source: Path, target: Path) -> None:
    target.mkdir(parents=True)
    for name in FILES:
        if (source / name).exists():
            shutil.copyfile(source / name, target / name)
