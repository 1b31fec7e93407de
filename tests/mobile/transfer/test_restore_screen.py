"""Bringing an archive or a backup back on the screen: one file picker for every journal, a preview, and the way out."""

import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from api_client.wire import limits
from mobile import paths
from mobile.transfer.archive_writer import write_archive
from mobile.transfer.backup_screen import make_backup
from mobile.transfer.past import list_imports
from mobile.vault.values import Value
from tests.mobile.circle import Drawn, drawn
from tests.support.phone import Phone, phone
from tests.support.photos import jpeg

PASSPHRASE = "seven quiet herons wade at dusk"


@pytest.fixture
async def old(tmp_path: Path) -> AsyncIterator[Phone]:
    """A device with a check-in with a photo, and a goal."""
    async with phone(tmp_path / "old", inline=True) as device:
        photo_id, value = await device.services.journal_photos.add_ready(jpeg())
        fields: dict[str, Value] = {"felt_on": "2026-02-01", "level": 2, "note": "Ünruhig", f"photos.{photo_id}": value}
        await device.services.documents.save(None, "entry", fields)
        await device.services.documents.save(None, "goal", {"title": "Walk"})
        yield device


@pytest.fixture
async def new(tmp_path: Path) -> AsyncIterator[Phone]:
    """A device with a journal that holds nothing yet."""
    async with phone(tmp_path / "new", inline=True) as device:
        await device.services.account.start_writing()
        yield device


async def archive_of(device: Phone) -> bytes:
    out = io.BytesIO()
    await write_archive(device.services, out)
    return out.getvalue()


async def backup_of(device: Phone, monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setattr(limits, "KDF_MEMORY_KIB", limits.KDF_MEMORY_KIB_MIN)
    out = io.BytesIO()
    await make_backup(device.services, PASSPHRASE, out)
    return out.getvalue()


def choosing(device: Phone, folder: Path, content: bytes, name: str) -> Drawn:
    """The import's screen, whose file picker hands over this file."""
    file = folder / name
    file.write_bytes(content)
    picked: list[dict[str, Any]] = [{"id": 1, "name": name, "size": len(content), "path": str(file), "bytes": None}]
    return drawn(device, paths.IMPORT, replies={"pick_files": picked})


async def choose(app: Drawn) -> None:
    await app.see("What Kith can read")
    await app.tap("Choose a file")


async def test_an_archive_is_told_shown_imported_and_taken_out_again(old: Phone, new: Phone, tmp_path: Path) -> None:
    async with choosing(new, tmp_path, await archive_of(old), "journal.zip") as app:
        await choose(app)
        await app.see("A Kith archive of 1 March 2026")
        assert app.says("1 check-in") and app.says("1 goal") and app.says("1 photo")
        assert not new.services.documents.list("entry"), "nothing is written before the member says so"
        await app.tap("Import")
        await app.see("Imported")
        [entry] = new.services.documents.list("entry")
        assert entry.fields["note"] == "Ünruhig"
        [name] = [name for name in entry.fields if name.startswith("photos.")]
        assert await new.services.journal_photos.get_local(name.removeprefix("photos.")) == jpeg()
        [past] = list_imports(new.services.documents)
        assert past.source == "kith" and past.entries == 1 and "1 goal" in past.report
        await app.tap("Report, and taking it out again")
        await app.see("1 goal")


async def test_what_is_here_already_is_not_added_twice(old: Phone, tmp_path: Path) -> None:
    await old.services.account.start_writing()
    async with choosing(old, tmp_path, await archive_of(old), "journal.zip") as app:
        await choose(app)
        await app.see("Everything in this file is here already. There is nothing to add.")
        assert app.says("2 are here already and stay as they are.") and not app.offers("Import")
        assert list_imports(old.services.documents) == []


async def test_a_backup_asks_for_its_passphrase_and_says_when_it_is_another(
    old: Phone, new: Phone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with choosing(new, tmp_path, await backup_of(old, monkeypatch), "any name.bin") as app:
        await choose(app)
        await app.see("This backup is encrypted.")
        await app.tap("Open")
        await app.see("Write the passphrase of this backup.")
        assert not app.shows("This is not the passphrase of this backup.")
        await app.write("Passphrase of this backup", "another one altogether")
        await app.tap("Open")
        await app.see("This is not the passphrase of this backup. Try again. Nothing was imported.")
        await app.write("Passphrase of this backup", PASSPHRASE)
        await app.tap("Open")
        await app.see("Would be added")
        await app.tap("Import")
        await app.see("Imported")
        assert [one.fields["note"] for one in new.services.documents.list("entry")] == ["Ünruhig"]


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda file: file[:-5], "The end of this file is missing."),
        (lambda file: file[:-5] + b"xxxxx", "This file was changed or damaged after it was made."),
        (lambda file: b"KITH-BACKUP-2\n" + file[14:], "A newer Kith made this backup."),
    ],
)
async def test_a_spoilt_backup_says_what_is_wrong_with_it(
    old: Phone, new: Phone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Any, sentence: str
) -> None:
    async with choosing(new, tmp_path, spoil(await backup_of(old, monkeypatch)), "backup.kith") as app:
        await choose(app)
        await app.see("This backup is encrypted.")
        await app.write("Passphrase of this backup", PASSPHRASE)
        await app.tap("Open")
        await app.see(sentence)
        assert app.says("Nothing was imported.") and not new.services.documents.list("entry")


async def test_an_archive_with_a_damaged_list_is_refused(new: Phone, old: Phone, tmp_path: Path) -> None:
    file = await archive_of(old)
    bent = bytearray(file)
    bent[file.index(b"kith.json") + 40] ^= 255
    async with choosing(new, tmp_path, bytes(bent), "journal.zip") as app:
        await choose(app)
        await app.see("This archive is damaged or was copied only in part. Copy it again. Nothing was imported.")
        await app.tap("Choose another file")
        await app.see("What Kith can read")


async def test_without_a_file_the_screen_leads_to_the_choice(new: Phone) -> None:
    async with drawn(new, paths.RESTORE) as app:
        await app.see("No file is open here.")
        await app.tap("Choose a file")
        await app.see("What Kith can read")
