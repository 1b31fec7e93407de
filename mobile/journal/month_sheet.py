"""Going to a month: every year that has check-ins, and its months that have some."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import flet as ft

from mobile.journal import intents
from mobile.session import use_query, use_services
from mobile.ui import cards, dates, inputs, type
from mobile.ui.guard import component, handler
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@component
def MonthSheet(shown: date | None, choose: Callable[[date], None], close: Callable[[], None]) -> ft.Control:
    """The content of the sheet, with the year of `shown` open; `choose` is given the first day of a month."""
    services = use_services()
    months = use_query(lambda: _months(services), scopes=("journal", "documents"))
    this_year = services.clock.today().year
    year, set_year = ft.use_state(shown.year if shown else this_year)
    if months is None:
        return ft.Container(height=200)
    years = sorted({month.year for month in months} | {this_year})

    def step(by: int) -> inputs.Handler:
        place = min(range(len(years)), key=lambda n: abs(years[n] - year)) + by
        return handler(lambda _event: set_year(lambda _: years[min(max(place, 0), len(years) - 1)]))

    chips = [
        _month_chip(month, month == shown, choose)
        for month in (date(year, number, 1) for number in range(1, 13))
        if month in months
    ]
    return ft.Column(
        [
            ft.Row(
                [
                    inputs.icon_button(ft.Icons.CHEVRON_LEFT, t("Earlier year"), step(-1), disabled=year <= years[0]),
                    ft.Container(type.heading(str(year)), expand=True, alignment=ft.Alignment.CENTER),
                    inputs.icon_button(ft.Icons.CHEVRON_RIGHT, t("Later year"), step(1), disabled=year >= years[-1]),
                ]
            ),
            cards.chips(chips) if chips else type.quiet(t("There are no check-ins in this year.")),
            cards.chips([_year_chip(one, one == year, set_year) for one in reversed(years)])
            if len(years) > 2
            else ft.Container(),
            inputs.text_button(t("Cancel"), handler(lambda _event: close())),
        ],
        spacing=14,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _month_chip(month: date, chosen: bool, choose: Callable[[date], None]) -> ft.Control:
    return cards.chip(dates.month_name(month), handler(lambda _event: choose(month)), selected=chosen, key=f"{month}")


def _year_chip(year: int, chosen: bool, set_year: Callable[[Callable[[int], int]], None]) -> ft.Control:
    return cards.chip(str(year), handler(lambda _event: set_year(lambda _: year)), selected=chosen, key=f"year-{year}")


async def _months(services: "Services") -> dict[date, int]:
    return intents.open_index(services).months()
