"""The whole app over an open device, drawn without a browser: the app's own root, router and screens."""

from typing import Any

import flet as ft

from mobile import app
from mobile.services import Services
from tests.support.headless import App


class OpenDevice:
    """Stands where `DeviceProcess` stands, for services that a test has opened itself."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def open(self, _page: ft.Page | None = None) -> Services:
        """Return the services."""
        return self._services


def whole_app(services: Services, route: str = "/", **properties: Any) -> App:
    """Return the app as a person would see it at `route`; `properties` are those of `App`, such as `width`."""
    return App(app.main(OpenDevice(services)), route=route, **properties)
