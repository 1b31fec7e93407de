"""The groups' part of Today: each post that waits can be told from the others without seeing the screen."""

from pathlib import Path
from uuid import uuid4

import flet as ft

from mobile import paths
from tests.mobile.circle import circle
from tests.support.photos import small_photo


async def test_each_read_button_is_spoken_with_the_name_of_who_wrote(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        carol = await place.host.sign_up("carol", "Carol")
        await carol.join(place.group["join_code"])
        await place.priya_posts("Anyone awake?")
        post_id = (await carol.post(place.group["id"], "I am."))["id"]
        await place.device.sync()
        async with place.drawn(paths.TODAY) as app:
            await app.see("I am.")
            app.labelled("Read the post of Priya")
            button = next(one for one in app.walk(app.labelled("Read the post of Carol")) if hasattr(one, "on_click"))
            await app.click(button)
            await app.until(lambda: app.page.route == f"/groups/{place.group['id']}/posts/{post_id}")


async def test_who_shows_a_photo_is_known_by_it_and_without_a_name_nobody_is(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.priya.call("PUT", "/profile", {"photo": small_photo()}, expect=204)
        await place.priya_posts("Anyone awake?")
        await place.priya.call(
            "POST",
            f"/groups/{place.group_id}/posts",
            {"id": str(uuid4()), "kind": "share", "body": "Quietly.", "without_name": True},
            expect=201,
        )
        await place.device.sync()
        async with place.drawn(paths.TODAY) as app:
            await app.see("Quietly.")
            await app.see("Anyone awake?")
            assert len([one for one in app.top if isinstance(one, ft.Image) and isinstance(one.src, bytes)]) == 1
