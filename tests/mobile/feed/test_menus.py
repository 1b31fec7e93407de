"""The three dots of a post: what a member finds there, and what a facilitator does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import flet as ft

from mobile import paths
from tests.mobile.circle import Circle, Drawn, circle


@asynccontextmanager
async def looked_after(folder: Path) -> AsyncIterator[tuple[Circle, UUID]]:
    """A group that Sam looks after, with Priya in it."""
    async with circle(folder) as place:
        group_id = await place.device.start_group("Carers")
        await place.device.sync()
        await place.priya.join(await place.device.join_code(group_id))
        await place.device.sync()
        yield place, group_id


def items(app: Drawn) -> set[Any]:
    return {one.content for one in app.top if isinstance(one, ft.PopupMenuItem)}


async def test_facilitator_keeps_a_post_on_top_and_takes_it_down(tmp_path: Path) -> None:
    async with looked_after(tmp_path) as (place, group_id):
        await place.priya.post(str(group_id), "How we talk here")
        await place.device.sync()
        async with place.drawn(paths.group(group_id)) as app:
            await app.see("How we talk here")
            await app.tap("Keep on top of the group")
            await app.see("On top of the group")
            await place.device.sync()
            await app.until(lambda: app.offers("No longer on top"))
            await app.tap("No longer on top")
            await app.miss("On top of the group")
            await place.device.sync()
        assert await place.device.services.cache.list_pinned(group_id) == ()


async def test_looking_behind_a_name_needs_a_reason_and_is_written_down(tmp_path: Path) -> None:
    async with looked_after(tmp_path) as (place, group_id):
        post = await place.priya.post(str(group_id), "Nobody knows", id=str(uuid4()), without_name=True)
        alias = post["author"]["display_name"]
        await place.device.sync()
        async with place.drawn(paths.thread(group_id, UUID(post["id"]))) as app:
            await app.see("Nobody knows")
            await app.tap("Look behind the name")
            await app.see("is kept in the group’s log")
            await app.tap("Look and log it")
            await app.see("Say why you need to know.")
            await app.write("Your reason", "Somebody may be in danger")
            await app.tap("Look and log it")
            await app.see(f"{alias} is Priya.")
            await app.tap("Close")
            await app.miss(f"{alias} is Priya.")


async def test_member_is_offered_neither(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.priya_posts("Nobody knows", id=str(uuid4()), without_name=True)
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("Nobody knows")
            assert items(app) >= {"Copy the text", "Copy the link"}
            assert not items(app) & {"Look behind the name", "Keep on top of the group", "Earlier versions", "Delete"}


async def test_link_of_a_post_opens_the_app_at_its_thread(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await place.priya_posts("Words")
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("Words")
            await app.tap("Copy the link")
            (copied,) = [str(data) for name, data in app.connection.calls if name == "set"]
            assert f"{place.device.server_url}/groups/{place.group_id}/posts/{post_id}" in copied
        async with place.drawn(paths.thread(place.group_id, post_id)) as app:
            await app.see("Words")


async def test_writer_reads_what_a_post_said_before(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await place.device.write_post(place.group_id, "Frist words")
        await place.device.sync()
        async with place.drawn(paths.edit_post(place.group_id, post_id)) as app:
            await app.see("What is it?")
            await app.write("Your words", "First words")
            await app.tap("Save the change")
            await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("First words")
            await app.tap("Earlier versions")
            await app.see("Frist words")
            assert app.says("Version 1")


async def test_versions_without_network_say_so(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await place.priya_posts("Words")
        place.network.online = False
        async with place.drawn(paths.post_versions(place.group_id, post_id)) as app:
            await app.see("Your host cannot be reached right now.")
