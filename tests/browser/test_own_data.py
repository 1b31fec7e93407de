"""A journal leaves one device as an encrypted backup and is all there on another, without account, host or network."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.person import PASSPHRASE, Person
from tests.support.browser import PHONE, open_screen
from tests.support.processes import device_process

NOTE = "Slept badly, walked anyway"
LONG_MS = 60_000


def test_a_backup_made_here_is_a_journal_there(browser: Browser, tmp_path: Path) -> None:
    backup = tmp_path / "backup.kith"
    with device_process(tmp_path / "old") as device, open_screen(browser, device.url, size=PHONE) as screen:
        person = Person(screen, "Sam")
        person.start_writing()
        person.check_in("Low", "tired", NOTE)
        screen.open("/you/data/backup")
        screen.see("1 check-in")
        screen.fill("New passphrase", PASSPHRASE)
        screen.fill("The same passphrase again", PASSPHRASE)
        with screen.page.expect_download(timeout=LONG_MS) as download:
            screen.tap("Make the backup")
        download.value.save_as(backup)
        screen.see("Everything is in the file: 1 check-in.")
        assert screen.errors == []
    assert NOTE.encode() not in backup.read_bytes()
    with device_process(tmp_path / "new") as device, open_screen(browser, device.url, size=PHONE) as screen:
        Person(screen, "Sam").start_writing()
        screen.open("/you/data/import")
        screen.see("What Kith can read")
        with screen.page.expect_file_chooser() as chooser:
            screen.tap("Choose a file")
        chooser.value.set_files(backup)
        screen.see("This backup is encrypted.", timeout_ms=LONG_MS)
        screen.fill("Passphrase of this backup", PASSPHRASE)
        screen.tap("Open")
        screen.see("Would be added", timeout_ms=LONG_MS)
        screen.tap("Import")
        screen.see("Imported", timeout_ms=LONG_MS)
        screen.open("/journal")
        screen.see(NOTE, timeout_ms=LONG_MS)
        assert screen.errors == []
