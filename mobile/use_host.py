"""Asking the host once when a screen opens; what stands on the device is shown meanwhile."""

from collections.abc import Awaitable, Callable

import flet as ft

from mobile.sentences import is_expected
from mobile.ui.guard import log_failure


def use_host(load: Callable[[], Awaitable[None]]) -> None:
    """Run `load` once. A failure that is told elsewhere, such as being offline, is none here."""
    page = ft.context.page

    async def ask() -> None:
        try:
            await load()
        except Exception as error:
            if not is_expected(error):
                log_failure("asking the host", error)

    def begin() -> None:
        page.run_task(ask)

    ft.use_effect(begin, dependencies=[])
