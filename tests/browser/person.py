"""A person at the window of a device of their own, and what they do in every story."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.support.browser import Screen, Size, open_screen
from tests.support.processes import device_process

PASSPHRASE = "seven quiet herons wade at dusk"
NETWORK_MS = 60_000  # for what waits for the host, or for a back-off to end


class Person:
    """One person at the window of a device of their own."""

    def __init__(self, screen: Screen, name: str) -> None:
        self.screen = screen
        self.name = name

    def start_writing(self) -> None:
        """Begin without an account."""
        self.screen.tap("Start writing")
        self.screen.see("How are you right now?")

    def check_in(self, level: str, word: str, note: str) -> None:
        """Say how it is: one tap saves, then a word and a note."""
        self.screen.tap(level)
        self.screen.see("Which words fit?")
        self.screen.tap(word)
        self.screen.fill("Note", note)
        self.screen.tap("Save check-in")
        self.screen.see(note)

    def sign_up(self) -> None:
        """Make an account, write the recovery code down, and prove it."""
        screen = self.screen
        screen.open("/you/sign-up")
        screen.see("I accept the house rules", timeout_ms=NETWORK_MS)
        screen.fill("Handle", self.name.lower())
        screen.fill("Name in groups", self.name)
        screen.fill("New passphrase", PASSPHRASE)
        screen.scroll_to("Create account")
        screen.tap("I accept the house rules", "checkbox")
        screen.tap("I am 18 or older", "checkbox")
        screen.tap("Create account")
        screen.see("Write this down", timeout_ms=NETWORK_MS)
        (code,) = screen.spelled_out()
        screen.tap("I wrote it down")
        screen.fill("Third group", code[10:15])
        screen.fill("Sixth group", code[25:30])
        screen.tap("Confirm")
        screen.see("How are you right now?")

    def start_group(self, name: str) -> str:
        """Start a group and return its code."""
        screen = self.screen
        screen.open("/groups/new")
        screen.fill("Name of the group", name)
        screen.tap("Start the group")
        screen.see("Invite somebody", timeout_ms=NETWORK_MS)
        (code,) = screen.spelled_out()
        return code

    def join(self, code: str) -> None:
        """Join a group by its code."""
        screen = self.screen
        screen.open("/groups/join")
        screen.fill("Code or link", code)
        screen.tap("Look at the group")
        screen.see("Join this group", timeout_ms=NETWORK_MS)
        screen.tap("Join this group")

    def write_post(self, text: str) -> None:
        """Write to the group that is open."""
        self.screen.tap("Share")
        self.screen.fill("Your words", text)
        self.screen.tap("Share with the group")
        self.screen.see(text)

    def reply(self, text: str) -> None:
        """Answer in the thread that is open."""
        self.screen.fill("Your reply", text)
        self.screen.tap("Send")
        self.screen.see(text)


@contextmanager
def a_person(browser: Browser, folder: Path, name: str, host_url: str, size: Size, dark: bool) -> Iterator[Person]:
    """Run a device with its own folder, and open its window."""
    with (
        device_process(folder / name, host_url) as device,
        open_screen(browser, device.url, size=size, dark=dark) as screen,
    ):
        yield Person(screen, name)
        assert screen.hosts == {urlsplit(device.url).netloc}, "a page talks to nobody but its own device"
        assert screen.errors == []
