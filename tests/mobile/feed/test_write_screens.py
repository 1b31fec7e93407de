"""Writing and changing a post: drafts, limits, and who will read it."""

from datetime import UTC, datetime
from pathlib import Path

from api_client.wire.feed import CreatePost, Need, PostKind
from api_client.wire.limits import POST_BODY_MAX
from mobile import paths
from mobile.feed.post_form import START, to_change, to_post
from tests.mobile.circle import Drawn, circle
from tests.support.phone import Phone

BODY = "Your words"
NOW = datetime(2026, 3, 1, 22, tzinfo=UTC)


async def test_post_is_written_with_kind_need_title_and_content_note(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        async with place.drawn(paths.write_post(place.group_id)) as app:
            await app.see("The members of Night Owls and your host can read this.")
            await app.tap("Strategy")
            await app.write("Its name", "The worry window")
            await app.write("The idea in a few words", "Fifteen minutes at six.")
            await app.tap("Ideas")
            await app.tick("Put a content note before it")
            await app.write("What it is about, in a word or two", "worry")
            await app.tap("Share with the group")
            await app.until(lambda: app.page.route == paths.group(place.group_id))
        (mutation,) = await place.device.services.outbox.list()
        request = mutation.request
        assert isinstance(request, CreatePost)
        assert (request.kind, request.need, request.title, request.body, request.content_note) == (
            PostKind.STRATEGY,
            Need.IDEAS,
            "The worry window",
            "Fifteen minutes at six.",
            "worry",
        )
        assert request.from_journal is False
        assert await place.device.services.drafts.get(f"post:{place.group_id}") is None


async def test_draft_survives_leaving(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        async with place.drawn(paths.write_post(place.group_id)) as app:
            await app.see("What is it?")
            await app.write(BODY, "Half a thought")
            await app.tap("Ask")
        async with place.drawn(paths.write_post(place.group_id)) as app:
            await app.see("What is it?")
            await app.until(lambda: app.field(BODY).value == "Half a thought")
            assert app.says("You would like company or a hand.")


async def test_what_is_typed_while_the_kind_is_being_changed_stays(tmp_path: Path) -> None:
    async with circle(tmp_path) as place, place.drawn(paths.write_post(place.group_id)) as app:
        await app.see("What is it?")
        field = app.field(BODY)
        await app.tap("Story")
        await app.enter(field, "on its way when the other fields came")
        await app.until(lambda: app.field("What was hard").value == "on its way when the other fields came")


async def test_emptied_draft_leaves_nothing_behind(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        async with place.drawn(paths.write_post(place.group_id)) as app:
            await app.see("What is it?")
            await app.write(BODY, "H")
            await app.write(BODY, "")
        assert await place.device.services.drafts.get(f"post:{place.group_id}") is None


async def test_two_quick_taps_send_one_post(tmp_path: Path) -> None:
    async with circle(tmp_path, inline=False) as place:
        async with place.drawn(paths.write_post(place.group_id)) as app:
            await app.see("What is it?")
            await app.write(BODY, "Once")
            button = app.pressable("Share with the group")
            await app.click(button)
            await app.click(button)
            await app.until(lambda: app.page.route == paths.group(place.group_id))
        assert await unsent(place.device) == ["feed.create_post"]


async def unsent(device: Phone) -> list[str]:
    """Return what waits, but for the marks of what was read."""
    waiting = [mutation.operation for mutation in await device.services.outbox.list()]
    return [operation for operation in waiting if operation != "groups.mark_read"]


async def refused(app: Drawn, sentence: str) -> None:
    await app.tap("Share with the group")
    await app.see(sentence)


async def test_what_the_host_would_refuse_is_told_before_sending(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        async with place.drawn(paths.write_post(place.group_id)) as app:
            await app.see("What is it?")
            await refused(app, "Write a few words first.")
            await app.write(BODY, "a" * (POST_BODY_MAX + 1))
            await refused(app, "This is 1 character too long")
            await app.write(BODY, "\u202e\u202d")
            await refused(app, "This is still empty.")
            await app.write(BODY, "Words")
            await app.tick("Put a content note before it")
            await refused(app, "Say in a word or two what it is about")
        assert await place.device.services.outbox.list() == ()


async def test_own_post_is_changed_and_a_second_change_replaces_the_first(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        device = place.device
        post_id = await device.write_post(place.group_id, "Frist")
        await device.sync()
        for words in ("First", "First words"):
            async with place.drawn(paths.edit_post(place.group_id, post_id)) as app:
                await app.see("What is it?")
                await app.write(BODY, words)
                await app.tap("Save the change")
                await app.see(words)
        assert await unsent(device) == ["feed.update_post"]
        await device.sync()
        assert await device.posts(place.group_id) == ["First words"]


async def test_change_of_a_post_that_is_gone_says_so(tmp_path: Path) -> None:
    async with circle(tmp_path) as place, place.drawn(paths.edit_post(place.group_id, place.group_id)) as app:
        await app.see("This post is no longer there.")


def test_title_travels_only_with_kinds_that_have_one() -> None:
    fields = {**START, "title": "Kept in the draft", "body": "Words"}
    share = to_post(fields, NOW)
    story = to_post({**fields, "kind": "story"}, NOW)
    assert isinstance(share, CreatePost)
    assert isinstance(story, CreatePost)
    assert share.title is None
    assert story.title == "Kept in the draft"


def test_draft_of_a_later_version_reads_as_the_plainest_kind() -> None:
    made = to_post({**START, "kind": "poem", "need": "applause", "body": "Words"}, NOW)
    assert isinstance(made, CreatePost)
    assert (made.kind, made.need) == (PostKind.SHARE, Need.LISTEN)


def test_change_names_the_version_that_was_on_the_screen() -> None:
    made = to_change({**START, "body": "Words"}, 3, NOW)
    assert not isinstance(made, dict)
    assert made.base_version == 3
