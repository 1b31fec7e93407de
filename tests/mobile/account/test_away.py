"""Kith locks when nobody is there, and on demand: at the right time, whatever clocks do, with nothing typed lost."""

import asyncio
import gc
import os
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import flet as ft
import pytest

from api_client.wire import limits
from api_client.wire.accounts import KeyParameters
from mobile import paths
from mobile.services import Services
from mobile.ui.guard import handler, is_acting
from tests.mobile.circle import Drawn, drawn
from tests.support.phone import Phone, phone
from tests.support.server import local_host

PIN = "4711"


def cheap() -> KeyParameters:
    least = {"memory_kib": limits.KDF_MEMORY_KIB_MIN, "passes": limits.KDF_PASSES_MIN, "lanes": 1}
    return KeyParameters(salt=os.urandom(limits.SALT_BYTES), **least)


async def set_pin(services: Services, after: int) -> None:
    services.account.app_lock.parameters = cheap
    await services.account.app_lock.set_pin(PIN, after, PIN)


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    """A device with a journal and a PIN, whose steady clock is the one on the wall until a test parts them."""
    async with phone(tmp_path) as running:
        services = running.services
        services.presence.steady = services.account.app_lock.steady = lambda: running.clock.moment.timestamp()
        await services.account.start_writing()
        await set_pin(services, 60)
        yield running


def is_locked(device: Phone) -> bool:
    return device.services.account.state.phase == "locked"


async def test_it_locks_after_the_chosen_time_away_and_not_before(device: Phone) -> None:
    presence = device.services.presence
    await presence.look()
    assert not is_locked(device)  # no window was open yet
    await presence.came(1)
    await presence.left(1)
    device.clock.move(seconds=59)
    await presence.came(1)
    assert not is_locked(device)
    await presence.left(1)
    device.clock.move(seconds=60)
    await presence.look()
    assert is_locked(device)


async def test_at_once_means_when_the_last_window_goes(device: Phone) -> None:
    await device.services.account.app_lock.set_after(0)
    presence = device.services.presence
    await presence.came(1)
    await presence.came(2)
    await presence.left(1)
    assert not is_locked(device)
    await presence.left(2)
    assert is_locked(device)


async def test_choosing_a_file_in_a_window_of_the_system_is_not_being_away(device: Phone) -> None:
    await device.services.account.app_lock.set_after(0)
    presence = device.services.presence
    presence.is_acting = is_acting
    chosen = asyncio.Event()
    choosing = asyncio.create_task(handler(chosen.wait)())
    await asyncio.sleep(0)
    await presence.came(1)
    await presence.left(1)
    device.clock.move(seconds=90)
    await presence.came(1)
    assert not is_locked(device)
    await presence.left(1)
    device.clock.move(seconds=120)  # left behind in the middle of it
    await presence.look()
    assert is_locked(device)
    chosen.set()
    await choosing
    assert not is_acting()


async def test_nobody_touching_it_is_as_good_as_away_but_never_sooner_than_five_minutes(device: Phone) -> None:
    presence = device.services.presence
    await presence.came(1)
    for _ in range(3):
        device.clock.move(seconds=299)
        presence.touched()
        await presence.look()
    assert not is_locked(device)
    device.clock.move(seconds=300)
    presence.touched()  # too late: the device slept meanwhile
    await presence.look()
    assert is_locked(device)


async def test_a_clock_that_is_set_back_does_not_keep_it_open(device: Phone) -> None:
    presence = device.services.presence
    steady = device.clock.moment.timestamp()
    presence.steady = lambda: steady
    await presence.came(1)
    await presence.left(1)
    steady += 60
    device.clock.move(days=-3)
    await presence.came(1)
    assert is_locked(device)


async def test_without_a_pin_nothing_locks_by_itself(device: Phone) -> None:
    await device.services.account.app_lock.remove_pin(PIN)
    await device.services.presence.came(1)
    await device.services.presence.left(1)
    device.clock.move(days=3)
    await device.services.presence.look()
    assert not is_locked(device)


async def lifecycle(app: Drawn, state: ft.AppLifecycleState) -> None:
    await app.fire(app.page, "app_lifecycle_state_change", {"state": state.value})


def is_veiled(app: Drawn) -> bool:
    return any(isinstance(one, ft.Container) and one.left == one.bottom == 0 for one in app.page.overlay)


async def test_a_window_that_goes_to_the_back_is_covered_and_comes_back_as_it_was(device: Phone) -> None:
    async with drawn(device, paths.NEW_ENTRY) as app:
        await app.see("Which words fit?")
        await app.enter(app.find(ft.TextField, label="Note"), "half a sentence")
        await lifecycle(app, ft.AppLifecycleState.INACTIVE)
        assert is_veiled(app)
        await lifecycle(app, ft.AppLifecycleState.HIDE)
        device.clock.move(seconds=30)
        await lifecycle(app, ft.AppLifecycleState.RESUME)
        assert not is_veiled(app)
        assert app.find(ft.TextField, label="Note").value == "half a sentence"


async def test_a_page_that_is_loaded_again_is_not_left_covered(device: Phone) -> None:
    async with drawn(device, paths.TODAY) as app:
        await app.see("How are you right now?")
        await lifecycle(app, ft.AppLifecycleState.HIDE)
        assert is_veiled(app)
        await app.fire(app.page, "disconnect")
        await app.fire(app.page, "connect")
        assert not is_veiled(app)


async def test_what_was_being_typed_is_there_again_after_the_pin(device: Phone) -> None:
    await device.services.account.app_lock.set_after(0)
    async with drawn(device, paths.NEW_ENTRY) as app, drawn(device, paths.YOU) as other:
        await app.see("Which words fit?")
        note = app.find(ft.TextField, label="Note")
        app.session.apply_patch(note._i, {"value": "half a sentence"})
        await app.session.dispatch_event(note._i, "change", "half a sentence")
        await device.services.account.lock()  # in the middle of the stroke
        for window in (app, other):
            await window.see("Your PIN opens the journal on this device.")
            assert not window.shows("half a sentence")
        await unlock(app)
        await app.see("You left this unfinished; it is as you left it.")
        assert app.find(ft.TextField, label="Note").value == "half a sentence"
        await other.see("There is no account.")


async def unlock(app: Drawn, pin: str = PIN) -> None:
    await app.write("PIN", pin)
    await app.tap("Open")


async def test_a_changed_check_in_is_saved_before_the_key_goes(device: Phone) -> None:
    entry_id = await device.write_entry("before", level=4)
    async with drawn(device, paths.entry(entry_id)) as app:
        await app.see("Which words fit?")
        await app.enter(app.find(ft.TextField, label="Note"), "after")
        await device.services.account.lock()
        await app.see("Your PIN opens the journal on this device.")
        await unlock(app)
        await app.until(lambda: device.notes() == ["after"])


async def test_the_lock_screen_says_what_a_wrong_pin_means_and_slows_down(device: Phone) -> None:
    await device.services.account.lock()
    async with drawn(device, paths.TODAY) as app:
        await app.see("Your PIN opens the journal on this device.")
        assert not app.offers("Use the passphrase")
        await unlock(app, "0000")
        await app.see("This does not open Kith. Nothing was lost; try again.")
        for _ in range(4):
            await unlock(app, "0000")
        await app.see("Try again in 30 seconds; nothing was deleted.")
        device.clock.move(seconds=30)
        await unlock(app)
        await app.see("How are you right now?")


async def test_an_empty_pin_is_asked_for_and_not_counted(device: Phone) -> None:
    await device.services.account.lock()
    async with drawn(device, paths.TODAY) as app:
        await app.see("Your PIN opens the journal on this device.")
        for _ in range(6):
            await app.tap("Open")
        assert app.says("Write your PIN.")
        assert not app.shows("This does not open Kith.")
        await unlock(app, "0000")
        await app.see("This does not open Kith.")
        assert not app.says("Write your PIN.")
        for _ in range(6):
            await app.tap("Open")  # the field is empty again, and what was said of the wrong one stays
        assert app.says("Write your PIN.")
        assert app.shows("This does not open Kith.")
        await unlock(app)
        await app.see("How are you right now?")


async def test_the_screen_sets_changes_and_removes_a_pin(tmp_path: Path) -> None:
    async with phone(tmp_path) as device:
        services = device.services
        services.account.app_lock.parameters = cheap
        await services.account.start_writing()
        async with drawn(device, paths.APP_LOCK) as app:
            await app.see("if you forget the PIN, nobody can open this journal again")
            await app.write("New PIN", "123")
            await app.tap("Set the PIN")
            await app.see("4 to 12 digits, or at least 8 letters or signs.")
            await app.write("New PIN", PIN)
            await app.write("The same again", "4712")
            await app.tap("Set the PIN")
            await app.see("This is not the same as above.")
            await app.write("The same again", PIN)
            await app.tap("Set the PIN")
            await app.see("Lock when I am away")
            assert services.account.state.lock_after_seconds == 60
            await app.fire(app.find(ft.RadioGroup, value="60"), "change", "300", value="300")
            await app.until(lambda: services.account.state.lock_after_seconds == 300)
            await app.write("New PIN", "blue heron")
            await app.write("The same again", "blue heron")
            await app.write("PIN now", "0000")
            await app.tap("Change the PIN")
            await app.see("This does not open Kith.")
            await app.write("PIN now", PIN)
            await app.tap("Change the PIN")
            await app.until(lambda: not app.field("PIN now").value)
            await app.tap("Lock now")
            await app.see("Your PIN opens the journal on this device.")
            await unlock(app, "blue heron")
            await app.see("How are you right now?")
        async with drawn(device, paths.APP_LOCK) as app:
            await app.see("Change or remove the PIN")
            await app.write("PIN now", "blue heron")
            await app.tap("Remove the PIN")
            await app.see("if you forget the PIN")
            assert not services.account.state.has_pin


async def test_work_that_was_not_sent_waits_through_a_lock_and_goes_out_after_it(tmp_path: Path) -> None:
    async with local_host(tmp_path / "host") as host, phone(tmp_path / "sam", host, inline=True) as device:
        await device.sign_up()
        await set_pin(device.services, 60)
        group_id = await device.start_group()
        await device.sync()
        await device.write_post(group_id, "written before")
        await device.write_entry("kept")
        await device.services.sync.start()
        await device.services.account.lock()
        assert device.services.account.client is None
        await device.services.account.app_lock.unlock(PIN)
        await device.sync()
        assert await device.posts(group_id) == ["written before"]
        assert await device.services.outbox.list() == () and device.notes() == ["kept"]


async def test_nothing_that_was_shown_stays_in_memory_behind_the_lock(device: Phone) -> None:
    canary = "".join(("can", "ary-", uuid4().hex))
    await device.write_entry(canary)
    async with drawn(device, paths.JOURNAL) as app:
        await app.see(canary)
        assert count_of(canary) > 0
        await device.services.account.lock()
        await app.see("Your PIN opens the journal on this device.")
        await app.settle()
        assert count_of(canary) == 0


def count_of(text: str) -> int:
    """Return how many containers that the collector knows hold a text with `text`, this test's own frame aside."""
    gc.collect()
    found = 0
    for one in gc.get_objects():
        if isinstance(one, dict | list | tuple | set):
            values = list(one.values()) if isinstance(one, dict) else list(one)
            found += any(isinstance(value, str) and text in value for value in values)
    return found
