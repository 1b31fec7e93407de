"""The app on this device: from an empty window to the first screen.

One process is one device with one data folder; the browser may show it in several tabs, each with a `Session` of its
own. The first frame is drawn before storage is imported, because that import is the slowest part of starting.
"""

import asyncio
import importlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

import flet as ft

from mobile.account.start_screen import StartingScreen, TroubleScreen
from mobile.session import Tab, open_tab, run_in_tab, use_session
from mobile.ui import theme
from mobile.ui.guard import component, handler, is_acting, log_failure, use_with
from mobile.ui.help import help_with
from mobile.window_watch import WindowWatch

if TYPE_CHECKING:
    from mobile.reminders.watch import ReminderWatch
    from mobile.services import Services

ASSETS = Path(__file__).parent / "assets"
log = logging.getLogger("kith.app")


@dataclass(frozen=True)
class Options:
    """How this device was started. `web` serves the app to one person on loopback at `port`."""

    folder: Path
    server_url: str
    web: bool = False
    port: int = 0
    example: str | None = None


class Device(Protocol):
    """What the app is drawn over."""

    async def open(self, page: ft.Page | None = None) -> "Services":
        """Return the services of this device."""


class DeviceProcess:
    """The services of this process, opened once and shared by every tab."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._services: Services | None = None
        self._watch: ReminderWatch | None = None
        self._opening = asyncio.Lock()

    async def open(self, page: ft.Page | None = None) -> "Services":
        """Return the services, opening them the first time; raise what `open_services` raises."""
        async with self._opening:
            if self._services is None:
                starting = await asyncio.to_thread(importlib.import_module, "mobile.starting")
                self._services = await starting.start(self.options, page)
                self._watch = starting.watch(self._services)
            return self._services

    async def prepare(self) -> None:
        """Open before the first tab comes, so that an example device is ready when it says so."""
        await self.open()

    async def close(self) -> None:
        """Stop syncing and close the data folder."""
        if self._watch is not None:
            await self._watch.stop()
            self._watch = None
        if self._services is not None:
            await self._services.close()
            self._services = None


def _help(close: Callable[[], None]) -> ft.Control:
    """What the way to help opens on every screen; imported when somebody asks, also when nothing else could open."""
    from mobile.safety.crisis_card import CrisisCard

    card: ft.Control = CrisisCard(close)
    return card


help_with(_help)


@component
def Root() -> Any:
    """Draw the start until the data is open, then the app; the app's screens are imported meanwhile, in a thread."""
    session = use_session()
    if session.trouble is not None:
        return [TroubleScreen(session.trouble)]
    if session.services is None:
        return [StartingScreen()]
    from mobile.router import routes

    return routes(session)


def main(device: Device) -> Callable[[ft.Page], None]:
    """Return Flet's entry point for one window or tab of `device`."""

    def start(page: ft.Page) -> None:
        tab = open_tab(page)
        session = tab.session
        session.resize(page.width or 0)
        page.title = "Kith"
        theme.apply(page, session.theme_mode)

        def on_resize(event: ft.PageResizeEvent) -> None:
            session.resize(event.width)

        window = WindowWatch(page, session)

        async def on_connect(_event: Any) -> None:
            await window.on_connect()
            # What changed while this tab was disconnected was not drawn; draw it now.
            cast(Any, session).notify()  # Flet adds the method to observables
            if session.services is not None:
                session.services.signal.emit("*")

        async def on_disconnect(_event: Any) -> None:
            await window.on_gone()

        async def on_close(_event: Any) -> None:
            tab.close()
            await window.on_gone()

        page.on_resize = handler(on_resize, is_act=False)
        page.on_connect = handler(on_connect, is_act=False)
        page.on_disconnect = handler(on_disconnect, is_act=False)
        page.on_close = handler(on_close, is_act=False)
        page.on_app_lifecycle_state_change = handler(window.on_lifecycle, is_act=False)
        page.render_views(Root)
        page.run_task(_open, device, page, tab, window)

    return start


async def _open(device: Device, page: ft.Page, tab: Tab, window: WindowWatch) -> None:
    session = tab.session
    try:
        services = await device.open(page)
        await asyncio.to_thread(importlib.import_module, "mobile.router")
    except Exception as error:
        log_failure("opening the device's data", error)
        from mobile.sentences import is_expected, problem_sentence

        session.trouble = problem_sentence(error) if is_expected(error) else ""
        return

    def adopt() -> None:
        session.account = services.account.state
        mode = services.preferences.get("theme", "system")
        if mode != session.theme_mode:
            session.theme_mode = mode
            theme.apply(page, mode)
            page.update()

    async def adopt_here() -> None:
        adopt()

    from mobile.reminders.alerts import Alerts

    alerts = Alerts(page, services)

    def on_signal(scope: str) -> None:
        if scope in ("account", "preferences", "*"):
            run_in_tab(page, adopt_here)
        if scope in ("reminders", "*"):
            run_in_tab(page, alerts.look)

    tab.disposers.add(services.signal.subscribe(on_signal))
    adopt()
    session.services = services
    use_with(services.presence.touched)
    services.presence.is_acting = is_acting
    await window.opened()
    run_in_tab(page, alerts.look)


def run(options: Options | None = None) -> None:
    """Run the app: a native window, or with `web` a page for one person on loopback. Blocks until it is closed."""
    if options is None:
        from mobile.command import default_options

        options = default_options()
    device = DeviceProcess(options)
    if options.web:
        from mobile.web_guard import serve_web

        prepare = device.prepare if options.example else None
        serve_web(main(device), port=options.port, on_start=prepare, on_stop=device.close)
    else:
        ft.run(main(device), assets_dir=str(ASSETS))
