"""One line in each open window when the moment of a reminder comes, with the way to that day's check-in."""

from typing import TYPE_CHECKING, Any

import flet as ft

from mobile import paths
from mobile.reminders.due_card import due_line
from mobile.reminders.reading import name_of, read_due
from mobile.reminders.schedule import Due
from mobile.ui import scaffold
from mobile.ui.guard import handler
from mobile.vault.sealing import Locked
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

SHOWN_MILLISECONDS = 20_000


class Alerts:
    """What one window has told already. What is due when it opens stands on Today and is not told."""

    def __init__(self, page: ft.Page, services: "Services") -> None:
        self._page = page
        self._services = services
        self._known: set[str] | None = None

    async def look(self) -> None:
        """Tell what has come up since the last look, or since the journal was opened."""
        if not self._services.documents.is_open:
            self._known = None
            return
        try:
            due = await read_due(self._services)
        except Locked:
            return
        known, self._known = self._known, {name_of(one) for one in due}
        if known is not None and (new := [one for one in due if name_of(one) not in known]):
            self._tell(new[0])

    def _tell(self, due: Due) -> None:
        day, at, _ = due.occurrence

        def go(_event: Any) -> None:
            scaffold.go(paths.new_entry(day=day, at=at), self._page)

        words = due_line(due, self._services.clock.today())
        action = ft.SnackBarAction(t("Check in"), on_click=handler(go))
        self._page.show_dialog(ft.SnackBar(words, duration=SHOWN_MILLISECONDS, action=action))
