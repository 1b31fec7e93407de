"""A report that nobody who looks after the group may judge reaches whoever runs the host."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result
from uuid6 import uuid7

from server.moderation.for_host import list_for_host
from server.settings import SmtpSettings
from tests.support.command import typed
from tests.support.server import LocalHost, MovedClock, Person, local_host
from tests.support.smtp import post_office


async def reports(*arguments: str) -> Result:
    """Run a command beside the test's own loop."""
    return await asyncio.to_thread(typed, "reports", *arguments)


async def report(person: Person, group_id: str, **said: Any) -> None:
    body = {"id": str(uuid7()), "reason": "harassment"} | said
    await person.call("POST", f"/groups/{group_id}/reports", body, expect=201)


async def start(here: LocalHost) -> tuple[Person, Person, str, dict[str, Any]]:
    fay, ada = await here.sign_up("fay", "Fay"), await here.sign_up("ada", "Ada")
    group_id = (await fay.start_group())["group"]["id"]
    await ada.join((await fay.call("GET", "/groups")).json()["memberships"][0]["group"]["join_code"])
    return fay, ada, group_id, await fay.post(group_id, "You are all fools.")


async def test_what_is_about_the_only_facilitator_waits_for_the_host(here: LocalHost) -> None:
    fay, ada, group_id, post = await start(here)
    await report(ada, group_id, post_id=post["id"], words="This hurts.")
    (one,) = await here.host.database.read(list_for_host)
    assert (one.group_name, one.about, one.words) == ("Night Owls", "a post by Fay", "You are all fools.")
    assert one.voices == ("harassment: This hurts.",)
    await fay.call("PUT", f"/groups/{group_id}/members/{ada.id}/role", {"role": "facilitator"}, expect=204)
    ben = await here.sign_up("ben")
    await ben.join((await fay.call("GET", "/groups")).json()["memberships"][0]["group"]["join_code"])
    assert len(await here.host.database.read(list_for_host)) == 1, "the one who reported is no judge of it"
    await fay.call("PUT", f"/groups/{group_id}/members/{ben.id}/role", {"role": "facilitator"}, expect=204)
    assert await here.host.database.read(list_for_host) == []


async def test_what_another_facilitator_may_judge_does_not(here: LocalHost) -> None:
    fay, ada, group_id, _ = await start(here)
    post = await ada.post(group_id, "Fools.")
    ben = await here.sign_up("ben")
    await ben.join((await fay.call("GET", "/groups")).json()["memberships"][0]["group"]["join_code"])
    await report(ben, group_id, post_id=post["id"])
    assert await here.host.database.read(list_for_host) == []
    await report(fay, group_id, member_id=str(ada.id))
    (one,) = await here.host.database.read(list_for_host)
    assert one.about == "the member Ada"


async def test_the_host_is_mailed_once_and_no_word_of_it_stands_in_the_mail(
    tmp_path: Path, clock: MovedClock, caplog: pytest.LogCaptureFixture
) -> None:
    async with post_office() as office:
        smtp = SmtpSettings(host="127.0.0.1", port=office.port, security="none", sender="Kith <kith@example.org>")
        given: dict[str, Any] = {"smtp": smtp, "contact_email": "host@example.org", "name": "Harbour"}
        async with local_host(tmp_path, clock=clock, **given) as here:
            _, ada, group_id, post = await start(here)
            await here.host.jobs.run_due()
            assert office.mails == []
            await report(ada, group_id, post_id=post["id"], words="This hurts.")
            office.refuses = True
            await here.host.jobs.run_due()
            office.refuses = False
            for _ in range(3):
                clock.move(minutes=20)
                await here.host.jobs.run_due()
            assert office.recipients[-1] == "host@example.org" and len(office.mails) == 1
            assert "kith reports list" in office.text()
            assert not any(word in office.mails[0].as_string() for word in ("fools", "hurts", "Night Owls", "Fay"))
    assert "reports_wait_for_host" in [one.message for one in caplog.records]


async def test_the_host_reads_and_closes_it_and_who_reported_hears(tmp_path: Path) -> None:
    async with local_host(tmp_path) as here:
        _, ada, group_id, post = await start(here)
        await report(ada, group_id, post_id=post["id"], words="This hurts.")
        (one,) = await here.host.database.read(list_for_host)
        token = ada.token
    shown = await reports("list", "--data", str(tmp_path))
    assert shown.exit_code == 0
    for words in (str(one.id), "Night Owls: a post by Fay", "You are all fools.", "(harassment: This hurts.)"):
        assert words in shown.stdout
    assert (await reports("close", "nothing", "--data", str(tmp_path))).exit_code == 1
    closed = await reports("close", str(one.id), "--outcome", "talked", "--words", "We spoke.", "--data", str(tmp_path))
    assert closed.exit_code == 0, closed.stderr
    assert "No report waits" in (await reports("list", "--data", str(tmp_path))).stdout
    assert (await reports("close", str(one.id), "--data", str(tmp_path))).exit_code == 1
    async with local_host(tmp_path) as here:
        headers = {"Authorization": f"Bearer {token}"}
        (mine,) = (await here.client.get("/reports", headers=headers)).json()["reports"]
        assert (mine["state"], mine["outcome"], mine["outcome_words"]) == ("resolved", "talked", "We spoke.")
        told = (await here.client.get("/notices", headers=headers)).json()["notices"]
        assert "report_outcome" in [notice["kind"] for notice in told]


async def test_a_folder_without_data_is_one_sentence(tmp_path: Path) -> None:
    refused = await reports("list", "--data", str(tmp_path / "nowhere"))
    assert refused.exit_code == 2 and "There is no data of a host" in refused.stderr
    assert not (tmp_path / "nowhere").exists()
