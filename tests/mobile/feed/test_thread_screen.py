"""A thread: what others answered, what of one's own waits, and a box that loses no letter."""

from pathlib import Path
from uuid import UUID

import flet as ft

from api_client.wire.limits import REPLY_BODY_MAX
from mobile import paths
from tests.mobile.circle import Circle, Drawn, circle

BOX = "Write a kind reply…"


async def open_thread(place: Circle, post_id: UUID) -> Drawn:
    await place.device.sync()
    return place.drawn(paths.thread(place.group_id, post_id))


async def test_reply_box_says_what_the_writer_hopes_for_and_offers_ways_to_begin(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await place.priya_posts("Loud head", kind="ask", need="listen")
        async with await open_thread(place, post_id) as app:
            await app.see("Priya would like someone to just listen.")
            assert app.says("Ask · Night Owls") or app.all(ft.AppBar)
            await app.tap("That sounds hard")
            assert app.field(BOX).value == "That sounds hard"
            await app.tap("What would help?")
            assert app.field(BOX).value == "That sounds hard What would help?"


async def test_a_win_is_not_met_with_words_for_what_is_hard(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await place.priya_posts("Five hours in one piece", kind="win")
        async with await open_thread(place, post_id) as app:
            await app.see("Five hours in one piece")
            assert app.offers("Good to read this") and not app.offers("That sounds hard")


async def test_reply_waits_with_a_sentence_and_is_then_confirmed_once(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await place.priya_posts()
        async with await open_thread(place, post_id) as app:
            await app.see("Anyone awake?")
            await app.write(BOX, "I am up, too.")
            await app.tap("Send")
            await app.see("Sending")
            assert app.says("I am up, too.")
            assert app.field(BOX).value == ""
            await place.device.sync()
            await app.miss("Sending")
            assert app.words().count("I am up, too.") == 1
            assert await place.device.replies(post_id) == ["I am up, too."]


async def test_half_written_reply_survives_leaving_and_a_kill(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await place.priya_posts()
        async with await open_thread(place, post_id) as app:
            await app.see("Anyone awake?")
            await app.write(BOX, "I do not know yet how to say")
        await place.device.kill()
        await place.device.start()
        await place.device.services.account.unlock("seven quiet herons wade at dusk")
        async with place.drawn(paths.thread(place.group_id, post_id)) as app:
            await app.until(lambda: app.field(BOX).value == "I do not know yet how to say")


async def test_reply_of_another_appears_without_reload(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await place.priya_posts()
        async with await open_thread(place, post_id) as app:
            await app.see("Anyone awake?")
            await place.priya.reply(place.group["id"], str(post_id), "Still here.")
            await place.device.sync()
            await app.see("Still here.")


async def test_over_long_reply_is_told_about_before_it_is_sent(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await place.priya_posts()
        async with await open_thread(place, post_id) as app:
            await app.see("Anyone awake?")
            text = "a" * (REPLY_BODY_MAX + 5)
            await app.write(BOX, text)
            await app.tap("Send")
            await app.until(lambda: "5 characters too long" in str(app.field(BOX).error))
            assert app.field(BOX).value == text
            operations = [mutation.operation for mutation in await place.device.services.outbox.list()]
            assert "feed.create_reply" not in operations


async def test_refused_reply_can_be_edited_and_sent_again(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        outbox = place.device.services.outbox
        post_id = await place.priya_posts()
        await place.device.sync()
        await place.device.write_reply(place.group_id, post_id, "First words")
        mutation = (await outbox.list())[-1]
        await outbox.mark_failed(mutation.id, "invalid", {"body": "string_too_long"})
        async with place.drawn(paths.thread(place.group_id, post_id)) as app:
            await app.see("Not sent.")
            await app.tap("Edit")
            await app.until(lambda: app.field(BOX).value == "First words")
            await app.write(BOX, "Better words")
            await app.tap("Send")
            await app.miss("Not sent.")
            await place.device.sync()
            assert await place.device.replies(post_id) == ["Better words"]


async def test_own_reply_is_changed_and_deleted(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await place.priya_posts()
        await place.device.sync()
        await place.device.write_reply(place.group_id, post_id, "Frist words")
        async with await open_thread(place, post_id) as app:
            await app.see("Frist words")
            await app.tap("Edit")
            await app.see("You are changing your reply.")
            await app.write(BOX, "First words, @pri")
            await app.until(lambda: app.offers("Priya"))
            await app.tap("Priya")
            await app.write(BOX, "First words")
            await app.tap("Send")
            await app.see("First words")
            await place.device.sync()
            assert await place.device.replies(post_id) == ["First words"]
            (reply,) = await place.device.services.cache.list_replies(post_id)
            assert reply.reply.mentions == (place.priya.id,)
            await app.tap("Delete")
            await app.tap("Delete")
            await app.see("You deleted this reply.")
            await place.device.sync()
            assert await place.device.replies(post_id) == []


async def test_post_removed_meanwhile_keeps_what_was_being_typed(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await place.priya_posts()
        async with await open_thread(place, post_id) as app:
            await app.see("Anyone awake?")
            await app.write(BOX, "I wanted to say")
            await place.priya.call("DELETE", f"/groups/{place.group['id']}/posts/{post_id}", expect=204)
            await place.device.sync()
            await app.see("This post is no longer there.")
            await app.see("I wanted to say")
            assert app.offers("Copy it")


async def test_facilitator_may_remove_a_post_of_another(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        device = place.device
        own_group = await device.start_group("Mine")
        await device.sync()
        await place.priya.join(await device.join_code(own_group))
        post = await place.priya.post(str(own_group), "Hers")
        await device.sync()
        async with place.drawn(paths.thread(own_group, UUID(post["id"]))) as app:
            await app.see("Hers")
            await app.tap("Remove from the group")
            await app.tap("Remove")
            await app.see("deleted this post")
            await device.sync()
            assert await device.posts(own_group) == []


async def test_empty_reply_cannot_be_sent(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await place.priya_posts()
        async with await open_thread(place, post_id) as app:
            await app.see("Anyone awake?")
            assert not app.offers("Send")
            await app.write(BOX, "  ")
            assert not app.offers("Send")
            await app.write(BOX, "I am.")
            assert app.offers("Send")
