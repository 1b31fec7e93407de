"""Kith in a real Chromium, seen the way a screen reader sees it: names, roles and texts of Flutter's semantics tree.

Flutter draws on a canvas, so there is no other way in; what a test cannot find, a blind person cannot either.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    WebSocket,
    expect,
    sync_playwright,
)

from tests.support.chromium import find_chromium

Role = Literal["button", "tab", "radio", "checkbox", "switch", "link", "menuitem", "heading", "img", "textbox"]
# Software drawing, which every machine has; and no talk of the browser with its maker.
ARGUMENTS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
START_MS = 60_000
STEP_MS = 60_000
EDITOR_MS = 100  # for Flutter to see that a field lost the focus, or what was scrolled to
TYPED_MS = 10_000
FILL_TRIES = 3
STILL_MS = 300
STILL_TRIES = 20  # a clock or a live line may never rest


@dataclass(frozen=True)
class Size:
    """A window: its name in screenshots, and its size in CSS pixels."""

    name: str
    width: int
    height: int


PHONE = Size("phone", 412, 915)
DESKTOP = Size("desktop", 1280, 820)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A headless Chromium for some tests; start it per module, as long as it lives no async test can run beside it."""
    chromium = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.program, args=ARGUMENTS, env={**os.environ, **chromium.environment}
        )
        yield browser
        browser.close()


class Screen:
    """One person's window on Kith: taps by role and name, fills by label, sees texts. Every step waits for its turn."""

    def __init__(self, page: Page, url: str, size: Size, dark: bool) -> None:
        self.page = page
        self.url = url
        self.size = size
        self.dark = dark
        self.errors: list[str] = []
        self._requested: set[str] = set()
        self._sent: list[bytes] = []
        page.set_default_timeout(STEP_MS)
        page.on("request", self._on_request)
        page.on("requestfailed", self._on_request_failed)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("websocket", self._on_websocket)

    def open(self, route: str = "/") -> None:
        """Load the app at a route, and wait until it can be read."""
        self.page.goto(self.url.rstrip("/") + route)
        self.wait_until_readable()

    def reload(self) -> None:
        """Load the page again, as F5 does."""
        self.page.reload()
        self.wait_until_readable()

    def wait_until_readable(self) -> None:
        """Wait for the first frame and its semantics tree, and until that stands still: Flutter drops a tap on a node
        that it draws anew between the touch and its meaning, as it does while what was read from the disk comes in."""
        self.page.locator("flt-semantics-host flt-semantics").first.wait_for(state="attached", timeout=START_MS)
        self._wait_until_still(STILL_MS)

    # --- What is there

    def find(self, role: Role, name: str, *, exact: bool = True) -> Locator:
        """The controls of a role and name, as a screen reader tells them."""
        return self.page.get_by_role(role, name=name, exact=exact)

    def text(self, text: str, *, exact: bool = False) -> Locator:
        """The places where a text stands, shown or as the name of a control."""
        host = self.page.locator("flt-semantics-host")
        return host.get_by_text(text, exact=exact).or_(host.get_by_label(text, exact=exact))

    def see(self, text: str, *, exact: bool = False, timeout_ms: float = STEP_MS) -> None:
        """Wait until a text is there, or fail with what is there instead."""
        try:
            self.text(text, exact=exact).first.wait_for(state="attached", timeout=timeout_ms)
        except Exception as error:
            raise AssertionError(f"{text!r} is not on the screen, but:\n{self.snapshot()}") from error

    def miss(self, text: str, *, exact: bool = False, timeout_ms: float = STEP_MS) -> None:
        """Wait until a text is no longer there, or fail."""
        expect(self.text(text, exact=exact)).to_have_count(0, timeout=timeout_ms)

    def snapshot(self) -> str:
        """The semantics tree in words."""
        return self.page.locator("flt-semantics-host").aria_snapshot()

    def spelled_out(self) -> list[str]:
        """The codes on the screen, which are read out character by character, without the spaces between."""
        return [found.replace(" ", "") for found in re.findall(r"\b(?:[0-9A-Z] ){3,}[0-9A-Z]\b", self.snapshot())]

    # --- What a person does

    def tap(self, name: str, role: Role = "button", *, exact: bool = True) -> None:
        """Tap the control of this name, the first of several."""
        target = self.find(role, name, exact=exact).first
        try:
            target.click()
        except Exception as error:
            raise AssertionError(f"no {role} {name!r} to tap, but:\n{self.snapshot()}") from error

    def go(self, destination: str) -> None:
        """Choose a destination of the bar or the rail, which Flutter names "Groups Tab 3 of 5" or plainly."""
        name = re.compile(rf"^{re.escape(destination)}(\s|$)")
        tab = self.page.get_by_role("tab", name=name).or_(self.page.get_by_role("button", name=name))
        tab.first.click()

    def field(self, label: str) -> Locator:
        """The text field of a label; what follows the label in its name, a hint or a counter, does not matter."""
        name = re.compile(rf"^{re.escape(label)}(\s|$)")
        return self.page.get_by_label(name).and_(self.page.locator("input, textarea")).first

    def fill(self, label: str, text: str) -> None:
        """Write a text into a field in place of what it holds, and wait until the app was told.

        A field that has the focus in the page is not yet one that Flutter listens to: that takes some frames, and what
        is written before is lost. Flutter sets `autocorrect` when it begins to listen, so the attribute is taken away
        and waited for. Where a redraw takes the focus away meanwhile, the field takes it again.
        """
        field = self.field(label)
        for attempt in range(FILL_TRIES):
            if attempt:
                field.blur()
                self.page.wait_for_timeout(EDITOR_MS)
            if field.evaluate("field => field !== document.activeElement"):
                field.evaluate("field => { field.removeAttribute('autocorrect'); field.focus() }")
            try:
                expect(field).to_have_attribute("autocorrect", re.compile("o"), timeout=TYPED_MS)
            except AssertionError:
                continue
            seen = len(self._sent)
            field.fill("")
            field.fill(text)
            if self._was_sent(text.encode(), seen):
                self._wait_until_still(EDITOR_MS)  # a tap on what is just being drawn anew would be dropped
                return
        raise AssertionError(f"the app was not told what was written into {label!r}:\n{self.snapshot()}")

    def press(self, key: str) -> None:
        """Press a key, such as `Enter` or `Escape`."""
        self.page.keyboard.press(key)

    def scroll(self, pixels: int) -> None:
        """Turn the wheel in the middle of the window; down is positive."""
        self.page.mouse.move(self.size.width / 2, self.size.height / 2)
        self.page.mouse.wheel(0, pixels)

    def scroll_to(self, text: str, *, steps: int = 40) -> None:
        """Scroll down until a text is there: lists hold only what is near the window."""
        for _ in range(steps):
            if self.text(text).count():
                return
            self.scroll(400)
            self.page.wait_for_timeout(EDITOR_MS)
        raise AssertionError(f"{text!r} did not come while scrolling:\n{self.snapshot()}")

    def enlarge_text(self, factor: float) -> None:
        """Set the browser's text size, which Flutter follows."""
        self.page.add_style_tag(content=f"html {{ font-size: {16 * factor}px; }}")

    # --- What is kept

    def shoot(self, name: str) -> None:
        """Save a picture as `<name>-<size>-<light|dark>.png` in the folder KITH_SCREENSHOTS, if that is set."""
        folder = os.environ.get("KITH_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            theme = "dark" if self.dark else "light"
            (Path(folder) / f"{name}-{self.size.name}-{theme}.png").write_bytes(self.still())

    def still(self) -> bytes:
        """A picture (PNG) once two in a row are the same: the tree is told before the canvas is painted."""
        before = b""
        for _ in range(20):
            picture = self.page.screenshot()
            if picture == before:
                break
            before = picture
            self.page.wait_for_timeout(STILL_MS)
        return before

    @property
    def hosts(self) -> set[str]:
        """Every host that the page has reached, or tried to without the page's own policy in its way."""
        return {urlsplit(url).netloc for url in self._requested if urlsplit(url).scheme not in ("data", "blob")}

    def _on_request(self, request: Request) -> None:
        self._requested.add(request.url)

    def _on_request_failed(self, request: Request) -> None:
        if request.failure and "csp" in request.failure.lower():
            self._requested.discard(request.url)

    def _on_console(self, message: ConsoleMessage) -> None:
        # Flet's client asks for one script of another host at every start; that our policy stops it is not an error.
        if message.type == "error" and "rive_native.js" not in message.text:
            self.errors.append(f"{message.text} ({message.location['url']})")

    def _on_websocket(self, websocket: WebSocket) -> None:
        self._requested.add(websocket.url)
        websocket.on(
            "framesent", lambda frame: self._sent.append(frame if isinstance(frame, bytes) else frame.encode())
        )

    def _wait_until_still(self, pause_ms: float) -> None:
        before = ""
        for _ in range(STILL_TRIES):
            if (now := self.snapshot()) == before:
                return
            before = now
            self.page.wait_for_timeout(pause_ms)

    def _was_sent(self, content: bytes, since: int) -> bool:
        step = 20
        for _ in range(0, TYPED_MS, step):
            if any(content in frame for frame in self._sent[since:]):
                return True
            self.page.wait_for_timeout(step)
        return False


@contextmanager
def open_screen(
    browser: Browser,
    url: str,
    *,
    route: str = "/",
    size: Size = PHONE,
    dark: bool = False,
    locale: str = "en-GB",
    pixels: float = 1,
) -> Iterator[Screen]:
    """A fresh person at a fresh window of the app at `url`, without cookies or storage.

    `pixels`: device pixels per CSS pixel, for sharper pictures.
    """
    context = browser.new_context(
        viewport={"width": size.width, "height": size.height},
        device_scale_factor=pixels,
        color_scheme="dark" if dark else "light",
        locale=locale,
        reduced_motion="reduce",
    )
    try:
        screen = Screen(context.new_page(), url, size, dark)
        screen.open(route)
        yield screen
    finally:
        context.close()
