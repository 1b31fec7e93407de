"""One reminder: its time, its weekdays, and whether it is left out on a day that has a check-in."""

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.reminders.document import Reminder
from mobile.ui import dates, inputs, type
from mobile.ui.guard import handler
from mobile.ui.sheets import sheet
from mobile.ui.times import time_chip, weekday_chips
from mobile.words import t


def edit_sheet(reminder: Reminder, change: Any, delete: Any, close: Callable[[], None]) -> ft.BottomSheet:
    """Return the sheet of a reminder that there is; `change` gets the fields that change and keeps them at once."""

    async def take_away(_event: Any) -> None:
        await delete(reminder)

    away = inputs.text_button(t("Delete this reminder"), handler(take_away), danger=True)
    return _sheet(t("Reminder"), reminder, change, handler(close), away, close)


def new_sheet(reminder: Reminder, change: Any, add: Any, close: Callable[[], None]) -> ft.BottomSheet:
    """Return the sheet of a reminder that is nowhere before `add`; however else one leaves it, there is none."""
    away = inputs.text_button(t("Cancel"), handler(lambda _event: close()))
    return _sheet(t("New reminder"), reminder, change, handler(add), away, close)


def _sheet(
    title: str, reminder: Reminder, change: Any, done: Any, away: ft.Control, close: Callable[[], None]
) -> ft.BottomSheet:
    page = ft.context.page
    at = t("At {time}", time=dates.clock(reminder.at))
    parts: list[ft.Control] = [
        type.heading(title),
        ft.Row([time_chip(at, reminder.at, lambda value: change(at=value), page)], wrap=True),
        type.subheading(t("On these days")),
        weekday_chips(reminder.weekdays, lambda days: change(weekdays=days)),
        inputs.checkbox(
            t("Only if I have not checked in that day"),
            reminder.only_if_not_logged,
            lambda on: change(only_if_not_logged=on),
        ),
        inputs.primary_button(t("Done"), done),
        ft.Row([away], alignment=ft.MainAxisAlignment.CENTER),
    ]
    return sheet(parts, close)
