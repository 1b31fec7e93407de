"""Hide, mute, block and muted words in the app: what is not wanted is gone or folded, and comes back when asked."""

from pathlib import Path
from uuid import UUID

from api_client.wire.feed import Author
from mobile import hide, paths
from mobile.wishes import block_person, unblock_person
from tests.mobile.circle import Circle, circle

CANARY = "canaryword"


async def test_a_hidden_post_goes_from_the_feed_and_counts_as_read(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.priya_posts("Good morning.")
        await place.priya_posts("Not today.")
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("Not today.")
            await app.tap("Hide this for me")
            await app.miss("Not today.")
            await app.see("Good morning.")
        assert await place.device.services.cache.unread_count(place.group_id) == 0
        async with place.drawn(paths.UNWANTED) as app:
            await app.see("A post by Priya")
            await app.tap("Show “A post by Priya” again")
            await app.miss("A post by Priya")
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("Not today.")


async def test_what_a_muted_person_writes_is_folded_and_opens_with_a_tap(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await place.priya_posts("Look at me.")
        await place.priya.reply(place.group["id"], str(post_id), "And at this.")
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("Look at me.")
            await app.tap("Mute Priya")
            await app.miss("Look at me.")
            await app.see("From somebody you muted")
            await app.tap("From somebody you muted")
            await app.see("Look at me.")
        async with place.drawn(paths.thread(place.group_id, post_id)) as app:
            await app.until(lambda: app.words().count("From somebody you muted") == 2)
            assert not app.says("And at this.")
        async with place.drawn(paths.GROUPS) as app:
            await app.see("From somebody you muted")
        async with place.drawn(paths.TODAY) as app:
            await app.see("From your groups")
            assert not app.says("Look at me.")
        async with place.drawn(paths.UNWANTED) as app:
            await app.see("Priya")
            await app.tap("Show Priya again")
            await app.see("Nobody. What they write would be folded.")


async def test_a_muted_word_never_shows_on_any_surface(tmp_path: Path) -> None:
    """Written in every form that counts as the same word, in every text that members write."""
    async with circle(tmp_path) as place:
        documents = place.device.services.documents
        await hide.mute_word(documents, "Canárywords")
        forms = [f"A {CANARY} here.", f"**{CANARY.upper()}s**", f"“{CANARY.title()}”, he said", f"{CANARY}’s"]
        ids = [await place.priya_posts(text) for text in forms]
        ids.append(await place.priya_posts("Something else.", title=f"On {CANARY}s"))
        ids.append(await place.priya_posts("Behind it.", content_note=CANARY))
        story = {"kind": "story", "tried": f"No {CANARY}.", "now": "Fine."}
        ids.append(await place.priya_posts("Hard.", kind="story", details=story))
        plain = await place.priya_posts("Nothing special.")
        await place.priya.reply(place.group["id"], str(plain), f"Yes, {CANARY}.")
        asked = await place.priya_posts(f"{CANARY}?", kind="ask")
        await place.device.sync()
        group = place.group_id
        routes = [paths.TODAY, paths.GROUPS, paths.group(group), paths.thread(group, plain), paths.thread(group, asked)]
        routes += [paths.thread(group, one) for one in ids]
        for route in routes:
            async with place.drawn(route) as app:
                await app.see("Hidden: one of your muted words")
                shown = "\n".join(app.texts()).lower()
                assert CANARY not in shown, route
        for route in (paths.LIBRARY, paths.RESOURCES, paths.NOTICES, paths.search(group)):  # there it is left out
            async with place.drawn(route) as app:
                await app.until(lambda: len(app.words()) > 1)
                if route == paths.search(group):
                    await app.write("Search for", CANARY[:6])
                await app.settle()
                assert CANARY not in "\n".join(app.words()).lower(), route
        async with place.drawn(paths.thread(group, plain)) as app:
            await app.see("Nothing special.")
            await app.tap("Hidden: one of your muted words")
            await app.see(f"Yes, {CANARY}.")


async def test_words_are_muted_and_shown_again_on_their_screen(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.priya_posts("A glass of wine.")
        await place.device.sync()
        async with place.drawn(paths.UNWANTED) as app:
            await app.see("Muted words")
            await app.write("A word or a few", "…")
            await app.tap("Mute this")
            await app.see("There is no word in this.")
            await app.write("A word or a few", "Wine")
            await app.tap("Mute this")
            await app.see("Wine")
            assert app.field("A word or a few").value == ""
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("Hidden: one of your muted words")
        async with place.drawn(paths.UNWANTED) as app:
            await app.see("Wine")
            await app.tap("Show Wine again")
            await app.miss("Wine")
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("A glass of wine.")


async def test_content_notes_stand_open_for_who_wants_that(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.priya_posts("A hard day.", content_note="Illness")
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("Illness")
            assert not app.says("A hard day.")
        async with place.drawn(paths.UNWANTED) as app:
            await app.see("Posts with a content note")
            await app.tap("Always open")
            await app.settle()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("A hard day.")
            assert app.says("Illness")


async def test_blocking_empties_the_screen_at_once_and_both_devices_after_the_next_sync(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        carol = await place.host.sign_up("carol", "Carol")
        await carol.join(place.group["join_code"])
        mine = await place.device.write_post(place.group_id, "Mine.")
        await place.device.sync()
        post = await carol.post(place.group["id"], "From Carol.")
        await carol.reply(place.group["id"], str(mine), "Carol again.")
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("From Carol.")
            await app.tap("Block Carol")
            await app.miss("From Carol.")
            assert await in_cache(place, UUID(post["id"]))
        async with place.drawn(paths.member(place.group_id, carol.id)) as app:
            await app.see("You and Carol no longer see each other.")
            assert app.offers("What I don’t want to see")
        await place.device.sync()
        assert not await in_cache(place, UUID(post["id"]))
        assert await place.device.replies(mine) == []
        names = [one.display_name for one in await place.device.services.cache.list_members(place.group_id)]
        assert "Carol" not in names
        page = (await carol.call("GET", f"/groups/{place.group['id']}/posts", expect=200)).json()
        assert str(mine) not in {one["id"] for one in page["posts"]}
        await unblock_person(place.device.services, carol.id)
        await place.device.sync()
        await place.device.sync()
        assert await in_cache(place, UUID(post["id"]))


async def in_cache(place: Circle, post_id: UUID) -> bool:
    """Whether the post lies on the device, shown or not."""
    return await place.device.services.cache.get_post(place.group_id, post_id) is not None


async def test_a_block_made_offline_counts_here_at_once_and_goes_out_later(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.priya_posts("Hello.")
        await place.device.sync()
        services = place.device.services
        await block_person(services, place.priya.id, "Priya")
        assert await place.device.posts(place.group_id) == []
        assert [one.operation for one in await services.outbox.list()] == ["moderation.block"]
        await place.device.sync()
        assert services.account.client is not None
        blocks = (await services.account.client.moderation.list_blocks()).blocks
        assert [one.account_id for one in blocks] == [place.priya.id]
        await hide.mute_person(services.documents, Author(account_id=place.priya.id, display_name="Priya"))
        assert await place.device.posts(place.group_id) == []
