"""Choosing times of the day and weekdays, wherever something is to happen then."""

from collections.abc import Callable
from datetime import time
from typing import Any

import flet as ft

from mobile.ui import cards, dates
from mobile.ui.guard import handler
from mobile.words import t

WEEK = (1, 2, 3, 4, 5, 6, 7)  # as in ISO 8601, Monday first


def time_chip(text: str, value: time, change: Callable[[time], None], page: ft.Page) -> ft.Control:
    """Return a chip that shows a time and lets another be chosen."""
    return cards.chip(text, handler(lambda _event: choose_time(page, value, change)), icon=ft.Icons.SCHEDULE)


def choose_time(page: ft.Page, value: time, change: Callable[[time], None]) -> None:
    """Let a time of the day be chosen, by a clock that counts the hours as Kith writes them."""

    def chosen(event: ft.Event[Any]) -> None:
        if event.control.value is not None:
            change(event.control.value.replace(second=0, microsecond=0, tzinfo=None))

    hours = ft.TimePickerHourFormat.H24 if dates.counts_to_24() else ft.TimePickerHourFormat.H12
    page.show_dialog(ft.TimePicker(value=value, hour_format=hours, on_change=handler(chosen)))


def weekday_chips(chosen: tuple[int, ...], change: Callable[[tuple[int, ...]], None]) -> ft.Control:
    """Return a chip for each weekday, in the member's order; at least one stays chosen."""

    def toggle(day: int) -> Any:
        others = [one for one in chosen if one != day]
        kept = others if day in chosen else [*others, day]
        return handler(lambda _event: change(tuple(sorted(kept))) if kept else None)

    return cards.chips([weekday_chip(day, day in chosen, toggle(day)) for day in day_names()])


def weekday_chip(day: int, chosen: bool, on_click: Any) -> ft.Control:
    """Return one weekday by its initial; a screen reader says the whole name."""
    short, full = day_names()[day]
    return cards.chip(short, on_click, selected=chosen, label=full)


def day_names() -> dict[int, tuple[str, str]]:
    """Return short and full names of the weekdays, by their number from 1, Monday, in the member's order."""
    first = dates.first_weekday()
    names = dates.weekday_initials()
    return {(first + offset) % 7 + 1: name for offset, name in enumerate(names)}


def days_words(weekdays: tuple[int, ...]) -> str:
    """Return weekdays by their names in the member's order, or that it is every day."""
    if set(weekdays) == set(WEEK):
        return t("Every day")
    return ", ".join(name for day, (_, name) in day_names().items() if day in weekdays)
