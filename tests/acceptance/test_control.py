"""Control: each act on a goal within three taps of the toolkit and without a network, and the say over every notice."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time
from pathlib import Path

import flet as ft
import httpx
import pytest
from flet.controls.base_control import BaseControl

from api_client.wire.feed import Author
from api_client.wire.notices import EVERY_DAY, KindSettings, NoticeKind, UpdateNoticeSettings
from mobile import app as whole
from mobile import paths
from mobile.goals import intents
from mobile.goals.document import Goal, State
from mobile.notices.words import kind_name
from server.notify import notify
from server.transaction import Transaction
from tests.mobile.circle import Drawn, circle
from tests.support.app import OpenDevice
from tests.support.phone import phone
from tests.support.server import MovedClock, local_host

TAPS_MAX = 3
NOON_ON_SUNDAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


class NoNetwork(httpx.AsyncBaseTransport):
    """A network on which nothing may be asked; it notes whoever tries."""

    def __init__(self) -> None:
        self.requests: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(str(request.url))
        raise httpx.ConnectError("no network here")


class Counted(Drawn):
    """The app, with its taps counted; typing words is no tap."""

    taps = 0

    async def click(self, control: BaseControl) -> None:
        """Press something."""
        self.taps += 1
        await super().click(control)

    async def tick(self, label: str, on: bool = True) -> None:
        """Tick a box."""
        self.taps += 1
        await super().tick(label, on)


async def write_one(app: Counted) -> None:
    await app.tap("New goal")
    await app.see("What is it about?")
    await app.write("Your goal", "Another goal")
    await app.tap("Save the goal")


async def tick_a_step(app: Counted) -> None:
    await app.tick("Phone in the kitchen")


async def make_it_smaller(app: Counted) -> None:
    await app.tap("What got in the way?")
    await app.see("It was too big")
    await app.tap("It was too big")
    await app.write("Smaller steps instead", "Find the charger")
    await app.tap("Use the smaller steps")


async def move_it(app: Counted) -> None:
    await app.tap("What got in the way?")
    await app.see("It was too big")
    await app.tap("It was the wrong time")
    await app.write("If …", "the tram arrives")
    await app.write("then …", "I breathe out once")
    await app.tap("Change the plan")


async def put_it_aside(app: Counted) -> None:
    await app.tap("What got in the way?")
    await app.see("It is not mine right now")
    await app.tap("It is not mine right now")
    await app.tap("Pause it")


async def pause_it(app: Counted) -> None:
    await app.tap("Sleep before one")
    await app.see("Small steps")
    await app.tap("Pause")


async def let_it_go(app: Counted) -> None:
    await app.tap("Sleep before one")
    await app.see("Small steps")
    await app.tap("Let it go")
    await app.see("Some goals were right for another time.")
    await app.tap("Let it go")


Act = Callable[[Counted], Awaitable[None]]
ACTS: dict[Act, Callable[[Goal], bool]] = {
    tick_a_step: lambda goal: goal.steps[0].done_on is not None,
    make_it_smaller: lambda goal: goal.steps[0].text == "Find the charger",
    move_it: lambda goal: goal.if_text == "the tram arrives",
    put_it_aside: lambda goal: goal.state is State.PAUSED,
    pause_it: lambda goal: goal.state is State.PAUSED,
    let_it_go: lambda goal: goal.state is State.DROPPED,
}


@pytest.mark.parametrize("act", [write_one, *ACTS], ids=lambda act: act.__name__)
async def test_each_act_on_a_goal_takes_three_taps_at_most_and_no_network(act: Act, tmp_path: Path) -> None:
    network = NoNetwork()
    async with phone(tmp_path, transport=network, inline=True) as device:
        services = device.services
        await services.account.start_writing()
        plan = ("I am up at one", "I read two pages")
        goal_id = await intents.create_goal(services, "Sleep before one", "", ("Phone in the kitchen",), plan, ())
        async with Counted(whole.main(OpenDevice(services)), route=paths.TOOLKIT) as app:
            await app.see("Sleep before one")
            await act(app)

            def is_done() -> bool:
                goal = intents.get_goal(services, goal_id)
                assert goal is not None
                return ACTS[act](goal) if act in ACTS else len(intents.list_goals(services)) == 2

            await app.until(is_done)
            assert 1 <= app.taps <= TAPS_MAX
            assert not any("fail" in words.casefold() for words in app.texts())
    assert network.requests == []


async def test_every_kind_of_notice_can_be_off_and_keeps_to_its_times_and_days(tmp_path: Path) -> None:
    ways: list[tuple[dict[str, object], tuple[bool, bool]]] = [
        ({"is_on": False}, (False, False)),
        ({"starts_at": time(18), "ends_at": time(21)}, (True, False)),
        ({"weekdays": (1, 2, 3, 4, 5, 6)}, (True, False)),
        ({"starts_at": time(11), "ends_at": time(13), "weekdays": EVERY_DAY}, (True, True)),
    ]
    async with local_host(tmp_path, clock=MovedClock(NOON_ON_SUNDAY)) as host:
        ada, bob = await host.sign_up("ada", "Ada"), await host.sign_up("bob", "Bob")
        for wishes, expected in ways:
            kinds = {kind: KindSettings.model_validate(wishes) for kind in NoticeKind}
            request = UpdateNoticeSettings(kinds=kinds, zone="UTC").model_dump(mode="json")
            await bob.call("PUT", "/notice-settings", request, expect=200)
            for kind in NoticeKind:

                def tell(tx: Transaction, kind: NoticeKind = kind) -> tuple[bool, bool]:
                    actor = Author(account_id=ada.id, display_name="Ada")
                    written = notify(tx, bob.id, kind, None, actor=actor)
                    return written, bool(tx.announcements)

                assert await host.host.database.write(tell) == expected, (kind, wishes)


async def test_every_kind_of_notice_stands_on_the_screen_with_its_switch_and_its_times(tmp_path: Path) -> None:
    async with circle(tmp_path) as place, place.drawn(paths.NOTICE_SETTINGS) as app:
        await app.see("What you want to hear of")
        boxes = {one.semantics_label for one in app.all(ft.Checkbox)}
        for kind in NoticeKind:
            assert kind_name(kind) in boxes
            assert app.offers(f"When: {kind_name(kind)}. At any time")
