"""The columns of an unknown table, said on the screen, on a whole app without a browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import flet as ft
import pytest

from mobile import paths
from mobile.transfer import column_choice
from tests.mobile.circle import Drawn
from tests.mobile.transfer.lookalikes import table
from tests.mobile.transfer.test_import_screens import press, shown
from tests.mobile.ui_rules import unguarded_handlers, unnamed_controls
from tests.support.phone import Phone, phone


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    """A device without an account and without a network."""
    async with phone(tmp_path, inline=True) as opened:
        await opened.services.account.start_writing()
        yield opened


def faults(app: Drawn) -> list[str]:
    return unguarded_handlers(app) + unnamed_controls(app)


async def test_a_table_with_one_odd_date_is_imported_without_that_row(device: Phone) -> None:
    content = b"date,how\n2024-01-01,4\n2024-01-02,2\nnonsense,3\n03/04/2024,5\n"
    async with shown(device, paths.IMPORT, content, "mine.csv") as app:
        await press(app, "Choose a file")
        await app.see("Which day is meant?")
        assert app.says("03/04/2024 is 3 April 2024") and app.says("such as row 4, which says “nonsense”")
        assert faults(app) == []
        await app.tap("Look at the check-ins")
        await app.see("1 record has no date that can be read and was left out.")
        assert app.says("4: nonsense, 3")


async def test_a_column_without_dates_says_which_row_is_none(device: Phone) -> None:
    async with shown(device, paths.IMPORT, b"date,how\nrain,4\nsun,2\n", "mine.csv") as app:
        await press(app, "Choose a file")
        await app.see("row 2 says “rain”")
        buttons = [one for one in app.top if isinstance(one, ft.FilledButton)]
        assert [button.disabled for button in buttons if button.content == "Look at the check-ins"] == [True]


def wide_table(columns: int = 12) -> bytes:
    """Return a table whose day, mood and note stand behind other columns."""
    header = [f"c{n}" for n in range(columns)]
    rows = [["0.5"] * columns, ["0.25"] * columns]
    return table(
        ",".join([*header, "Moment", "How it went", "What I wrote"]),
        [
            [*row, f"2024-02-0{place}", word, "Something longer about the whole of this day"]
            for place, (row, word) in enumerate(zip(rows, ("fine", "bad"), strict=True), 1)
        ],
    )


async def test_a_table_of_very_many_columns_offers_what_looks_right_and_says_what_is_hidden(
    device: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(column_choice, "COLUMNS_SHOWN", 6)
    async with shown(device, paths.IMPORT, wide_table(), "wide.csv") as app:
        await press(app, "Choose a file")
        await app.see("2024-02-01 is read as 1 February 2024")  # found behind all the others
        assert app.says("What I wrote: Something longer") and app.says("8 more columns are not shown.")
        await app.tap("The day")
        assert app.says("Moment: 2024-02-01") and app.says("9 more columns are not shown.")
        assert faults(app) == []
        await app.tap("Moment: 2024-02-01, 2024-02-02")
        await app.tap("The mood")
        assert not app.says("How it went: fine, bad")
        first = next(one for one in app.top if isinstance(one, ft.TextField))
        await app.fire(first, "change", "want", value="want")
        await app.see("No column has this in its name.")
        await app.fire(first, "change", "went", value="went")
        await app.tap("How it went: fine, bad")
        await app.tap("Look at the check-ins")
        await app.see("What each mood becomes")


async def test_an_unknown_table_can_be_left_at_its_beginning_and_at_its_end(device: Phone) -> None:
    async with shown(device, paths.IMPORT, wide_table(3), "small.csv") as app:
        await press(app, "Choose a file")
        await app.see("What are the columns?")
        assert not app.says("more columns")
        ways_out = [one for one in app.top if isinstance(one, ft.TextButton) and one.content == "Do not import"]
        assert len(ways_out) == 2
        await app.tap("Do not import")
        await app.see("What Kith can read")
