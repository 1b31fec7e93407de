"""Sharing from the journal: what the preview shows is what leaves, and nothing else does."""

from pathlib import Path
from uuid import UUID

from api_client.wire.feed import CreatePost
from mobile import paths
from mobile.feed.journal_excerpt import Shareable, excerpt, start_of
from mobile.vault.values import Value
from tests.mobile.circle import Circle, circle

NOTE = "Third night of four hours. My brother called."


async def write_entry(place: Circle) -> UUID:
    fields: dict[str, Value] = {"level": 2, "felt_on": "2026-03-01", "note": NOTE, "feelings.tired": True}
    return await place.device.services.documents.save(None, "entry", {**fields, "tags.family": True})


async def sent(place: Circle) -> CreatePost:
    requests = [mutation.request for mutation in await place.device.services.outbox.list()]
    (request,) = [request for request in requests if isinstance(request, CreatePost)]
    return request


async def test_only_the_mood_is_shared_unless_more_is_chosen(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        entry_id = await write_entry(place)
        async with place.drawn(paths.share_entry(entry_id)) as app:
            await app.see("This is all that leaves your journal")
            assert app.says("My mood: Low.")
            assert not app.says("brother")
            await app.tap("Share with Night Owls")
            await app.until(lambda: app.page.route == paths.group(place.group_id))
        post = await sent(place)
        assert post.body == "My mood: Low."
        assert post.from_journal is True


async def test_what_the_preview_shows_is_what_is_sent(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        entry_id = await write_entry(place)
        async with place.drawn(paths.share_entry(entry_id)) as app:
            await app.see("What do you want to share?")
            await app.tick("My words: tired")
            await app.tick("My note")
            await app.write("Your note, as it will be shared", "Third night of four hours.")
            preview = app.words()[app.words().index("This is all that leaves your journal") :]
            await app.tap("Share with Night Owls")
            await app.until(lambda: app.page.route == paths.group(place.group_id))
        body = (await sent(place)).body
        assert body in preview
        assert body.endswith("Third night of four hours.")
        assert "brother" not in body
        assert "family" not in body
        document = place.device.services.documents.get(entry_id)
        assert document is not None
        assert document.fields["note"] == NOTE


async def test_of_several_groups_none_is_chosen_by_itself(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.device.start_group("Another")
        await place.device.sync()
        entry_id = await write_entry(place)
        async with place.drawn(paths.share_entry(entry_id)) as app:
            await app.see("With which group?")
            assert not app.offers("Choose a group to share with")
            await app.tap("Night Owls")
            assert app.offers("Share with Night Owls")


async def test_nothing_chosen_cannot_be_sent(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        entry_id = await write_entry(place)
        async with place.drawn(paths.share_entry(entry_id)) as app:
            await app.see("What do you want to share?")
            await app.tick("My mood: Low", on=False)
            assert app.says("Nothing is chosen yet.")
            assert not app.offers("Share with Night Owls")


async def test_entry_that_is_not_here_says_so(tmp_path: Path) -> None:
    async with circle(tmp_path) as place, place.drawn(paths.share_entry(place.group_id)) as app:
        await app.see("This check-in is not on this device.")


def test_excerpt_holds_the_chosen_parts_only() -> None:
    entry = Shareable("Low", ("tired", "lonely", "numb"), NOTE)
    fields = start_of(entry)
    assert excerpt(entry, fields) == "My mood: Low."
    assert excerpt(entry, {**fields, "with_feelings": True}) == "My mood: Low. I feel tired, lonely and numb."
    assert excerpt(entry, {**fields, "with_mood": False, "with_note": True}) == NOTE
    assert excerpt(entry, {**fields, "with_mood": False}) == ""


async def test_preview_stands_right_below_the_choice_of_parts(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        entry_id = await write_entry(place)
        async with place.drawn(paths.share_entry(entry_id)) as app:
            await app.see("With which group?")
            words = app.words()
            choice, preview = words.index("What do you want to share?"), words.index("My mood: Low.")
            assert choice < preview < words.index("With which group?")
