"""Searching: at once in what is on this device, and on the host for what is older."""

from pathlib import Path

import flet as ft

from mobile import paths
from mobile.feed.finding import Hit, excerpt, find, words_of
from mobile.markup import Run
from mobile.storage.intake import forget_feeds
from tests.mobile.circle import Circle, Drawn, circle
from tests.mobile.storage.test_cache import post as example_post
from tests.mobile.storage.test_cache import reply as example_reply

FIELD = "Search for"
HOST = "Search the host for older ones"


def found(app: Drawn) -> list[str]:
    """Return the texts of the hits, as they are read."""
    spans = [one.spans for one in app.top if isinstance(one, ft.Text) and one.spans]
    return ["".join(span.text or "" for span in each) for each in spans]


def hit(body: str) -> Hit:
    return Hit(example_post(1, body=body), None, False, tuple(words_of(body)))


async def test_words_are_found_as_they_are_typed_in_posts_and_replies_here(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await place.priya_posts("The **worry** window at six")
        await place.priya_posts("Something else")
        await place.priya.reply(place.group["id"], str(post_id), "Worries have to wait")
        await place.device.sync()
        async with place.drawn(paths.search(place.group_id)) as app:
            await app.see("Nobody sees what you look for.")
            await app.write(FIELD, "worr")
            assert found(app) == ["Worries have to wait", "The worry window at six"]
            await app.write(FIELD, "window WÓRRY")
            assert found(app) == ["The worry window at six"]
            await app.write(FIELD, "nothing of this")
            assert app.says("Nothing on this device holds these words.")
            await app.write(FIELD, "something")
            await app.tap("Priya")
            await app.until(lambda: "/posts/" in app.page.route)


async def test_host_finds_what_is_older_than_what_is_here(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.priya_posts("An old lighthouse")
        for number in range(31):
            await place.priya_posts(f"Post {number}")
        await fresh_device(place)
        async with place.drawn(paths.search()) as app:
            await app.see("Nobody sees what you look for.")
            await app.write(FIELD, "lighthouse")
            assert found(app) == []
            await app.tap(HOST)
            await app.until(lambda: found(app) == ["An old lighthouse"])
            assert app.says("Night Owls · ")
            assert not app.offers(HOST)
            assert app.says("That is all your host has, too.")


async def fresh_device(place: Circle) -> None:
    """Let the phone read the group again from its newest page."""
    await place.device.services.database.write(forget_feeds)
    await place.device.sync()


async def test_without_network_the_host_is_not_offered(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.priya_posts("Anyone awake?")
        await place.device.sync()
        async with place.drawn(paths.search(place.group_id)) as app:
            await app.see("Nobody sees what you look for.")
            place.network.online = False
            await place.device.services.sync.start()
            await app.until(lambda: place.device.services.sync.status.state == "offline")
            await app.write(FIELD, "awake")
            assert found(app) == ["Anyone awake?"]
            await app.see("You are offline.")
            assert not app.offers(HOST)


async def test_what_stands_behind_a_content_note_is_found_but_not_shown(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.priya_posts("Three nights in the ward", content_note="hospital")
        await place.device.sync()
        async with place.drawn(paths.search(place.group_id)) as app:
            await app.see("Nobody sees what you look for.")
            await app.write(FIELD, "ward")
            await app.see("Content note: hospital")
            assert found(app) == []


def test_every_word_must_begin_a_word_of_the_text() -> None:
    hits = [hit("Loud head at night"), hit("A nightly walk"), hit("Midnight")]
    assert find(hits, "night") == hits[:2]
    assert find(hits, "night loud") == hits[:1]
    assert find(hits, "  !? ") == []


def test_excerpt_stands_around_the_word_and_marks_it() -> None:
    long = "word " * 40 + "the lighthouse keeper " + "word " * 40
    runs = excerpt(hit(long), "light")
    assert Run("lighthouse", bold=True) in runs
    assert runs[0].text.startswith("… ")
    assert len("".join(run.text for run in runs)) < 180
    reply = Hit(example_post(1, body="Other"), example_reply(1, body="The keeper"), False)
    assert excerpt(reply, "keeper") == [Run("The "), Run("keeper", bold=True)]
