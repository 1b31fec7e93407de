"""Understanding and empathy: what only a whole round shows, from the phone of one to the phone of another."""

from datetime import UTC, datetime
from pathlib import Path

import flet as ft
import httpx
import pytest

from api_client.wire.feed import CreatePost, Need, PostKind
from mobile import paths
from mobile.feed.kinds import need_sentence, need_word
from mobile.feed.post_form import START, to_post
from mobile.hide import mute_word
from mobile.storage.intake import forget_feeds
from mobile.vault.values import Value
from tests.mobile.circle import Drawn, circle

EXCERPT = "Third night of four hours."
KEPT = "My brother called about the house."
DETAILS = {
    PostKind.STORY: {"kind": "story", "tried": "Paper", "now": "Better"},
    PostKind.RESOURCE: {"kind": "resource", "url": "https://example.org/sleep"},
    PostKind.THEME: {"kind": "theme", "week_of": "2026-03-02"},
}


class Overheard(httpx.AsyncBaseTransport):
    """Passes everything on and keeps what the phone sent."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self.inner = inner
        self.sent: list[bytes] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(str(request.url).encode() + await request.aread())
        return await self.inner.handle_async_request(request)


async def test_only_the_excerpt_leaves_the_phone_and_it_can_be_taken_back(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        place.network.inner = wire = Overheard(place.network.inner)
        note = f"{EXCERPT} {KEPT}"
        fields: dict[str, Value] = {"level": 2, "felt_on": "2026-03-01", "note": note, "tags.family": True}
        entry_id = await place.device.services.documents.save(None, "entry", fields)
        async with place.drawn(paths.share_entry(entry_id)) as app:
            await app.see("What do you want to share?")
            await app.tick("My note")
            await app.write("Your note, as it will be shared", EXCERPT)
            await app.tap("Share with Night Owls")
            await app.until(lambda: app.page.route == paths.group(place.group_id))
        await place.device.sync()
        posts = f"/groups/{place.group_id}/posts"
        (post,) = (await place.priya.call("GET", posts, expect=200)).json()["posts"]
        assert post["body"] == f"My mood: Low.\n\n{EXCERPT}"
        assert any(EXCERPT.encode() in one for one in wire.sent)
        assert not any(KEPT.encode() in one or b"family" in one for one in wire.sent)
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("My mood: Low.")
            await app.tap("Delete")
            await app.see("Delete this post?")
            await app.tap("Delete")
            await app.miss("My mood: Low.")
        await place.device.sync()
        assert (await place.priya.call("GET", posts)).json()["posts"] == []
        assert (await place.priya.call("GET", f"{posts}/{post['id']}")).is_client_error
        document = place.device.services.documents.get(entry_id)
        assert document is not None and document.fields["note"] == note


@pytest.mark.parametrize("kind", list(PostKind))
def test_the_form_of_every_kind_begins_with_just_listen(kind: PostKind) -> None:
    words = {"body": "Words", "tried": "Paper", "now": "Better", "url": "https://a.example"}
    made = to_post({**START, **words, "kind": kind.value}, datetime(2026, 3, 1, tzinfo=UTC))
    assert isinstance(made, CreatePost) and made.need is Need.LISTEN


async def test_every_post_has_a_need_and_shows_it_on_its_card_and_above_the_reply(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        silent = place.group_id
        for kind in PostKind:  # the host hears nothing of a need, as from an older app
            details = {"details": DETAILS[kind]} if kind in DETAILS else {}
            silent = await place.priya_posts("Said nothing of a need.", kind=kind.value, **details)
        others = [need for need in Need if need is not Need.LISTEN]
        for need in others:
            await place.priya_posts(f"Need {need}.", need=need.value)
        listed = (await place.priya.call("GET", f"/groups/{place.group_id}/posts", expect=200)).json()["posts"]
        needs = [one["need"] for one in listed]
        assert len(needs) == len(PostKind) + len(others) and needs.count(Need.LISTEN) == len(PostKind)
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see(need_word(Need.CHECK_ON_ME))
            assert app.words().count(need_word(Need.LISTEN)) == len(PostKind)
            assert all(app.words().count(need_word(need)) == 1 for need in others)
        async with place.drawn(paths.thread(place.group_id, silent)) as app:
            await app.see(need_sentence(Need.LISTEN, "Priya"))


async def test_a_muted_word_does_not_show_in_what_only_the_host_finds(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        for body in ("An old lighthouse and a glass of wine.", "An old lighthouse."):
            await place.priya_posts(body)
        for number in range(31):
            await place.priya_posts(f"Post {number}")
        await place.device.services.database.write(forget_feeds)  # so that only the newest page is on the phone
        await place.device.sync()
        await mute_word(place.device.services.documents, "wine")
        async with place.drawn(paths.search()) as app:
            await app.see("Nobody sees what you look for.")
            await app.write("Search for", "lighthouse")
            await app.tap("Search the host for older ones")
            await app.see("That is all your host has, too.")
            shown = "\n".join(app.texts()) + "\n".join(spans(app))
            assert "An old lighthouse." in shown and "wine" not in shown


def spans(app: Drawn) -> list[str]:
    """Return what is written in marked texts."""
    return ["".join(span.text or "" for span in one.spans) for one in app.top if isinstance(one, ft.Text) and one.spans]
