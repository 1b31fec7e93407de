"""Choosing a file for an import: that something goes on is said before a browser has handed the file over."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from mobile import paths
from tests.mobile.transfer.test_import_screens import shown
from tests.support.phone import Phone, phone

WAITING = "Waiting for the file."


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    """A device without an account and without a network."""
    async with phone(tmp_path, inline=True) as opened:
        await opened.services.account.start_writing()
        yield opened


@pytest.mark.parametrize("is_chosen", [True, False])
async def test_a_file_is_waited_for_in_words_until_it_is_here_or_none_was_chosen(
    device: Phone, monkeypatch: pytest.MonkeyPatch, is_chosen: bool
) -> None:
    asked: list[Any] = []
    async with shown(device, paths.IMPORT, b"date,how\n2024-01-01,4\n", "mine.csv") as app:
        await app.see("What Kith can read")
        assert not app.says(WAITING)
        answer = app.connection.answer_call
        monkeypatch.setattr(
            app.connection,
            "answer_call",
            lambda body: asked.append(body) if body.name == "pick_files" else answer(body),
        )
        pressing = asyncio.ensure_future(app.tap("Choose a file"))
        await app.see(WAITING)
        assert app.offers("Choose a file")
        if not is_chosen:
            app.connection.replies = {"pick_files": []}
        answer(asked[0])
        await pressing
        await app.see("What are the columns?" if is_chosen else "What Kith can read")
        await app.miss(WAITING)
