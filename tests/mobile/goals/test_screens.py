"""The toolkit's screens about goals, over a device that has no host: three taps at most for each act."""

from collections.abc import AsyncIterator
from pathlib import Path

import flet as ft
import pytest

from mobile import paths
from mobile.goals import intents
from mobile.goals.document import LedTo, Obstacle, State
from tests.mobile.circle import Drawn, circle, drawn
from tests.mobile.goals.test_goals import sleep_goal, steps
from tests.support.phone import Phone, phone


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    """A device on which somebody has begun to write, without account and without network."""
    async with phone(tmp_path) as running:
        await running.services.account.start_writing()
        yield running


async def choose(app: Drawn, menu: str, item: str) -> None:
    """Open a menu on top by its name and choose from it."""
    (button,) = [
        one for one in app.top
        if isinstance(one, ft.PopupMenuButton) and isinstance(one.icon, ft.Icon) and one.icon.semantics_label == menu
    ]  # fmt: skip
    await app.click(next(one for one in button.items if one.content == item))


async def test_an_empty_toolkit_invites_one_small_act(device: Phone) -> None:
    async with drawn(device, paths.TOOLKIT) as app:
        await app.see("No goal yet. One sentence is enough")
        await app.tap("Write a first goal")
        await app.see("What is it about?")


async def test_the_bar_has_five_places_and_the_rail_the_journal_too(device: Phone) -> None:
    async with drawn(device, paths.TOOLKIT) as app:
        await app.see("Toolkit")
        labels = [one.label for one in app.all(ft.NavigationBarDestination)]
        assert labels == ["Today", "Insights", "Groups", "Toolkit", "You"]
        assert app.all(ft.NavigationBar)[-1].selected_index == 3
    async with drawn(device, paths.TOOLKIT, width=1280) as app:
        await app.see("Toolkit")
        on_rail = [one.label for one in app.all(ft.NavigationRailDestination)]
        assert on_rail == ["Today", "Journal", "Insights", "Groups", "Toolkit", "You"]


async def test_a_goal_is_written_and_a_step_is_ticked_with_one_tap(device: Phone) -> None:
    async with drawn(device, paths.NEW_GOAL) as app:
        await app.see("What is it about?")
        await app.write("Your goal", "Sleep before one")
        await app.write("Small steps, if you like", "Phone in the kitchen\nLights low")
        await app.tap("sleep")
        await app.tap("Save the goal")
        await app.see("0 of 2 steps done")
    (goal,) = intents.list_goals(device.services)
    assert goal.tags == ("sleep",)
    async with drawn(device, paths.TOOLKIT) as app:
        await app.see("0 of 2")
        await app.tick("Phone in the kitchen")
        await app.see("1 of 2")
        spoken = [one.label for one in app.top if isinstance(one, ft.Semantics)]
        assert "Sleep before one, 1 of 2 steps done" in spoken


async def test_a_goal_without_words_is_asked_for_them_and_nothing_is_lost(device: Phone) -> None:
    async with drawn(device, paths.NEW_GOAL) as app:
        await app.see("What is it about?")
        await app.write("Why it matters, if you like", "Mornings")
        await app.tap("Save the goal")
        await app.see("Write a few words first.")
        assert app.field("Why it matters, if you like").value == "Mornings"


async def test_half_a_goal_survives_leaving_and_a_kill(device: Phone) -> None:
    async with drawn(device, paths.NEW_GOAL) as app:
        await app.see("What is it about?")
        await app.write("Your goal", "Half a sen")
        drafts = device.services.drafts
        while not ((kept := await drafts.get("goal:new")) and kept["title"] == "Half a sen"):
            await app.settle()
    await device.kill()
    await device.start()
    async with drawn(device, paths.NEW_GOAL) as app:
        await app.see("What is it about?")
        await app.until(lambda: app.field("Your goal").value == "Half a sen")


async def test_steps_are_added_moved_and_removed_on_the_goal(device: Phone) -> None:
    goal_id = await sleep_goal(device.services)
    async with drawn(device, paths.goal(goal_id)) as app:
        await app.see("0 of 3 steps done")
        await app.write("Add a small step", "Curtains")
        await app.tap("Add")
        await app.see("0 of 4 steps done")
        await choose(app, "More about the step Curtains", "Move up")
        await app.until(lambda: steps(device.services, goal_id)[2][0] == "Curtains")
        await choose(app, "More about the step Curtains", "Remove")
        await app.see("0 of 3 steps done")


async def test_a_goal_is_paused_resumed_finished_and_let_go_kindly(device: Phone) -> None:
    goal_id = await sleep_goal(device.services)

    def state() -> State:
        goal = intents.get_goal(device.services, goal_id)
        assert goal is not None
        return goal.state

    async with drawn(device, paths.goal(goal_id)) as app:
        await app.see("Small steps")
        await app.tap("Pause")
        await app.see("Paused")
        await app.tap("Resume")
        await app.until(lambda: state() is State.ACTIVE)
        await app.until(lambda: app.offers("Let it go"))
        await app.tap("Let it go")
        await app.see("Some goals were right for another time.")
        await app.write("What did you learn, if you like", "Evenings are full.")
        await app.tap("Let it go")
        await app.see("What I learned")
        assert state() is State.DROPPED
        assert not any("fail" in text.casefold() for text in app.words())
        await app.tap("Take it up again")
        await app.until(lambda: state() is State.ACTIVE)
        assert app.says("Evenings are full.")


async def test_what_was_too_big_is_made_smaller_in_three_taps(device: Phone) -> None:
    goal_id = await sleep_goal(device.services)
    async with drawn(device, paths.goal(goal_id)) as app:
        await app.see("Small steps")
        await app.tap("What got in the way?")
        await app.see("It was too big")
        await app.tap("It was too big")
        await app.write("Smaller steps instead", "Find the charger\nPut it in the kitchen")
        await app.tap("Use the smaller steps")
        await app.see("What got in the way")
    assert [text for text, _ in steps(device.services, goal_id)][:2] == ["Find the charger", "Put it in the kitchen"]
    goal = intents.get_goal(device.services, goal_id)
    assert goal is not None
    assert [(one.obstacle, one.led_to) for one in goal.hindrances] == [(Obstacle.TOO_BIG, LedTo.SPLIT)]


async def test_what_is_not_mine_now_is_paused_from_the_question(device: Phone) -> None:
    goal_id = await sleep_goal(device.services)
    async with drawn(device, paths.goal_obstacle(goal_id)) as app:
        await app.see("It is not mine right now")
        await app.tap("It is not mine right now")
        await app.tap("Pause it")
        await app.see("It is not mine right now: paused the goal")


async def test_a_win_goes_on_to_the_groups_form_with_the_words_that_were_seen(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        services = place.device.services
        goal_id = await sleep_goal(services)
        goal = intents.get_goal(services, goal_id)
        assert goal is not None
        await intents.tick_step(services, goal_id, goal.steps[1].id, True)
        async with place.drawn(paths.share_goal(goal_id, win=True)) as app:
            words = "A small win with “Sleep before one, most nights”: Worry window at 6 pm"
            await app.see(words)
            assert not app.says("daughter")
            await app.tap("Go on in Night Owls")
            await app.until(lambda: app.page.route == paths.write_post(place.group_id))
            await app.see("What would you like?")
            await app.until(lambda: app.field("Your words").value == words)
        assert await services.outbox.list() == ()


async def test_a_half_written_post_stays_above_what_a_goal_brings(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        services = place.device.services
        goal_id = await sleep_goal(services)
        await services.drafts.put(f"post:{place.group_id}", {"kind": "share", "body": "Half a post"})
        async with place.drawn(paths.share_goal(goal_id, win=False)) as app:
            await app.see("Which group?")
            await app.tap("Go on in Night Owls")
            await app.until(lambda: app.page.route == paths.write_post(place.group_id))
        kept = await services.drafts.get(f"post:{place.group_id}")
        assert kept is not None and kept["body"].startswith("Half a post\n\nI would like to get on with")
        assert kept["kind"] == "share"
