"""A tap may come right behind the last letter, before that is drawn: what is kept or sent has every letter."""

from pathlib import Path
from uuid import UUID

import flet as ft

from mobile import paths
from mobile.safety.plan import PEOPLE, read_plan
from mobile.shown import read_unwanted
from mobile.vocabulary import open_vocabulary
from tests.mobile.circle import circle, drawn
from tests.support.phone import phone


async def test_thanks_have_every_word(tmp_path: Path) -> None:
    async with circle(tmp_path) as sam:
        post_id = await sam.device.write_post(sam.group_id, "Cannot sleep.")
        await sam.device.sync()
        reply = await sam.priya.reply(sam.group["id"], str(post_id), "I am here.")
        await sam.device.sync()
        async with sam.drawn(paths.thank_reply(sam.group_id, post_id, UUID(reply["id"]))) as app:
            await app.see("Only Priya reads this.")
            await app.write_and_tap("A few words, if you like", "The night was shorter.", "Thank Priya")
            await app.until(lambda: app.page.route == paths.thread(sam.group_id, post_id))
        await sam.device.sync()
        (thanks,) = (await sam.priya.call("GET", "/thanks")).json()["thanks"]
        assert thanks["words"] == "The night was shorter."


async def test_a_line_of_the_safety_plan_has_every_word(tmp_path: Path) -> None:
    async with phone(tmp_path, inline=True) as device:
        await device.services.account.start_writing()
        async with drawn(device, paths.SAFETY_PLAN) as app:
            await app.see("Begin anywhere")
            await app.click([one for one in app.all(ft.TextButton) if one.content == "Add a line"][2])
            await app.write("Name", "Mi")
            await app.write_and_tap("Name", "Mira", "Keep this line")
            await app.until(
                lambda: [line.words for line in read_plan(device.services.documents).part(PEOPLE)] == ["Mira"]
            )


async def test_an_own_text_and_a_muted_word_have_every_letter(tmp_path: Path) -> None:
    async with phone(tmp_path, inline=True) as device:
        await device.services.account.start_writing()
        documents = device.services.documents
        async with drawn(device, paths.NEW_TEMPLATE) as app:
            await app.write("Name of the text", "Morning")
            await app.write("Text", "Slept:")
            await app.write_and_tap("Text", "Slept: Ate:", "Save the text")
            await app.until(lambda: [one.text for one in open_vocabulary(documents).templates] == ["Slept: Ate:"])
        async with drawn(device, paths.UNWANTED) as app:
            await app.see("Muted words")
            await app.write_and_tap("A word or a few", "exams", "Mute this")
            await app.until(lambda: "exams" in read_unwanted(documents).words)
