"""Making the report on the screen: nothing is in it that was not chosen, and it stands there in words first."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from mobile import paths
from tests.mobile.circle import Drawn, drawn
from tests.support.paper import words_on
from tests.support.phone import Phone, phone


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    """A device with a note and a letter that the font lacks."""
    async with phone(tmp_path, inline=True) as device:
        await device.services.account.start_writing()
        await device.write_entry("Slept well", 4)
        await device.write_entry("Мама", 2)
        yield device


def shown(device: Phone) -> Drawn:
    return drawn(device, paths.REPORT, replies={"save_file": "/somewhere/report.pdf"})


def files(app: Drawn) -> list[dict[str, Any]]:
    return [args for name, args in app.connection.calls if name == "save_file"]


async def saved(app: Drawn) -> dict[str, Any]:
    before = len(files(app))
    await app.tap("Save as PDF")
    await app.until(lambda: len(files(app)) > before, seconds=30)
    return files(app)[-1]


async def test_the_report_is_shown_in_words_and_saved_without_notes_or_name(device: Phone) -> None:
    async with shown(device) as app:
        await app.see("What it will say")
        assert app.says("2 check-ins on 1 of 30 days, 3.0 of 5 on average")
        lacking = "By weekday, What goes with better and lower days, Most used, Check-in measures"
        assert app.says(f"These days hold too little for: {lacking}.")
        assert app.says("The file is not encrypted: whoever has it can read it.")
        file = await saved(app)
        assert file["file_name"] == "report-2026-01-31-2026-03-01.pdf"
        text = words_on(file["src_bytes"])
        assert "2 check-ins on 1 of 30 days" in text and "Slept well" not in text and "Sam" not in text


async def test_ticked_notes_and_a_name_are_in_it_and_missing_letters_are_told(device: Phone) -> None:
    async with shown(device) as app:
        await app.see("Only notes that you tick are in it, as many as fit on one page.")
        await app.tick("1 Mar · Good: Slept well")
        await app.write("Name on it, if you like", "Sam Example")
        for part in ("Calendar", "By weekday", "What goes with better and lower days", "Most used"):
            await app.tick(part, False)
        await app.see("These days hold too little for: Check-in measures.")
        await app.until(lambda: app.words().count("Chosen notes") == 1)
        text = words_on((await saved(app))["src_bytes"])
        assert "Slept well" in text and "Sam Example" in text and "February 2026" not in text
        assert not app.says("cannot show these letters")
        await app.tick("1 Mar · Low: Мама")
        await app.until(lambda: any("Мама" in words for words in app.words()[-8:]))
        await saved(app)
        await app.see("The pages cannot show these letters: Мам")


async def test_the_way_to_the_report_stands_among_the_insights(device: Phone) -> None:
    async with drawn(device, paths.INSIGHTS) as app:
        await app.see("One or two pages as a PDF")
        await app.tap("Report")
        await app.see("What it will say")
