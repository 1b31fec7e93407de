"""Mail: to whom, when and how little, against a real mail server on loopback."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from api_client.wire.feed import Author
from api_client.wire.notices import NoticeKind
from server.notices.digest import STOP_PATH
from server.notify import notify
from server.settings import SmtpSettings
from tests.support.server import LocalHost, MovedClock, Person, local_host, stored_bytes
from tests.support.smtp import PostOffice, post_office

DAILY = {"digest": "daily", "digest_at": "09:00:00", "zone": "Europe/Madrid"}
NINE = datetime(2026, 3, 2, 8, tzinfo=UTC)  # nine in Madrid, a Monday


@pytest.fixture
async def office() -> AsyncIterator[PostOffice]:
    async with post_office() as running:
        yield running


@pytest.fixture
async def here(tmp_path: Path, clock: MovedClock, office: PostOffice) -> AsyncIterator[LocalHost]:
    """A host that sends mail."""
    smtp = SmtpSettings(host="127.0.0.1", port=office.port, security="none", sender="Kith <kith@example.org>")
    async with local_host(tmp_path, clock=clock, smtp=smtp, public_url="http://kith.test", name="Harbour") as running:
        yield running


@pytest.fixture
async def ada(here: LocalHost) -> Person:
    return await here.sign_up("ada", "Ada")


@pytest.fixture
async def bob(here: LocalHost) -> Person:
    return await here.sign_up("bob", "Bob")


async def confirm(person: Person, office: PostOffice, email: str = "ada@example.org") -> None:
    await person.call("POST", "/notice-settings/email", {"email": email}, expect=200)
    await person.call("POST", "/notice-settings/email/confirm", {"code": code_in(office)}, expect=200)


def code_in(office: PostOffice) -> str:
    found = re.search(r"\b\d{6}\b", office.text())
    assert found is not None
    return found.group()


async def tell(here: LocalHost, person: Person, by: Person, group_id: str | None = None, key: str = "one") -> None:
    actor = Author(account_id=by.id, display_name="Bob")
    place = None if group_id is None else UUID(group_id)
    await here.host.database.write(
        lambda tx: notify(tx, person.id, NoticeKind.THANKED, place, actor=actor, words="CANARY words", key=key)
    )


async def open_app(person: Person) -> None:
    await person.call("GET", "/account", expect=200)


async def wake_at(here: LocalHost, clock: MovedClock, moment: datetime) -> None:
    clock.now = moment
    await here.host.jobs.run_due()


async def test_nothing_goes_to_an_address_before_its_code_came_back(
    here: LocalHost, clock: MovedClock, office: PostOffice, ada: Person, bob: Person
) -> None:
    settings = (await ada.call("GET", "/notice-settings", expect=200)).json()
    assert settings["mail_offered"]
    await ada.call("PUT", "/notice-settings", DAILY, expect=200)
    answer = (await ada.call("POST", "/notice-settings/email", {"email": "ada@example.org"}, expect=200)).json()
    assert (answer["email"], answer["email_confirmed"], answer["digest"]) == ("ada@example.org", False, "daily")
    assert office.recipients == ["ada@example.org"]
    await tell(here, ada, bob)
    await wake_at(here, clock, NINE)
    assert len(office.mails) == 1
    clock.move(hours=-20)
    wrong = {"code": "000000" if code_in(office) != "000000" else "000001"}
    refused = await ada.call("POST", "/notice-settings/email/confirm", wrong, expect=422)
    assert refused.json()["fields"] == {"code": "wrong_code"}
    await confirm(ada, office)
    assert (await ada.call("GET", "/notice-settings")).json()["email_confirmed"]


async def test_guessing_a_code_ends_and_a_code_grows_old(clock: MovedClock, office: PostOffice, ada: Person) -> None:
    await ada.call("POST", "/notice-settings/email", {"email": "ada@example.org"}, expect=200)
    code = code_in(office)
    for _ in range(5):
        await ada.call("POST", "/notice-settings/email/confirm", {"code": "x"}, expect=422)
    await ada.call("POST", "/notice-settings/email/confirm", {"code": code}, expect=429)
    await ada.call("POST", "/notice-settings/email", {"email": "ada@example.org"}, expect=200)
    clock.move(hours=2)
    await ada.call("POST", "/notice-settings/email/confirm", {"code": code_in(office)}, expect=422)


async def test_nobody_is_pestered_with_codes(office: PostOffice, ada: Person, bob: Person) -> None:
    for _ in range(5):
        await ada.call("POST", "/notice-settings/email", {"email": "eve@example.org"}, expect=200)
    await ada.call("POST", "/notice-settings/email", {"email": "eve@example.org"}, expect=429)
    await bob.call("POST", "/notice-settings/email", {"email": "Eve@example.org"}, expect=429)
    assert len(office.mails) == 5


@pytest.mark.parametrize("email", ["", "ada", "ada@", "ada@x y", "a@b\r\nBcc: c@d.e", "a@b", "<a@b.c>", "a@b.c, d@e.f"])
async def test_what_is_no_address_is_refused(ada: Person, office: PostOffice, email: str) -> None:
    await ada.call("POST", "/notice-settings/email", {"email": email}, expect=422)
    assert office.mails == []


async def test_a_digest_comes_at_the_members_time_and_says_how_much_and_no_more(
    here: LocalHost, clock: MovedClock, office: PostOffice, ada: Person, bob: Person
) -> None:
    await confirm(ada, office)
    await ada.call("PUT", "/notice-settings", DAILY, expect=200)
    for name in ("CANARY one", "CANARY two"):
        group = (await bob.start_group(name))["group"]
        await ada.join(group["join_code"])
        await tell(here, ada, bob, group["id"])
    await tell(here, ada, bob)
    office.mails.clear()
    await wake_at(here, clock, NINE.replace(hour=7, minute=59))
    assert office.mails == []
    await wake_at(here, clock, NINE.replace(minute=1))
    (mail,) = office.mails
    assert (mail["To"], mail["From"]) == ("ada@example.org", "Kith <kith@example.org>")
    assert "3 things wait for you in 2 groups." in office.text()
    assert "http://kith.test/" in office.text()
    whole = mail.as_string()
    for hidden in ("CANARY", "Bob", "thank", str(ada.id)):
        assert hidden not in whole
    await wake_at(here, clock, NINE.replace(day=3, minute=1))
    assert len(office.mails) == 1  # nothing new since


async def test_no_digest_in_a_break_nor_to_who_is_gone_nor_about_what_was_read(
    here: LocalHost, clock: MovedClock, office: PostOffice, ada: Person, bob: Person
) -> None:
    await confirm(ada, office)
    await ada.call("PUT", "/notice-settings", DAILY | {"break_until": "2026-03-04"}, expect=200)
    office.mails.clear()
    await tell(here, ada, bob)
    await wake_at(here, clock, NINE.replace(minute=1))
    assert office.mails == []
    await wake_at(here, clock, NINE.replace(day=4, minute=1))  # the break is over
    assert len(office.mails) == 1
    await tell(here, ada, bob, key="two")
    await ada.call("PUT", "/notices/read", {"up_to": 99}, expect=204)
    await wake_at(here, clock, NINE.replace(day=5, minute=1))
    assert len(office.mails) == 1
    await tell(here, ada, bob, key="three")
    await wake_at(here, clock, NINE.replace(day=20, minute=1))  # not opened for more than a week
    assert len(office.mails) == 1
    await open_app(ada)
    await wake_at(here, clock, NINE.replace(day=21, minute=1))
    assert len(office.mails) == 2


async def test_a_weekly_digest_keeps_to_its_day(
    here: LocalHost, clock: MovedClock, office: PostOffice, ada: Person, bob: Person
) -> None:
    await confirm(ada, office)
    await ada.call("PUT", "/notice-settings", DAILY | {"digest": "weekly", "digest_weekday": 3}, expect=200)
    office.mails.clear()
    await tell(here, ada, bob)
    for day, count in ((2, 0), (3, 0), (4, 1), (5, 1)):
        await wake_at(here, clock, NINE.replace(day=day, minute=1))
        assert len(office.mails) == count, day


async def test_a_mail_that_fails_is_tried_again_and_tells_no_log(
    here: LocalHost, clock: MovedClock, office: PostOffice, ada: Person, bob: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await confirm(ada, office)
    await ada.call("PUT", "/notice-settings", DAILY, expect=200)
    await tell(here, ada, bob)
    office.mails.clear()
    office.refuses = True
    await wake_at(here, clock, NINE.replace(minute=1))
    assert office.mails == [] and "ada@example.org" not in caplog.text
    office.refuses = False
    await wake_at(here, clock, NINE.replace(minute=5))
    assert office.mails == []
    await wake_at(here, clock, NINE.replace(minute=17))
    assert len(office.mails) == 1
    office.refuses = True
    await ada.call("POST", "/notice-settings/email", {"email": "ada@example.org"}, expect=503)


async def stop_path(office: PostOffice) -> str:
    found = re.search(rf"http://kith\.test({STOP_PATH}\S+)", office.text())
    assert found is not None
    assert office.mails[-1]["List-Unsubscribe"].strip() == f"<http://kith.test{found.group(1)}>"
    assert office.mails[-1]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return found.group(1)


async def test_one_click_ends_the_mails_and_a_look_does_not(
    here: LocalHost, clock: MovedClock, office: PostOffice, ada: Person, bob: Person
) -> None:
    await confirm(ada, office)
    await ada.call("PUT", "/notice-settings", DAILY, expect=200)
    await tell(here, ada, bob)
    await wake_at(here, clock, NINE.replace(minute=1))
    path = await stop_path(office)
    transport = httpx.ASGITransport(here.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://kith.test") as reader:
        looked = await reader.get(path)
        assert looked.status_code == 200 and '<form method="post">' in looked.text
        assert "form-action 'self'" in looked.headers["content-security-policy"]
        assert (await ada.call("GET", "/notice-settings")).json()["digest"] == "daily"
        for broken in (f"{STOP_PATH}x", f"{STOP_PATH}{'A' * 44}", f"{STOP_PATH}é"):
            assert (await reader.post(broken)).status_code == 404
            assert (await reader.get(broken)).text == looked.text
        assert (await ada.call("GET", "/notice-settings")).json()["digest"] == "daily"
        for _ in range(2):
            stopped = await reader.post(path, content="List-Unsubscribe=One-Click")
            assert (stopped.status_code, "No more mails" in stopped.text) == (200, True)
    settings: Any = (await ada.call("GET", "/notice-settings")).json()
    assert (settings["digest"], settings["email"], settings["zone"]) == ("off", "ada@example.org", "Europe/Madrid")
    await tell(here, ada, bob, key="two")
    sent = len(office.mails)
    await wake_at(here, clock, NINE.replace(day=3, minute=1))
    assert len(office.mails) == sent


async def test_an_address_can_be_forgotten_and_leaves_nothing(
    here: LocalHost, office: PostOffice, ada: Person, tmp_path: Path
) -> None:
    await confirm(ada, office, "canary@example.org")
    for _ in range(2):
        await ada.call("DELETE", "/notice-settings/email", expect=204)
    settings = (await ada.call("GET", "/notice-settings")).json()
    assert (settings["email"], settings["email_confirmed"]) == (None, False)


async def test_without_a_mail_server_there_is_no_mail(tmp_path: Path) -> None:
    async with local_host(tmp_path / "silent") as here:
        ada = await here.sign_up()
        assert not (await ada.call("GET", "/notice-settings")).json()["mail_offered"]
        await ada.call("POST", "/notice-settings/email", {"email": "ada@example.org"}, expect=403)
    assert b"ada@example.org" not in stored_bytes(tmp_path / "silent")


def test_a_host_with_a_mail_server_says_from_whom() -> None:
    with pytest.raises(ValueError, match="KITH_SMTP_SENDER"):
        SmtpSettings(host="mail.example.org")
