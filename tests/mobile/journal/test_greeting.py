"""The status on Today leads to where a member can move things on, and is only words where nobody can."""

from pathlib import Path

import flet as ft

from mobile import paths
from tests.support.app import whole_app
from tests.support.headless import App
from tests.support.phone import Phone, phone
from tests.support.server import local_host


def target(app: App, text: str) -> ft.Container | None:
    """Return what is tapped to follow `text`, None where it is only words."""
    for container in app.all(ft.Container):
        words = [c.value for c in app.walk(container) if isinstance(c, ft.Text)]
        if container.on_click is not None and words == [text]:
            return container
    return None


async def refuse_a_post(device: Phone) -> None:
    outbox = device.services.outbox
    group_id = await device.start_group()
    await device.write_post(group_id)
    for call in await outbox.list():
        await outbox.mark_failed(call.id, "too_large", {})


async def test_what_was_refused_is_one_tap_away(tmp_path: Path) -> None:
    async with local_host(tmp_path / "host") as host, phone(tmp_path / "phone", host) as device:
        await device.sign_up()
        await refuse_a_post(device)
        await device.services.sync.start()
        async with whole_app(device.services) as app:
            await app.until(lambda: target(app, "2 could not be sent"))
            found = target(app, "2 could not be sent")
            assert found is not None
            await app.click(found)
            await app.until(lambda: app.page.route == paths.UNSENT)


async def test_where_all_is_saved_there_is_nothing_to_tap(tmp_path: Path) -> None:
    async with local_host(tmp_path / "host") as host, phone(tmp_path / "phone", host) as device:
        await device.sign_up()
        await device.services.sync.start()
        async with whole_app(device.services) as app:
            await app.until(lambda: app.shows("All saved"))
            assert target(app, "All saved") is None


async def test_a_session_that_ended_leads_to_signing_in(tmp_path: Path) -> None:
    async with local_host(tmp_path / "host") as host, phone(tmp_path / "phone", host) as device:
        await device.sign_up()
        await device.services.account.note_session_ended()
        await device.services.sync.start()
        async with whole_app(device.services) as app:
            await app.until(lambda: target(app, "Sign in to sync"))
            found = target(app, "Sign in to sync")
            assert found is not None
            await app.click(found)
            await app.until(lambda: app.page.route == paths.SIGN_IN)


async def test_a_journal_without_an_account_leads_nowhere(tmp_path: Path) -> None:
    async with phone(tmp_path) as device:
        await device.services.account.start_writing()
        async with whole_app(device.services) as app:
            await app.until(lambda: app.shows("Saved on this device"))
            assert target(app, "Saved on this device") is None
