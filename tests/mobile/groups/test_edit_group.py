"""A facilitator changes a group: words, picture, rules, and closing it for new words."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import time
from functools import partial
from pathlib import Path
from uuid import UUID

import flet as ft
from flet.controls.base_control import BaseControl

from api_client.wire.groups import Group, JoinPolicy, PictureColour, PictureSymbol, QuietHours, UpdateGroup
from mobile import paths
from mobile.groups.group_form import from_group, read_time, to_change
from tests.mobile.circle import Circle, Drawn, circle
from tests.support.photos import SECRET_PLACE, as_taken


@asynccontextmanager
async def own_group(folder: Path) -> AsyncIterator[tuple[Circle, UUID]]:
    """Let Sam look after a group of his own, with Priya in it."""
    async with circle(folder) as place:
        group_id = await place.device.start_group("Mine")
        await place.device.sync()
        await place.priya.join(await place.device.join_code(group_id))
        await place.device.sync()
        yield place, group_id


def swatch(app: Drawn, name: str) -> BaseControl:
    """The round colour of this name."""
    found = next(one.content for one in app.top if isinstance(one, ft.Semantics) and one.label == name)
    assert found is not None
    return found


def shows_photo(app: Drawn, photo: bytes) -> bool:
    return [one.src for one in app.top if isinstance(one, ft.Image)] == [photo]


async def read(place: Circle, group_id: UUID) -> Group:
    membership = await place.device.services.cache.get_membership(group_id)
    assert membership is not None
    return membership.group


async def test_words_picture_and_rules_are_changed_in_one_form(tmp_path: Path) -> None:
    async with own_group(tmp_path) as (place, group_id):
        async with place.drawn(paths.group_about(group_id)) as app:
            await app.see("Priya")
            await app.tap("Change the group")
            await app.see("Who can come in")
            await app.write("Name of the group", "Early birds")
            await app.write("What you agree on", "Listen first.\n\nNo advice unless asked.")
            await app.click(swatch(app, "Honey"))
            await app.tap("Sun")
            await app.tap("Who asks, and a facilitator lets in")
            await app.tick("Show it in the list of groups, with its name, what it is for and what you agree on")
            await app.tick("Quiet hours: nothing is notified then")
            await app.write("From", "21.30")
            await app.tap("Save")
            await app.until(lambda: app.page.route == paths.group_about(group_id))
            await app.see("Your change of the group is on its way.")
            await place.device.sync()
            await app.see("Early birds")
            await app.see("Who asks is let in by a facilitator.")
        group = await read(place, group_id)
        assert (group.name, group.agreement) == ("Early birds", ("Listen first.", "No advice unless asked."))
        assert group.picture is not None
        assert (group.picture.colour, group.picture.symbol) == (PictureColour.HONEY, PictureSymbol.SUN)
        assert (group.entry, group.listed) == (JoinPolicy.APPROVAL, True)
        assert group.quiet_hours == QuietHours(begins=time(21, 30), ends=time(8))


async def test_a_photo_is_the_picture_of_the_group_wherever_it_is_named(tmp_path: Path) -> None:
    async with own_group(tmp_path) as (place, group_id):
        rubbish = [{"id": 1, "name": "IMG_1.jpg", "size": 1, "bytes": b"no picture"}]
        file = [{**rubbish[0], "bytes": as_taken(900, 600)}]
        async with place.drawn(paths.edit_group(group_id), replies={"pick_files": rubbish}) as app:
            await app.see("Who can come in")
            await app.tap("Choose a photo")
            await app.see("cannot read this file as a picture")
            app.connection.replies = {"pick_files": file}
            await app.tap("Choose a photo")
            await app.until(lambda: app.offers("Take the photo out"))
            await app.tap("Save")
            await app.until(lambda: app.page.route == paths.group_about(group_id))
        await place.device.sync()
        picture = (await read(place, group_id)).picture
        assert picture is not None and picture.photo is not None and SECRET_PLACE not in picture.photo
        for path in (paths.GROUPS, paths.group(group_id), paths.group_about(group_id)):
            async with place.drawn(path) as app:
                await app.until(partial(shows_photo, app, picture.photo))
        async with place.drawn(paths.edit_group(group_id)) as app:
            await app.until(lambda: app.offers("Take the photo out"))
            await app.tap("Take the photo out")
            await app.see("First letter")
            await app.tap("Save")
            await app.until(lambda: app.page.route == paths.group_about(group_id))
        await place.device.sync()
        picture = (await read(place, group_id)).picture
        assert picture is not None and picture.photo is None


async def test_a_change_that_crossed_another_is_shown_again_with_its_words(tmp_path: Path) -> None:
    async with own_group(tmp_path) as (place, group_id):
        outbox = place.device.services.outbox
        for name in ("First", "Second"):
            change = UpdateGroup(base_version=1, name=name)
            await outbox.add("groups.update_group", {"group_id": str(group_id)}, change, subject=f"group:{group_id}")
        await place.device.sync()
        async with place.drawn(paths.group_about(group_id)) as app:
            await app.see("This was changed on another device meanwhile.")
            await app.tap("Edit")
            await app.until(lambda: app.field("Name of the group").value == "Second")
            await app.tap("Save")
            await place.device.sync()
            await app.see("Second")
        assert await outbox.list() == ()


async def test_a_group_is_closed_for_new_words_and_opened_again(tmp_path: Path) -> None:
    async with own_group(tmp_path) as (place, group_id):
        async with place.drawn(paths.group_about(group_id)) as app:
            await app.see("Priya")
            await app.tap("Close for new words")
            assert app.says("Close Mine for new words?")
            await app.tap("Close it")
            await place.device.sync()
            await app.see("This group is closed for new words.")
            app.page.navigate(paths.group(group_id))
            await app.see("This group is closed for new words.")
            app.page.navigate(paths.group_about(group_id))
            await app.see("Members")
            await app.tap("Open for new words")
            await place.device.sync()
            await app.miss("This group is closed for new words.")
        assert (await read(place, group_id)).archived_at is None


async def test_only_a_facilitator_finds_the_form(tmp_path: Path) -> None:
    async with circle(tmp_path) as place, place.drawn(paths.edit_group(place.group_id)) as app:
        await app.see("Only who looks after this group can change it.")


def test_times_are_read_as_people_write_them() -> None:
    assert [read_time(text) for text in ("22:00", "7.30", " 7 ", "24:00", "x", "")] == [
        time(22),
        time(7, 30),
        time(7),
        None,
        None,
        None,
    ]


def test_the_form_says_what_it_cannot_take() -> None:
    start = {**from_group(UpdateGroup(base_version=1, name="Mine")), "quiet": True, "quiet_begins": "late"}
    errors = to_change({**start, "name": " ", "agreement": "x\n" * 8}, 1)
    assert isinstance(errors, dict) and set(errors) == {"name", "agreement", "quiet"}
    same = to_change(from_group(UpdateGroup(base_version=1, name="Mine", language="pt-br")), 3)
    assert same == UpdateGroup(base_version=3, name="Mine", language="pt-br")
