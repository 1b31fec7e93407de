"""The strategy screens on Sam's phone: what a group wrote is found, kept and tried here, offline."""

from pathlib import Path

import flet as ft

from api_client.wire.feed import CreatePost, PostKind
from mobile import paths
from mobile.device import new_shared_id
from mobile.strategies import intents
from tests.mobile.circle import Circle, circle

DETAILS = {"kind": "strategy", "when": "Before sleep", "steps": ["Take paper", "Write it down"], "minutes": 15}


async def worry_window(place: Circle) -> None:
    """Let Priya write a strategy card, and Sam's phone read it and then lose its network."""
    post_id = await place.priya_posts(
        "I give worries 15 minutes.", kind="strategy", title="The worry window", details=DETAILS
    )
    await place.device.sync()
    assert await place.device.services.cache.get_post(place.group_id, post_id) is not None
    place.network.online = False


async def test_a_card_of_a_group_is_found_kept_tried_and_rated_offline(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await worry_window(place)
        services = place.device.services
        async with place.drawn(paths.LIBRARY) as app:
            await app.see("The worry window")
            assert app.says("Priya · Night Owls · 15 minutes")
            await app.tap("Save")
            await app.see("Kept in your toolkit")
            await app.see("Write it down")
            await app.tap("I tried it")
            await app.see("Did it help?")
            await app.tap("Helped a lot")
            await app.until(lambda: intents.list_saved(services)[0].helped_count == 1)
            await app.see("Priya · helped you, once")
        async with place.drawn(paths.TOOLKIT) as app:
            await app.see("Strategies that helped")
            await app.see("Priya · helped you, once")


async def test_a_rating_goes_to_the_group_when_the_host_can_be_reached(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await worry_window(place)
        services = place.device.services
        (cached,) = await services.cache.list_posts(place.group_id)
        await intents.save_post(services, cached.post)
        for rating in (1, 2):
            await intents.note_trial(services, intents.list_saved(services)[0])
            strategy = intents.list_saved(services)[0]
            await intents.rate(services, strategy, strategy.trials[0], rating)
        sent = [one.operation for one in await services.outbox.list()]
        assert sent == ["aid.keep_post", "feed.rate_strategy", "feed.rate_strategy"]
        older = intents.list_saved(services)[0].trials[1]
        await intents.rate(services, intents.list_saved(services)[0], older, -1)  # of the past: said to nobody
        assert len(await services.outbox.list()) == 3
        place.network.online = True
        await place.device.sync()
        assert await services.outbox.list() == ()


async def test_ones_own_card_is_rated_for_oneself_alone(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        services = place.device.services
        request = CreatePost(id=new_shared_id(), kind=PostKind.STRATEGY, title="Tidy", body="One shelf.")
        arguments = {"group_id": str(place.group_id)}
        await services.outbox.add("feed.create_post", arguments, request, subject=f"group:{place.group_id}")
        await place.device.sync()
        (cached,) = await services.cache.list_posts(place.group_id)
        await intents.save_post(services, cached.post)
        await intents.note_trial(services, intents.list_saved(services)[0])
        strategy = intents.list_saved(services)[0]
        await intents.rate(services, strategy, strategy.trials[0], 2)
        assert await services.outbox.list() == () and intents.list_saved(services)[0].helped_count == 1


async def test_answers_that_helped_become_a_card_with_the_words_of_those_who_agreed(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        services = place.device.services
        question = CreatePost(id=new_shared_id(), kind=PostKind.QUESTION, body="What do you do at 3 am?")
        arguments = {"group_id": str(place.group_id)}
        await services.outbox.add("feed.create_post", arguments, question, subject=f"group:{place.group_id}")
        await place.device.sync()
        path = paths.strategy_from_question(place.group_id, question.id)
        async with place.drawn(path) as app:
            await app.see("No answer is marked as helpful yet.")
        for words in ("Boring radio.", "I count tiles."):
            reply = await place.priya.reply(place.group["id"], str(question.id), words)
            marked = {**arguments, "post_id": str(question.id), "reply_id": reply["id"]}
            await services.outbox.add("feed.mark_helped", marked, None, subject=f"group:{place.group_id}")
        await place.device.sync()
        async with place.drawn(path) as app:
            await app.see("Boring radio.")
            assert not app.offers("Go on to the card")
            boxes = [one for one in app.top if isinstance(one, ft.Checkbox)]
            assert [one.semantics_label for one in boxes] == ["Priya has agreed"] * 2
            await app.fire(boxes[0], "change", True, value=True)
            await app.tap("Go on to the card")
            await app.until(lambda: app.page.route == paths.write_post(place.group_id))
        kept = await services.drafts.get(f"post:{place.group_id}")
        assert kept is not None
        assert (kept["kind"], kept["title"], kept["body"]) == (
            "strategy", "What do you do at 3 am?", "Priya: Boring radio.",
        )  # fmt: skip


async def test_the_way_from_a_card_keeps_it_once(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await worry_window(place)
        post = (await place.device.services.cache.list_posts(place.group_id))[0].post
        for _ in range(2):
            async with place.drawn(paths.save_strategy(place.group_id, post.id)) as app:
                await app.see("The worry window")
        assert len(intents.list_saved(place.device.services)) == 1


async def test_the_library_is_searched_as_one_types(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.priya_posts("One shelf.", kind="strategy", title="Two-minute tidy")
        await worry_window(place)
        async with place.drawn(paths.LIBRARY) as app:
            await app.see("2 strategies")
            await app.write("Search", "shelf")
            await app.see("1 strategy")
            assert app.says("Two-minute tidy") and not app.says("The worry window")
            await app.write("Search", "no such thing")
            await app.see("Nothing fits all of this.")
            await app.tap("Show everything")
            await app.see("2 strategies")


async def test_an_own_strategy_is_written_and_kept(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        async with place.drawn(paths.SAVED) as app:
            await app.see("Nothing kept yet.")
            await app.tap("Write a strategy of your own")
            await app.see("The first line is enough.")
            await app.tap("Keep it")
            await app.see("Write a few words first.")
            await app.write("What helps you?", "Two-minute tidy")
            await app.write("Minutes", "2")
            await app.tap("Keep it")
            await app.see("2 minutes")
        (strategy,) = intents.list_saved(place.device.services)
        assert strategy.title == "Two-minute tidy"


async def test_a_link_on_the_shelf_says_its_language_who_looked_at_it_and_that_it_is_broken(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        details = {
            "kind": "resource", "url": "https://example.org/sleep", "language": "de", "checked_by": "Lena",
            "checked_on": "2026-02-14",
        }  # fmt: skip
        await place.priya_posts("A calm page about sleep.", kind="resource", details=details)
        await place.device.sync()
        place.network.online = False
        for path in (paths.RESOURCES, paths.group_resources(place.group_id)):
            async with place.drawn(path) as app:
                await app.see("https://example.org/sleep")
                assert app.says("German · Priya in Night Owls")
                assert app.says("Looked at by Lena on 14 February 2026")
                assert not app.says("no longer works")
        async with place.drawn(paths.RESOURCES) as app:
            await app.see("https://example.org/sleep")
            await app.tap("Link is broken")
            await app.see("Somebody found that this link no longer works.")
        place.network.online = True
        await place.device.sync()
        (cached,) = await place.device.services.cache.list_posts(place.group_id)
        assert cached.post.link_flagged_at is not None


async def test_the_wide_window_shows_list_and_detail_side_by_side(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await worry_window(place)
        async with place.drawn(paths.LIBRARY, width=1280) as app:
            await app.see("The worry window")
            assert app.all(ft.NavigationRail) and app.says("Resource shelf")


async def test_every_filter_of_the_library_is_in_reach_of_a_mouse(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        steps = {"kind": "strategy", "steps": ["Breathe"], "minutes": 5}
        await place.priya_posts("Breathe out", kind="strategy", title="Out", details=steps)
        await place.device.sync()
        for width, wraps in ((412, False), (1280, True)):
            async with place.drawn(paths.LIBRARY, width=width) as app:
                await app.see("Breathe out")
                chip = app.pressable("Up to 5 min")
                line = [one for one in app.all(ft.Row) if len(one.controls) > 1 and chip in app.walk(one)][-1]
                assert line.wrap is wraps
