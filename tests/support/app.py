"""The whole app over an open device, drawn without a browser: the app's own root, router and screens."""

from typing import Any, Self

import flet as ft

from mobile import app
from mobile.services import Services
from tests.support.headless import App

FIRST_FRAME = "Kith"  # all that stands on the screen until the data is open


class OpenDevice:
    """Stands where `DeviceProcess` stands, for services that a test has opened itself."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def open(self, _page: ft.Page | None = None) -> Services:
        """Return the services."""
        return self._services


class WholeApp(App):
    """The app, entered once its screens stand: they are imported in a thread behind the first frame."""

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        await self.until(lambda: self.texts() != [FIRST_FRAME], seconds=30)
        await self.settle()
        return self


def whole_app(services: Services, route: str = "/", **properties: Any) -> App:
    """Return the app as a person would see it at `route`; `properties` are those of `App`, such as `width`."""
    return WholeApp(app.main(OpenDevice(services)), route=route, **properties)
