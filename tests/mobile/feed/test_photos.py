"""A photo in a post: chosen, kept with the draft, taken out, sent, and seen by others."""

from pathlib import Path
from typing import Any
from uuid import UUID

import flet as ft
import pytest
from flet.controls.base_control import BaseControl

from api_client.wire.feed import CreatePost, UpdatePost
from api_client.wire.jpeg import read_size
from mobile import paths
from mobile.storage.photos import find_photo
from tests.mobile.circle import Circle, Drawn, circle
from tests.support.photos import SECRET_PLACE, as_taken, jpeg, new_photo

BODY, DESCRIBE, SHARE = "Your words", "Describe the picture", "Share with the group"


def picked(content: bytes) -> dict[str, Any]:
    """Return what the platform answers when somebody chose a file."""
    return {"pick_files": [{"id": 1, "name": "IMG_4711.jpg", "size": len(content), "bytes": content}]}


def images(app: Drawn) -> list[bytes]:
    """Every photo on top."""
    return [one.src for one in app.top if isinstance(one, ft.Image) and isinstance(one.src, bytes)]


def photo_named(app: Drawn, name: str) -> BaseControl:
    """What is tapped to see a photo large."""
    (named,) = [one for one in app.top if isinstance(one, ft.Semantics) and one.label == name]
    return next(one for one in app.walk(named) if getattr(one, "on_click", None) is not None)


async def choose(place: Circle, app: Drawn) -> None:
    await app.see("What is it?")
    await app.tap("Add a photo")
    await app.until(lambda: app.offers("Take the photo out"))


async def outbox(place: Circle) -> Any:
    """Return the request of the only post that waits."""
    waiting = [m.request for m in await place.device.services.outbox.list() if m.operation.startswith("feed.")]
    assert len(waiting) == 1
    return waiting[0]


async def test_a_photo_is_chosen_described_sent_and_seen_without_where_it_was_taken(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        async with place.drawn(paths.write_post(place.group_id), replies=picked(as_taken(1_200, 900))) as app:
            await choose(place, app)
            await app.write(BODY, "Our lake this morning")
            await app.write(DESCRIBE, "A lake in fog")
            await app.tap(SHARE)
            await app.until(lambda: app.page.route == paths.group(place.group_id))
            await app.see("Our lake this morning")
            await app.until(lambda: len(images(app)) == 1)
        request = await outbox(place)
        assert isinstance(request, CreatePost) and request.photo is not None and request.photo.content is not None
        assert read_size(request.photo.content) == (900, 1_200)
        assert SECRET_PLACE not in request.photo.content
        await place.device.sync()
        (post,) = (await place.priya.call("GET", f"/groups/{place.group_id}/posts", expect=200)).json()["posts"]
        assert (post["photo"]["description"], post["photo"]["height"]) == ("A lake in fog", 1_200)
        assert await place.device.services.drafts.get(f"post:{place.group_id}|photo") is None


async def test_a_chosen_photo_survives_leaving_and_a_kill(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        async with place.drawn(paths.write_post(place.group_id), replies=picked(jpeg(300, 200))) as app:
            await choose(place, app)
            await app.write(DESCRIBE, "Half described")
        await place.device.kill()
        await place.device.start()
        async with place.drawn(paths.write_post(place.group_id)) as app:
            await app.see("What is it?")
            await app.until(lambda: len(images(app)) == 1)
            assert read_size(images(app)[0]) == (300, 200)
            assert app.field(DESCRIBE).value == "Half described"
            await app.write(BODY, "Words")
            await app.tap(SHARE)
            await app.until(lambda: app.page.route == paths.group(place.group_id))
        assert (await outbox(place)).photo.description == "Half described"


async def test_a_photo_is_taken_out_again_before_it_is_sent(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        async with place.drawn(paths.write_post(place.group_id), replies=picked(jpeg())) as app:
            await choose(place, app)
            await app.write(BODY, "Words alone")
            await app.tap("Take the photo out")
            await app.until(lambda: app.offers("Add a photo"))
            assert images(app) == []
            await app.tap(SHARE)
            await app.until(lambda: app.page.route == paths.group(place.group_id))
        assert (await outbox(place)).photo is None
        assert await place.device.services.drafts.get(f"post:{place.group_id}|photo") is None


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"", "This file is empty"),
        (b"not a picture", "cannot read this file as a picture"),
        (jpeg()[:200], "cannot read this file as a picture"),
    ],
)
async def test_a_file_that_is_no_picture_is_told_and_the_words_stay(tmp_path: Path, file: bytes, sentence: str) -> None:
    async with (
        circle(tmp_path) as place,
        place.drawn(paths.write_post(place.group_id), replies=picked(file)) as app,
    ):
        await app.see("What is it?")
        await app.write(BODY, "Still here")
        await app.tap("Add a photo")
        await app.see(sentence)
        assert app.field(BODY).value == "Still here"
        app.connection.replies = {"pick_files": []}  # and then nothing is chosen
        await app.tap("Add a photo")
        await app.settle()
        assert app.offers("Add a photo")


async def test_a_photo_of_others_comes_is_named_and_opens_large(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.priya_posts("Look at this", photo=new_photo(jpeg(320, 160), description="A lake in fog"))
        await place.device.sync()
        place.network.online = False
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("The photo comes when you’re online.")
            await app.see("Photo: A lake in fog")
            place.network.online = True
            place.device.services.signal.emit("status")
            await app.until(lambda: len(images(app)) == 1)
            assert any(isinstance(one, ft.Container) and one.aspect_ratio == 2 for one in app.top)
            await app.click(photo_named(app, "Photo: A lake in fog"))
            await app.see("A lake in fog")
            (large,) = [one for one in app.top if isinstance(one, ft.Image)]
            assert large.semantics_label == "Photo: A lake in fog"
            await app.tap("Close")
            await app.see("Look at this")


async def test_a_photo_stays_closed_behind_a_content_note_and_is_not_even_fetched(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        photo = new_photo()
        await place.priya_posts("Hard to see", content_note="Hospital", photo=photo)
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("Content note: Hospital")
            assert images(app) == []
            assert await find_photo(place.device.services.shared, UUID(photo["id"])) is None
            await app.tap("Content note: Hospital")
            await app.until(lambda: len(images(app)) == 1)


async def test_a_photo_that_is_gone_says_so(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await place.priya_posts("Look", photo=new_photo())
        await place.device.sync()
        await place.priya.call("DELETE", f"/groups/{place.group_id}/posts/{post_id}", expect=204)
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("The photo is no longer there.")
            await app.see("Photo without a description")


async def own_post(place: Circle) -> tuple[UUID, UUID]:
    """Write a post with a photo from Sam's phone; return the ids of both."""
    async with place.drawn(paths.write_post(place.group_id), replies=picked(jpeg(300, 200))) as app:
        await choose(place, app)
        await app.write(BODY, "Mine")
        await app.tap(SHARE)
        await app.until(lambda: app.page.route == paths.group(place.group_id))
    await place.device.sync()
    (cached,) = await place.device.services.cache.list_posts(place.group_id)
    assert cached.post.photo is not None
    return cached.post.id, cached.post.photo.id


async def test_the_photo_of_a_post_is_described_later_without_being_sent_again(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id, photo_id = await own_post(place)
        async with place.drawn(paths.edit_post(place.group_id, post_id)) as app:
            await app.see("What is it?")
            await app.until(lambda: len(images(app)) == 1)
            await app.write(DESCRIBE, "A field")
            await app.tap("Save the change")
            await app.until(lambda: app.page.route == paths.group(place.group_id))
            await app.until(lambda: len(images(app)) == 1)
        request = await outbox(place)
        assert isinstance(request, UpdatePost) and request.photo is not None
        assert (request.photo.id, request.photo.content, request.photo.description) == (photo_id, None, "A field")
        await place.device.sync()


async def test_the_photo_of_a_post_is_taken_out_and_another_put_in_its_place(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id, photo_id = await own_post(place)
        async with place.drawn(paths.edit_post(place.group_id, post_id), replies=picked(jpeg(64, 64))) as app:
            await app.see("What is it?")
            await app.until(lambda: app.offers("Take the photo out"))
            await app.tap("Take the photo out")
            await choose(place, app)
            await app.tap("Save the change")
            await app.until(lambda: app.page.route == paths.group(place.group_id))
        await place.device.sync()
        (cached,) = await place.device.services.cache.list_posts(place.group_id)
        assert cached.post.photo is not None
        assert (cached.post.photo.width, cached.post.photo.id != photo_id) == (64, True)
        await place.priya.call("GET", f"/groups/{place.group_id}/photos/{photo_id}", expect=404)


async def test_a_refused_post_is_edited_with_its_photo_and_sent(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        change = {"base_version": 1, "name": "Night Owls", "agreement": [], "without_name_allowed": False}
        async with place.drawn(paths.write_post(place.group_id), replies=picked(jpeg(300, 200))) as app:
            await choose(place, app)
            await app.write(BODY, "Quietly")
            await app.tick("Without my name")
            await app.tap(SHARE)
            await app.until(lambda: app.page.route == paths.group(place.group_id))
        await place.priya.call("PUT", f"/groups/{place.group_id}", change, expect=200)
        await place.device.sync()
        (failed,) = [m for m in await place.device.services.outbox.list() if m.state == "failed"]
        async with place.drawn(paths.edit_unsent_post(str(place.group_id), failed.id)) as app:
            await app.see("What is it?")
            await app.until(lambda: len(images(app)) == 1)
            await app.tap(SHARE)
            await app.until(lambda: app.page.route == paths.group(place.group_id))
        await place.device.sync()
        (post,) = (await place.priya.call("GET", f"/groups/{place.group_id}/posts", expect=200)).json()["posts"]
        assert post["photo"]["width"] == 300 and post["author"]["display_name"] == "Sam"
