"""What people do with a post beside reacting: being there, asking tomorrow, closing, marking; at once and offline."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import flet as ft

from api_client.wire.feed import Author, Post, PostKind
from mobile import paths
from mobile.feed import expiry
from mobile.feed.company import company_words
from mobile.storage.overlay import overlay_post
from tests.mobile.circle import Circle, Drawn, circle
from tests.mobile.storage.test_cache import post as example_post


async def in_time(place: Circle) -> None:
    """Let the phone's clock show the host's time."""
    place.device.clock.moment = place.host.clock()


async def operations(place: Circle) -> list[str]:
    waiting = [mutation.operation for mutation in await place.device.services.outbox.list()]
    return [operation for operation in waiting if operation != "groups.mark_read"]


async def shown_post(place: Circle, post_id: UUID) -> Post:
    cached = await place.device.services.cache.get_post(place.group_id, post_id)
    assert cached is not None
    return cached.post


async def test_being_there_answers_at_once_offline_and_goes_out_once(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await in_time(place)
        post_id = await place.priya_posts("Anyone awake?", kind="ask")
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("I’m here")
            await app.tap("I’m here")
            await app.see("You are with Priya")
            await app.see("I’m here · 1")
            assert await operations(place) == ["feed.join_company"]
            await place.device.sync()
            assert await operations(place) == []
            await app.see("You are with Priya")
        assert [one.display_name for one in (await shown_post(place, post_id)).company] == ["Sam"]
        async with place.drawn(paths.thread(place.group_id, post_id)) as app:
            await app.tap("I’m here · 1")
            await app.miss("You are with Priya")
            await place.device.sync()
        assert (await shown_post(place, post_id)).company == ()


async def test_asking_tomorrow_is_promised_by_one(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await in_time(place)
        post_id = await place.priya_posts("Hard day ahead", need="check_on_me")
        await place.device.sync()
        async with place.drawn(paths.thread(place.group_id, post_id)) as app:
            await app.see("Hard day ahead")
            await app.tap("I’ll ask tomorrow")
            await app.see("You will ask Priya tomorrow")
            await place.device.sync()
        assert (await shown_post(place, post_id)).check_by is not None


async def test_refused_promise_says_why_where_it_was_made(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await in_time(place)
        post_id = await place.priya_posts("Hard day ahead", need="check_on_me")
        await place.device.sync()
        other = await place.host.sign_up("jojo", "Jo")
        await other.join(place.group["join_code"])
        async with place.drawn(paths.thread(place.group_id, post_id)) as app:
            await app.see("Hard day ahead")
            await app.tap("I’ll ask tomorrow")
            await other.call("PUT", f"/groups/{place.group['id']}/posts/{post_id}/check", expect=204)
            await place.device.sync()
            await app.see("Not sent. Somebody else has promised this already.")
            await app.see("Jo will ask tomorrow")
            await app.tap("Leave it as it was")
            await app.miss("Not sent.")
            assert not app.offers("I’ll ask tomorrow")


async def own_post(place: Circle, **words: Any) -> UUID:
    """Let Sam's own post arrive at the host and back."""
    await in_time(place)
    post_id = await place.device.write_post(place.group_id, "Mine")
    (mutation,) = [one for one in await place.device.services.outbox.list() if one.operation == "feed.create_post"]
    assert mutation.request is not None
    await place.device.services.outbox.replace(mutation.id, mutation.request.model_copy(update=words))
    await place.device.sync()
    return post_id


async def test_writer_says_that_an_ask_is_done_and_opens_it_again(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await own_post(place, kind=PostKind.ASK)
        async with place.drawn(paths.thread(place.group_id, post_id)) as app:
            await app.see("Mine")
            assert not app.offers("I’m here")
            await app.tap("Done")
            await app.see("No longer needed")
            await place.device.sync()
            await app.see("No longer needed")
            await app.tap("Open it again")
            await app.miss("No longer needed")
            await place.device.sync()
        assert (await shown_post(place, post_id)).closed_at is None


async def test_writer_of_a_question_marks_what_helped(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await own_post(place, kind=PostKind.QUESTION)
        await place.priya.reply(place.group["id"], str(post_id), "A cold face cloth")
        await place.device.sync()
        async with place.drawn(paths.thread(place.group_id, post_id)) as app:
            await app.see("A cold face cloth")
            await app.tap("This helped")
            await app.until(lambda: selected(app, "This helped"))
            await place.device.sync()
            await app.until(lambda: selected(app, "This helped"))
        (reply,) = await place.device.services.cache.list_replies(post_id)
        assert reply.reply.helped


def selected(app: Drawn, word: str) -> bool:
    """Whether the chip with this word is on."""
    return any(
        isinstance(one, ft.Semantics)
        and one.selected
        and word in [w.value for w in app.walk(one) if isinstance(w, ft.Text)]
        for one in app.top
    )


async def test_broken_link_is_told_to_everybody_and_taken_back(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await in_time(place)
        details = {"kind": "resource", "url": "https://sleep.example/help"}
        post_id = await place.priya_posts("Plain words on sleep", kind="resource", details=details)
        await place.device.sync()
        async with place.drawn(paths.thread(place.group_id, post_id)) as app:
            await app.see("sleep.example")
            await app.tap("Link is broken")
            await app.see("Somebody found that this link no longer works.")
            await place.device.sync()
            await app.tap("The link works")
            await app.miss("no longer works")
            await place.device.sync()
        assert (await shown_post(place, post_id)).link_flagged_at is None


async def test_link_says_where_it_leads_before_it_opens(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        details = {"kind": "resource", "url": "https://sleep.example/help"}
        await place.priya_posts("Plain words on sleep", kind="resource", details=details)
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("sleep.example")
            await app.tap("sleep.example")
            await app.see("Open this page outside Kith?")
            assert app.says("https://sleep.example/help")
            await app.tap("Cancel")
            await app.miss("Open this page outside Kith?")


async def test_card_shows_the_parts_of_its_kind(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        story = {"kind": "story", "tried": "Walking", "now": "Sleeping five hours"}
        await place.priya_posts("Nights", kind="story", details=story)
        steps = {"kind": "strategy", "steps": ["Write it down", "Close the book"], "minutes": 15, "when": "At six"}
        await place.priya_posts("Worry on paper", kind="strategy", title="The worry window", details=steps)
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("Worry on paper")
            for words in ("What was hard", "Walking", "Where I am now", "Sleeping five hours"):
                assert app.says(words)
            for words in ("The worry window", "1.", "Close the book", "15 minutes", "When: At six"):
                assert app.says(words)
            await app.tap("Save")
            await app.see("Kept in your toolkit")
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("Kept")
            assert not app.offers("Save")


async def test_pinned_post_stands_on_top_once(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        pinned = await place.priya_posts("How we talk here")
        await place.priya_posts("Newer words")
        await place.priya.call("PUT", f"/groups/{place.group['id']}/posts/{pinned}/pin", expect=204)
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("On top of the group")
            words = app.words()
            assert words.count("How we talk here") == 1
            assert words.index("How we talk here") < words.index("Newer words")
            await app.tap("Shares")
            await app.until(lambda: app.words().index("Newer words") < app.words().index("How we talk here"))
        assert await place.device.services.cache.unread_count(place.group_id) == 0


def test_company_is_told_in_a_sentence_with_the_reader_last() -> None:
    me = uuid4()
    people = [Author(account_id=uuid4(), display_name=name) for name in ("Jo", "Ana", "Lee", "Kim")]
    ask = example_post(1, kind="ask", author=Author(account_id=uuid4(), display_name="Priya"))
    sam = Author(account_id=me, display_name="Sam")

    def told(*company: Author, mine: bool = False) -> str:
        return company_words(ask.model_copy(update={"company": company}), me, mine=mine)

    assert told(people[0]) == "Jo is with Priya"
    assert told(people[0], mine=True) == "Jo is with you"
    assert told(sam) == "You are with Priya"
    assert told(people[0], sam) == "Jo and you are with Priya"
    assert told(*people) == "Jo, Ana, Lee and 1 other are with Priya"
    assert told(*people, sam) == "Jo, Ana, 2 others and you are with Priya"


def test_ask_of_last_night_no_longer_calls() -> None:
    ask = example_post(1, kind="ask")
    now = ask.posted_at
    over = ask.model_copy(update={"expires_at": now + timedelta(hours=1)})
    assert not expiry.is_over(over, now)
    assert expiry.is_over(over, now + timedelta(hours=1))
    assert expiry.is_over(ask.model_copy(update={"closed_at": now}), now)
    assert expiry.until(now + timedelta(hours=1), now) == "Until 13:01 today"
    assert expiry.until(now - timedelta(days=1), now) == "Over since 28 Feb"


def test_tonight_ends_in_the_morning_and_is_never_over_at_once() -> None:
    now = example_post(1).posted_at
    for hour, ahead in ((23, 7), (3, 3), (5, 25)):
        late = now.replace(hour=hour, minute=0)
        assert expiry.end_of({"expires": "tonight"}, late) == late + timedelta(hours=ahead)


async def test_waiting_taps_of_others_do_not_move_a_post(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        first, second = await place.priya_posts("One", kind="ask"), await place.priya_posts("Two", kind="ask")
        await place.device.sync()
        outbox = place.device.services.outbox
        arguments = {"group_id": str(place.group_id), "post_id": str(first)}
        await outbox.add("feed.join_company", arguments, None, subject="x")
        cached = await place.device.services.cache.get_post(place.group_id, second)
        assert cached is not None
        assert overlay_post(cached, await outbox.list(), Author(account_id=uuid4(), display_name="Sam")) == cached
