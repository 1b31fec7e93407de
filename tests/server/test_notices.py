"""The inbox: what an account is told, on all of its devices, and for how long it is kept."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from api_client.wire import limits
from api_client.wire.feed import Author
from api_client.wire.notices import NoticeKind
from server.notify import notify
from tests.server.test_live import listening
from tests.support.server import LocalHost, MovedClock, Person, local_host, record


async def tell(here: LocalHost, person: Person, by: Person | None, *, key: str = "one", **details: Any) -> None:
    """Give a person a notice that belongs to no group."""
    actor = None if by is None else Author(account_id=by.id, display_name="Whatever it was then")
    kind = details.pop("kind", NoticeKind.THANKED)
    await here.host.database.write(lambda tx: notify(tx, person.id, kind, None, actor=actor, key=key, **details))


async def inbox(person: Person, after: int = 0, limit: int = 100) -> Any:
    return (await person.call("GET", f"/notices?after={after}&limit={limit}", expect=200)).json()


@pytest.fixture
async def ada(here: LocalHost) -> Person:
    return await here.sign_up("ada", "Ada")


@pytest.fixture
async def bob(here: LocalHost) -> Person:
    return await here.sign_up("bob", "Bob")


async def test_pages_follow_the_order_of_the_last_change(here: LocalHost, ada: Person, bob: Person) -> None:
    for number in range(5):
        await tell(here, ada, bob, key=str(number))
    await tell(here, ada, bob, key="1")
    first = await inbox(ada, limit=3)
    assert [notice["revision"] for notice in first["notices"]] == [1, 3, 4]
    assert (first["cursor"], first["more"]) == (4, True)
    rest = await inbox(ada, after=4)
    assert [(n["revision"], n["count"]) for n in rest["notices"]] == [(5, 1), (6, 2)]
    assert (rest["cursor"], rest["more"], rest["settings"]) == (6, False, None)
    assert (await inbox(bob))["notices"] == []


async def test_a_name_is_the_one_of_today_and_an_alias_stays(here: LocalHost, ada: Person, bob: Person) -> None:
    await tell(here, ada, bob)
    alias = Author(account_id=None, display_name="Quiet Heron")
    await here.host.database.write(
        lambda tx: notify(tx, ada.id, NoticeKind.HELPED, None, actor=alias, by=bob.id, key="two")
    )
    before = await inbox(ada)
    assert [n["actor"]["display_name"] for n in before["notices"]] == ["Bob", "Quiet Heron"]
    await bob.call("PATCH", "/account", {"display_name": "Robin"}, expect=200)
    after = await inbox(ada, after=before["cursor"])
    assert [n["actor"] for n in after["notices"]] == [{"account_id": str(bob.id), "display_name": "Robin"}]
    assert str(bob.id) not in str(before["notices"][1])


async def test_marking_read_reaches_what_was_seen_and_nothing_newer(here: LocalHost, ada: Person, bob: Person) -> None:
    await tell(here, ada, bob, key="one")
    await tell(here, ada, bob, key="two")
    seen = await inbox(ada)
    await tell(here, ada, bob, key="one")  # grows before the mark arrives
    await ada.call("PUT", "/notices/read", {"up_to": seen["cursor"]}, expect=204)
    notices = (await inbox(ada))["notices"]
    assert [(n["count"], n["read_at"] is None) for n in notices] == [(2, True), (1, False)]
    await tell(here, ada, bob, key="two")  # read already: this is a new one
    notices = (await inbox(ada))["notices"]
    assert [(n["count"], n["read_at"] is None) for n in notices] == [(2, True), (1, False), (1, True)]
    ids = [n["id"] for n in notices if n["read_at"] is None]
    await ada.call("PUT", "/notices/read", {"up_to": 99, "ids": ids[:1]}, expect=204)
    cursor = (await inbox(ada))["cursor"]
    await ada.call("PUT", "/notices/read", {"up_to": 99, "ids": ids[:1]}, expect=204)
    after = await inbox(ada)
    assert after["cursor"] == cursor
    assert [n["id"] for n in after["notices"] if n["read_at"] is None] == ids[1:]


async def test_nobody_marks_what_is_anothers(here: LocalHost, ada: Person, bob: Person) -> None:
    await tell(here, ada, bob)
    (notice,) = (await inbox(ada))["notices"]
    await bob.call("PUT", "/notices/read", {"up_to": 99, "ids": [notice["id"]]}, expect=204)
    assert (await inbox(ada))["notices"] == [notice]


async def test_old_notices_are_forgotten(here: LocalHost, clock: MovedClock, ada: Person, bob: Person) -> None:
    await tell(here, ada, bob, key="read")
    await ada.call("PUT", "/notices/read", {"up_to": 1}, expect=204)
    await tell(here, ada, bob, key="unread")

    async def keys_after(days: int) -> list[str]:
        clock.now = start + timedelta(days=days)
        await here.host.jobs.run_due()
        return [n["kind"] for n in await here.host.database.read(_rows)]

    start = clock.now
    assert len(await keys_after(limits.NOTICE_READ_DAYS - 1)) == 2
    assert len(await keys_after(limits.NOTICE_READ_DAYS + 1)) == 1
    assert len(await keys_after(limits.NOTICE_UNREAD_DAYS - 1)) == 1
    assert len(await keys_after(limits.NOTICE_UNREAD_DAYS + 1)) == 0


def _rows(tx: Any) -> list[Any]:
    return [row._mapping for row in tx.connection.exec_driver_sql("SELECT kind FROM notice").all()]


WISHES = {
    "kinds": {"replied": {"is_on": True, "starts_at": "18:00:00", "ends_at": "21:00:00", "weekdays": [1, 2]}},
    "zone": "Europe/Madrid",
    "break_until": "2026-04-01",
    "digest": "weekly",
    "digest_at": "08:30:00",
    "digest_weekday": 7,
}


async def test_settings_are_kept_whole_and_travel_with_the_notices(ada: Person) -> None:
    default = (await ada.call("GET", "/notice-settings", expect=200)).json()
    assert (default["kinds"], default["digest"], default["revision"]) == ({}, "off", 0)
    answer = (await ada.call("PUT", "/notice-settings", WISHES, expect=200)).json()
    assert {name: answer[name] for name in WISHES} == WISHES
    assert (answer["revision"], answer["email"], answer["email_confirmed"]) == (1, None, False)
    assert (await ada.call("GET", "/notice-settings")).json() == answer
    page = await inbox(ada)
    assert (page["settings"], page["cursor"]) == (answer, 1)
    again = (await ada.call("PUT", "/notice-settings", {}, expect=200)).json()
    assert again == default | {"revision": 2}


@pytest.mark.parametrize(
    ("wishes", "field", "code"),
    [
        ({"zone": "Europe/Nowhere"}, "zone", "unknown_zone"),
        ({"zone": "../../etc/passwd"}, "zone", "unknown_zone"),
        ({"zone": ""}, "zone", "string_too_short"),
        ({"digest": "hourly"}, "digest", "enum"),
        ({"digest_at": "09:00:00Z"}, "digest_at", "civil_time"),
        ({"digest_weekday": 0}, "digest_weekday", "greater_than_equal"),
        ({"kinds": {"replied": {"weekdays": [0]}}}, "kinds.*.weekdays", "weekday"),
        ({"email": "ada@example.org"}, "email", "extra_forbidden"),
        ({"mail_offered": True}, "mail_offered", "extra_forbidden"),
    ],
)
async def test_settings_that_mean_nothing_are_refused(ada: Person, wishes: Any, field: str, code: str) -> None:
    answer = await ada.call("PUT", "/notice-settings", wishes, expect=422)
    assert answer.json()["fields"] == {field: code}


async def test_a_live_stream_and_a_check_of_scopes_tell_of_notices(tmp_path: Any, clock: MovedClock) -> None:
    async with local_host(tmp_path, clock=clock, listening=True) as here:
        ada, bob = await here.sign_up(), await here.sign_up()
        assert here.url is not None
        async with listening(here.url, ada) as adas, listening(here.url, bob) as bobs:
            await tell(here, ada, bob)
            assert await adas.next() == ("notices", 1)
            await ada.call("PUT", "/notices/read", {"up_to": 1}, expect=204)
            assert await adas.next() == ("notices", 2)
            await bob.push(record())
            assert await bobs.next() == ("vault", 1)
        answer = (await ada.call("POST", "/live/check", {"scopes": {"notices": 0}}, expect=200)).json()
        assert answer["behind"] == [{"scope": "notices", "cursor": 2}]


async def test_a_notice_holds_no_word_of_a_post(here: LocalHost, ada: Person, bob: Person) -> None:
    group = (await ada.start_group())["group"]
    await bob.join(group["join_code"])
    post = await ada.post(group["id"], "CANARY body", title="CANARY title")
    reply = await bob.reply(group["id"], post["id"], "CANARY reply")
    await here.host.database.write(
        lambda tx: notify(
            tx,
            ada.id,
            NoticeKind.REPLIED,
            UUID(group["id"]),
            post_id=UUID(post["id"]),
            reply_id=UUID(reply["id"]),
            actor=Author(account_id=bob.id, display_name="Bob"),
        )
    )
    page = await inbox(ada)
    assert len(page["notices"]) >= 1 and "CANARY" not in str(page)
