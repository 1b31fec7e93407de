"""When it was felt: now by default, any day and time with two taps, or a day without a time."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import flet as ft

from mobile.journal.form import Form
from mobile.session import use_services
from mobile.ui import cards, dates, inputs, type
from mobile.ui.guard import component, handler
from mobile.ui.sheets import sheet
from mobile.ui.times import choose_time
from mobile.words import t

_FIRST_DAY = datetime(1920, 1, 1)


def when_words(form: Form, now: datetime) -> str:
    """Return when in words: `Now, 18:42`, `Yesterday, 23:58`, `Monday 3 June`."""
    if form.felt_on is None and form.felt_at is None and form.timed:
        return t("Now, {time}", time=dates.clock(now))
    day = dates.day_title(form.felt_on or now.date(), now.date())
    if not form.timed:
        return day
    return t("{day}, {time}", day=day, time=dates.clock(form.felt_at or now))


@component
def WhenChip(form: Form, change: Any) -> ft.Control:
    """The chip that says when, and the sheet behind it."""
    services = use_services()
    page = ft.context.page
    open_, set_open = ft.use_state(False)
    now = services.clock.now()

    def set_day(day: date | None) -> None:
        change(lambda f: replace(f, felt_on=day, felt_at=f.felt_at if day else None, timed=True))

    def pick_day(_event: Any) -> None:
        def chosen(event: ft.Event[Any]) -> None:
            value = event.control.value
            if value is not None:
                set_day(value.astimezone().date() if value.tzinfo else value.date())

        page.show_dialog(
            ft.DatePicker(
                value=datetime.combine(form.felt_on or now.date(), time(12)),
                first_date=_FIRST_DAY,
                last_date=datetime.combine(now.date(), time(23, 59)),
                on_change=handler(chosen),
            )
        )

    def set_time(at: time) -> None:
        change(lambda f: replace(f, felt_at=at, timed=True))

    def pick_time(_event: Any) -> None:
        choose_time(page, form.felt_at or now.time(), set_time)

    def no_time(_event: Any) -> None:
        change(lambda f: replace(f, felt_on=f.felt_on or now.date(), felt_at=None, timed=False))

    def day_chip(name: str, day: date | None) -> ft.Control:
        return cards.chip(name, handler(lambda _event: set_day(day)), selected=form.felt_on == day)

    parts: list[ft.Control] = [
        type.heading(t("When was it?")),
        cards.chips(
            [
                day_chip(t("Now"), None),
                day_chip(t("Yesterday"), now.date() - timedelta(days=1)),
                day_chip(t("The day before"), now.date() - timedelta(days=2)),
                cards.chip(t("Another day"), handler(pick_day), icon=ft.Icons.CALENDAR_TODAY_OUTLINED),
            ]
        ),
        cards.chips(
            [
                cards.chip(t("Set the time"), handler(pick_time), icon=ft.Icons.SCHEDULE),
                cards.chip(t("No time"), handler(no_time), selected=not form.timed),
            ]
        ),
        type.quiet(when_words(form, now)),
        inputs.primary_button(t("Done"), handler(lambda _event: set_open(False))),
    ]
    ft.use_dialog(sheet(parts, lambda: set_open(False)) if open_ else None)
    return cards.chip(when_words(form, now), handler(lambda _event: set_open(True)), icon=ft.Icons.SCHEDULE)
