"""Taking the journal along on the screen: what, of which days, a bar with a way to stop, and the file."""

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from api_client.wire import limits
from mobile import paths
from mobile.transfer import archive_writer, making
from mobile.transfer.archive_reader import read_archive
from mobile.transfer.backup import open_backup
from tests.mobile.circle import Drawn, drawn
from tests.support.phone import Phone, phone

PASSPHRASE = "seven quiet herons wade at dusk"


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    """A device without an account and without a network, with two check-ins."""
    async with phone(tmp_path, inline=True) as device:
        await device.services.account.start_writing()
        await device.write_entry("Ünruhig", 2)
        await device.services.documents.save(None, "entry", {"felt_on": "2025-06-01", "level": 4, "note": "=fine"})
        await device.services.documents.save(None, "goal", {"title": "Walk"})
        yield device


def shown(device: Phone, route: str, saved: str | None = "/somewhere/file") -> Drawn:
    return drawn(device, route, replies={"save_file": saved})


def files(app: Drawn) -> list[dict[str, Any]]:
    return [args for name, args in app.connection.calls if name == "save_file"]


async def choose(app: Drawn, value: str) -> None:
    await app.fire(next(one for one in app.top if isinstance(one, ft.RadioGroup)), "change", value, value=value)


async def test_everything_goes_out_without_an_account_and_without_a_network(device: Phone) -> None:
    async with shown(device, paths.EXPORT) as app:
        await app.see("2 check-ins")
        assert app.says("1 goal") and app.says("What you deleted is not in it.")
        assert app.says("This file is not encrypted: whoever has it can read it.")
        await app.tap("Export")
        await app.see("Everything is in the file: 2 check-ins, 1 goal.")
        await choose(app, "table")
        await app.miss("Everything is in the file")
        [file] = files(app)
        assert file["file_name"] == "kith-journal-2026-03-01.zip" and file["allowed_extensions"] == ["zip"]
        assert len(read_archive(io.BytesIO(file["src_bytes"])).parts) == 3
        with zipfile.ZipFile(io.BytesIO(file["src_bytes"])) as archive:
            assert b"It is not encrypted" in archive.read("README.txt")


async def test_a_table_and_a_text_hold_the_days_that_were_chosen(device: Phone) -> None:
    async with shown(device, paths.EXPORT) as app:
        await choose(app, "table")
        await app.see("2 check-ins")
        await app.tap("Last year")
        await app.see("1 January 2025 to 31 December 2025")
        await app.see("1 check-in")
        await app.tap("Export")
        await app.see("1 check-in is in the file.")
        await choose(app, "text")
        await app.tap("Last 30 days")
        await app.see("31 January 2026 to 1 March 2026")
        await app.tap("Export")
        await app.until(lambda: len(files(app)) == 2)
        table, text = files(app)
        assert table["file_name"] == "kith-journal-2025-01-01-2025-12-31.csv"
        assert "'=fine" in table["src_bytes"].decode() and "Ünruhig" not in table["src_bytes"].decode()
        assert text["file_name"].endswith(".md") and "> Ünruhig" in text["src_bytes"].decode()


async def test_days_of_ones_own_can_be_chosen_and_never_end_before_they_begin(device: Phone) -> None:
    async with shown(device, paths.EXPORT) as app:
        await choose(app, "text")
        await app.tap("Other days")
        await app.tap("From 31 January 2026")
        [picker] = [one for one in app.all(ft.DatePicker) if one.open]
        await app.fire(picker, "change", value=datetime(2026, 4, 5))
        await app.see("From 5 April 2026")
        assert app.says("To 5 April 2026") and app.says("0 check-ins")


async def test_a_long_export_can_be_stopped_and_leaves_no_file(device: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_writer, "_STEP", 1)
    await device.services.documents.add_many([(None, "entry", {"level": 3}) for _ in range(2_000)])
    async with shown(device, paths.EXPORT) as app:
        await app.see("2,002 check-ins")
        pressed = asyncio.ensure_future(app.click(app.pressable("Export")))
        for _ in range(100):  # some turns, for it does not take long
            await asyncio.sleep(0)
        assert app.says("per cent done") and not app.offers("Export")
        await app.tap("Stop")
        await pressed
        await app.see("Stopped. No file was made.")
        assert files(app) == [] and app.offers("Export")


async def test_a_file_that_was_not_saved_is_said_so(device: Phone) -> None:
    async with shown(device, paths.EXPORT, saved=None) as app:
        await app.tap("Export")
        await app.see("The file was not saved.")


async def test_too_little_memory_is_told_and_nothing_is_kept(device: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    class Small(io.BytesIO):
        def write(self, data: Any) -> int:
            raise MemoryError

    monkeypatch.setattr(making, "Buffer", Small)
    async with shown(device, paths.EXPORT) as app:
        await app.tap("Export")
        await app.see("This device has not enough memory for it. No file was made.")


async def test_a_backup_asks_for_a_good_passphrase_twice_and_opens_with_it(
    device: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "KDF_MEMORY_KIB", limits.KDF_MEMORY_KIB_MIN)
    async with shown(device, paths.BACKUP) as app:
        await app.see("nobody can open the file")
        await app.tap("Make the backup")
        await app.see("Choose a passphrase for this file.")
        await app.write("New passphrase", "password password")
        await app.tap("Make the backup")
        await app.until(lambda: bool(app.field("New passphrase").error))
        await app.write("New passphrase", PASSPHRASE)
        await app.write("The same passphrase again", PASSPHRASE + " ")
        await app.tap("Make the backup")
        await app.see("This is not the same passphrase.")
        await app.write("The same passphrase again", PASSPHRASE)
        await app.tap("Make the backup")
        await app.until(lambda: len(files(app)) == 1)
        [file] = files(app)
        assert file["file_name"] == "kith-backup-2026-03-01.kith" and "Ünruhig".encode() not in file["src_bytes"]
        opened = await open_backup(io.BytesIO(file["src_bytes"]), PASSPHRASE)
        assert len(read_archive(opened).parts) == 3  # type: ignore[arg-type]


async def test_the_way_to_a_backup_stands_beside_the_caution(device: Phone) -> None:
    async with shown(device, paths.EXPORT) as app:
        await app.tap("Make an encrypted backup instead")
        await app.see("A passphrase for this file")
