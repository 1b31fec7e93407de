"""Reminders as a member meets them: set on their screen, offered on Today for the day they were for, told in time."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from mobile import paths
from mobile.entries.document import KIND as ENTRY
from mobile.entries.document import Entry, entry_from_document
from mobile.reminders import intents
from mobile.reminders.document import KIND, Reminder, list_reminders
from mobile.reminders.mail import refresh_mail_settings, set_mail
from mobile.reminders.reading import read_due
from mobile.reminders.watch import ReminderWatch
from mobile.services import Services
from server.settings import SmtpSettings
from tests.mobile.circle import Drawn, drawn
from tests.support.phone import Phone, PhoneClock, phone
from tests.support.server import LocalHost, MovedClock, local_host
from tests.support.smtp import PostOffice, post_office

NIGHT = time(23, 58)


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    """A device on which somebody writes, without account and network; it is Sunday noon, an hour ahead of UTC."""
    async with phone(tmp_path) as running:
        await running.services.account.start_writing()
        yield running


def reminders(services: Services) -> list[Reminder]:
    return list(list_reminders(services.documents))


def entries(services: Services) -> list[Entry]:
    return [entry_from_document(document) for document in services.documents.list(ENTRY)]


async def remind(services: Services, at: time = NIGHT, **changes: Any) -> Reminder:
    """Set a reminder now and return it."""
    made = replace(intents.new_reminder(services), at=at, **changes)
    assert await intents.add_reminder(services, made)
    (reminder,) = [one for one in reminders(services) if one.id == made.id]
    return reminder


def wall(clock: PhoneClock, text: str) -> None:
    """Set the device's clock to what its wall shall show: `2026-03-02 00:05`."""
    clock.moment = datetime.fromisoformat(text).replace(tzinfo=UTC) - clock.offset


async def press(app: Drawn, text: str) -> None:
    """Tap what shows or is called `text` in the open sheet."""
    sheet = app.all(ft.BottomSheet)[-1]
    for one in app.walk(sheet):
        names = [getattr(one, "content", None), *(w.value for w in app.walk(one) if isinstance(w, ft.Text))]
        if getattr(one, "on_click", None) and text in names:
            await app.click(one)
            return
    raise AssertionError(f"nothing called {text!r}")


async def test_one_is_added_changed_switched_off_deleted_and_brought_back(device: Phone) -> None:
    services = device.services
    async with drawn(device, paths.REMINDERS) as app:
        await app.see("No reminders yet.")
        await app.tap("Add a reminder")
        await app.until(lambda: app.shows("On these days"))
        await press(app, "S")  # Saturday, the first of the two
        await press(app, "Done")
        await app.fire(app.all(ft.BottomSheet)[-1], "dismiss")
        await app.see("20:00 · Monday, Tuesday, Wednesday, Thursday, Friday, Sunday")
        await app.tap("Change the reminder: 20:00 · Monday, Tuesday, Wednesday, Thursday, Friday, Sunday")
        await app.until(lambda: app.shows("On these days"))
        box = next(
            one for one in app.all(ft.Checkbox) if one.semantics_label == "Only if I have not checked in that day"
        )
        assert box.value is True
        await app.fire(box, "change", False, value=False)
        await app.until(lambda: not reminders(services)[0].only_if_not_logged)
        await press(app, "Done")
        await app.fire(app.all(ft.BottomSheet)[-1], "dismiss")
        await app.tick("20:00 · Monday, Tuesday, Wednesday, Thursday, Friday, Sunday", on=False)
        await app.until(lambda: not reminders(services)[0].is_on)
        await app.tap("Change the reminder: 20:00 · Monday, Tuesday, Wednesday, Thursday, Friday, Sunday")
        await app.until(lambda: app.shows("On these days"))
        await press(app, "Delete this reminder")
        await app.see("No reminders yet.")
        bar = app.all(ft.SnackBar)[-1]
        assert isinstance(bar.action, ft.SnackBarAction)
        await app.click(bar.action)
        await app.see("20:00 · Monday")


async def test_a_new_one_is_nowhere_before_it_is_done(device: Phone) -> None:
    services = device.services
    async with drawn(device, paths.REMINDERS) as app:
        await app.see("No reminders yet.")
        for leave in ("Cancel", "a touch beside it"):
            await app.tap("Add a reminder")
            await app.until(lambda: app.shows("New reminder"))
            await press(app, "S")
            sheet = app.all(ft.BottomSheet)[-1]
            if leave == "Cancel":
                await press(app, leave)
                assert not sheet.open
            await app.fire(sheet, "dismiss")
            assert not app.shows("New reminder")
        await app.see("No reminders yet.")
        assert reminders(services) == []
        await app.tap("Add a reminder")
        await app.until(lambda: app.shows("New reminder"))
        await press(app, "Done")
        await app.see("20:00 · Every day")


async def test_one_for_the_same_time_and_days_is_there_once(device: Phone) -> None:
    known = await remind(device.services, time(20), is_on=False)
    async with drawn(device, paths.REMINDERS) as app:
        await app.see("20:00 · Every day")
        await app.tap("Add a reminder")
        await app.until(lambda: app.shows("New reminder"))
        await press(app, "Done")
        await app.until(lambda: "There was a reminder for this time already. It is set as you chose now." in lines(app))
    (only,) = reminders(device.services)
    assert (only.id, only.is_on) == (known.id, True)


async def test_the_screen_says_what_works_here_and_what_does_not(device: Phone) -> None:
    async with drawn(device, paths.REMINDERS) as app:
        await app.see("Needs an account")
        assert app.says("Not on this device") and app.says("No reminder is on")
        assert not app.offers("Save a calendar file")
    await remind(device.services)
    async with drawn(device, paths.REMINDERS) as app:
        await app.see("Active on this device")
        assert app.says("Works on every device")


async def test_a_calendar_file_is_saved(device: Phone) -> None:
    await remind(device.services)
    async with drawn(device, paths.REMINDERS, replies={"save_file": "reminders.ics"}) as app:
        await app.until(lambda: app.offers("Save a calendar file"))
        await app.tap("Save a calendar file")
        await app.until(lambda: any(name == "save_file" for name, _ in app.connection.calls))
        file = next(given for name, given in app.connection.calls if name == "save_file")
        assert file["file_name"] == "reminders.ics" and b"DTSTART:20260301T235800" in file["src_bytes"]
        await app.until(lambda: [bar.content for bar in app.all(ft.SnackBar)])


async def test_opened_after_midnight_a_tap_logs_to_the_day_it_was_for(device: Phone) -> None:
    await remind(device.services)
    wall(device.clock, "2026-03-02 00:05")
    async with drawn(device, paths.TODAY) as app:
        await app.see("For yesterday, 23:58")
        assert app.words().index("For yesterday, 23:58") < app.words().index("Still up.\nHow are you right now?")
        await app.tap("Good")  # the first on the screen is the card's
        await app.until(lambda: entries(device.services))
        (entry,) = entries(device.services)
        assert (entry.felt_on, entry.felt_at, entry.level) == (date(2026, 3, 1), NIGHT, 4)
        assert (entry.utc_offset_min, entry.zone) == (60, "Europe/Berlin")
    async with drawn(device, paths.TODAY) as app:
        await app.see("How are you right now?")
        assert not app.says("For yesterday")


async def test_words_that_are_written_from_it_go_to_that_day_too(device: Phone) -> None:
    await remind(device.services)
    wall(device.clock, "2026-03-02 00:05")
    async with drawn(device, paths.TODAY) as app:
        await app.see("For yesterday, 23:58")
        await app.tap("Write a check-in")
        await app.until(lambda: app.page.route == "/check-in?day=2026-03-01&at=23:58")
        await app.see("Yesterday, 23:58")
        await save_low(app)
    (entry,) = entries(device.services)
    assert (entry.felt_on, entry.felt_at) == (date(2026, 3, 1), NIGHT)


async def save_low(app: Drawn) -> None:
    """Choose a face and save."""
    face = next(one for one in app.top if isinstance(one, ft.Semantics) and one.label == "Low")
    await app.click(next(one for one in app.walk(face) if isinstance(one, ft.Container) and one.on_click))
    await app.tap("Save check-in")
    await app.settle()


async def test_a_link_carries_the_day_and_the_time(device: Phone) -> None:
    for route, words in (
        ("/check-in?day=2026-02-27&at=20:00", "Friday 27 February, 20:00"),
        ("/check-in?day=2026-02-27&at=x", "Friday 27 February"),
        ("/check-in?day=x&at=20:00", "Now, 13:00"),
    ):
        async with drawn(device, route) as app:
            await app.see(words)


async def test_it_is_offered_for_some_hours_until_answered_or_put_aside(device: Phone) -> None:
    await remind(device.services)
    wall(device.clock, "2026-03-02 03:57")
    async with drawn(device, paths.TODAY) as app:
        await app.see("For yesterday, 23:58")
        await app.tap("Not this time")
        await app.miss("For yesterday, 23:58")
    await device.restart()
    async with drawn(device, paths.TODAY) as app:
        await app.see("How are you right now?")
        assert not app.says("For yesterday")
    wall(device.clock, "2026-03-03 03:57")
    async with drawn(device, paths.TODAY) as app:
        await app.see("For yesterday, 23:58")
    wall(device.clock, "2026-03-03 04:10")
    async with drawn(device, paths.TODAY) as app:
        await app.see("How are you right now?")
        assert not app.says("For yesterday")


async def test_in_every_open_window_a_line_comes_at_the_moment_and_not_again(device: Phone) -> None:
    await remind(device.services, time(20))
    watch = ReminderWatch(device.services)
    wall(device.clock, "2026-03-01 19:59")
    async with drawn(device, paths.TODAY) as one, drawn(device, paths.YOU) as other:
        await one.see("How are you right now?")
        assert await watch.look() == 60
        assert not lines(one)
        wall(device.clock, "2026-03-01 20:00")
        await watch.look()
        await one.see("You asked to be reminded at 20:00.")
        for app in (one, other):
            await app.until(partial(told_once, app))
        bar = other.all(ft.SnackBar)[-1]
        assert isinstance(bar.action, ft.SnackBarAction)
        await other.click(bar.action)
        await other.until(lambda: other.page.route == "/check-in?day=2026-03-01&at=20:00")
        wall(device.clock, "2026-03-01 20:01")
        await watch.look()
        await one.settle()
        assert len(lines(one)) == 1
    await watch.stop()


def told_once(app: Drawn) -> bool:
    return lines(app) == ["You asked to be reminded at 20:00."]


def lines(app: Drawn) -> list[Any]:
    return [bar.content for bar in app.all(ft.SnackBar)]


async def test_what_was_due_before_the_journal_was_unlocked_is_not_announced(device: Phone) -> None:
    await remind(device.services)
    await device.services.account.app_lock.set_pin("4711", 60)
    await device.services.account.lock()
    wall(device.clock, "2026-03-02 00:05")
    async with drawn(device, paths.TODAY) as app:
        await app.see("Your PIN opens the journal on this device.")
        await device.services.account.app_lock.unlock("4711")
        await app.see("For yesterday, 23:58")
        device.services.signal.emit("reminders")
        await app.settle()
        assert lines(app) == []


async def test_after_seven_silent_days_the_app_says_nothing_until_there_is_a_check_in(device: Phone) -> None:
    await remind(device.services, time(20))
    told = []
    for day in range(1, 21):
        wall(device.clock, f"2026-03-{day:02} 20:30")
        if day == 15:
            await device.write_entry()
        told += [day] if await read_due(device.services) else []
    assert told == [1, 2, 3, 4, 5, 6, 7, 8, 16, 17, 18, 19, 20]
    for day, is_told in ((9, False), (16, True)):
        wall(device.clock, f"2026-03-{day:02} 20:30")
        async with drawn(device, paths.TODAY) as app:
            await app.see("How are you right now?")
            assert app.says("You asked to be reminded") is is_told


async def test_an_odd_reminder_of_another_hand_opens(device: Phone) -> None:
    for fields in (
        {"at": 7},
        {"at": "25:00"},
        {},
        {"at": "20:00:59", "is_on": "no", "days.3": False, "created_at": "x"},
    ):
        await device.services.documents.save(None, KIND, fields)  # type: ignore[arg-type]
    (only,) = reminders(device.services)
    assert (only.at, only.is_on, only.weekdays) == (time(20), True, (1, 2, 4, 5, 6, 7))


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock(datetime(2026, 3, 1, 12, tzinfo=UTC))


@pytest.fixture
async def office() -> AsyncIterator[PostOffice]:
    async with post_office() as running:
        yield running


@pytest.fixture
async def host(tmp_path: Path, clock: MovedClock, office: PostOffice) -> AsyncIterator[LocalHost]:
    smtp = SmtpSettings(host="127.0.0.1", port=office.port, security="none", sender="kith@example.org")
    async with local_host(tmp_path / "host", clock=clock, smtp=smtp, public_url="http://kith.test") as running:
        yield running


async def test_mails_are_asked_for_on_the_screen_and_left_out_on_a_day_that_is_logged(
    tmp_path: Path, host: LocalHost, clock: MovedClock, office: PostOffice
) -> None:
    async with phone(tmp_path / "sam", host, inline=True) as device:
        services, watch = device.services, ReminderWatch(device.services)
        await device.sign_up()
        await remind(services, time(20))
        async with drawn(device, paths.REMINDERS) as app:
            await app.see("The whole mail:")
            await app.tick("Remind me by mail, too")
            await app.see("Waits for your address")
            await app.write("Your mail address", "sam@example.org")
            await app.tap("Send me a code")
            await app.see("A code is on its way to sam@example.org.")
            found = re.search(r"\b\d{6}\b", office.text())
            assert found is not None
            await app.write("The code from the mail", found.group())
            await app.tap("Confirm")
            await app.see("Mails go to sam@example.org.")
            await device.sync()
            await app.see("Active")
        office.mails.clear()

        async def evening(day: int) -> int:
            """Let eight in the evening come; return how many mails there are by then."""
            wall(device.clock, f"2026-03-{day:02} 20:01")
            clock.now = device.clock.moment
            await watch.look()
            await device.sync()
            await host.host.jobs.run_due()
            return len(office.mails)

        assert await evening(1) == 1
        await device.write_entry()
        assert await evening(1) == 1
        wall(device.clock, "2026-03-02 09:00")
        clock.now = device.clock.moment
        await device.write_entry("CANARY words")
        await watch.look()
        await device.sync()
        assert await evening(2) == 1
        assert await evening(3) == 2
        (reminder,) = reminders(services)
        await intents.change_reminder(services, reminder, at=time(21))
        assert await evening(4) == 2  # it is for nine now
        await intents.change_reminder(services, reminder, is_on=False)
        wall(device.clock, "2026-03-05 21:01")
        assert await evening(5) == 2
        assert "CANARY" not in "".join(mail.as_string() for mail in office.mails)
        await watch.stop()


async def test_another_device_tells_its_days_once_it_has_heard_that_mails_are_wanted(
    tmp_path: Path, host: LocalHost
) -> None:
    async with phone(tmp_path / "sam", host, inline=True) as sam, phone(tmp_path / "two", host, inline=True) as tablet:
        await sam.sign_up()
        await remind(sam.services)
        await set_mail(sam.services, True)
        await sam.sync()
        await tablet.sign_in()
        await tablet.sync()
        watch = ReminderWatch(tablet.services)
        await tablet.write_entry()
        await watch.look()
        assert await tablet.services.outbox.list() == ()  # it does not know yet, and has not synced by itself
        await refresh_mail_settings(tablet.services)
        await watch.look()
        assert [one.operation for one in await tablet.services.outbox.list()] == [
            "reminders.set_settings",
            "reminders.note_logged",
        ]
        await tablet.sync()
        settings = await tablet.services.account.client.reminders.get_settings()  # type: ignore[union-attr]
        assert settings.is_on and [one.at for one in settings.times] == [NIGHT]
        await watch.stop()


async def test_nothing_is_told_to_a_host_before_mails_are_asked_for(tmp_path: Path, host: LocalHost) -> None:
    async with phone(tmp_path / "sam", host, inline=True) as device:
        watch = ReminderWatch(device.services)
        await device.sign_up()
        await remind(device.services)
        await device.write_entry()
        await watch.look()
        assert await device.services.outbox.list() == ()
        await watch.stop()
