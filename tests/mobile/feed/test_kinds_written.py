"""Each kind of post is written with its own parts, and changed with them."""

from datetime import timedelta
from pathlib import Path

import pytest

from api_client.wire.details import ResourceDetails, StoryDetails, StrategyDetails
from api_client.wire.feed import CreatePost, CreateReply, PostKind, UpdatePost
from mobile import paths
from mobile.device import new_shared_id
from mobile.feed.details_form import language_name, language_tag, missing
from mobile.feed.mentions import completed, meant
from mobile.feed.post_form import START, from_post, to_post
from tests.mobile.circle import Circle, circle
from tests.mobile.feed.test_write_screens import NOW
from tests.mobile.storage.test_cache import post as example_post
from tests.support.server import MovedClock

SEND = "Share with the group"


async def sent(place: Circle) -> CreatePost:
    requests = [one.request for one in await place.device.services.outbox.list()]
    (request,) = [one for one in requests if isinstance(one, CreatePost)]
    return request


async def test_story_has_three_parts_and_none_is_forgotten(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        async with place.drawn(paths.write_post(place.group_id)) as app:
            await app.see("What is it?")
            await app.tap("Story")
            await app.write("What was hard", "The nights")
            await app.write("What I tried", "Walking")
            await app.tap(SEND)
            await app.see("A few words here, too.")
            await app.write("Where I am now", "Sleeping")
            await app.tap(SEND)
            await app.see("Walking")
        request = await sent(place)
        assert (request.body, request.details) == ("The nights", StoryDetails(tried="Walking", now="Sleeping"))


async def test_strategy_has_steps_that_come_and_go(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        async with place.drawn(paths.write_post(place.group_id)) as app:
            await app.see("What is it?")
            await app.tap("Strategy")
            await app.write("The idea in a few words", "Worry on paper")
            for number, step in enumerate(("Sit down", "Not this", "Write"), start=1):
                await app.tap("Add a step")
                await app.write(f"Step {number}", step)
            await app.tap("Take away step 2")
            await app.write("Minutes it takes", "a while")
            await app.tap(SEND)
            await app.see("Write a number of minutes")
            await app.write("Minutes it takes", "15")
            await app.tap(SEND)
            await app.see("Worry on paper")
        details = (await sent(place)).details
        assert details == StrategyDetails(steps=("Sit down", "Write"), minutes=15)


async def test_resource_needs_an_address_of_the_web(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        async with place.drawn(paths.write_post(place.group_id)) as app:
            await app.see("What is it?")
            await app.tap("Resource")
            await app.write("Why it is good", "Plain words")
            await app.tap(SEND)
            await app.see("Put the address here")
            await app.write("Address", "javascript://sleep")
            await app.tap(SEND)
            await app.see("This is no address of a page.")
            await app.write("Address", "sleep.example/help")
            await app.write("Language", "Klingonish")
            await app.tap(SEND)
            await app.see("Write the name of one language")
            await app.write("Language", "english")
            await app.tap("I did, today")
            await app.tap(SEND)
            await app.see("sleep.example")
        today = place.device.clock.today()
        details = (await sent(place)).details
        url = "https://sleep.example/help"
        assert details == ResourceDetails(url=url, language="en", checked_by="Sam", checked_on=today)


async def test_ask_ends_when_its_writer_says(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        async with place.drawn(paths.write_post(place.group_id)) as app:
            await app.see("What is it?")
            await app.tap("Ask")
            await app.write("Your words", "Anyone awake?")
            await app.tap("3 days")
            await app.tap(SEND)
            await app.see("Anyone awake?")
        request = await sent(place)
        assert request.expires_at is not None
        ahead = request.expires_at - place.device.clock.now()
        assert timedelta(days=2, hours=23) < ahead <= timedelta(days=3)


async def test_post_without_a_name_says_from_whom_it_does_not_hide(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        async with place.drawn(paths.write_post(place.group_id)) as app:
            await app.see("What is it?")
            await app.write("Your words", "Nobody knows")
            await app.tick("Without my name")
            await app.see("A facilitator can look behind it with a reason")
            await app.tap(SEND)
            await app.see("without your name")
        request = await sent(place)
        assert (request.without_name, request.id.version) == (True, 4)
        await place.device.sync()
        (cached,) = await place.device.services.cache.list_posts(place.group_id)
        assert (cached.is_mine, cached.post.author.account_id) == (True, None)


async def test_an_ask_whose_end_is_over_takes_other_words_and_a_new_end_alike(tmp_path: Path) -> None:
    clock = MovedClock()
    async with circle(tmp_path, clock=clock) as place:
        end = clock.now + timedelta(hours=2)
        request = CreatePost(id=new_shared_id(), kind=PostKind.ASK, body="A lift?", expires_at=end)
        arguments = {"group_id": str(place.group_id)}
        await place.device.services.outbox.add("feed.create_post", arguments, request, subject=str(request.id))
        await place.device.sync()
        for step in (clock, place.device.clock):
            step.move(days=3)
        for choice, kept in (("As it was: Over since 1 Mar", True), ("A week", False)):
            async with place.drawn(paths.edit_post(place.group_id, request.id)) as app:
                await app.see("Change your post")
                await app.until(lambda: app.offers(choice))  # noqa: B023
                await app.tap(choice)
                await app.write("Your words", f"{choice}: a lift?")
                await app.tap("Save the change")
                await app.until(lambda: app.page.route == paths.group(place.group_id))
            await place.device.sync()
            assert await place.device.services.outbox.list() == (), "the host took it"
            cached = await place.device.services.cache.get_post(place.group_id, request.id)
            assert cached is not None and (cached.post.expires_at == end) is kept
            assert cached.post.body == f"{choice}: a lift?"


async def test_at_sign_offers_the_people_of_the_group_in_posts_and_replies(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await place.priya_posts("Anyone awake?")
        await place.device.sync()
        async with place.drawn(paths.write_post(place.group_id)) as app:
            await app.see("What is it?")
            await app.until(lambda: app.offers("Mention somebody"))
            await app.write("Your words", "Thank you @pri")
            await app.tap("Priya")
            assert app.field("Your words").value == "Thank you @Priya "
            await app.tap(SEND)
            await app.until(lambda: app.page.route == paths.group(place.group_id))
        assert (await sent(place)).mentions == (place.priya.id,)
        async with place.drawn(paths.thread(place.group_id, post_id)) as app:
            await app.see("Anyone awake?")
            await app.write("Write a kind reply…", "Here, @")
            await app.until(lambda: app.offers("Priya"))
            await app.tap("Priya")
            await app.tap("Send")
            await app.see("Here, @Priya")
        replies = [one.request for one in await place.device.services.outbox.list()]
        (reply,) = [one for one in replies if isinstance(one, CreateReply)]
        assert reply.mentions == (place.priya.id,)


async def test_themes_are_for_facilitators(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        async with place.drawn(paths.write_post(place.group_id)) as app:
            await app.see("What is it?")
            assert not app.offers("Theme of the week")
        group_id = await place.device.start_group("Carers")
        await place.device.sync()
        async with place.drawn(paths.write_post(group_id)) as app:
            await app.see("What is it?")
            await app.tap("Theme of the week")
            await app.see("For which week?")
            assert not app.says("Without my name")


async def test_change_keeps_the_parts_that_were_there(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        details = {"kind": "story", "tried": "Walking", "now": "Sleeping"}
        fields = {**START, "kind": "story", "body": "Nights", **details}
        made = to_post({**fields, "kind": "story"}, place.device.clock.now())
        assert isinstance(made, CreatePost)
        arguments = {"group_id": str(place.group_id)}
        await place.device.services.outbox.add("feed.create_post", arguments, made, subject="x")
        await place.device.sync()
        async with place.drawn(paths.edit_post(place.group_id, made.id)) as app:
            await app.see("What is it?")
            assert app.field("What I tried").value == "Walking"
            await app.write("Where I am now", "Sleeping well")
            await app.tap("Save the change")
            await app.see("Sleeping well")
        (mutation,) = [one for one in await place.device.services.outbox.list() if isinstance(one.request, UpdatePost)]
        assert isinstance(mutation.request, UpdatePost)
        assert mutation.request.details == StoryDetails(tried="Walking", now="Sleeping well")


@pytest.mark.parametrize("kind", list(PostKind))
def test_form_of_a_post_makes_the_same_post_again(kind: PostKind) -> None:
    fields = {**START, "kind": kind.value, "body": "Words", "url": "https://a.example", "steps": ["One"], "tried": "A"}
    made = to_post({**fields, "now": "B"}, NOW)
    assert isinstance(made, CreatePost)
    again = to_post(from_post(made), NOW)
    assert isinstance(again, CreatePost)
    assert again.model_copy(update={"id": made.id}) == made


def test_language_is_written_by_its_name_in_either_language() -> None:
    assert [language_tag(name) for name in ("German", "deutsch", "es", "العربية", "Nothing")] == [
        *("de", "de", "es", "ar"),
        None,
    ]
    assert [language_name(tag) for tag in ("de", "pt-br", "qqq")] == ["German", "Portuguese", "qqq"]


def test_mention_is_begun_with_an_at_sign_at_the_end() -> None:
    assert completed("Hello", "Jo") == "Hello @Jo "
    assert completed("Hello @j", "Jo") == "Hello @Jo "
    assert meant("write to jo@example", []) == []


def test_what_is_missing_is_named_by_its_field() -> None:
    assert missing(PostKind.RESOURCE, {**START}).keys() == {"url"}
    assert missing(PostKind.STORY, {**START, "now": "Better"}).keys() == {"tried"}
    assert missing(PostKind.STORY, START) == {}
    assert example_post(1).details is None
