"""Greeting, promises, thanks, what was kept: each reaches the one person it is for, and nothing adds up anybody."""

from uuid import uuid4

from sqlalchemy import select
from sqlmodel import col
from uuid6 import uuid7

from server.aid.tables import KeptRow
from server.transaction import Transaction
from tests.server.aid.people import Circle, told
from tests.support.server import Person


async def test_a_greeter_hears_of_a_newcomer_and_facilitators_when_a_day_went_by(circle: Circle) -> None:
    noor = await circle.join("noor")
    await circle.round()
    (first,) = await told(circle.mira, "newcomer")  # nobody volunteered yet
    assert first["actor"]["display_name"] == "Noor"
    await circle.mira.call("PUT", f"{circle.path}/members/{noor.id}/greeting", expect=204)
    await noor.call("PUT", f"{circle.path}/greeter", expect=204)
    jo = await circle.join("jo")
    await circle.pass_time(hours=1)
    await circle.round()
    (heard,) = await told(noor, "newcomer")
    assert (heard["actor"]["display_name"], heard["count"]) == ("Jo", 1)
    assert (await told(circle.mira, "newcomer"))[0]["count"] == 1
    await circle.pass_time(hours=24)
    await circle.round()
    assert [one["actor"]["display_name"] for one in await told(circle.mira, "newcomer")] == ["Noor", "Jo"]
    newcomers = (await noor.call("GET", f"{circle.path}/newcomers", expect=200)).json()
    assert newcomers == {"i_greet": True, "newcomers": [{"account_id": str(jo.id), "display_name": "Jo"}]}


async def test_a_hello_reaches_the_newcomer_once_and_ends_the_looking(circle: Circle) -> None:
    noor = await circle.join("noor")
    for _ in range(2):
        await circle.mira.call("PUT", f"{circle.path}/members/{noor.id}/greeting", expect=204)
    (hello,) = await told(noor, "greeted")
    assert (hello["actor"]["display_name"], hello["count"]) == ("Mira", 1)
    await circle.pass_time(hours=25)
    assert not await told(circle.mira, "newcomer")


async def test_an_answer_to_a_newcomers_post_is_a_greeting(circle: Circle) -> None:
    noor = await circle.join("noor")
    post = await circle.post(noor)
    await circle.mira.reply(circle.group["id"], post["id"])
    await circle.pass_time(hours=25)
    assert not await told(circle.mira, "newcomer")


async def test_a_promise_is_recalled_the_next_day_and_told_quietly_when_it_is_not_kept(circle: Circle) -> None:
    noor, jo = await circle.join("noor"), await circle.join("jo")
    kept, forgotten = [await circle.post(noor, kind="ask", need="check_on_me") for _ in range(2)]
    for post in (kept, forgotten):
        await jo.call("PUT", f"{circle.path}/posts/{post['id']}/check", expect=204)
        await jo.reply(circle.group["id"], post["id"], "I will.")
    await circle.round()
    await circle.pass_time(hours=19)
    assert not await told(jo, "check_due")
    await circle.pass_time(hours=2)
    await circle.round()
    assert sorted(one["post_id"] for one in await told(jo, "check_due")) == sorted([kept["id"], forgotten["id"]])
    await jo.reply(circle.group["id"], kept["id"], "How was the night?")
    await circle.pass_time(hours=25)
    await circle.round()
    assert [(one["post_id"], one["count"]) for one in await told(circle.mira, "escalated")] == [(forgotten["id"], 1)]
    assert not await told(noor, "check_due")


async def thank(by: Person, circle: Circle, post_id: str, expect: int = 204, **words: object) -> None:
    await by.call("POST", f"{circle.path}/posts/{post_id}/thanks", {"id": str(uuid4()), **words}, expect=expect)


async def pass_a_month(circle: Circle, person: Person) -> None:
    """Move on by a month, in which `person` looks in: a session ends that nobody uses for so long."""
    for _ in range(2):
        circle.clock.move(days=16)
        await person.call("GET", "/account", expect=200)


async def test_thanks_are_read_by_the_helper_alone(circle: Circle) -> None:
    noor, jo = await circle.join("noor"), await circle.join("jo")
    post = await circle.post(noor, kind="ask")
    reply = await jo.reply(circle.group["id"], post["id"])
    await circle.mira.call("PUT", f"{circle.path}/posts/{post['id']}/company", expect=204)
    await thank(noor, circle, post["id"], reply_id=reply["id"], words="You stayed with me.")
    await thank(noor, circle, post["id"], account_id=str(circle.mira.id))
    (thanks,) = (await jo.call("GET", "/thanks", expect=200)).json()["thanks"]
    assert (thanks["words"], thanks["author"]["display_name"]) == ("You stayed with me.", "Noor")
    (notice,) = await told(jo, "thanked")
    assert "stayed" not in str(notice)  # a notice may stand on a locked screen
    assert len((await circle.mira.call("GET", "/thanks")).json()["thanks"]) == 1
    for other in (noor, circle.mira):
        for path in ("/thanks", "/notices", f"{circle.path}/changes", f"{circle.path}/gratitude"):
            assert "stayed" not in (await other.call("GET", path, expect=200)).text


async def test_nobody_thanks_themselves_a_stranger_or_somebody_they_are_apart_from(circle: Circle) -> None:
    noor, jo = await circle.join("noor"), await circle.join("jo")
    post = await circle.post(noor)
    own = await noor.reply(circle.group["id"], post["id"])
    reply = await jo.reply(circle.group["id"], post["id"])
    await thank(noor, circle, post["id"], 404, reply_id=own["id"])
    await thank(noor, circle, post["id"], 404, account_id=str(jo.id))  # who was no company there
    await thank(noor, circle, post["id"], 404, reply_id=str(uuid4()))
    await thank(noor, circle, post["id"], 422, reply_id=reply["id"], account_id=str(jo.id))
    with_time = {"id": str(uuid7()), "reply_id": reply["id"]}
    await noor.call("POST", f"{circle.path}/posts/{post['id']}/thanks", with_time, expect=422)
    await jo.call("PUT", f"/blocks/{noor.id}", expect=204)
    await thank(noor, circle, post["id"], 404, reply_id=reply["id"])
    assert not await told(jo, "thanked")


async def test_thanks_from_behind_an_alias_keep_it(circle: Circle) -> None:
    noor, jo = await circle.join("noor"), await circle.join("jo")
    post = await circle.post(noor, id=str(uuid4()), without_name=True)
    reply = await jo.reply(circle.group["id"], post["id"])
    await thank(noor, circle, post["id"], reply_id=reply["id"], words="Thank you.")
    (thanks,) = (await jo.call("GET", "/thanks", expect=200)).json()["thanks"]
    (notice,) = await told(jo, "thanked")
    alias = {"account_id": None, "display_name": post["author"]["display_name"]}
    assert thanks["author"] == notice["actor"] == alias


async def test_the_page_of_gratitude_shows_what_may_be_shown_and_no_name(circle: Circle) -> None:
    noor, jo = await circle.join("noor"), await circle.join("jo")
    post = await circle.post(noor)
    for words, may_show in (("For the night.", True), ("Between us.", False), ("", True)):
        reply = await jo.reply(circle.group["id"], post["id"])
        await thank(noor, circle, post["id"], reply_id=reply["id"], words=words, may_show=may_show)
    page = (await circle.mira.call("GET", f"{circle.path}/gratitude?month=2026-03", expect=200)).json()
    assert page == {"month": "2026-03", "words": ["For the night."]}
    await pass_a_month(circle, jo)
    assert (await jo.call("GET", f"{circle.path}/gratitude")).json() == {"month": "2026-04", "words": []}
    await jo.call("GET", f"{circle.path}/gratitude?month=13", expect=422)


async def test_a_ripple_is_a_range_from_three_people_on_and_never_says_who(circle: Circle) -> None:
    noor = await circle.join("noor")
    card = await circle.post(noor, kind="strategy")
    others = [await circle.join(f"p{n}") for n in range(3)]

    async def ripples() -> list[dict[str, str]]:
        found: list[dict[str, str]] = (await noor.call("GET", "/ripples", expect=200)).json()["ripples"]
        return found

    path = f"{circle.path}/posts/{card['id']}/kept"
    await noor.call("PUT", path, expect=204)  # one's own does not count
    for other in others[:2]:
        await other.call("PUT", path, expect=204)
        await other.call("PUT", path, expect=204)
    assert await ripples() == [] and not await told(noor, "kept")
    await others[2].call("PUT", path, expect=204)
    assert await ripples() == [{"group_id": circle.group["id"], "post_id": card["id"], "kept": "few"}]
    (notice,) = await told(noor, "kept")
    assert (notice["actor"], notice["count"]) == (None, 1)
    await others[0].call("DELETE", path, expect=204)
    assert await ripples() == []
    await others[0].call("PUT", path, expect=204)
    assert (await told(noor, "kept"))[0]["count"] == 1  # each range is told once a month
    await pass_a_month(circle, noor)
    assert await ripples() == []


async def test_what_one_person_keeps_shares_nothing_in_the_rows(circle: Circle) -> None:
    noor, jo = await circle.join("noor"), await circle.join("jo")
    cards = [await circle.post(noor, kind="strategy") for _ in range(3)]
    for card in cards:
        await jo.call("PUT", f"{circle.path}/posts/{card['id']}/kept", expect=204)

    def keepers(tx: Transaction) -> list[bytes]:
        return list(tx.connection.scalars(select(col(KeptRow.keeper))))

    found = await circle.here.host.database.read(keepers)
    assert len(set(found)) == 3
    assert not any(jo.id.bytes in one or jo.id.hex.encode() in one for one in found)


async def test_the_board_holds_what_is_open_in_all_groups_and_what_ends_first_is_on_top(circle: Circle) -> None:
    noor, jo = await circle.join("noor"), await circle.join("jo")
    other = (await jo.start_group("Carers"))["group"]
    at = [circle.clock.now.replace(hour=hour).isoformat() for hour in (20, 14, 16)]
    late = await circle.post(noor, kind="ask", expires_at=at[0])
    soon = await jo.post(other["id"], kind="offer", expires_at=at[1])
    middle = await circle.post(circle.mira, kind="offer", expires_at=at[2])
    endless = await circle.post(noor, kind="ask")
    closed = await circle.post(noor, kind="ask", expires_at=at[0])
    await noor.call("PUT", f"{circle.path}/posts/{closed['id']}/closed", expect=204)
    await circle.post(noor, kind="share")

    async def board(by: Person, limit: int = 30) -> list[str]:
        found: list[str] = []
        cursor, more = "", True
        while more:
            page = (await by.call("GET", f"/board?limit={limit}{cursor}", expect=200)).json()
            found += [post["id"] for post in page["posts"]]
            cursor, more = f"&after={page['cursor']}", page["more"]
        return found

    wanted = [one["id"] for one in (soon, middle, late, endless)]
    assert await board(jo) == await board(jo, limit=1) == wanted
    assert await board(noor) == wanted[1:]
    await noor.call("PUT", f"/blocks/{circle.mira.id}", expect=204)
    assert await board(noor) == wanted[2:]
    circle.clock.move(hours=3)
    assert await board(jo) == wanted[1:]
    circle.clock.move(days=15)
    assert await board(jo) == []
