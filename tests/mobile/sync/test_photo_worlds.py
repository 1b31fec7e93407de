"""Photos in worlds of chance: two devices put the same few pictures into entries and take them out again, offline and
online, killed and cut, while months pass. In the end every photo that an entry names can be seen on every device."""

import asyncio
from pathlib import Path
from random import Random
from uuid import UUID

import httpx
import pytest

from api_client.errors import ApiError
from mobile.sync.journal_photos import UNUSED_DAYS
from tests.support.faults import FaultyTransport, Odds
from tests.support.phone import Phone, phone
from tests.support.photos import jpeg
from tests.support.server import LocalHost, local_host

PICTURES = [jpeg(64 + 8 * n, 48) for n in range(2)]
MONTHS, STEPS = 2, 8
ODDS = Odds(drop_request=0.02, drop_response=0.04, duplicate=0.04, truncate=0.02)


class World:
    """A host, two devices of one account, and what chance does to them."""

    def __init__(self, devices: list[Phone], networks: list[FaultyTransport], seed: int) -> None:
        self.devices, self.networks = devices, networks
        self.random = Random(seed)

    async def month(self) -> None:
        """Let both write, take everything out again, and a month later do what they like while one tidies up."""
        for _ in range(3):
            await self.add(self.random.choice(self.devices))
        await self.settle()
        for device in self.devices:
            for entry_id in self.entries(device):
                await self.random.choice((self.erase, self.take_out))(device, entry_id)
            await device.sync()
        await self.settle()
        await self.pass_time(1)
        await self.settle()
        await self.pass_time(UNUSED_DAYS + 1)
        for network in self.networks:
            network.odds = ODDS
        acts = (self.add, self.sync, self.both, self.both, self.kill, self.switch, self.trash, self.take_out)
        for _ in range(STEPS):
            await self.random.choice(acts)(self.random.choice(self.devices))
        await self.settle()

    async def add(self, device: Phone) -> None:
        """Put a picture into a new entry or into one that is there."""
        photo_id, value = await device.services.journal_photos.add_ready(self.random.choice(PICTURES))
        entry_id = self.random.choice([None, *self.entries(device)])
        await device.services.documents.save(entry_id, "entry", {"level": 3, f"photos.{photo_id}": value})

    async def take_out(self, device: Phone, entry_id: UUID | None = None) -> None:
        """Take the pictures out of an entry."""
        if entry_id is None and not self.entries(device):
            return
        entry_id = entry_id or self.random.choice(self.entries(device))
        found = device.services.documents.get(entry_id)
        photos = {} if found is None else {k: v for k, v in found.fields.items() if k.startswith("photos.") and v}
        await device.services.documents.save(entry_id, "entry", dict.fromkeys(photos))

    async def erase(self, device: Phone, entry_id: UUID) -> None:
        """Delete an entry for good."""
        await device.services.documents.erase(entry_id)

    async def trash(self, device: Phone) -> None:
        """Put an entry into the bin, or take one out of it."""
        trashed = sorted(found.id for found in device.services.documents.list_trashed("entry"))
        if trashed and self.random.random() < 0.5:
            await device.services.documents.restore(self.random.choice(trashed))
        elif entries := self.entries(device):
            await device.services.documents.trash(self.random.choice(entries))

    async def sync(self, device: Phone) -> None:
        """Sync, as far as the network lets it."""
        try:
            await device.sync()
        except ApiError:
            return

    async def both(self, device: Phone) -> None:
        """Sync both at once, while one adds a picture."""
        await asyncio.gather(*map(self.sync, self.devices), self.add(device))

    async def kill(self, device: Phone) -> None:
        """End the app and start it again."""
        await device.kill()
        await device.start()
        device.services.journal_photos.kept_bytes_max = 0

    async def switch(self, device: Phone) -> None:
        """Lose the network, or find it again."""
        network = self.networks[self.devices.index(device)]
        network.online = not network.online

    async def pass_time(self, days: int) -> None:
        """Let days pass for both."""
        for device in self.devices:
            device.clock.move(days=days)

    def entries(self, device: Phone) -> list[UUID]:
        return sorted(found.id for found in device.services.documents.list("entry"))

    async def settle(self) -> None:
        """Let everything arrive."""
        for network in self.networks:
            network.online, network.odds = True, Odds()
        for _ in range(3):
            for device in self.devices:
                await device.sync()


async def run(folder: Path, host: LocalHost, seed: int) -> None:
    networks = [
        FaultyTransport(httpx.ASGITransport(host.app, raise_app_exceptions=False), seed=seed + n) for n in range(2)
    ]
    async with (
        phone(folder / "one", transport=networks[0], inline=True) as one,
        phone(folder / "other", transport=networks[1], inline=True) as other,
    ):
        await one.sign_up(f"sam{seed}")
        await other.sign_in(f"sam{seed}")
        world = World([one, other], networks, seed)
        for device in world.devices:
            device.services.journal_photos.kept_bytes_max = 0  # what the host has is let go of at once
        for _ in range(MONTHS):
            await world.month()
            await check(world)


async def check(world: World) -> None:
    """Hold what can be seen against what is named."""
    named = []
    for device in world.devices:
        photos = device.services.journal_photos
        await photos.uses.refresh()
        named.append(set(photos.uses.photo_ids))
        for photo_id in sorted(photos.uses.photo_ids):
            assert await photos.get(photo_id) in PICTURES, "a photo was lost"
        assert await photos.list_unsent() == []
    assert named[0] == named[1]


@pytest.mark.parametrize("seed", range(3))
async def test_no_photo_that_an_entry_names_is_ever_lost(tmp_path: Path, seed: int) -> None:
    async with local_host(tmp_path / "host") as host:
        await run(tmp_path, host, seed)
