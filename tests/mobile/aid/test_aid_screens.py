"""The board, the queue, thanks: what one sees and does on a phone, with and without network."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from mobile import paths
from tests.mobile.circle import Circle, circle
from tests.support.server import MovedClock


@pytest.fixture
async def sam(tmp_path: Path) -> AsyncIterator[Circle]:
    """Sam's phone in Priya's group."""
    async with circle(tmp_path) as made:
        made.device.clock.moment = datetime.now(UTC)  # as late as it is for the host: a switch ends with the day
        yield made


async def test_the_board_shows_asks_and_offers_and_being_there_is_one_tap(sam: Circle) -> None:
    post_id = await sam.priya_posts("Anyone awake for an hour?", kind="ask")
    await sam.priya_posts("I can read drafts.", kind="offer")
    await sam.priya_posts("Only saying hello.", kind="share")
    await sam.device.sync()
    sam.network.online = False
    async with sam.drawn(paths.BOARD) as app:
        await app.see("Anyone awake for an hour?")
        assert not app.says("I can read drafts.") and not app.says("Only saying hello.")
        await app.tap("Offers")
        await app.see("I can read drafts.")
        await app.tap("Asks")
        await app.see("Anyone awake for an hour?")
        await app.tap("I’m here")
        await app.until(lambda: app.page.route == paths.thread(sam.group_id, post_id))
    async with sam.drawn(paths.BOARD) as app:
        await app.see("Nobody asks for anything just now.")
        await app.tap("With somebody")
        await app.see("You are there.")
    sam.network.online = True
    await sam.device.sync()
    (post,) = (await sam.priya.call("GET", "/board")).json()["posts"][:1]
    assert [one["display_name"] for one in post["company"]] == ["Sam"]


async def test_who_can_listen_sees_who_waits_and_nobody_else_does(sam: Circle) -> None:
    await sam.priya_posts("A hard night.")
    await sam.device.sync()
    async with sam.drawn(paths.WAITING) as app:
        await app.see("When you can listen")
        assert not app.says("A hard night.")
    async with sam.drawn(paths.BOARD) as app:
        await app.see("I can listen today")
        assert not app.offers("Waiting for an answer")
        await app.tap("I can listen today")
        await app.see("You may be asked")
        await app.tap("Waiting for an answer")
        await app.see("A hard night.")
    await sam.device.sync()
    profile = (await sam.priya.call("GET", f"/groups/{sam.group_id}/members")).json()["members"]
    assert [one["capacity"] for one in profile if one["display_name"] == "Sam"] == ["listen"]


async def test_an_answer_by_anybody_takes_a_post_out_of_the_queue(sam: Circle) -> None:
    post_id = await sam.priya_posts("A hard night.")
    await sam.priya.reply(sam.group["id"], str(post_id), "And it goes on.")
    await sam.device.sync()
    async with sam.drawn(paths.BOARD) as app:
        await app.tap("I can listen today")
        await app.see("You may be asked")
        await app.tap("Waiting for an answer")
        await app.see("A hard night.")  # the writer's own words are no answer
    await sam.device.write_reply(sam.group_id, post_id, "I hear you.")
    await sam.device.sync()
    async with sam.drawn(paths.WAITING) as app:
        await app.see("Everybody has an answer.")


async def test_thanks_go_out_in_private_and_come_in_one_by_one(sam: Circle) -> None:
    post_id = await sam.device.write_post(sam.group_id, "Cannot sleep.")
    await sam.device.sync()
    reply = await sam.priya.reply(sam.group["id"], str(post_id), "I am here.")
    await sam.device.sync()
    async with sam.drawn(paths.thank_reply(sam.group_id, post_id, UUID(reply["id"]))) as app:
        await app.see("Only Priya reads this.")
        await app.write("A few words, if you like", "You stayed with me.")
        await app.tap("Thank Priya")
        await app.until(lambda: app.page.route == paths.thread(sam.group_id, post_id))
    await sam.device.sync()
    (thanks,) = (await sam.priya.call("GET", "/thanks")).json()["thanks"]
    assert (thanks["words"], thanks["author"]["display_name"]) == ("You stayed with me.", "Sam")


async def test_what_was_thanked_can_be_read_again_without_network(sam: Circle) -> None:
    post_id = await sam.priya_posts("Anyone awake?")
    await sam.device.sync()
    await sam.device.write_reply(sam.group_id, post_id, "I am.")
    await sam.device.sync()
    path = f"/groups/{sam.group_id}/posts/{post_id}"
    (reply,) = (await sam.priya.call("GET", f"{path}/replies")).json()["replies"]
    words = {"id": str(uuid4()), "reply_id": reply["id"], "words": "That helped me through.", "may_show": True}
    await sam.priya.call("POST", f"{path}/thanks", words, expect=204)
    for cut in (False, True):
        sam.network.online = not cut
        async with sam.drawn(paths.THANKS) as app:
            await app.see("Priya thanks you")
            assert app.says("That helped me through.")
        async with sam.drawn(paths.gratitude(sam.group_id)) as app:
            await app.see("That helped me through.")
            assert not app.says("Priya") and not app.says("Sam")


async def test_earlier_pages_of_thanks_can_be_turned_to_and_read_again_without_network(tmp_path: Path) -> None:
    clock = MovedClock(datetime(2026, 1, 31, 12, tzinfo=UTC))
    async with circle(tmp_path, clock=clock) as sam:
        post_id = await sam.priya_posts("Anyone awake?")
        await sam.device.sync()
        await sam.device.write_reply(sam.group_id, post_id, "I am.")
        await sam.device.sync()
        path = f"/groups/{sam.group_id}/posts/{post_id}"
        (reply,) = (await sam.priya.call("GET", f"{path}/replies")).json()["replies"]
        words = {"id": str(uuid4()), "reply_id": reply["id"], "words": "For the night.", "may_show": True}
        await sam.priya.call("POST", f"{path}/thanks", words, expect=204)
        clock.now = datetime(2026, 3, 1, 12, tzinfo=UTC)
        sam.device.clock.moment = clock.now
        async with sam.drawn(paths.gratitude(sam.group_id)) as app:
            await app.see("March 2026")
            assert not app.offers("Next month") and not app.says("For the night.")
            await app.tap("Previous month")
            await app.see("Nothing was left here in this month.")
            await app.tap("Previous month")
            await app.see("For the night.")
            assert app.says("January 2026") and not app.offers("Previous month")
        sam.network.online = False
        async with sam.drawn(paths.gratitude(sam.group_id, date(2026, 1, 1))) as app:
            await app.see("For the night.")
        async with sam.drawn(paths.gratitude(sam.group_id, date(2025, 6, 1))) as app:
            await app.see("This device has not read this month yet.")


async def test_a_newcomer_is_greeted_with_one_tap(sam: Circle) -> None:
    noor = await sam.host.sign_up("noor", "Noor")
    await noor.join(sam.group["join_code"])
    async with sam.drawn(paths.WAITING) as app:
        await app.see("Noor")
        await app.tick("I greet people who join Night Owls")
        await app.tap("Say hello")
        await app.see("Everybody who joined was greeted.")
    await sam.device.sync()
    newcomers = (await sam.priya.call("GET", f"/groups/{sam.group_id}/newcomers")).json()["newcomers"]
    assert [one["display_name"] for one in newcomers] == ["Sam"]
    kinds = [one["kind"] for one in (await noor.call("GET", "/notices")).json()["notices"]]
    assert "greeted" in kinds


async def test_who_looks_after_a_group_sees_how_soon_it_answers_once_there_is_enough(tmp_path: Path) -> None:
    async with circle(tmp_path) as made:
        role = {"role": "facilitator"}
        me = made.device.services.account.state.account_id
        await made.priya.call("PUT", f"/groups/{made.group_id}/members/{me}/role", role, expect=204)
        await made.device.sync()
        async with made.drawn(paths.answered(made.group_id)) as app:
            await app.see("too few posts")
