"""Two people, two devices, one host, in a real browser: from the first check-in to a reply that waits for the host."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.person import NETWORK_MS, a_person
from tests.support.browser import DESKTOP, PHONE, Size
from tests.support.server import server_process

LIVE_MS = 30_000  # a post stands in the other app within a second; a busy test machine gets more


@pytest.mark.parametrize(("size", "dark"), [(PHONE, False), (DESKTOP, True)], ids=["phone", "desktop"])
def test_from_the_first_check_in_to_a_reply_that_waits_for_the_host(
    browser: Browser, tmp_path: Path, size: Size, dark: bool
) -> None:
    with server_process(tmp_path / "host") as host:
        port = int(host.url.rsplit(":", 1)[1])
        with (
            a_person(browser, tmp_path, "Sam", host.url, size, dark) as sam,
            a_person(browser, tmp_path, "Priya", host.url, size, dark) as priya,
        ):
            sam.start_writing()
            sam.check_in("Low", "tired", "Third night of four hours")
            sam.screen.tap("All check-ins")
            sam.screen.see("Third night of four hours")
            sam.sign_up()
            sam.screen.tap("All check-ins")
            sam.screen.see("Third night of four hours")  # an account made later keeps every entry

            priya.start_writing()
            priya.sign_up()
            code = priya.start_group("Night Owls")
            sam.join(code)
            sam.screen.see("Night Owls")

            sam.write_post("Anyone awake? Could use company.")
            priya.screen.open("/groups")
            priya.screen.tap("Night Owls", exact=False)
            priya.screen.see("Anyone awake? Could use company.")
            priya.screen.shoot("feed")
            priya.screen.tap("Reply")
            sam.screen.tap("Reply")
            priya.reply("Here. Kettle is on.")
            sam.screen.see("Here. Kettle is on.", timeout_ms=LIVE_MS)
            sam.screen.shoot("thread")

            host.program.stop()
            sam.reply("I am up too")
            sam.screen.see("Sends when you’re back online", timeout_ms=NETWORK_MS)
            sam.screen.shoot("thread-offline")
            sam.screen.open("/")
            sam.check_in("Good", "relieved", "Someone answered")
            with server_process(tmp_path / "host", port=port):
                priya.screen.see("I am up too", timeout_ms=NETWORK_MS)
                assert priya.screen.text("I am up too", exact=True).count() <= 1
                sam.screen.see("All saved", timeout_ms=NETWORK_MS)
                sam.screen.shoot("today")
