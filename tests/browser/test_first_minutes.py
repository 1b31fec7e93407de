"""The first minutes of somebody without account, host or network: write, find it again, and lose nothing."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from mobile import paths
from tests.support.browser import DESKTOP, PHONE, Size, open_screen
from tests.support.processes import device_process


@pytest.mark.parametrize(("size", "dark"), [(PHONE, False), (DESKTOP, True)], ids=["phone", "desktop"])
def test_start_writing_and_find_it_after_a_kill(browser: Browser, tmp_path: Path, size: Size, dark: bool) -> None:
    with device_process(tmp_path) as device, open_screen(browser, device.url, size=size, dark=dark) as screen:
        screen.tap("Start writing")
        screen.see("How are you right now?")
        screen.shoot("today-empty")
        screen.tap("Good")
        screen.see("Which words fit?")  # the form opens when the level is on the disk, and not before
        screen.see("Add more, or just leave it.")
        screen.shoot("check-in")
        assert screen.hosts == {urlsplit(device.url).netloc}
        assert screen.errors == []
        device.kill()
        device.start()
        screen.open("/")
        screen.see("1 check-in")
        assert screen.find("button", "Good", exact=False).count() == 2
        screen.shoot("today")


def test_what_a_screen_reader_reads_is_there_before_the_first_frame(browser: Browser, tmp_path: Path) -> None:
    """Else a field that has the focus when the tree comes stays deaf: the framework believes it focused already."""
    with device_process(tmp_path) as device, open_screen(browser, device.url) as screen:
        screen.tap("Start writing")
        screen.see("How are you right now?")
        screen.page.add_init_script(
            "addEventListener('flutter-first-frame', () => {"
            " window.hiddenAtFirst = !!document.querySelector('flt-semantics-placeholder') })"
        )
        screen.open(paths.JOURNAL_SEARCH)
        assert screen.page.evaluate("window.hiddenAtFirst") is False
        screen.fill("Words, names or a date", "rain")
        screen.see("No check-in has all of this.")
