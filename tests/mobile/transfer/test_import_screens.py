"""The screens of an import, from choosing a file to taking the import out again, on a whole app without a browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import flet as ft
import pytest

from mobile import paths
from mobile.transfer import import_preview
from mobile.transfer.job import open_job
from mobile.transfer.past import list_imports
from tests.mobile.circle import Drawn, drawn
from tests.mobile.transfer.lookalikes import DAYLIO_HEADER, daylio_backup, daylio_entry, daylio_row, table
from tests.mobile.ui_rules import broken_rules
from tests.support.phone import Phone, phone


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    """A device without an account and without a network."""
    async with phone(tmp_path, inline=True) as opened:
        await opened.services.account.start_writing()
        yield opened


def shown(device: Phone, route: str, content: bytes = b"", name: str = "daylio.csv") -> Drawn:
    """Return the app at a route; choosing a file gives `content`."""
    file = {"id": 1, "name": name, "size": len(content), "bytes": content}
    return drawn(device, route, replies={"pick_files": [file], "save_file": "report.txt"}, web=True)


async def press(app: Drawn, name: str) -> None:
    """Press what is called `name`, once it stands there."""
    await app.until(lambda: app.offers(name))
    await app.tap(name)


def face(app: Drawn, name: str) -> ft.Control:
    """The face of a choice by what a screen reader says of it."""
    found = next(one for one in app.top if isinstance(one, ft.Semantics) and one.label == name)
    assert isinstance(found.content, ft.Container)
    return found.content


def moods(app: Drawn) -> list[str]:
    """The moods that are asked for or can be changed, from above."""
    keys = (one.key for one in app.top if isinstance(one, ft.Column | ft.MergeSemantics) and isinstance(one.key, str))
    return [key for key in keys if key.startswith(("choice-", "settled-"))]


def is_waiting(app: Drawn, name: str) -> bool:
    """Whether the button of this name is there and cannot be pressed yet."""
    return any(getattr(one, "content", None) == name and getattr(one, "disabled", False) for one in app.top)


async def test_a_file_is_chosen_looked_at_imported_and_taken_out_again(device: Phone) -> None:
    content = daylio_backup([daylio_entry(n, note=f"Day {n}", mood=6, tags=[2], hour=n) for n in (1, 2)])
    documents = device.services.documents
    async with shown(device, paths.IMPORT, content, "backup.daylio") as app:
        await app.see("What Kith can read")
        await app.tap("Choose a file")
        await app.until(lambda: app.offers("Import 2 check-ins"))
        assert app.says("Daylio backup") and app.says("Floating") and app.says("Day 2")
        assert broken_rules(app) == []
        assert documents.list("entry") == []
        await app.tap("Import 2 check-ins")
        await app.see("Imported")
        assert broken_rules(app) == []
        assert len(documents.list("entry")) == 2
    (made,) = list_imports(documents)
    async with shown(device, paths.past_import(made.id)) as app:
        await press(app, "Save the report")
        await app.until(lambda: any(name == "save_file" for name, _ in app.connection.calls))
        file = next(given for name, given in app.connection.calls if name == "save_file")
        assert b"2 check-ins" in file["src_bytes"]
        assert broken_rules(app) == []
        await app.tap("Take this import out again")
        await press(app, "Take it out")
        await app.see("Taken out again on")
        assert documents.list("entry") == []
        await app.until(lambda: not app.offers("Take out what is left of it"))
    async with shown(device, paths.IMPORT) as app:
        await app.see("What Kith can read")  # and not that it was imported


async def test_moods_that_nobody_knows_are_asked_before_anything_can_be_imported(device: Phone) -> None:
    content = table(DAYLIO_HEADER, [daylio_row("2024-01-31", "20:00", "Wobbly")])
    async with shown(device, paths.IMPORT, content) as app:
        await press(app, "Choose a file")
        await app.see("Choose above what each mood becomes, or leave it out. Then you can import.")
        assert app.says("1 check-in comes along once you have chosen what its mood becomes.")
        assert is_waiting(app, "1 mood needs your choice")
        await app.click(face(app, "Wobbly becomes Low"))
        await app.until(lambda: app.offers("Import 1 check-in"))
        assert open_job(device.services).state.levels == {"wobbly": 2}
        await app.tap("Leave out")  # it can be said otherwise
        await app.see("1 check-in is left out.")
        assert app.says("There is nothing new in this file.")


async def test_moods_stay_in_their_places_and_open_while_they_are_chosen(device: Phone) -> None:
    rows = [daylio_row("2024-01-31", "20:00", mood) for mood in ("good", "Wobbly", "bad", "Odd")]
    async with shown(device, paths.IMPORT, table(DAYLIO_HEADER, rows)) as app:
        await press(app, "Choose a file")
        await app.see("2 check-ins come along once you have chosen what their moods become.")
        assert moods(app) == ["choice-wobbly", "choice-odd", "settled-good", "settled-bad"]
        await app.click(face(app, "Odd becomes Good"))
        await app.see("1 check-in comes along")
        assert moods(app) == ["choice-wobbly", "choice-odd", "settled-good", "settled-bad"]
        await app.tap("bad")
        await app.until(lambda: "choice-bad" in moods(app))
        await app.click(face(app, "bad becomes Okay"))
        await app.until(lambda: open_job(device.services).state.levels["bad"] == 3)
        assert moods(app) == ["choice-wobbly", "choice-odd", "settled-good", "choice-bad"]
        names = [one.label for one in app.top if isinstance(one, ft.Semantics) and one.label]
        assert "Leave out Wobbly" in names and "Leave out Odd" in names
        assert broken_rules(app) == []


async def test_more_moods_than_are_shown_can_all_be_chosen(device: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_preview, "_MOODS_SHOWN", 2)
    rows = [daylio_row("2024-01-31", "20:00", mood) for mood in ("One", "Two", "Three", "good")]
    async with shown(device, paths.IMPORT, table(DAYLIO_HEADER, rows)) as app:
        await press(app, "Choose a file")
        await app.see("2 more moods come after these.")
        assert is_waiting(app, "3 moods need your choice")
        assert moods(app) == ["choice-one", "choice-two"]
        for name in ("One", "Two"):
            await app.click(face(app, f"{name} becomes Low"))
        await app.until(lambda: "choice-three" in moods(app))


async def test_a_file_that_is_none_says_why_and_another_can_be_chosen(device: Phone) -> None:
    async with shown(device, paths.IMPORT, b"\x00\x01\x02" * 500) as app:
        await press(app, "Choose a file")
        await app.see("This is not a journal that Kith can read.")
        assert app.says("Nothing was imported.")
        assert app.offers("Choose a file")


async def test_an_unknown_table_is_mapped_on_the_screen(device: Phone) -> None:
    content = table("When,How,Words,Pain", [["3/4/2025", "4", "rain", "2"], ["5/6/2025", "2", "", "3"]])
    async with shown(device, paths.IMPORT, content, "mine.csv") as app:
        await press(app, "Choose a file")
        await app.see("What are the columns?")
        assert app.says("Which day is meant?") and app.says("3/4/2025 is 3 April 2025")
        assert broken_rules(app) == []
        await app.tap("The mood")
        groups = [one for one in app.top if isinstance(one, ft.RadioGroup)]
        await app.fire(groups[-1], "change", "How", value="How")
        boxes = [one for one in app.top if isinstance(one, ft.Checkbox) and one.semantics_label == "Pain: 2, 3"]
        await app.fire(boxes[-1], "change", True, value=True)  # the first one stands under the notes
        await app.tap("Look at the check-ins")
        await app.until(lambda: app.offers("Import 2 check-ins"))
        assert app.says("1 new scale: Pain")


async def test_leaving_the_screen_stops_nothing_and_your_data_tells_of_it(device: Phone) -> None:
    content = daylio_backup([daylio_entry(n, note=f"{n}") for n in range(300)])
    async with shown(device, paths.IMPORT, content) as app:
        await press(app, "Choose a file")
    await open_job(device.services).wait()
    async with shown(device, paths.DATA) as app:
        await app.see("A file waits to be looked through")
        assert broken_rules(app) == []
    async with shown(device, paths.IMPORT) as app:
        await press(app, "Import 300 check-ins")
    await open_job(device.services).wait()
    async with shown(device, paths.DATA) as app:
        await app.see("Past imports")


async def test_an_import_that_is_not_here_leads_back_to_the_data(device: Phone) -> None:
    async with shown(device, f"{paths.DATA}/imports/nothing") as app:
        await app.see("This import is not on this device.")
        assert app.offers("To your data")
