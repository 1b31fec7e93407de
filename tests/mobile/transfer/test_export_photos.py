"""Photos that lie at the host alone: fetched for an export while the host answers, else listed and said."""

import io
from pathlib import Path

import httpx

from mobile import paths
from mobile.transfer.archive_reader import read_archive
from tests.mobile.circle import drawn
from tests.mobile.transfer.test_archive import exported, plain_json
from tests.mobile.transfer.test_export_screens import files
from tests.support.faults import FaultyTransport
from tests.support.phone import phone
from tests.support.photos import jpeg
from tests.support.server import local_host

PHOTOS = [jpeg(colour=colour) for colour in ("#803030", "#308030", "#303080")]


async def test_photos_at_the_host_are_fetched_and_offline_they_are_told_and_listed(tmp_path: Path) -> None:
    async with local_host(tmp_path / "host") as host, phone(tmp_path / "sam", host) as sam:
        await sam.sign_up()
        for content in PHOTOS:
            photo_id, value = await sam.services.journal_photos.add_ready(content)
            await sam.services.documents.save(None, "entry", {"level": 3, f"photos.{photo_id}": value})
        await sam.sync()
        network = FaultyTransport(httpx.ASGITransport(host.app, raise_app_exceptions=False))
        async with phone(tmp_path / "tablet", host, transport=network, inline=True) as tablet:
            await tablet.sign_in()
            await tablet.sync()
            network.online = False
            asked = network.counts["offline"]
            file, written = await exported(tablet.services)
            assert written.photo_count == 0 and len(written.missing_photos) == 3
            assert network.counts["offline"] == asked + 1, "a host that cannot be reached is asked once"
            assert sorted(plain_json(file)["missing_photos"]) == sorted(written.missing_photos)
            async with drawn(tablet, paths.EXPORT, replies={"save_file": "/somewhere"}) as app:
                await app.see("3 photos are not on this device. They are fetched from your host;")
                await app.tap("Export")
                await app.see("3 photos are not on this device and could not be fetched; the file says so.")
                assert len(files(app)) == 1
            network.online = True
            file, written = await exported(tablet.services)
            assert written.photo_count == 3 and not written.missing_photos
            found = read_archive(io.BytesIO(file))
            names = [name for part in found.parts for _, name, _ in part.photos]
            assert sorted(found.read_photo(name or "") or b"" for name in names) == sorted(PHOTOS)
