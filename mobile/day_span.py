"""Which days something is made of: a choice of some spans, or any two days. Exports and reports ask it alike."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import flet as ft

from mobile.ui import cards, dates, type
from mobile.ui.guard import component, handler
from mobile.words import t

ALL, MONTH, QUARTER, YEAR, LAST_YEAR, OWN = "all", "month", "quarter", "year", "last_year", "own"
_DAYS = {MONTH: 30, QUARTER: 91}
_FIRST_DAY = datetime(1920, 1, 1)


@dataclass(frozen=True, slots=True)
class Span:
    """The civil days from `first` to `last`, both included; `choice` is the name of what was chosen."""

    choice: str
    first: date
    last: date


def span(choice: str, today: date) -> Span:
    """Return the span of a choice as it is today."""
    if choice == LAST_YEAR:
        return Span(choice, date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
    if choice == YEAR:
        return Span(choice, date(today.year, 1, 1), today)
    if choice in _DAYS:
        return Span(choice, today - timedelta(days=_DAYS[choice] - 1), today)
    return Span(choice, date.min, date.max) if choice == ALL else Span(choice, today - timedelta(days=29), today)


def span_words(chosen: Span) -> str:
    """Return the days in words."""
    if chosen.choice == ALL:
        return t("All days")
    if chosen.first == chosen.last:
        return dates.day_with_year(chosen.first)
    return t("{first} to {last}", first=dates.day_with_year(chosen.first), last=dates.day_with_year(chosen.last))


@component
def SpanChoice(
    chosen: Span, on_change: Callable[[Span], None], today: date, choices: tuple[str, ...] = ()
) -> ft.Control:
    """Chips for the spans, and for two days of one's own when they are asked for. `choices` are all but OWN."""
    names = {
        ALL: t("Everything"),
        MONTH: t("Last 30 days"),
        QUARTER: t("Last 3 months"),
        YEAR: t("This year"),
        LAST_YEAR: t("Last year"),
        OWN: t("Other days"),
    }

    def choose(choice: str) -> Callable[..., Any]:
        keeps = choice == OWN and chosen.choice != ALL
        return handler(lambda _event: on_change(replace(chosen, choice=OWN) if keeps else span(choice, today)))

    parts: list[ft.Control] = [
        cards.chips(
            [
                cards.chip(names[choice], choose(choice), selected=chosen.choice == choice, key=choice)
                for choice in (*(choices or (ALL, MONTH, YEAR, LAST_YEAR)), OWN)
            ]
        )
    ]
    if chosen.choice == OWN:
        parts.append(_own_days(chosen, on_change, today))
    elif chosen.choice != ALL:
        parts.append(type.quiet(span_words(chosen)))
    return ft.Column(parts, spacing=6, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _own_days(chosen: Span, on_change: Callable[[Span], None], today: date) -> ft.Control:
    """The first and the last day, each to be picked; the one that was picked last moves the other where they cross."""
    page = ft.context.page

    def pick(name: str) -> Callable[..., Any]:
        def picked(event: ft.Event[Any]) -> None:
            value = event.control.value
            if value is None:
                return
            day = value.astimezone().date() if value.tzinfo else value.date()
            other = replace(chosen, **{name: day})
            if other.first > other.last:
                other = replace(other, first=day, last=day)
            on_change(other)

        def show(_event: Any) -> None:
            page.show_dialog(
                ft.DatePicker(
                    value=datetime.combine(getattr(chosen, name), time(12)),
                    first_date=_FIRST_DAY,
                    last_date=datetime.combine(max(today, chosen.last), time(23, 59)),
                    on_change=handler(picked),
                )
            )

        return handler(show)

    icon = ft.Icons.CALENDAR_TODAY_OUTLINED
    first, last = dates.day_with_year(chosen.first), dates.day_with_year(chosen.last)
    return cards.chips(
        [
            cards.chip(t("From {day}", day=first), pick("first"), icon=icon, key="first"),
            cards.chip(t("To {day}", day=last), pick("last"), icon=icon, key="last"),
        ]
    )
