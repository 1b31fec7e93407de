"""One window seen from outside: whether it stands in front, and the veil over it while it does not.

With a PIN a window is covered as soon as it goes to the back, so that the picture which the system keeps of it for its
list of apps shows nothing. The cover lies above everything and changes nothing below it.
"""

from typing import TYPE_CHECKING

import flet as ft

from mobile.session import Session
from mobile.ui import theme

if TYPE_CHECKING:
    from mobile.services import Services

_GONE = frozenset({ft.AppLifecycleState.HIDE, ft.AppLifecycleState.PAUSE, ft.AppLifecycleState.DETACH})
_BACK = frozenset({ft.AppLifecycleState.RESUME, ft.AppLifecycleState.SHOW})
_PHONES = frozenset({ft.PagePlatform.ANDROID, ft.PagePlatform.IOS})


class WindowWatch:
    """Tells the services when this window comes and goes."""

    def __init__(self, page: ft.Page, session: Session) -> None:
        self._page = page
        self._session = session
        self._veil = ft.Container(left=0, top=0, right=0, bottom=0, bgcolor=theme.BACKGROUND)

    async def opened(self) -> None:
        """The window stands in front for the first time."""
        if (services := self._session.services) is not None:
            await services.presence.came(id(self))

    async def on_lifecycle(self, event: ft.AppLifecycleStateChangeEvent) -> None:
        """Note what the platform says of the window."""
        services = self._session.services
        if services is None:
            return
        if event.state in _GONE:
            self._cover(services)
            await services.presence.left(id(self))
        elif event.state in _BACK:
            await services.presence.came(id(self))
            self._uncover()
            if event.state == ft.AppLifecycleState.RESUME:
                services.sync.nudge()
        elif event.state == ft.AppLifecycleState.INACTIVE and self._page.platform in _PHONES:
            self._cover(services)  # a desktop window is inactive whenever another one is clicked

    async def on_connect(self) -> None:
        """A window that was cut off is back: a browser's says nothing else when it is loaded again."""
        await self.opened()
        self._uncover()

    async def on_gone(self) -> None:
        """The window was closed, or cut off."""
        if (services := self._session.services) is not None:
            await services.presence.left(id(self))

    def _cover(self, services: "Services") -> None:
        if services.account.state.has_pin and self._veil not in self._page.overlay:
            self._page.overlay.append(self._veil)
            self._page.update()

    def _uncover(self) -> None:
        if self._veil in self._page.overlay:
            self._page.overlay.remove(self._veil)
            self._page.update()
