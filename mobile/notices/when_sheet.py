"""When one kind of notice may be told: at any time, or between two times on certain days."""

from collections.abc import Callable
from datetime import time
from typing import Any

import flet as ft

from api_client.wire.notices import EVERY_DAY, KindSettings, NoticeKind
from mobile.notices.words import kind_name
from mobile.ui import cards, dates, inputs, type
from mobile.ui.guard import handler
from mobile.ui.sheets import sheet
from mobile.ui.times import days_words, time_chip, weekday_chips
from mobile.words import t

_EVENING = (time(18), time(21))
Change = Callable[[dict[str, Any]], None]


def when_words(settings: KindSettings) -> str:
    """Return when a kind may be told, in a line."""
    if settings.starts_at is None or settings.ends_at is None:
        if settings.weekdays == EVERY_DAY:
            return t("At any time")
        return t("On {days}", days=days_words(settings.weekdays))
    times = {"start": dates.clock(settings.starts_at), "end": dates.clock(settings.ends_at)}
    if settings.weekdays == EVERY_DAY:
        return t("{start} to {end}", **times)
    return t("{start} to {end}, on {days}", **times, days=days_words(settings.weekdays))


def when_sheet(kind: NoticeKind, settings: KindSettings, change: Change, close: Callable[[], None]) -> ft.BottomSheet:
    """Return the sheet; `change` gets the fields that change and keeps them at once."""
    page = ft.context.page
    timed = settings.starts_at is not None and settings.ends_at is not None

    def between(_event: Any) -> None:
        change({"starts_at": _EVENING[0], "ends_at": _EVENING[1]})

    def always(_event: Any) -> None:
        change({"starts_at": None, "ends_at": None})

    def setter(name: str) -> Callable[[time], None]:
        return lambda value: change({name: value})

    parts: list[ft.Control] = [
        type.heading(kind_name(kind)),
        cards.chips(
            [
                cards.chip(t("At any time"), handler(always), selected=not timed),
                cards.chip(t("Between two times"), handler(between), selected=timed),
            ]
        ),
    ]
    if timed:
        from_, until = settings.starts_at or _EVENING[0], settings.ends_at or _EVENING[1]
        parts.append(
            cards.chips(
                [
                    time_chip(t("From {time}", time=dates.clock(from_)), from_, setter("starts_at"), page),
                    time_chip(t("Until {time}", time=dates.clock(until)), until, setter("ends_at"), page),
                ]
            )
        )
    parts += [
        type.subheading(t("On these days")),
        weekday_chips(settings.weekdays, lambda days: change({"weekdays": days})),
        type.quiet(t("At other times it waits here for you, without a sign.")),
        inputs.primary_button(t("Done"), handler(close)),
    ]
    return sheet(parts, close)
