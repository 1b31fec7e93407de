"""The safety plan: it merges from two devices, keeps its order, survives leaving, and calls people."""

from pathlib import Path

import flet as ft

from mobile import paths
from mobile.safety.plan import HELPS, PEOPLE, SIGNS, add_line, change_line, move_line_up, read_plan, remove_line
from tests.mobile.circle import Drawn, drawn
from tests.support.phone import Phone, phone
from tests.support.server import local_host


def words(device: Phone, part: str) -> list[str]:
    return [line.words for line in read_plan(device.services.documents).part(part)]


async def test_lines_keep_their_order_and_move(tmp_path: Path) -> None:
    async with phone(tmp_path, inline=True) as device:
        await device.services.account.start_writing()
        for text in ("tea", "a walk", "music"):
            await add_line(device.services, HELPS, text)
        assert words(device, HELPS) == ["tea", "a walk", "music"]
        await move_line_up(device.services, read_plan(device.services.documents).part(HELPS)[2])
        assert words(device, HELPS) == ["tea", "music", "a walk"]
        await move_line_up(device.services, read_plan(device.services.documents).part(HELPS)[1])
        await move_line_up(device.services, read_plan(device.services.documents).part(HELPS)[0])
        assert words(device, HELPS) == ["music", "tea", "a walk"]
        await device.restart()
        assert words(device, HELPS) == ["music", "tea", "a walk"]
        restore = await remove_line(device.services, read_plan(device.services.documents).part(HELPS)[1])
        assert words(device, HELPS) == ["music", "a walk"]
        await restore()
        assert words(device, HELPS) == ["music", "tea", "a walk"]


async def test_two_devices_that_edit_apart_have_one_plan_with_all_of_it(tmp_path: Path) -> None:
    async with (
        local_host(tmp_path / "host") as host,
        phone(tmp_path / "one", host, inline=True) as one,
        phone(tmp_path / "two", host, inline=True) as two,
    ):
        await one.sign_up()
        await add_line(one.services, PEOPLE, "Mira")
        await add_line(one.services, SIGNS, "I stop answering")
        await one.sync()
        await two.sign_in()
        await two.sync()
        mira = read_plan(one.services.documents).part(PEOPLE)[0]
        await change_line(one.services, mira, "Mira", "0170 1")
        await add_line(one.services, PEOPLE, "Jo")
        await change_line(two.services, read_plan(two.services.documents).part(PEOPLE)[0], "Mira, my sister")
        await add_line(two.services, PEOPLE, "Sam's dad")
        await remove_line(two.services, read_plan(two.services.documents).part(SIGNS)[0])
        for device in (one, two, one):
            await device.sync()
        assert read_plan(one.services.documents) == read_plan(two.services.documents)
        assert sorted(words(one, PEOPLE)) == ["Jo", "Mira, my sister", "Sam's dad"]
        assert read_plan(one.services.documents).people()[0].number == "0170 1"
        assert words(one, SIGNS) == []


async def test_two_plans_that_began_apart_are_read_as_one(tmp_path: Path) -> None:
    async with (
        local_host(tmp_path / "host") as host,
        phone(tmp_path / "one", host, inline=True) as one,
        phone(tmp_path / "two", host, inline=True) as two,
    ):
        await one.sign_up()
        await two.services.account.start_writing()
        await add_line(one.services, HELPS, "tea")
        await add_line(two.services, HELPS, "a walk")
        await two.sign_in()
        for device in (one, two, one):
            await device.sync()
        assert sorted(words(one, HELPS)) == ["a walk", "tea"] == sorted(words(two, HELPS))
        walk = next(line for line in read_plan(one.services.documents).lines if line.words == "a walk")
        await change_line(one.services, walk, "a walk by the river")
        await one.sync()
        await two.sync()
        assert "a walk by the river" in words(two, HELPS)


async def test_a_line_is_written_offline_and_half_a_line_survives_leaving(tmp_path: Path) -> None:
    async with phone(tmp_path, inline=True) as device:
        await device.services.account.start_writing()
        async with drawn(device, paths.SAFETY_PLAN) as app:
            await app.see("Begin anywhere")
            await tap_add(app, 2)
            await app.write("Name", "Mi")
            await app.settle()
        async with drawn(device, paths.SAFETY_PLAN) as app:
            await app.until(lambda: any(field.value == "Mi" for field in app.all(ft.TextField)))
            await app.write("Name", "Mira")
            await app.write("Telephone number, if you like", "0170 1234567")
            await app.tap("Keep this line")
            await app.see("0170 1234567")
            await app.tap("Call Mira")
            assert app.connection.calls[-1][1]["url"] == "tel:01701234567"
            await app.tap("Write to Mira")
            assert app.connection.calls[-1][1]["url"] == "sms:01701234567"
        assert words(device, PEOPLE) == ["Mira"]


async def test_the_plan_is_saved_as_a_page(tmp_path: Path) -> None:
    async with phone(tmp_path, inline=True) as device:
        await device.services.account.start_writing()
        await add_line(device.services, HELPS, "tea")
        async with drawn(device, paths.SAFETY_PLAN, replies={"save_file": str(tmp_path / "plan.pdf")}) as app:
            await app.see("prints on one page")
            await app.tap("Save as one page to print")
            await app.until(lambda: any(name == "save_file" for name, _ in app.connection.calls), seconds=20)
            call = next(args for name, args in app.connection.calls if name == "save_file")
            assert call["file_name"] == "safety-plan.pdf" and call["src_bytes"].startswith(b"%PDF-")
            await app.until(lambda: any(bar.content == "Saved as one page." for bar in app.all(ft.SnackBar)))


async def tap_add(app: Drawn, nth: int) -> None:
    """Tap the nth "Add a line"."""
    await app.click([one for one in app.all(ft.TextButton) if one.content == "Add a line"][nth])
