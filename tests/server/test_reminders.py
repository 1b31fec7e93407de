"""Reminders by mail: when, to whom and how little, against a real mail server on loopback."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from server.reminders.mails import LATE_AFTER, STOP_PATH, is_any_due, take_due
from server.settings import SmtpSettings
from tests.support.server import LocalHost, MovedClock, Person, local_host, stored_bytes
from tests.support.smtp import PostOffice, post_office

MADRID = ZoneInfo("Europe/Madrid")
EVENING = {"at": "20:00:00"}
ON: dict[str, Any] = {"zone": "Europe/Madrid", "times": [EVENING], "is_on": True}


def at(text: str, zone: ZoneInfo = MADRID) -> datetime:
    """Return what a clock on the wall shows as a moment."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.fixture
async def office() -> AsyncIterator[PostOffice]:
    async with post_office() as running:
        yield running


@pytest.fixture
async def here(tmp_path: Path, clock: MovedClock, office: PostOffice) -> AsyncIterator[LocalHost]:
    """A host that sends mail; it is Monday noon in Madrid."""
    clock.now = at("2026-03-02 12:00")
    smtp = SmtpSettings(host="127.0.0.1", port=office.port, security="none", sender="Kith <kith@example.org>")
    async with local_host(tmp_path, clock=clock, smtp=smtp, public_url="http://kith.test", name="Harbour") as running:
        yield running


@pytest.fixture
async def ada(here: LocalHost, office: PostOffice) -> Person:
    """Somebody with a confirmed address and a reminder for eight in the evening."""
    person = await here.sign_up("ada", "Ada")
    await confirm(person, office)
    await person.call("PUT", "/reminder-settings", ON, expect=200)
    return person


async def confirm(person: Person, office: PostOffice) -> None:
    await person.call("POST", "/notice-settings/email", {"email": "ada@example.org"}, expect=200)
    found = re.search(r"\b\d{6}\b", office.text())
    assert found is not None
    await person.call("POST", "/notice-settings/email/confirm", {"code": found.group()}, expect=200)
    office.mails.clear()


async def wake_at(here: LocalHost, clock: MovedClock, moment: datetime) -> None:
    clock.now = moment
    await here.host.jobs.run_due()


async def log(person: Person, day: str) -> None:
    await person.call("PUT", "/reminder-settings/logged", {"day": day}, expect=200)


async def test_it_comes_at_the_members_time_once_and_says_nothing_of_a_journal(
    here: LocalHost, clock: MovedClock, office: PostOffice, ada: Person
) -> None:
    await wake_at(here, clock, at("2026-03-02 19:59"))
    assert office.mails == []
    for minute in (0, 1, 2):
        await wake_at(here, clock, at(f"2026-03-02 20:0{minute}"))
    (mail,) = office.mails
    assert (mail["To"], mail["Subject"]) == ("ada@example.org", "Harbour: your reminder")
    assert "http://kith.test/check-in?day=2026-03-02&at=20:00\r\n" in office.text()
    for word in ("mood", "journal", "feel", "Ada", str(ada.id)):
        assert word not in mail.as_string(), word


async def test_no_mail_on_a_day_that_has_a_check_in_and_one_on_the_next(
    here: LocalHost, clock: MovedClock, office: PostOffice, ada: Person
) -> None:
    await log(ada, "2026-03-02")
    await wake_at(here, clock, at("2026-03-02 20:01"))
    assert office.mails == []
    await wake_at(here, clock, at("2026-03-03 20:01"))
    assert len(office.mails) == 1


async def test_a_check_in_for_yesterday_does_not_answer_for_today(
    here: LocalHost, clock: MovedClock, office: PostOffice, ada: Person
) -> None:
    await log(ada, "2026-03-01")
    await wake_at(here, clock, at("2026-03-02 20:01"))
    assert len(office.mails) == 1


async def test_after_seven_silent_days_none_goes_out_until_the_member_is_back(
    here: LocalHost, clock: MovedClock, office: PostOffice, ada: Person
) -> None:
    await log(ada, "2026-03-02")
    told = await days_told(here, clock, office, range(2, 28))
    assert told == [3, 4, 5, 6, 7, 8, 9]
    await log(ada, "2026-03-28")
    assert await days_told(here, clock, office, range(28, 31)) == [29, 30]


async def test_where_no_days_are_told_a_week_without_the_app_is_the_silence(
    here: LocalHost, clock: MovedClock, office: PostOffice, ada: Person
) -> None:
    times = [EVENING | {"only_if_not_logged": False}]
    await ada.call("PUT", "/reminder-settings", ON | {"times": times}, expect=200)
    assert await days_told(here, clock, office, range(2, 20)) == [2, 3, 4, 5, 6, 7, 8, 9]
    await ada.call("GET", "/account", expect=200)
    assert await days_told(here, clock, office, range(20, 22)) == [20, 21]


async def days_told(here: LocalHost, clock: MovedClock, office: PostOffice, days: range) -> list[int]:
    """Return the days of March on which a mail came."""
    told = []
    for day in days:
        before = len(office.mails)
        await wake_at(here, clock, at(f"2026-03-{day:02} 20:01"))
        told += [day] * (len(office.mails) - before)
    return told


async def test_eight_in_the_evening_stays_it_through_summer_time(
    here: LocalHost, clock: MovedClock, office: PostOffice, ada: Person
) -> None:
    for day in (28, 29, 30):  # the clocks change on the 29th
        await wake_at(here, clock, at(f"2026-03-{day} 19:59"))
        await log(ada, f"2026-03-{day - 1}")
        assert len(office.mails) == day - 28
        await wake_at(here, clock, at(f"2026-03-{day} 20:00"))
        assert len(office.mails) == day - 27
    assert "day=2026-03-30&at=20:00" in office.text()


async def test_a_time_that_the_clock_skips_is_told_once_and_for_its_day(
    here: LocalHost, clock: MovedClock, office: PostOffice, ada: Person
) -> None:
    await ada.call("PUT", "/reminder-settings", ON | {"times": [{"at": "02:30:00"}]}, expect=200)
    clock.now = at("2026-03-28 12:00")
    await log(ada, "2026-03-27")
    await ada.call("PUT", "/reminder-settings", ON | {"times": [{"at": "02:30:00"}]}, expect=200)
    for minute in range(0, 240, 30):
        await wake_at(here, clock, at("2026-03-29 00:10") + timedelta(minutes=minute))
    assert len(office.mails) == 1 and "day=2026-03-29&at=02:30" in office.text()


async def test_a_journey_west_does_not_tell_the_same_evening_twice(
    here: LocalHost, clock: MovedClock, office: PostOffice, ada: Person
) -> None:
    await wake_at(here, clock, at("2026-03-02 20:01"))
    assert len(office.mails) == 1
    york = ZoneInfo("America/New_York")
    await ada.call("PUT", "/reminder-settings", ON | {"zone": "America/New_York", "is_on": None}, expect=200)
    await wake_at(here, clock, at("2026-03-02 20:01", york))
    assert len(office.mails) == 1
    await wake_at(here, clock, at("2026-03-03 20:01", york))
    assert len(office.mails) == 2


async def test_a_journey_alone_is_no_sign_of_life_but_a_new_time_is(
    here: LocalHost, clock: MovedClock, office: PostOffice, ada: Person
) -> None:
    clock.now = at("2026-03-15 12:00")
    await ada.call("PUT", "/reminder-settings", ON | {"zone": "Europe/Paris", "is_on": None}, expect=200)
    assert await days_told(here, clock, office, range(15, 17)) == []
    await ada.call("PUT", "/reminder-settings", ON | {"times": [{"at": "20:00:30"}], "is_on": None}, expect=200)
    assert await days_told(here, clock, office, range(17, 19)) == [17, 18]


async def test_settings_that_come_again_between_the_moment_and_the_look_cost_no_mail(
    here: LocalHost, clock: MovedClock, office: PostOffice, ada: Person
) -> None:
    clock.now = at("2026-03-02 20:00") + timedelta(seconds=20)
    await ada.call("PUT", "/reminder-settings", ON | {"is_on": None}, expect=200)
    await wake_at(here, clock, at("2026-03-02 20:01"))
    assert len(office.mails) == 1


async def test_none_goes_to_an_address_that_is_not_confirmed_nor_in_a_break_nor_late(
    here: LocalHost, clock: MovedClock, office: PostOffice, ada: Person
) -> None:
    await ada.call("PUT", "/notice-settings", {"zone": "Europe/Madrid", "break_until": "2026-03-03"}, expect=200)
    assert await days_told(here, clock, office, range(2, 4)) == [3]
    await wake_at(here, clock, at("2026-03-04 20:00") + LATE_AFTER)  # the host was down in the evening
    assert len(office.mails) == 1
    await ada.call("POST", "/notice-settings/email", {"email": "new@example.org"}, expect=200)
    office.mails.clear()
    assert await days_told(here, clock, office, range(5, 7)) == []


async def test_several_at_once_are_one_mail_and_weekdays_are_kept(
    here: LocalHost, clock: MovedClock, office: PostOffice, ada: Person
) -> None:
    times = [EVENING | {"weekdays": [2]}, {"at": "20:01:00", "weekdays": [2, 3], "only_if_not_logged": False}]
    await ada.call("PUT", "/reminder-settings", ON | {"times": times}, expect=200)
    clock.now = at("2026-03-02 20:05")
    assert await days_told(here, clock, office, range(2, 6)) == [3, 4]


async def test_a_mail_that_fails_is_tried_again_and_tells_no_log(
    here: LocalHost, clock: MovedClock, office: PostOffice, ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    office.refuses = True
    await wake_at(here, clock, at("2026-03-02 20:01"))
    assert office.mails == [] and "ada@example.org" not in caplog.text
    office.refuses = False
    await wake_at(here, clock, at("2026-03-02 20:05"))
    assert office.mails == []
    for minute in (17, 18, 40):
        await wake_at(here, clock, at(f"2026-03-02 20:{minute}"))
    assert len(office.mails) == 1


async def test_a_stop_between_taking_and_sending_costs_a_mail_and_never_sends_two(
    here: LocalHost, clock: MovedClock, office: PostOffice, ada: Person
) -> None:
    clock.now = at("2026-03-02 20:01")
    taken = await here.host.database.write(take_due, clock.now)
    assert [due.occurrence.day for due in taken] == [date(2026, 3, 2)]
    await wake_at(here, clock, at("2026-03-02 20:02"))  # the host is back
    assert office.mails == []
    await wake_at(here, clock, at("2026-03-03 20:01"))
    assert len(office.mails) == 1


async def test_a_quiet_minute_finds_nothing_to_write(here: LocalHost, clock: MovedClock, ada: Person) -> None:
    assert not await here.host.database.read(is_any_due, at("2026-03-02 19:59"))
    assert await here.host.database.read(is_any_due, at("2026-03-02 20:00"))


async def test_one_click_ends_them_a_look_does_not_and_a_later_edit_does_not_begin_them_again(
    here: LocalHost, clock: MovedClock, office: PostOffice, ada: Person
) -> None:
    await wake_at(here, clock, at("2026-03-02 20:01"))
    found = re.search(rf"http://kith\.test({STOP_PATH}\S+)", office.text())
    assert found is not None
    assert office.mails[-1]["List-Unsubscribe"].strip() == f"<http://kith.test{found.group(1)}>"
    assert office.mails[-1]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    transport = httpx.ASGITransport(here.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://kith.test") as reader:
        looked = await reader.get(found.group(1))
        assert looked.status_code == 200 and '<form method="post">' in looked.text
        assert (await ada.call("GET", "/reminder-settings")).json()["is_on"]
        assert (await reader.post(STOP_PATH + "x" * 43)).status_code == 404
        for _ in range(2):
            assert (await reader.post(found.group(1))).status_code == 200
        shown = await reader.get("/check-in?day=2026-03-02&at=20:00")
        assert shown.status_code == 200 and "2026-03-02" in shown.text
        assert "<b>" not in (await reader.get("/check-in?day=<b>")).text
    assert not (await ada.call("GET", "/reminder-settings")).json()["is_on"]
    await ada.call("PUT", "/reminder-settings", ON | {"times": [{"at": "21:00:00"}], "is_on": None}, expect=200)
    await wake_at(here, clock, at("2026-03-03 21:01"))
    assert len(office.mails) == 1
    await ada.call("PUT", "/reminder-settings", ON, expect=200)
    await wake_at(here, clock, at("2026-03-04 20:01"))
    assert len(office.mails) == 2


async def test_days_are_forgotten_when_nobody_asks_for_them_and_none_to_come_is_believed(
    here: LocalHost, ada: Person, tmp_path: Path
) -> None:
    await log(ada, "2031-07-09")
    assert b"2031-07-09" not in stored_bytes(tmp_path)
    await log(ada, "2026-03-01")
    assert b"2026-03-01" in stored_bytes(tmp_path)
    await ada.call("PUT", "/reminder-settings", ON | {"is_on": False}, expect=200)
    assert await logged_on(here) is None
    await log(ada, "2026-03-02")
    assert await logged_on(here) is None


async def logged_on(here: LocalHost) -> object:
    return await here.host.database.read(
        lambda tx: tx.connection.exec_driver_sql("SELECT logged_on FROM reminder_settings").scalar()
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "Nowhere/Town"},
        {"times": [{"at": "20:00:00", "weekdays": []}]},
        {"times": [{"at": "20:00:00", "weekdays": [8]}]},
        {"times": [{"at": "20:00:00+02:00"}]},
        {"times": [EVENING] * 21},
        {"note": "words"},
    ],
)
async def test_what_cannot_be_a_reminder_is_refused(ada: Person, wrong: dict[str, Any]) -> None:
    await ada.call("PUT", "/reminder-settings", ON | wrong, expect=422)
