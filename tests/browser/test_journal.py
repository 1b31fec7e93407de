"""One's own journal in a real browser, without account, host or network: written, found, brought in, taken along."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.person import Person, a_person
from tests.mobile.transfer.lookalikes import daylio_backup, daylio_entry
from tests.support.browser import PHONE
from tests.support.photos import as_taken

NOWHERE = "http://127.0.0.1:9"  # the port of discard: nobody answers there
FLOATING, BAD, WALK = 6, 4, 2  # of the look-alike: an own mood of the best level, a low one, a tag


@pytest.fixture(scope="module")
def sam(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    with a_person(browser, tmp_path_factory.mktemp("journal"), "Sam", NOWHERE, PHONE, False) as person:
        person.start_writing()
        yield person


def test_the_journal_takes_a_photo_and_finds_its_words_again(sam: Person, tmp_path: Path) -> None:
    picture = tmp_path / "IMG_4711.jpg"
    picture.write_bytes(as_taken(1200, 900))
    screen = sam.screen
    screen.tap("Good")
    screen.see("Which words fit?")
    screen.fill("Note", "Walked to the lighthouse")
    screen.scroll_to("Add photos")
    with screen.page.expect_file_chooser() as chooser:
        screen.tap("Add photos")
    chooser.value.set_files(picture)
    screen.see("Photo 1 of 1", exact=False)
    screen.scroll_to("Save check-in")
    screen.tap("Save check-in")
    screen.see("Walked to the lighthouse", exact=False)
    screen.open("/journal/search")
    screen.fill("Words, names or a date", "lighth")
    screen.see("1 check-in", exact=False)
    screen.shoot("journal-search")


def test_a_journal_of_another_app_comes_in_is_looked_through_and_goes_along(sam: Person, tmp_path: Path) -> None:
    screen = sam.screen
    backup = tmp_path / "backup.daylio"
    backup.write_bytes(_of_two_months(date.today()))
    screen.open("/you/data/import")
    with screen.page.expect_file_chooser() as chooser:
        screen.tap("Choose a file")
    chooser.value.set_files(backup)
    screen.scroll_to("Import 60 check-ins")
    screen.tap("Import 60 check-ins")
    screen.see("Imported")
    screen.shoot("imported")
    screen.open("/insights")
    screen.see("Mood")
    screen.scroll_to("A link is not a cause")
    screen.shoot("insights")
    screen.open("/you/data/export")
    screen.scroll_to("Export")
    with screen.page.expect_download() as download:
        screen.tap("Export")
    with zipfile.ZipFile(download.value.path()) as archive:
        assert b"Day 59" in archive.read("kith.json")


def _of_two_months(today: date) -> bytes:
    """Return a backup of sixty days, of which those with a walk are the better ones."""
    entries = []
    for number in range(60):
        moment, walked = datetime.combine(today - timedelta(days=60 - number), time(19, number)), number % 3 == 0
        mood, tags = (FLOATING, [WALK]) if walked else (BAD, [])
        entries.append(daylio_entry(number + 1, moment=moment, mood=mood, tags=tags, note=f"Day {number}"))
    return daylio_backup(entries)
