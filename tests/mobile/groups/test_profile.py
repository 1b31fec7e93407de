"""How groups see a member: words for all groups and for one, and the word on listening today."""

import base64
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import flet as ft

from api_client.wire.jpeg import read_size
from api_client.wire.profiles import SetProfile
from mobile import paths
from mobile.groups.profile_screen import to_profile
from tests.mobile.circle import Circle, Drawn, circle
from tests.support.photos import SECRET_PLACE, as_taken, small_photo

NOTHING: dict[str, Any] = {"words": "", "pronouns": "", "tags": [], "photo": None}


async def seen(place: Circle) -> dict[str, object]:
    """Return Sam as Priya sees him."""
    members = (await place.priya.call("GET", f"/groups/{place.group_id}/members", expect=200)).json()["members"]
    found: dict[str, object] = next(one for one in members if one["display_name"] == "Sam")
    return found


def faces(app: Drawn) -> list[bytes]:
    """Every photo on top."""
    return [one.src for one in app.top if isinstance(one, ft.Image) and isinstance(one.src, bytes)]


async def test_words_for_all_groups_are_kept_and_seen(tmp_path: Path) -> None:
    async with circle(tmp_path) as place, place.drawn(paths.YOU) as app:
        await app.until(lambda: app.offers("How groups see you"))
        await app.tap("How groups see you")
        await app.see("Only people who share a group with you can read this")
        await app.write("A few words about you", "Mostly up at night.")
        await app.write("Pronouns", "he/him")
        await app.write("What you have lived through", "night shifts, grief, grief")
        await app.tap("Save")
        await app.until(lambda: app.field("Pronouns").value == "he/him")
        await place.device.sync()
        tags = ["night shifts", "grief"]
        said = {"words": "Mostly up at night.", "pronouns": "he/him", "tags": tags, "photo": None}
        assert (await seen(place))["profile"] == said


async def test_one_group_may_see_other_words(tmp_path: Path) -> None:
    async with circle(tmp_path) as place, place.drawn(paths.group_profile(place.group_id)) as app:
        await app.see("Only the members of Night Owls and your host can read this.")
        await app.write("A few words about you", "Here I am the quiet one.")
        await app.tap("Save")
        await app.until(lambda: app.offers("Be here as everywhere"))
        await place.device.sync()
        assert (await seen(place))["profile"] == {**NOTHING, "words": "Here I am the quiet one."}
        await app.tap("Be here as everywhere")
        await app.until(lambda: not app.offers("Be here as everywhere"))
        await place.device.sync()
        assert (await seen(place))["profile"] == NOTHING


async def test_a_tap_on_a_member_shows_what_they_say_of_themselves(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        words = {"words": "Up at 3 am.", "pronouns": "she/her", "tags": ["insomnia"]}
        await place.priya.call("PUT", "/profile", words, expect=204)
        until = (datetime.now(UTC) + timedelta(hours=6)).isoformat()
        await place.priya.call("PUT", "/capacity", {"capacity": "listen", "until": until}, expect=204)
        await place.device.sync()
        async with place.drawn(paths.group_about(place.group_id)) as app:
            await app.see("Can listen today")
            await app.tap("Priya")
            await app.see("Up at 3 am.")
            for text in ("she/her", "insomnia", "Facilitator", "Can listen today"):
                assert app.says(text)


async def test_a_photo_stands_beside_what_one_writes_with_a_name_and_never_without(tmp_path: Path) -> None:
    file = [{"id": 1, "name": "IMG_1.jpg", "size": 1, "bytes": as_taken(1_200, 900)}]
    async with circle(tmp_path) as place:
        async with place.drawn(paths.PROFILE, replies={"pick_files": file}) as app:
            await app.see("I can listen today")
            assert faces(app) == []
            await app.tap("Choose a photo")
            await app.until(lambda: len(faces(app)) == 1)
            await app.tap("Save")
            await app.settle()
        await place.device.sync()
        profile = (await seen(place))["profile"]
        assert isinstance(profile, dict)
        photo = base64.b64decode(profile["photo"])
        assert read_size(photo)[0] == read_size(photo)[1] and SECRET_PLACE not in photo
        await place.priya.call("PUT", "/profile", {"photo": small_photo("#884422")}, expect=204)
        nameless = {"id": str(uuid4()), "kind": "share", "body": "Quietly.", "without_name": True}
        await place.priya.call("POST", f"/groups/{place.group_id}/posts", nameless, expect=201)
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("Quietly.")
            assert faces(app) == []
            post = await place.priya_posts("Loudly.")
            await place.priya.reply(str(place.group_id), str(post), "And an answer.")
            await place.device.sync()
            await app.see("Loudly.")
            await app.until(lambda: len(faces(app)) == 1)
        async with place.drawn(paths.thread(place.group_id, post)) as app:
            await app.see("And an answer.")
            await app.until(lambda: len(faces(app)) == 2)
        async with place.drawn(paths.group_about(place.group_id)) as app:
            await app.until(lambda: len(faces(app)) == 2)


async def test_the_photo_is_taken_out_again(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        profile = SetProfile(photo=base64.b64decode(small_photo()))
        await place.device.services.outbox.add("profiles.set_profile", {}, profile, subject="profile")
        await place.device.sync()
        await place.device.services.groups.load_profile()
        async with place.drawn(paths.PROFILE) as app:
            await app.until(lambda: len(faces(app)) == 1)
            await app.tap("Take the photo out")
            await app.until(lambda: faces(app) == [])
            await app.tap("Save")
            await app.settle()
        await place.device.sync()
        assert (await seen(place))["profile"] == NOTHING


async def test_whether_one_can_listen_is_said_and_taken_back(tmp_path: Path) -> None:
    async with circle(tmp_path) as place, place.drawn(paths.PROFILE) as app:
        await app.see("I can listen today")
        await app.tap("I can listen today")
        await app.settle()
        (said,) = await place.device.services.outbox.list()
        assert said.operation == "profiles.set_capacity"
        await place.device.sync()
        await app.tap("I can listen today")
        await app.settle()
        (taken_back,) = await place.device.services.outbox.list()
        assert getattr(taken_back.request, "capacity", "") is None


def test_the_form_says_what_it_cannot_take() -> None:
    fields = {"words": "", "pronouns": "", "tags": ", ".join(map(str, range(9))), "photo": ""}
    for tags in (fields["tags"], "x" * 31):
        errors = to_profile({**fields, "tags": tags})
        assert isinstance(errors, dict) and set(errors) == {"tags"}
