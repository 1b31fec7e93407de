"""The first minutes of somebody without account, host or network: write, find it again, and lose nothing."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

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
