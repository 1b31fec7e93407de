"""A feed: newest first from this device, in windows, with what is unsent beside what is confirmed."""

from pathlib import Path
from typing import Any
from uuid import UUID

import flet as ft
import pytest

from api_client.wire.feed import CreatePost, Need, PostKind
from api_client.wire.limits import PAGE_DEFAULT
from mobile import paths
from mobile.device import new_shared_id
from mobile.feed import feed_list
from tests.mobile.circle import Circle, Drawn, circle, drawn
from tests.support.phone import phone
from tests.support.server import local_host


async def share(place: Circle, body: str) -> int:
    """Let Sam share a post; return its place in the outbox."""
    request = CreatePost(id=new_shared_id(), kind=PostKind.SHARE, need=Need.LISTEN, body=body)
    arguments = {"group_id": str(place.group_id)}
    return await place.device.services.outbox.add(
        "feed.create_post", arguments, request, subject=f"group:{place.group_id}"
    )


def order(app: Drawn, *bodies: str) -> list[int]:
    """Return where each of `bodies` stands on the screen."""
    return [app.words().index(body) for body in bodies]


async def test_feed_is_newest_first_with_kind_and_need(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.priya_posts("Older words")
        await place.priya_posts("Newer words", kind="ask", need="ideas")
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("Older words")
            newer, older = order(app, "Newer words", "Older words")
            assert newer < older
            assert app.says("Ask")
            assert app.says("Ideas")
            assert app.says("2 members")


async def test_text_behind_a_content_note_is_closed_until_tapped_and_stays_open_in_the_thread(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await place.priya_posts("Three nights there.", content_note="hospital")
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("Content note: hospital")
            assert not app.says("Three nights there.")
            await app.tap("Content note: hospital")
            assert app.says("Three nights there.")
            app.page.navigate(paths.thread(place.group_id, post_id))
            await app.see("Three nights there.")


async def test_filters_show_one_kind_or_one_need(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.priya_posts("A win", kind="win", need="encouragement")
        await place.priya_posts("A story", kind="story", need="listen")
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("A story")
            await app.tap("Wins")
            await app.miss("A story")
            assert app.says("A win")
            await app.tap("All")
            await app.see("A story")
            await app.tap("Filter by what is hoped for")
            await app.tap("Just listen")
            await app.miss("A win")
            assert app.says("Only posts that hope for: Just listen")
            await app.tap("Show all")
            await app.see("A win")


async def test_asks_without_an_answer_are_counted(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        place.device.clock.moment = place.host.clock()
        answered = await place.priya_posts("Answered", kind="ask")
        await place.priya.reply(place.group["id"], str(answered))
        await place.priya_posts("Still open", kind="ask")
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("Still open")
            asks = app.pressable("Asks")
            assert [one.value for one in app.walk(asks) if isinstance(one, ft.Text)] == ["Asks", "1"]


async def scroll_to_the_end(app: Drawn) -> None:
    lists = [one for one in app.top if isinstance(one, ft.ListView) and one.on_scroll]
    await app.fire(
        lists[-1],
        "scroll",
        {
            "event_type": "update",
            "pixels": 5000.0,
            "min_scroll_extent": 0.0,
            "max_scroll_extent": 5000.0,
            "viewport_dimension": 800.0,
        },
    )


async def test_feed_comes_in_pages_and_goes_on_to_what_only_the_host_has(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        for number in range(70):
            await place.priya_posts(f"Post {number:02}.")
        async with place.drawn(paths.group(place.group_id)) as app:

            def shown() -> int:
                return sum(1 for words in app.words() if words.startswith("Post "))

            await place.device.sync()
            await app.until(lambda: shown() == 30)
            await scroll_to_the_end(app)
            await app.until(lambda: shown() == 60)
            await scroll_to_the_end(app)
            await app.until(lambda: shown() == 70)


async def test_feed_draws_a_window_and_goes_further_back_on_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_list, "WINDOW_MAX", 30)
    async with circle(tmp_path) as place:
        for number in range(40):
            await place.priya_posts(f"Post {number:02}.")
        await place.device.sync()
        await place.device.services.groups.load_older(place.group_id)
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("Post 39.")
            assert not app.says("Post 09.")
            await app.tap("Show older posts")
            await app.see("Post 09.")
            assert not app.says("Post 39.")
            await app.tap("Back to the newest")
            await app.see("Post 39.")


async def test_line_shows_where_reading_stopped_and_seen_posts_become_read(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        services = place.device.services
        await place.priya_posts("Read before")
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("Read before")
            await app.until(lambda: services.sync.status is not None)
        await place.device.sync()
        assert await services.cache.unread_count(place.group_id) == 0
        await place.priya_posts("New since")
        await place.device.sync()
        assert await services.cache.unread_count(place.group_id) == 1
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("You had read up to here")
            new, line, before = order(app, "New since", "You had read up to here", "Read before")
            assert new < line < before
        assert await services.cache.unread_count(place.group_id) == 0


async def test_own_post_waits_above_the_confirmed_ones_and_then_is_one_of_them(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.priya_posts("Confirmed")
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("Confirmed")
            await share(place, "Waiting words")
            await app.see("Waiting words")
            assert app.says("Sending")
            waiting, confirmed = order(app, "Waiting words", "Confirmed")
            assert waiting < confirmed
            await place.device.sync()
            await app.miss("Sending")
            assert app.words().count("Waiting words") == 1


async def test_refused_post_keeps_its_words_with_the_reason_edit_and_discard(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        outbox = place.device.services.outbox
        mutation = await share(place, "Too many words")
        await outbox.mark_failed(mutation, "invalid", {"body": "string_too_long"})
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("Not sent. This is too long. Shorten it a little.")
            await app.tap("Edit")
            await app.until(lambda: app.field("Your words").value == "Too many words")
            await app.write("Your words", "Fewer words")
            await app.tap("Share with the group")
            await app.see("Fewer words")
            requests = [one.request for one in await outbox.list()]
            assert [one.body for one in requests if isinstance(one, CreatePost)] == ["Fewer words"]
            await place.device.sync()
            assert await place.device.posts(place.group_id) == ["Fewer words"]


async def test_refused_post_is_gone_only_after_a_question(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        outbox = place.device.services.outbox
        await outbox.mark_failed(await share(place, "Words"), "storage_full", {})
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("Words")
            await app.tap("Discard")
            assert app.says("Discard what you wrote?")
            await app.tap("Discard")
            await app.miss("Words")
            assert await outbox.list() == ()


async def test_reaction_answers_at_once_and_is_sent_once(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.priya_posts("Loud head", kind="ask")
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("I hear you")
            await app.tap("I hear you")
            await app.see("I hear you · 1")
            await app.tap("I hear you · 1")
            await app.miss("I hear you · 1")
            await app.tap("More reactions")
            await app.tap("Helped me")
            await app.see("Helped me · 1")
            await place.device.sync()
            assert app.says("Helped me · 1")
            post = (await place.device.services.cache.list_posts(place.group_id))[0].post
            assert {kind.value: count for kind, count in post.reactions.items()} == {"helped_me": 1}


async def test_own_post_is_deleted_after_a_question(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await share(place, "Mine")
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("Mine")
            await app.tap("Delete")
            assert app.says("Delete this post?")
            await app.tap("Delete")
            await app.see("You deleted this post.")
            await place.device.sync()
            await app.miss("You deleted this post.")
            assert await place.device.posts(place.group_id) == []


async def test_post_of_another_can_be_copied_but_neither_changed_nor_removed(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.priya_posts("Hers")
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("Hers")
            items: list[Any] = [one.content for one in app.top if isinstance(one, ft.PopupMenuItem)]
            assert "Copy the text" in items
            assert not {"Edit", "Delete", "Remove from the group"} & set(items)


async def test_group_that_ended_says_so_instead_of_an_empty_feed(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        async with place.drawn(paths.group(new_shared_id())) as app:
            await app.see("This group is not on this device")
        async with place.drawn("/groups/not-an-id") as app:
            await app.see("This group is not on this device")


async def test_removed_member_is_offered_no_share_button_and_finds_what_was_not_sent(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.until(lambda: app.offers("Share"))
            await share(place, "Never arrived")
            me = place.device.services.account.state.account_id
            await place.priya.call("DELETE", f"/groups/{place.group['id']}/members/{me}", expect=204)
            await place.device.sync()
            await app.see("kept under You, in “What waits to be sent”")
            assert not app.offers("Share")
            await app.tap("What waits to be sent")
            await app.until(lambda: app.page.route == paths.UNSENT)
            await app.see("Never arrived")
        async with place.drawn(paths.group(new_shared_id())) as app:
            await app.see("This group is not on this device")
            assert not app.says("What waits to be sent")
            assert not app.offers("Share")


async def test_newcomer_is_not_told_to_have_read_what_was_there_before(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        services = place.device.services
        group = (await place.priya.start_group("Carers"))["group"]
        for number in range(5):
            await place.priya.post(group["id"], f"Post {number}.")
        await services.groups.join(group["join_code"])
        await place.device.sync()
        assert await services.cache.unread_count(UUID(group["id"])) == 3
        async with place.drawn(paths.group(group["id"])) as app:
            await app.see("Post 0.")
            assert not app.says("You had read up to here")
        await place.device.sync()
        await place.priya.post(group["id"], "New since")
        await place.device.sync()
        async with place.drawn(paths.group(group["id"])) as app:
            await app.see("You had read up to here")
            new, line, before = order(app, "New since", "You had read up to here", "Post 4.")
            assert new < line < before


async def test_kinds_are_one_line_on_a_phone(tmp_path: Path) -> None:
    async with circle(tmp_path) as place, place.drawn(paths.group(place.group_id)) as app:
        await app.see("Themes")
        themes = app.pressable("Themes")
        line = [one for one in app.all(ft.Row) if len(one.controls) == 10 and themes in app.walk(one)][-1]
        assert not line.wrap and line.scroll is not None


async def test_a_wide_window_shows_the_first_kinds_and_the_others_when_asked(tmp_path: Path) -> None:
    async with circle(tmp_path) as place, place.drawn(paths.group(place.group_id), width=1280) as app:
        await app.see("Strategies")
        assert app.offers("Asks") and not app.offers("Wins")
        await app.tap("More")
        await app.tap("Wins")
        await app.see("Nothing of this kind on this device yet.")
        assert app.offers("Wins") and not app.offers("Themes")  # folded again, and what is chosen stays


async def test_a_new_device_has_what_the_group_keeps_on_top_however_old_it_is(tmp_path: Path) -> None:
    async with local_host(tmp_path / "host") as host:
        priya = await host.sign_up("priya", "Priya")
        group = (await priya.start_group())["group"]
        hours = await priya.post(group["id"], "Our hours.")
        await priya.call("PUT", f"/groups/{group['id']}/posts/{hours['id']}/pin", expect=204)
        for number in range(PAGE_DEFAULT + 1):
            await priya.post(group["id"], f"Day {number}.")
        async with phone(tmp_path / "sam", host, inline=True) as device:
            await device.sign_up("sam", "Sam")
            await device.services.groups.join(group["join_code"])
            await device.sync()
            (pinned,) = await device.services.cache.list_pinned(UUID(group["id"]))
            assert pinned.post.body == "Our hours."
            listed = await device.services.cache.list_posts(UUID(group["id"]), limit=100)
            assert len(listed) == PAGE_DEFAULT, "what is between is not here yet"
            async with drawn(device, paths.group(UUID(group["id"]))) as app:
                await app.see("Our hours.")
