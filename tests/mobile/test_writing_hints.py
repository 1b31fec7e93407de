"""Below what one writes: one hint at most, one offer at most, both easy to send away, and nothing leaves the device."""

import logging
from pathlib import Path

import flet as ft
import httpx
import pytest
from sqlmodel import Session, select

from mobile import paths
from mobile.storage.tables import DocumentRow, DraftRow, OutboxRow, PreferenceRow
from mobile.writing_hints import COACH_PREFERENCE
from tests.mobile.circle import circle
from tests.mobile.coach.test_support import HEARD
from tests.support.phone import Phone

BOX = "Write a kind reply…"
HINT = "They hoped somebody would just listen."
AWAY = "Send this hint away"
OFFER = "Would you like support options?"


class Counting(httpx.AsyncBaseTransport):
    """Counts what is asked of the network."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self.inner = inner
        self.requests = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        return await self.inner.handle_async_request(request)


async def test_advice_gets_one_hint_that_can_be_sent_away_and_never_blocks(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await place.priya_posts("Loud head", kind="ask", need="listen")
        await place.device.sync()
        async with place.drawn(paths.thread(place.group_id, post_id)) as app:
            await app.see("Loud head")
            await app.write(BOX, "That sounds hard")
            assert not app.says(HINT)
            await app.write(BOX, "You should sleep more")
            await app.see(HINT)
            await app.tap(AWAY)
            await app.miss(HINT)
            await app.write(BOX, "You should sleep more. You need to eat, too.")
            assert not app.says(HINT), "sent away is away for this draft"
            await app.tap("Send")
            await app.until(lambda: app.field(BOX).value == "")
            await app.write(BOX, "Why don't you rest?")
            await app.see(HINT)
            await app.tap("Send")
            await app.until(lambda: app.field(BOX).value == "")
        await place.device.sync()
        assert len(await place.device.replies(post_id)) == 2


async def test_ideas_are_welcome_where_they_are_wanted_and_the_hint_can_be_switched_off(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        wanted = await place.priya_posts("How do you sleep?", kind="question", need="ideas")
        listening = await place.priya_posts("Loud head", kind="ask", need="listen")
        await place.device.sync()
        async with place.drawn(paths.thread(place.group_id, wanted)) as app:
            await app.see("How do you sleep?")
            await app.write(BOX, "You should try a sleep diary")
            assert not app.offers(AWAY)
        async with place.drawn(paths.YOU) as app:
            await app.see("While you write a reply")
            await app.tick("Tell me when it may sound like advice nobody asked for", on=False)
            await app.until(lambda: place.device.services.preferences.get(COACH_PREFERENCE) is False)
        async with place.drawn(paths.thread(place.group_id, listening)) as app:
            await app.see("Loud head")
            await app.write(BOX, "You should try a sleep diary")
            assert not app.offers(AWAY)


async def test_support_is_offered_once_for_a_draft_and_leads_to_the_crisis_card(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await place.priya_posts("Loud head")
        await place.device.sync()
        async with place.drawn(paths.thread(place.group_id, post_id)) as app:
            await app.see("Loud head")
            await app.write(BOX, "Same here, I want to die")
            await app.see(OFFER)
            await app.tap("See the options")
            await app.until(lambda: app.shows("Find a line in another country"))
            await app.fire(app.find(ft.BottomSheet), "dismiss")
            await app.tap("Not now")
            await app.miss(OFFER)
            await app.write(BOX, "Same here, I want to die. I can't go on.")
            assert not app.says(OFFER)
            await app.tap("Send")
            await app.until(lambda: app.field(BOX).value == "")
        await place.device.sync()
        assert await place.device.replies(post_id) == ["Same here, I want to die. I can't go on."]


async def test_the_journal_and_a_post_offer_it_too(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        for route, label in ((paths.NEW_ENTRY, "Note"), (paths.write_post(place.group_id), "Your words")):
            async with place.drawn(route) as app:
                await app.until(lambda label=label: any(one.label == label for one in app.all(ft.TextField)))  # type: ignore[misc]
                await app.write(label, "I wish I was dead")
                await app.see(OFFER)


async def test_typing_every_phrase_asks_no_network_and_leaves_nothing_behind(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="kith")
    caplog.set_level(logging.INFO)  # Flet's own DEBUG tells every letter; the app starts at WARNING
    async with circle(tmp_path) as place:
        post_id = await place.priya_posts("Loud head")
        await place.device.sync()
        device = place.device
        async with place.drawn(paths.thread(place.group_id, post_id)) as app:
            await app.see("Loud head")
            place.network.inner = trap = Counting(place.network.inner)
            before = await stored(device)
            caplog.clear()
            for words in HEARD:
                await app.write(BOX, words)
                await app.see(OFFER)
            await app.write(BOX, "")
            await app.until(lambda: not app.says(OFFER))
            await app.settle()
            assert trap.requests == 0
            assert await stored(device) == before, "only the draft was written, and it is gone with the words"
            assert not any(words.lower() in caplog.text.lower() for words in HEARD)
            assert [record for record in caplog.records if record.name.startswith("kith")] == []


async def stored(device: Phone) -> dict[str, int]:
    """Return how many rows there are of what could keep a trace."""

    def count(session: Session) -> dict[str, int]:
        tables = (DocumentRow, DraftRow, OutboxRow, PreferenceRow)
        return {table.__name__: len(session.exec(select(table)).all()) for table in tables}

    return await device.services.database.read(count)
