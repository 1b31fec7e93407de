"""The guard of the app in a browser: our own page gets in, nobody else does, and the page speaks with nobody else."""

import signal
import socket
from collections.abc import Iterator
from time import monotonic
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.support.browser import DESKTOP, PHONE, Size, open_browser, open_screen
from tests.support.processes import Program, running

pytestmark = pytest.mark.browser
APP = ("-m", "tests.tooling.small_app")


def address_of(program: Program) -> str:
    return program.wait_for(r"Kith is open at (http://127\.0\.0\.1:\d+/)")[1]


@pytest.fixture(scope="module")
def app() -> Iterator[str]:
    with running(*APP) as program:
        yield address_of(program)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


def status_of_socket(app: str, origin: str | None) -> int:
    try:
        with connect(f"{app.replace('http', 'ws')}ws", origin=origin, proxy=None):  # type: ignore[arg-type]
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def test_socket_of_our_own_page_is_let_in(app: str) -> None:
    assert status_of_socket(app, app.rstrip("/")) == 101
    assert status_of_socket(app, f"http://localhost:{urlsplit(app).port}") == 101


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:1", "null", None])
def test_socket_of_another_page_is_refused(app: str, origin: str | None) -> None:
    assert status_of_socket(app, origin) == 403


def test_request_from_another_page_is_refused(app: str) -> None:
    assert httpx.get(app, headers={"origin": "https://evil.example"}).status_code == 403
    assert httpx.get(app, headers={"origin": app.rstrip("/")}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:1", "127.0.0.1", ""])
def test_another_name_for_this_host_is_refused(app: str, host: str) -> None:
    # What a page of evil.example would send after pointing its own name at this machine.
    assert httpx.get(app, headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "path", ["", "ws", "main.dart.js", "groups/1", "nothing.png", "assets/fonts/notosansarabic/v1/x.woff2"]
)
def test_every_answer_carries_the_policy(app: str, path: str) -> None:
    headers = httpx.get(app + path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=lambda size: size.name)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_app_is_drawn_and_speaks_with_its_own_host_only(app: str, browser: Browser, size: Size, dark: bool) -> None:
    with open_screen(browser, app, size=size, dark=dark) as screen:
        screen.see("Nothing yet")
        screen.fill("Name", "Ada")
        screen.fill("Passphrase", "a long one")
        screen.tap("Greet")
        screen.see("Hello Ada, 10 signs")
        screen.miss("Nothing yet")
        assert screen.find("img", "Level 3").count() == 1
        screen.shoot("small")
        assert screen.hosts == {urlsplit(app).netloc}
        assert screen.errors == []


def test_two_windows_are_two_sessions_and_a_reload_is_none(app: str, browser: Browser) -> None:
    with open_screen(browser, app) as one, open_screen(browser, app) as other:
        one.fill("Name", "Ada")
        one.tap("Greet")
        one.see("Hello Ada")
        other.tap("Greet")
        other.see("Nobody")
        one.reload()
        one.see("Hello Ada")


def test_what_is_missing_is_told_with_what_is_there(app: str, browser: Browser) -> None:
    with open_screen(browser, app) as screen, pytest.raises(AssertionError, match="Nothing yet"):
        screen.see("Not there", timeout_ms=100)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_ends_in_order_with_a_page_open(browser: Browser, number: signal.Signals) -> None:
    with running(*APP) as program:
        with open_screen(browser, address_of(program)) as screen:
            screen.see("Nothing yet")
            before = monotonic()
            program.process.send_signal(number)
            assert program.process.wait(5) == 0
            assert monotonic() - before < 3
        program.wait_for("closed")
        assert "opened" in program.output
        assert "Traceback" not in program.output


def test_taken_port_is_told_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with running(*APP, str(port)) as program:
            program.wait_for(f"cannot listen on port {port} .* choose another with --port")
            assert program.process.wait(5) == 1
