"""Goals over a real device: every act works without a host, and two devices that were apart come to the same goal."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from mobile.goals import intents
from mobile.goals.document import LedTo, Obstacle, State
from mobile.services import Services
from tests.support.phone import Phone, phone
from tests.support.server import local_host


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    """A device on which somebody has begun to write, without account and without network."""
    async with phone(tmp_path) as running:
        await running.services.account.start_writing()
        yield running


async def sleep_goal(services: Services) -> UUID:
    """Write the goal that the tests are about."""
    steps = ("Phone charges in the kitchen", "Worry window at 6 pm", "Lights low from 23:30")
    plan = ("I’m still up at one", "I get up, read two pages, try again.")
    why = "Because mornings with my daughter are better."
    return await intents.create_goal(services, "Sleep before one, most nights", why, steps, plan, ("sleep",))


def steps(services: Services, goal_id: UUID) -> list[tuple[str, bool]]:
    """Return text and tick of each step."""
    goal = intents.get_goal(services, goal_id)
    assert goal is not None
    return [(step.text, step.done_on is not None) for step in goal.steps]


async def test_steps_are_ticked_moved_reworded_removed_and_brought_back(device: Phone) -> None:
    services = device.services
    goal_id = await sleep_goal(services)
    goal = intents.get_goal(services, goal_id)
    assert goal is not None
    first, second, third = goal.steps
    await intents.tick_step(services, goal_id, second.id, True)
    await intents.move_step(services, goal_id, third.id, -1)
    await intents.rename_step(services, goal_id, first.id, "Phone sleeps in the kitchen")
    undo = await intents.remove_step(services, goal_id, third.id)
    await intents.add_step(services, goal_id, "Curtains")
    assert steps(services, goal_id) == [
        ("Phone sleeps in the kitchen", False), ("Worry window at 6 pm", True), ("Curtains", False),
    ]  # fmt: skip
    await undo()
    assert steps(services, goal_id)[1] == ("Lights low from 23:30", False)


async def test_a_goal_survives_a_kill(device: Phone) -> None:
    goal_id = await sleep_goal(device.services)
    await device.kill()
    await device.start()
    goal = intents.get_goal(device.services, goal_id)
    assert goal is not None and goal.has_plan and goal.tags == ("sleep",)


async def test_a_goal_that_is_let_go_keeps_what_was_learned_and_can_be_taken_up_again(device: Phone) -> None:
    services = device.services
    goal_id = await sleep_goal(services)
    await intents.set_state(services, goal_id, State.DROPPED, "Evenings are for the baby now.")
    await intents.set_state(services, goal_id, State.ACTIVE)
    await intents.set_state(services, goal_id, State.DROPPED, "Still so.")
    goal = intents.get_goal(services, goal_id)
    assert goal is not None
    assert (goal.state, goal.learned) == (State.DROPPED, ("Evenings are for the baby now.\n\nStill so.",))
    assert len(goal.steps) == 3


async def test_each_obstacle_changes_the_plan_and_stays_in_the_history(device: Phone) -> None:
    services = device.services
    goal_id = await sleep_goal(services)
    goal = intents.get_goal(services, goal_id)
    assert goal is not None
    await intents.split_step(services, goal_id, goal.steps[1].id, intents.lines("Find a pen\n\n  Two minutes only "))
    device.clock.move(days=1)
    await intents.replan(services, goal_id, ("the tram arrives", "I breathe out once"))
    device.clock.move(days=1)
    await intents.put_aside(services, goal_id, State.PAUSED)
    goal = intents.get_goal(services, goal_id)
    assert goal is not None
    assert [text for text, _ in steps(services, goal_id)] == [
        "Phone charges in the kitchen", "Find a pen", "Two minutes only", "Lights low from 23:30",
    ]  # fmt: skip
    assert (goal.if_text, goal.then_text, goal.state) == ("the tram arrives", "I breathe out once", State.PAUSED)
    assert [(one.obstacle, one.led_to) for one in goal.hindrances] == [
        (Obstacle.NOT_MINE_NOW, LedTo.PAUSE), (Obstacle.WRONG_TIME, LedTo.PLAN), (Obstacle.TOO_BIG, LedTo.SPLIT),
    ]  # fmt: skip


async def test_editing_writes_only_what_was_changed(device: Phone) -> None:
    services = device.services
    goal_id = await sleep_goal(services)
    before = intents.get_goal(services, goal_id)
    assert before is not None
    await intents.change_goal(services, before, title="Sleep before midnight", why=before.why, plan=("", ""), tags=())
    after = intents.get_goal(services, goal_id)
    assert after is not None
    assert (after.title, after.why, after.has_plan, after.tags) == ("Sleep before midnight", before.why, False, ())


async def test_a_deleted_goal_comes_back_whole(device: Phone) -> None:
    goal_id = await sleep_goal(device.services)
    undo = await intents.delete_goal(device.services, goal_id)
    assert intents.get_goal(device.services, goal_id) is None and intents.list_goals(device.services) == ()
    await undo()
    assert len(steps(device.services, goal_id)) == 3


async def test_two_devices_that_changed_steps_apart_both_keep_their_change(tmp_path: Path) -> None:
    async with (
        local_host(tmp_path / "host") as host,
        phone(tmp_path / "one", host) as one,
        phone(tmp_path / "two", host) as two,
    ):
        await one.sign_up()
        goal_id = await sleep_goal(one.services)
        await one.sync()
        await two.sign_in()
        await two.sync()
        goal = intents.get_goal(one.services, goal_id)
        assert goal is not None
        first, second, third = goal.steps
        # Apart: neither syncs until both are done.
        await intents.tick_step(one.services, goal_id, first.id, True)
        await intents.add_step(one.services, goal_id, "Curtains")
        await intents.rename_step(one.services, goal_id, second.id, "Worry window at five")
        await intents.tick_step(two.services, goal_id, second.id, True)
        await intents.add_step(two.services, goal_id, "Tea without caffeine")
        await intents.remove_step(two.services, goal_id, third.id)
        await intents.note_obstacle(two.services, goal_id, Obstacle.TOO_BIG)
        for device in (one, two, one, two):
            await device.sync()
        assert steps(one.services, goal_id) == steps(two.services, goal_id)
        assert dict(steps(one.services, goal_id)) == {
            "Phone charges in the kitchen": True, "Worry window at five": True, "Curtains": False,
            "Tea without caffeine": False,
        }  # fmt: skip
        merged = intents.get_goal(one.services, goal_id)
        assert merged is not None and len(merged.hindrances) == 1


async def test_what_two_devices_learned_apart_is_kept_twice(tmp_path: Path) -> None:
    async with (
        local_host(tmp_path / "host") as host,
        phone(tmp_path / "one", host) as one,
        phone(tmp_path / "two", host) as two,
    ):
        await one.sign_up()
        goal_id = await sleep_goal(one.services)
        await one.sync()
        await two.sign_in()
        await two.sync()
        await intents.set_state(one.services, goal_id, State.DROPPED, "Here.")
        await intents.set_state(two.services, goal_id, State.PAUSED, "There.")
        for device in (one, two, one):
            await device.sync()
        goal = intents.get_goal(one.services, goal_id)
        assert goal is not None and sorted(goal.learned) == ["Here.", "There."]
