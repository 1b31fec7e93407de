"""How the member wants to be told, as set on a screen: kept at once, offline too, and the same on the host."""

import re
from collections.abc import AsyncIterator
from datetime import date, time
from pathlib import Path

import flet as ft
import pytest

from api_client.wire.notices import ALWAYS, Digest, KindSettings, NoticeKind, NoticeSettings
from mobile import paths
from mobile.notices.reading import read_settings
from mobile.storage.shared import SETTINGS_ID
from mobile.sync.notices import NOTICE_SETTINGS
from server.settings import SmtpSettings
from tests.mobile.circle import Circle, circle, drawn
from tests.support.phone import phone
from tests.support.server import local_host
from tests.support.smtp import post_office


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Circle]:
    async with circle(tmp_path) as running:
        yield running


async def test_a_kind_is_switched_off_and_the_host_hears_of_it(place: Circle) -> None:
    place.network.online = False
    async with place.drawn(paths.NOTICE_SETTINGS) as app:
        await app.see("Replies to me")
        await app.tick("Replies to me", on=False)
        await app.until(lambda: not app.offers("When: Replies to me. At any time"))
    assert not (await read_settings(place.device.services)).is_wanted(NoticeKind.REPLIED)
    place.network.online = True
    await place.device.sync()
    settings = await read_settings(place.device.services)
    assert (settings.is_wanted(NoticeKind.REPLIED), settings.revision, settings.zone) == (False, 1, "Europe/Berlin")


async def test_times_are_those_of_the_device_until_somebody_sets_another_zone(
    place: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = place.device.services
    await services.notices.refresh_settings()  # the host knows of no zone and says UTC
    assert (await read_settings(services)).zone == "Europe/Berlin"
    monkeypatch.setattr(type(place.device.clock), "zone", lambda _: "UTC+01:00")  # a system that does not tell it
    settings = await read_settings(services)
    assert settings.zone == "Etc/GMT-1"
    assert settings.local_time(services.clock.now()) == services.clock.now().time()
    async with place.drawn(paths.NOTICE_SETTINGS) as app:
        await app.see("Replies to me")
        await app.tick("Replies to me", on=False)
        await place.device.sync()
        await app.see("Replies to me")
    assert (await services.shared.get(NOTICE_SETTINGS, SETTINGS_ID, NoticeSettings)) == await read_settings(services)


async def test_days_and_times_are_chosen_for_one_kind(place: Circle) -> None:
    services = place.device.services

    async def thanks() -> KindSettings:
        return (await read_settings(services)).kinds.get(NoticeKind.THANKED, ALWAYS)

    async with place.drawn(paths.NOTICE_SETTINGS) as app:
        await app.see("Thanks")
        await app.tap("When: Thanks. At any time")
        await app.until(lambda: "On these days" in app.texts())

        async def choose(name: str) -> None:
            sheet = app.all(ft.BottomSheet)[-1]
            chip = next(
                one
                for one in app.walk(sheet)
                if isinstance(one, ft.Container)
                and one.on_click
                and name in [text.value for text in app.walk(one) if isinstance(text, ft.Text)]
            )
            await app.click(chip)
            await app.settle()

        await choose("Between two times")
        await app.until(lambda: "From 18:00" in app.texts())
        await choose("W")
        await app.until(lambda: any("18:00 to 21:00, on" in text for text in app.texts()))
    assert await thanks() == KindSettings(starts_at=time(18), ends_at=time(21), weekdays=(1, 2, 4, 5, 6, 7))


async def test_a_break_begins_and_ends(place: Circle) -> None:
    async with place.drawn(paths.NOTICE_SETTINGS) as app:
        await app.see("Take a break")
        await app.tap("A week")
        await app.see("You are taking a break")
        assert (await read_settings(place.device.services)).break_until == date(2026, 3, 8)
        await app.tap("End the break")
        await app.see("Take a break")
    assert (await read_settings(place.device.services)).break_until is None


async def test_the_screen_says_which_ways_there_are(place: Circle) -> None:
    async with place.drawn(paths.NOTICE_SETTINGS) as app:
        await app.see("On the lock screen: nothing.")
        assert app.says("your host does not send any")


async def test_mail_is_asked_for_confirmed_and_forgotten(tmp_path: Path) -> None:
    async with post_office() as office:
        smtp = SmtpSettings(host="127.0.0.1", port=office.port, security="none", sender="kith@example.org")
        async with (
            local_host(tmp_path / "host", smtp=smtp, public_url="http://kith.test") as host,
            phone(tmp_path / "sam", host, inline=True) as device,
        ):
            await device.sign_up()
            async with drawn(device, paths.NOTICE_SETTINGS) as app:
                await app.see("It never holds what somebody wrote.")
                group = app.all(ft.RadioGroup)[-1]
                await app.fire(group, "change", "daily", value="daily")
                await app.see("Your host sends a code there first.")
                await app.write("Your mail address", "sam")
                await app.tap("Send me a code")
                await app.see("This is no mail address.")
                await app.write("Your mail address", "sam@example.org")
                await app.tap("Send me a code")
                await app.see("A code is on its way to sam@example.org.")
                await app.write("The code from the mail", "1")
                await app.tap("Confirm")
                await app.see("This is not the code")
                found = re.search(r"\b\d{6}\b", office.text())
                assert found is not None
                await app.write("The code from the mail", found.group())
                await app.tap("Confirm")
                await app.see("Mails go to sam@example.org.")
                await device.sync()
                assert (await read_settings(device.services)).digest is Digest.DAILY
                await app.tap("Forget this address")
                await app.miss("Mails go to sam@example.org.")


async def test_the_screen_is_reached_from_you(place: Circle) -> None:
    async with place.drawn(paths.YOU) as app:
        await app.see("How you want to be told")
        await app.tap("How you want to be told")
        await app.until(lambda: app.page.route == paths.NOTICE_SETTINGS)
