"""`python -m tests.browser.take_pictures`: take the README's two pictures from a fresh demo."""

import re
import tempfile
from pathlib import Path

from tests.support.browser import DESKTOP, PHONE, Size, open_browser, open_screen
from tests.support.processes import running

FOLDER = Path(__file__).parent / "pictures"
PORT = 8790


def take(name: str, url: str, size: Size, pixels: float, *steps: str) -> None:
    """Open Sam's device, tap through `steps`, and keep what is there then."""
    with open_browser() as browser, open_screen(browser, url, size=size, pixels=pixels) as screen:
        screen.see("From your groups", timeout_ms=30_000)
        for step in steps:
            if step in ("Groups", "Insights", "You"):
                screen.go(step)
            else:
                screen.page.get_by_role("button", name=re.compile(step)).first.click()
            screen.page.wait_for_timeout(1_500)
        screen.page.mouse.move(size.width / 2, size.height * 0.8)
        screen.page.wait_for_timeout(2_500)
        screen.page.screenshot(path=FOLDER / f"{name}.png")


def main() -> None:
    """Run a demo in a folder of its own and take both pictures."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        command = ("-m", "server.cli", "demo", "--no-open", "--data", folder, "--port", str(PORT))
        with running(*command) as demo:
            demo.wait_for("Stop with Ctrl-C", seconds=120)
            sam = f"http://127.0.0.1:{PORT + 1}"
            take("today", sam, PHONE, 1)
            take("groups", sam, DESKTOP, 1, "Groups", "^Night Owls", r"^\d+ repl")
            demo.stop()


if __name__ == "__main__":
    main()
