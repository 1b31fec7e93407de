"""What waits is brought to people: volunteers first, then who looks after the group; each once, also over restarts."""

from datetime import UTC
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from server.aid.rounds import go_round, pace_of
from server.aid.tables import AskedRow, StepRow
from server.settings import AidSettings
from server.transaction import Transaction
from tests.server.aid.people import Circle, start_circle, told
from tests.support.server import MovedClock, local_host


async def test_an_unanswered_post_goes_to_who_can_listen_and_then_to_who_looks_after_the_group(circle: Circle) -> None:
    noor, jo, sam = await circle.join("noor"), await circle.join("jo", listens=True), await circle.join("sam")
    post = await circle.post(noor)
    await circle.pass_time(hours=3, minutes=59)
    assert not await told(jo, "needs_answer")
    await circle.pass_time(minutes=2)
    await circle.round()
    (notice,) = await told(jo, "needs_answer")
    assert (notice["post_id"], notice["actor"]["display_name"], notice["count"]) == (post["id"], "Noor", 1)
    assert not await told(sam, "needs_answer")  # who said nothing is not asked
    await circle.pass_time(hours=8)
    await circle.round()
    (heard,) = await told(circle.mira, "escalated")
    assert (heard["post_id"], heard["count"]) == (post["id"], 1)
    assert not await told(noor, "escalated")


async def test_an_answer_or_company_or_closing_ends_the_waiting(circle: Circle) -> None:
    noor, jo = await circle.join("noor"), await circle.join("jo", listens=True)
    answered, closed, with_company, talks_alone = [await circle.post(noor, kind="ask") for _ in range(4)]
    await jo.reply(circle.group["id"], answered["id"])
    await noor.call("PUT", f"{circle.path}/posts/{closed['id']}/closed", expect=204)
    await jo.call("PUT", f"{circle.path}/posts/{with_company['id']}/company", expect=204)
    await noor.reply(circle.group["id"], talks_alone["id"])
    await circle.pass_time(hours=13)
    assert [one["post_id"] for one in await told(circle.mira, "escalated")] == [talks_alone["id"]]


async def test_cards_and_wins_wait_only_when_their_writer_named_a_need(circle: Circle) -> None:
    noor = await circle.join("noor")
    await circle.post(noor, kind="win")
    named = await circle.post(noor, kind="win", need="encouragement")
    await circle.pass_time(hours=13)
    assert [one["post_id"] for one in await told(circle.mira, "escalated")] == [named["id"]]


async def test_a_few_are_asked_at_a_time_and_those_longest_unasked_first(circle: Circle) -> None:
    noor = await circle.join("noor")
    others = [await circle.join(f"p{n}", listens=True) for n in range(5)]

    async def asked() -> set[str]:
        return {one.handle for one in others if await told(one, "needs_answer")}

    await circle.post(noor)
    await circle.pass_time(hours=4, minutes=1)
    first = await asked()
    assert len(first) == 3
    await circle.pass_time(hours=4)
    assert len(await asked()) == 5  # the two who were not asked yet
    await circle.pass_time(hours=1)
    assert len(await told(circle.mira, "escalated")) == 0


async def test_nobody_over_the_fair_load_is_asked_and_rest_is_offered_once(tmp_path: Path, clock: MovedClock) -> None:
    figures = AidSettings(fair_load_replies_per_week=2)
    async with local_host(tmp_path, clock=clock, aid=figures) as here:
        circle = await start_circle(here, clock)
        noor, jo = await circle.join("noor"), await circle.join("jo", listens=True)
        for _ in range(2):
            await jo.reply(circle.group["id"], (await circle.post(noor))["id"])
        await circle.post(noor)
        await circle.pass_time(hours=4, minutes=1)
        assert not await told(jo, "needs_answer")
        for _ in range(3):
            clock.move(hours=2)
            await here.host.jobs.run_due()
        (rest,) = await told(jo, "rest")
        assert (rest["count"], rest["group_id"]) == (1, None)
        assert not await told(noor, "rest")


async def test_blocked_people_are_not_asked_for_each_other_and_the_next_one_is(circle: Circle) -> None:
    noor, jo, sam = await circle.join("noor"), await circle.join("jo", listens=True), await circle.join("sam")
    await circle.listens(sam)
    await jo.call("PUT", f"/blocks/{noor.id}", expect=204)
    await circle.post(noor)
    await circle.pass_time(hours=4, minutes=1)
    assert not await told(jo, "needs_answer")
    assert len(await told(sam, "needs_answer")) == 1


async def test_a_post_without_a_name_waits_under_its_alias_alone(circle: Circle) -> None:
    from uuid import uuid4

    noor, jo = await circle.join("noor"), await circle.join("jo", listens=True)
    post = await circle.post(noor, id=str(uuid4()), without_name=True)
    await circle.pass_time(hours=4, minutes=1)
    (notice,) = await told(jo, "needs_answer")
    assert notice["actor"] == {"account_id": None, "display_name": post["author"]["display_name"]}
    await circle.pass_time(hours=8)
    (notice,) = await told(circle.mira, "escalated")
    assert notice["actor"]["account_id"] is None
    assert not await told(noor, "needs_answer")


async def test_rounds_repeat_nothing_after_a_restart(tmp_path: Path, clock: MovedClock) -> None:
    async with local_host(tmp_path, clock=clock) as here:
        circle = await start_circle(here, clock)
        noor, jo = await circle.join("noor"), await circle.join("jo", listens=True)
        await circle.post(noor)
        await circle.pass_time(hours=4, minutes=1)
        token = jo.headers
    async with local_host(tmp_path, clock=clock) as here:
        for _ in range(3):
            await go_round(here.host.database, pace_of(here.host.settings.aid), clock.now)
        notices = (await here.client.get("/notices", headers=token)).json()["notices"]
        assert [(one["kind"], one["count"]) for one in notices if one["kind"] == "needs_answer"] == [
            ("needs_answer", 1)
        ]
        clock.move(hours=9)
        for _ in range(3):
            await go_round(here.host.database, pace_of(here.host.settings.aid), clock.now)

        def count(tx: Transaction) -> tuple[int, int]:
            rows = [select(func.count(col(row.post_id))) for row in (AskedRow, StepRow)]
            asked, steps = (tx.connection.scalars(one).one() for one in rows)
            return asked, steps

        assert await here.host.database.read(count) == (1, 1)


async def test_who_looks_after_a_group_alone_is_heard_by_volunteers(circle: Circle) -> None:
    jo = await circle.join("jo")
    await circle.post(circle.mira)
    await circle.pass_time(hours=13)
    assert not await told(circle.mira, "escalated")
    await circle.listens(jo)
    await circle.round()
    assert len(await told(jo, "needs_answer")) == 1


async def test_the_queue_is_for_who_can_listen_and_shows_no_one_their_own(circle: Circle) -> None:
    noor, jo = await circle.join("noor"), await circle.join("jo", listens=True)
    first, second = await circle.post(noor), await circle.post(noor)
    own = await circle.post(jo)

    async def waiting(person: Any) -> list[str]:
        posts = (await person.call("GET", f"{circle.path}/waiting", expect=200)).json()["posts"]
        return [post["id"] for post in posts]

    assert await waiting(jo) == [first["id"], second["id"]]
    assert await waiting(circle.mira) == [first["id"], second["id"], own["id"]]
    await noor.call("GET", f"{circle.path}/waiting", expect=403)
    await circle.listens(jo, None)
    await jo.call("GET", f"{circle.path}/waiting", expect=403)


async def test_an_ask_that_ends_is_told_to_its_writer_once(circle: Circle) -> None:
    noor = await circle.join("noor")
    ends = circle.clock.now.astimezone(UTC).replace(microsecond=0)
    ends = ends.replace(hour=20)
    ask = await circle.post(noor, kind="ask", expires_at=ends.isoformat())
    closed = await circle.post(noor, kind="offer", expires_at=ends.isoformat())
    await noor.call("PUT", f"{circle.path}/posts/{closed['id']}/closed", expect=204)
    await circle.pass_time(hours=9)
    await circle.round()
    (notice,) = await told(noor, "ended")
    assert (notice["post_id"], notice["count"]) == (ask["id"], 1)
