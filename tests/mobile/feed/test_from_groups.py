"""The groups' part of Today: each post that waits can be told from the others without seeing the screen."""

from pathlib import Path

from mobile import paths
from tests.mobile.circle import circle


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
