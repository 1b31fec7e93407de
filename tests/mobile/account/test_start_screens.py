"""The first moments: calm while it opens, one sentence when it cannot, and writing before anything else."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import flet as ft

from mobile.account import start_screen
from mobile.account.start_screen import StartingScreen, TroubleScreen
from mobile.app import DeviceProcess, Options, main
from mobile.device import FolderLock
from mobile.storage.database import FILE_NAME
from tests.mobile.account.account_app import Drawn, a_phone
from tests.support.headless import App
from tests.support.server import LocalHost


def drawn(view: Any) -> App:
    return App(lambda page: page.render_views(lambda: [view()]))


async def test_opening_shows_nothing_that_turns_and_says_so_when_it_takes_long(monkeypatch: Any) -> None:
    late = asyncio.Event()

    async def until_late(_seconds: float) -> None:
        await late.wait()

    monkeypatch.setattr(start_screen, "pause", until_late)
    async with drawn(StartingScreen) as app:
        assert app.shows("Kith")
        late.set()
        await app.until(lambda: app.shows("Opening your journal"))
        assert not app.all(ft.ProgressRing)


async def test_trouble_is_told_in_the_given_sentence() -> None:
    async with drawn(lambda: TroubleScreen("Kith is already open with this journal.")) as app:
        assert app.shows("Your journal could not be opened")
        assert app.shows("Kith is already open with this journal.")


async def test_trouble_without_a_sentence_says_what_is_safe_and_what_to_do() -> None:
    async with drawn(lambda: TroubleScreen("")) as app:
        assert app.shows("Nothing was deleted.")
        assert app.shows("open it again")


async def test_a_new_device_writes_at_once_without_an_account_or_a_host(tmp_path: Path, host: LocalHost) -> None:
    async with a_phone(tmp_path / "phone", host, started=False) as phone:
        phone.network.online = False
        async with phone.app("/") as app:
            assert app.says("Only you can read your journal.")
            await app.tap("Start writing")
            await app.wait_for("Today stands here")
        assert phone.phase == "local"
        assert not phone.network.counts


async def test_a_new_device_can_come_back_with_an_account_or_a_code(tmp_path: Path, host: LocalHost) -> None:
    async with a_phone(tmp_path / "phone", host, started=False) as phone, phone.app("/") as app:
        await app.tap("I have an account")
        await app.wait_for("Your journal comes to this device")
    async with a_phone(tmp_path / "other", host, started=False) as phone, phone.app("/") as app:
        assert isinstance(app, Drawn)
        await app.tap("Recover with a code")
        await app.wait_for("The code that you wrote down opens your journal.")


async def test_a_folder_that_is_open_already_is_told_in_words_and_not_touched(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path / "data")
    device = DeviceProcess(Options(folder=tmp_path / "data", server_url="http://kith.test", web=True))
    async with App(main(device)) as app:
        await app.until(lambda: app.shows("Kith is already open with this journal."), seconds=20)
        assert app.shows("Your journal could not be opened")
    lock.release()
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["kith.lock"]


async def test_a_journal_of_a_newer_app_is_told_in_words_and_not_touched(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as file:
        file.execute("PRAGMA user_version = 999")
    before = (tmp_path / FILE_NAME).read_bytes()
    device = DeviceProcess(Options(folder=tmp_path, server_url="http://kith.test", web=True))
    async with App(main(device)) as app:
        await app.until(lambda: app.shows("This journal was written by a newer Kith."), seconds=20)
    assert (tmp_path / FILE_NAME).read_bytes() == before
