"""Opening this device's data; imported in a thread after the first frame, because it brings storage with it."""

from typing import TYPE_CHECKING

import flet as ft

from mobile.device import SystemClock
from mobile.reminders.watch import ReminderWatch
from mobile.secrets import FileSecretStore, SecretStore
from mobile.services import Services, open_services

if TYPE_CHECKING:
    from mobile.app import Options


async def start(options: "Options", page: ft.Page | None) -> Services:
    """Open the data folder of `options`, start syncing, and return the services.

    Raises what `open_services` raises: the folder is in use, was written by a newer app, or has no room left.
    """
    options.folder.mkdir(parents=True, exist_ok=True)
    services = await open_services(
        options.folder,
        server_url=options.server_url,
        secrets=_secrets(options, page),
        clock=SystemClock(),
        in_browser=options.web,
    )
    if options.example:
        from mobile.example import prepare_example

        await prepare_example(services, options.example)
    services.presence.start()
    await services.sync.start()
    return services


def watch(services: Services) -> ReminderWatch:
    """Look after the reminders of this device from now on."""
    running = ReminderWatch(services)
    running.start()
    return running


def _secrets(options: "Options", page: ft.Page | None) -> SecretStore:
    """A window of its own has the platform's keychain; a page in a browser has only a file before there is an
    account, and nothing but memory after."""
    if options.web or page is None or page.web:
        return FileSecretStore(options.folder)
    from flet_secure_storage import SecureStorage

    from mobile.platform_secrets import PlatformSecretStore

    return PlatformSecretStore(SecureStorage())
