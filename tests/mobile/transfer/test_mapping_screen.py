"""The columns of an unknown table, said on the screen, on a whole app without a browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import flet as ft
import pytest

from mobile import paths
from tests.mobile.circle import Drawn
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
