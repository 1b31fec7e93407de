"""A screen that opens above another is about what its own path says, and not about what lies below it."""

from pathlib import Path

import flet as ft

from mobile import paths
from mobile.goals import intents
from tests.mobile.circle import circle, drawn
from tests.mobile.goals.test_goals import sleep_goal
from tests.support.phone import phone


async def test_new_goal_above_a_goal_is_a_new_one(tmp_path: Path) -> None:
    async with phone(tmp_path) as device:
        await device.services.account.start_writing()
        goal_id = await sleep_goal(device.services)
        async with drawn(device, paths.goal(goal_id), width=1280) as app:
            await app.see("Small steps")
            await app.tap("New goal")
            await app.see("What is it about?")
            assert app.field("Your goal").value == ""
            await app.write("Your goal", "Walk at noon")
            await app.tap("Save the goal")
            await app.until(lambda: len(intents.list_goals(device.services)) == 2)


async def test_report_about_a_person_above_a_thread_is_about_the_person(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await place.priya_posts("Anyone awake?")
        carol = await place.host.sign_up("carol", "Carol")
        await carol.join(place.group["join_code"])
        await place.device.sync()
        async with place.drawn(paths.thread(place.group_id, post_id)) as app:
            await app.see("Anyone awake?")
            app.page.navigate(paths.report_member(place.group_id, carol.id))
            await app.see("What is it about?")
            await app.tap("It tells something private about somebody")
            await app.see("Thank you for saying so")
        await place.device.sync()
        answer = await place.priya.call("GET", f"/groups/{place.group['id']}/reports", expect=200)
        (report,) = answer.json()["reports"]
        assert report["post_id"] is None and report["member"]["account_id"] == str(carol.id)


async def test_search_in_all_groups_above_one_of_them_looks_in_all(tmp_path: Path) -> None:
    async with circle(tmp_path) as place, place.drawn(paths.group(place.group_id), width=1280) as app:
        await app.see("Night Owls")
        await app.tap("Search in your groups")
        await app.until(lambda: app.page.route == paths.search())
        await app.miss("Night Owls")
        await app.see("Search in your groups")


def test_no_screen_reads_the_parameters_of_what_lies_below_it() -> None:
    files = [path for path in Path("mobile").rglob("*.py") if path != Path("mobile/ui/route.py")]
    assert files and not [path for path in files if "use_route_params" in path.read_text("utf-8")]


async def test_invitation_opened_on_a_new_phone_lets_one_go_on_to_today(tmp_path: Path) -> None:
    async with phone(tmp_path) as device, drawn(device, paths.join_group("N1GHT0W1S1")) as app:
        await app.see("Only you can read your journal.")
        await app.tap("Start writing")
        await app.see("Groups need an account")
        views = app.all(ft.View)
        assert len(views) == 2 and views[0].navigation_bar is not None
