"""The story of a photo: taken on the phone, seen on the tablet, taken out there, and gone everywhere in the end."""

from pathlib import Path
from uuid import UUID

import flet as ft

from mobile import paths
from mobile.sync.journal_photos import UNUSED_DAYS
from tests.mobile.circle import Drawn, drawn
from tests.support.phone import phone
from tests.support.photos import SECRET_PLACE, as_taken
from tests.support.server import local_host, stored_bytes


def images(app: Drawn) -> list[bytes]:
    return [one.src for one in app.top if isinstance(one, ft.Image) and isinstance(one.src, bytes)]


async def test_a_photo_of_the_phone_is_seen_on_the_tablet_and_goes_when_nobody_wants_it(tmp_path: Path) -> None:
    picked = {"pick_files": [{"id": 1, "name": "IMG_4711.jpg", "size": 9, "bytes": as_taken(1_200, 900)}]}
    async with (
        local_host(tmp_path / "host") as host,
        phone(tmp_path / "phone", host) as mobile,
        phone(tmp_path / "tablet", host) as tablet,
    ):
        await mobile.services.account.start_writing()
        async with drawn(mobile, paths.new_entry(level=4), replies=picked) as app:  # before there is an account at all
            await app.see("Photos")
            await app.tap("Add photos")
            await app.until(lambda: len(images(app)) == 1)
            await app.tap("Save check-in")
            await app.until(lambda: mobile.services.documents.list("entry"))
        await mobile.sign_up()
        await mobile.sync()
        await tablet.sign_in()
        await tablet.sync()
        (entry,) = tablet.services.documents.list("entry")
        async with drawn(tablet, paths.entry(entry.id), width=1280) as app:
            await app.until(lambda: len(images(app)) == 1)
        (photo_id,) = [name.removeprefix("photos.") for name in entry.fields if name.startswith("photos.")]
        seen = await tablet.services.journal_photos.get_local(photo_id)
        assert seen == await mobile.services.journal_photos.get_local(photo_id) and seen is not None
        await tablet.services.documents.erase(entry.id)
        for days in (1, UNUSED_DAYS + 1):
            for device in (tablet, mobile):
                device.clock.move(days=days)
                await device.sync()
        assert (await tablet.services.account.client.vault.list_photos()).photos == ()  # type: ignore[union-attr]
        for device in (tablet, mobile):
            device.clock.move(days=UNUSED_DAYS + 1)
            await device.sync()
            assert await device.services.journal_photos.get_local(UUID(photo_id)) is None
        await mobile.close()
        await tablet.close()
        host.host.database.close()
        stored = b"".join(stored_bytes(tmp_path / name) for name in ("phone", "tablet", "host"))
        for canary in (seen[-60:], SECRET_PLACE, b"JFIF"):
            assert canary not in stored
