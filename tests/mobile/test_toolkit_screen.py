"""The toolkit as a whole: its places, the safety plan at hand, and list and detail side by side on a wide window."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import flet as ft
import pytest

from mobile import paths
from mobile.goals.intents import create_goal
from mobile.safety.plan import PEOPLE, PLACES, add_line
from mobile.strategies.intents import keep_own
from tests.mobile.circle import drawn
from tests.support.phone import Phone, phone


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    """A device on which somebody has begun to write, without account and without network."""
    async with phone(tmp_path) as running:
        await running.services.account.start_writing()
        yield running


async def test_the_chips_lead_to_each_place(device: Phone) -> None:
    async with drawn(device, paths.TOOLKIT) as app:
        await app.see("No goal yet.")
        await app.tap("Saved")
        await app.see("Nothing kept yet.")
        await app.tap("My goals")
        await app.see("No goal yet.")
        await app.tap("Safety plan")
        await app.until(lambda: app.page.route == paths.SAFETY_PLAN)
        app.page.navigate(paths.TOOLKIT)
        await app.see("No goal yet.")
        await app.tap("Breathe")
        await app.until(lambda: app.page.route == paths.BREATHE)


async def test_the_safety_plan_is_at_hand_and_says_what_it_holds(device: Phone) -> None:
    async with drawn(device, paths.TOOLKIT) as app:
        await app.see("Made on a calm day, it helps on a hard one. Works offline.")
        await add_line(device.services, PEOPLE, "Dana", "0123")
        await add_line(device.services, PLACES, "The library")
        await app.see("2 parts · 1 person to call · works offline")
        await app.tap("Open")
        await app.until(lambda: app.page.route == paths.SAFETY_PLAN)


async def test_a_wide_window_shows_the_list_and_what_was_opened(device: Phone) -> None:
    goal_id = await create_goal(device.services, "Sleep more", "Mornings", ["Lights low"], ("", ""), ["sleep"])
    words = {"title": "Tidy", "body": "One shelf.", "when": "", "steps": "", "minutes": "2", "cautions": ""}
    strategy_id = await keep_own(device.services, None, words)
    async with drawn(device, paths.TOOLKIT, width=1280) as app:
        await app.see("Choose a goal to see its plan.")
        assert app.all(ft.NavigationRail)[-1].selected_index == 4
    async with drawn(device, paths.goal(goal_id), width=1280) as app:
        await app.see("0 of 1 step done · sleep")
        assert app.says("My goals") and app.says("Small steps")
    async with drawn(device, paths.saved_strategy(strategy_id), width=1280) as app:
        await app.see("One shelf.")
        assert app.says("Your own") and app.offers("I tried it")


async def test_a_path_to_nothing_says_so(device: Phone) -> None:
    async with drawn(device, "/toolkit/goals/nothing") as app:
        await app.see("There is nothing at this address.")
    async with drawn(device, paths.goal(UUID(int=1))) as app:
        await app.see("This goal is not on this device any more.")
