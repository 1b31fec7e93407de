"""The account screens alone on a real device: its services on a temporary folder, a real host in the same loop."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import flet as ft
import httpx
from flet.controls.base_control import BaseControl

from mobile import paths
from mobile.account.devices_screen import DevicesScreen
from mobile.account.leave_screen import LeaveScreen
from mobile.account.passphrase_screen import PassphraseScreen
from mobile.account.privacy_screen import PrivacyScreen
from mobile.account.recover_screen import RecoverScreen
from mobile.account.recovery_code_screen import RecoveryCodeScreen
from mobile.account.sign_in_screen import SignInScreen
from mobile.account.sign_up_screen import SignUpScreen
from mobile.account.unlock_screen import UnlockScreen
from mobile.account.unsent_screen import UnsentScreen
from mobile.account.welcome_screen import WelcomeScreen
from mobile.account.you_screen import YouScreen
from mobile.secrets import MemorySecretStore, SecretStore
from mobile.services import Services, open_services
from mobile.session import Session, open_tab, use_session
from mobile.ui.guard import component, screen
from tests.support.faults import FaultyTransport
from tests.support.headless import App
from tests.support.server import LocalHost, local_host

PASSPHRASE = "stitch gondola beyond rotate weigh"
OTHER_PASSPHRASE = "state juniper snug modern hip"
HOST_URL = "http://kith.test"
NOW = datetime(2026, 11, 12, 18, 42, tzinfo=ZoneInfo("Europe/London"))


class StillClock:
    """A clock that stands."""

    def now(self) -> datetime:
        """Return the one moment."""
        return NOW

    def today(self) -> date:
        """Return its day."""
        return NOW.date()

    def zone(self) -> str:
        """Return its zone."""
        return "Europe/London"


@screen
def TodayStandIn() -> ft.View:
    """Stands where Today is, which belongs to another slice."""
    return ft.View(route="/", controls=[ft.Text("Today stands here")])


ACCOUNT = [
    ft.Route(path="sign-up", component=SignUpScreen),
    ft.Route(path="sign-in", component=SignInScreen),
    ft.Route(path="recover", component=RecoverScreen),
    ft.Route(path="passphrase", component=PassphraseScreen),
    ft.Route(path="leave", component=LeaveScreen),
    ft.Route(path="recovery-code", component=RecoveryCodeScreen),
    ft.Route(path="devices", component=DevicesScreen),
    ft.Route(path="unsent", component=UnsentScreen),
    ft.Route(path="privacy", component=PrivacyScreen),
]
ROUTES = [ft.Route(path="you", component=YouScreen, children=ACCOUNT), ft.Route(index=True, component=TodayStandIn)]
NEW = [
    ft.Route(
        path="",
        component=WelcomeScreen,
        children=[
            ft.Route(path="you/sign-in", component=SignInScreen),
            ft.Route(path="you/recover", component=RecoverScreen),
        ],
    )
]


@component
def Root() -> Any:
    """The same gates as the app's own root, with this slice's routes behind them."""
    return _views(use_session())


def _views(session: Session) -> Any:
    if session.account is None or session.account.phase == "locked":
        return [UnlockScreen()]
    if session.account.phase == "new":
        return ft.Router(NEW, manage_views=True, not_found=WelcomeScreen)
    return ft.Router(ROUTES, manage_views=True, not_found=TodayStandIn)


@dataclass
class Phone:
    """One device and what stands between it and its host."""

    services: Services
    network: FaultyTransport
    session: Session = field(default_factory=Session)

    @property
    def phase(self) -> str:
        """Where the account stands."""
        return self.services.account.state.phase

    def main(self, page: ft.Page) -> None:
        """Draw the app as `mobile.app` does."""
        tab = open_tab(page)
        session = self.session = tab.session
        session.resize(page.width or 0)
        session.services = self.services
        session.account = self.services.account.state

        async def adopt() -> None:
            session.account = self.services.account.state

        def on_signal(scope: str) -> None:
            if scope == "account":
                page.run_task(adopt)

        tab.disposers.add(self.services.signal.subscribe(on_signal))
        page.render_views(Root)

    def app(self, route: str = paths.YOU, **options: Any) -> "Drawn":
        """Return the app as drawn at `route`, to be entered."""
        return Drawn(self.main, route=route, **options)

    async def sign_up(self, handle: str = "sam", display_name: str = "Sam") -> str:
        """Make an account without a screen; return the recovery code."""
        return await self.services.account.sign_up(HOST_URL, handle, display_name, PASSPHRASE)


class Drawn(App):
    """The app with words for what a person does on the screen that is on top."""

    @property
    def top_view(self) -> ft.View:
        """The uppermost view."""
        return self.all(ft.View)[-1]

    @property
    def top(self) -> list[BaseControl]:
        """What is on top: the open dialog, else the uppermost view."""
        dialogs = [dialog for dialog in self.all(ft.AlertDialog) if dialog.open]
        return list(self.walk(dialogs[-1] if dialogs else self.top_view))

    def field(self, label: str) -> ft.TextField:
        """The text field of this label on top."""
        found = [one for one in self.top if isinstance(one, ft.TextField) and one.label == label]
        assert len(found) == 1, f"{len(found)} fields {label!r}; on screen: {self.texts()}"
        return found[0]

    def button(self, text: str) -> BaseControl:
        """What can be pressed on top and is called `text`: a button, an icon, a row of a card."""
        found = [control for control in self.top if text == self._pressed_name(control)]
        assert len(found) == 1, f"{len(found)} buttons {text!r}; on screen: {self.texts()}"
        return found[0]

    def _pressed_name(self, control: BaseControl) -> str | None:
        if isinstance(control, ft.Button | ft.TextButton | ft.OutlinedButton):
            return str(control.content)
        if isinstance(control, ft.IconButton):
            return str(control.tooltip)
        if isinstance(control, ft.Container) and control.on_click is not None:
            return next((str(one.value) for one in self.walk(control) if isinstance(one, ft.Text)), None)
        return None

    def has_button(self, text: str) -> bool:
        """Whether something called `text` can be pressed on top."""
        try:
            return self.button(text) is not None
        except AssertionError:
            return False

    async def tap(self, text: str) -> None:
        """Press what is called `text`."""
        await self.click(self.button(text))

    async def write(self, label: str, text: str) -> None:
        """Type into the field of this label."""
        await self.enter(self.field(label), text)

    async def tick(self, label: str) -> None:
        """Tick a box."""
        box = next(one for one in self.top if isinstance(one, ft.Checkbox) and one.semantics_label == label)
        await self.fire(box, "change", True, value=True)

    def says(self, text: str) -> bool:
        """Whether `text` stands on top: as a text, or below a field."""
        for control in self.top:
            if isinstance(control, ft.Text) and text in (control.value or ""):
                return True
            if isinstance(control, ft.TextField) and text in f"{control.error or ''}\n{control.helper or ''}":
                return True
        return False

    async def wait_for(self, text: str) -> None:
        """Wait until `text` stands on top: for what takes a thread or the host."""
        await self.until(lambda: self.says(text), seconds=20)
        await self.settle()

    def said(self) -> list[str]:
        """The passing lines that were shown."""
        return [str(bar.content) for bar in self.all(ft.SnackBar)]


@asynccontextmanager
async def a_phone(
    folder: Path, host: LocalHost, *, secrets: SecretStore | None = None, started: bool = True
) -> AsyncIterator[Phone]:
    """Open a device on `folder`; with `started` its owner has begun to write."""
    network = FaultyTransport(httpx.ASGITransport(host.app))
    services = await open_services(
        folder,
        server_url=HOST_URL,
        secrets=secrets or MemorySecretStore(),
        clock=StillClock(),
        transport=network,
        live=False,
    )
    if started:
        await services.account.start_writing()
    try:
        yield Phone(services, network)
    finally:
        await services.close()


__all__ = ["PASSPHRASE", "Drawn", "Phone", "a_phone", "local_host"]
