"""Shared learning: nobody opens a link but the member."""

import asyncio
from pathlib import Path

from mobile import paths
from tests.mobile.circle import circle


async def test_no_link_is_ever_opened_by_the_host_or_by_the_app_itself(tmp_path: Path) -> None:
    called = asyncio.Event()

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        called.set()
        writer.close()

    page = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = page.sockets[0].getsockname()[1]
    async with page, circle(tmp_path) as place:
        details = {"kind": "resource", "url": f"http://127.0.0.1:{port}/sleep", "language": "en"}
        await place.priya_posts(f"See https://127.0.0.1:{port}/sleep", kind="resource", details=details)
        await place.device.sync()
        for route in (paths.group(place.group_id), paths.RESOURCES):
            async with place.drawn(route) as app:
                await app.see("/sleep")
        async with place.drawn(paths.RESOURCES) as app:
            await app.see("/sleep")
            await app.tap("Link is broken")
            await app.see("Somebody found that this link no longer works.")
        await place.device.sync()
        await place.host.host.jobs.run_due()
        assert not called.is_set()
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        await called.wait()  # the trap works
        writer.close()
        await writer.wait_closed()
