"""The crisis card on the screen: what stands on it, what its buttons do, and that it is near from everywhere."""

import json
from datetime import UTC, datetime
from pathlib import Path

import flet as ft
import pytest

from mobile import app as whole
from mobile import paths
from mobile.safety import crisis_lines
from mobile.safety.crisis_lines import COUNTRY_PREFERENCE
from mobile.safety.reach import message_url, telephone_url
from tests.mobile.circle import Drawn, circle, drawn
from tests.mobile.test_every_screen import PHONE_WIDTH, WIDE_WIDTH, furnished
from tests.support.app import OpenDevice, whole_app
from tests.support.headless import App
from tests.support.phone import phone

HELP = "Help right now"


@pytest.fixture(autouse=True)
def device_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crisis_lines, "device_locales", lambda: ())


def test_numbers_become_what_a_telephone_dials() -> None:
    assert telephone_url("0800 1110111") == "tel:08001110111"
    assert telephone_url("116 123") == "tel:116123"
    assert message_url("85258", "SHOUT") == "sms:85258?body=SHOUT"
    assert message_url("0477 13 11 14") == "sms:0477131114"


async def test_the_member_chooses_the_country_and_it_stays(tmp_path: Path) -> None:
    async with phone(tmp_path, inline=True) as device:
        await device.services.account.start_writing()
        async with drawn(device, paths.HELP) as app:
            await app.see("Where are you?")
            await choose(app, "NZ")
            await app.until(lambda: app.offers("Call 1737"))
        assert device.services.preferences.get(COUNTRY_PREFERENCE) == "NZ"
        async with drawn(device, paths.HELP) as app:
            await app.see("New Zealand")
            await app.until(lambda: app.offers("Call 111"))


async def test_the_locale_of_the_device_is_a_first_guess(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crisis_lines, "device_locales", lambda: ("de_DE.UTF-8",))
    async with phone(tmp_path, inline=True) as device:
        await device.services.account.start_writing()
        async with drawn(device, paths.HELP) as app:
            await app.until(lambda: app.offers("Call 0800 1110111"))


async def test_a_tap_calls_and_where_nothing_calls_the_number_is_copied(tmp_path: Path) -> None:
    async with phone(tmp_path, inline=True) as device:
        await at_home(device.services, "GB")
        async with drawn(device, paths.HELP) as app:
            await app.until(lambda: app.offers("Call 116 123"))
            await app.tap("Call 116 123")
            assert [args["url"] for name, args in app.connection.calls if name == "launch_url"] == ["tel:116123"]
            await app.tap("Text SHOUT to 85258")
            assert app.connection.calls[-1][1]["url"] == "sms:85258?body=SHOUT"
            await app.tap("Copy the number of Samaritans")
            assert any(name == "set" and args.get("data") == "116 123" for name, args in app.connection.calls)


async def test_old_numbers_say_so(tmp_path: Path) -> None:
    async with phone(tmp_path, inline=True) as device:
        await at_home(device.services, "GB")
        device.clock.moment = datetime(2026, 12, 1, tzinfo=UTC)
        async with drawn(device, paths.HELP) as app:
            await app.see("we have not called them")
        device.clock.moment = datetime(2027, 12, 1, tzinfo=UTC)
        async with drawn(device, paths.HELP) as app:
            await app.see("more than half a year ago")


async def test_lines_of_the_host_are_shown_without_network_until_the_host_takes_them_back(tmp_path: Path) -> None:
    file = tmp_path / "lines.json"
    one = {"name": "Harbour Line", "dial": "0800 123456", "languages": ["en"], "source": "https://harbour.example/"}
    country = {"code": "GB", "emergency": "999", "lines": [one]}
    file.write_text(json.dumps({"verified_on": "2026-02-01", "countries": [country]}), encoding="utf-8")
    async with circle(tmp_path, crisis_lines=file) as sam:
        await sam.device.services.preferences.set(COUNTRY_PREFERENCE, "GB")
        sam.network.online = False
        await sam.device.restart()
        async with sam.drawn(paths.HELP) as app:
            await app.until(lambda: app.offers("Call 0800 123456"))
            assert app.says("Harbour Line") and not app.says("Samaritans")
            assert app.says("Kept by those who run your host, and last compared on 1 February 2026.")
        sam.device.clock.move(days=200)
        async with sam.drawn(paths.HELP) as app:
            await app.see("more than half a year ago")
        sam.device.clock.move(days=-200)
        sam.host.host.crisis_lines = None
        sam.network.online = True
        await sam.device.sync()
        async with sam.drawn(paths.HELP) as app:
            await app.see("Samaritans")


async def test_another_country_is_always_offered(tmp_path: Path) -> None:
    async with phone(tmp_path, inline=True) as device:
        await device.services.account.start_writing()
        async with drawn(device, paths.HELP) as app:
            await app.see("Find a line in another country")
            await app.tap("Find a line in another country")
            assert app.connection.calls[-1][1]["url"] == "https://findahelpline.com/"


@pytest.mark.parametrize("width", [PHONE_WIDTH, WIDE_WIDTH], ids=["phone", "wide"])
async def test_help_is_two_taps_away_from_every_screen_also_from_the_lock(tmp_path: Path, width: int) -> None:
    far = []
    async with furnished(tmp_path) as place:
        await place.device.services.preferences.set(COUNTRY_PREFERENCE, "GB")
        for route in [route for route in place.routes() if route != paths.HELP]:
            async with whole_app(place.device.services, route, width=width) as app:
                if not await opens_help(app):
                    far.append(route)
        await place.device.services.account.lock()
        async with whole_app(place.device.services, width=width) as app:
            assert await opens_help(app)
            assert not app.shows("My safety plan"), "the plan is locked, too"
    assert far == []


async def test_help_is_there_before_the_journal_begins(tmp_path: Path) -> None:
    async with phone(tmp_path, inline=True) as device:
        await device.services.preferences.set(COUNTRY_PREFERENCE, "GB")
        async with drawn(device, "/") as app:
            await app.see("A private journal")
            assert await opens_help(app)
            assert not app.shows("My safety plan"), "there is none yet"


async def test_help_is_there_when_nothing_could_be_opened() -> None:
    class Broken(OpenDevice):
        async def open(self, _page: ft.Page | None = None) -> object:  # type: ignore[override]
            raise OSError("the disk is gone")

    async with App(whole.main(Broken(None))) as app:  # type: ignore[arg-type]
        await app.until(lambda: app.texts() != ["Kith"])
        button = icons(app)[-1]
        await app.click(button)
        await app.until(lambda: app.shows("Where are you?"))
        await app.fire(app.find(ft.RadioGroup), "change", "GB", value="GB")
        await app.until(lambda: app.shows("Samaritans"))


async def test_the_sheet_keeps_what_was_typed_below_it(tmp_path: Path) -> None:
    async with phone(tmp_path, inline=True) as device:
        await at_home(device.services, "GB")
        async with drawn(device, paths.SIGN_UP) as app:
            await app.until(lambda: app.all(ft.TextField))
            field = app.all(ft.TextField)[-1]
            await app.enter(field, "words that nobody kept yet")
            assert await opens_help(app)
            assert "words that nobody kept yet" in [field.value for field in app.all(ft.TextField)]


async def test_from_a_form_to_the_plan_and_back_again(tmp_path: Path) -> None:
    async with phone(tmp_path, inline=True) as device:
        await at_home(device.services, "GB")
        async with drawn(device, paths.new_entry(2)) as app:
            await app.until(lambda: app.offers("Save check-in"))
            assert await opens_help(app)
            sheet = list(app.walk(app.find(ft.BottomSheet)))
            rows = [one for one in sheet if isinstance(one, ft.Container) and one.on_click]
            await app.click(next(one for one in rows if "My safety plan" in texts_in(app, one)))
            await app.until(lambda: app.page.route == paths.SAFETY_PLAN)
            await app.see("Begin anywhere")
            await app.tap("Close")
            await app.until(lambda: app.page.route == paths.new_entry(2))


async def test_plan_and_card_do_not_hold_the_member_between_them(tmp_path: Path) -> None:
    async with phone(tmp_path, inline=True) as device:
        await at_home(device.services, "GB")
        async with drawn(device, paths.SAFETY_PLAN) as app:
            await app.see("Crisis lines for your country")
            await app.tap("Crisis lines for your country")
            await app.until(lambda: app.page.route == paths.HELP)
            for expected in (paths.SAFETY_PLAN, paths.TODAY):
                await app.until(lambda: app.offers("Close"))
                await app.tap("Close")
                await app.until(lambda expected=expected: app.page.route == expected)  # type: ignore[misc]


async def opens_help(app: App) -> bool:
    """Tap what leads to help, if need be after one tap on the bar of tabs; tell whether the card stands there."""
    await app.until(lambda: icons(app) or (app.all(ft.View) and app.all(ft.View)[-1].navigation_bar))
    if not icons(app):
        bar = app.all(ft.NavigationBar)[-1]
        await app.fire(bar, "change", 0, selected_index=0)
        await app.until(lambda: icons(app))
    await app.click(icons(app)[-1])
    await app.until(lambda: app.shows("Samaritans"))
    return any(button.content == "Call 999" for button in app.all(ft.FilledButton))


def texts_in(app: App, control: ft.Control) -> list[str]:
    return [str(one.value) for one in app.walk(control) if isinstance(one, ft.Text)]


def icons(app: App) -> list[ft.IconButton]:
    return [
        button
        for view in app.all(ft.View)[-1:]
        for button in app.walk(view)
        if isinstance(button, ft.IconButton)
        and isinstance(button.icon, ft.Icon)
        and button.icon.semantics_label == HELP
    ]


async def at_home(services: object, country: str) -> None:
    await services.account.start_writing()  # type: ignore[attr-defined]
    await services.preferences.set(COUNTRY_PREFERENCE, country)  # type: ignore[attr-defined]


async def choose(app: Drawn, value: str) -> None:
    await app.fire(app.all(ft.RadioGroup)[-1], "change", value, value=value)
