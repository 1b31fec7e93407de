"""A year in pixels: twelve months of squares. A tap on a square opens its day; by key a month opens its calendar."""

from datetime import date

import flet as ft

from mobile import paths
from mobile.insights import said
from mobile.insights.drawing import Picture, square_at, square_shapes
from mobile.insights.pixels import Month, level_counts
from mobile.insights.reading import SCOPES, YearAnswer, load_year
from mobile.insights.weeks_card import legend
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, dates, inputs, scaffold, theme, type
from mobile.ui.guard import component, screen
from mobile.ui.route import use_parameters
from mobile.vocabulary import open_vocabulary
from mobile.words import t, tn

_ROWS = 6  # weeks that a month touches at most


@screen
def YearScreen() -> ft.View:
    """One year."""
    services, wide = use_services(), use_session().layout == "wide"
    today = services.clock.today()
    year = _year(use_parameters().get("year", ""), today)
    found: YearAnswer | None = use_query(lambda: load_year(services, year), scopes=SCOPES, depends_on=(year,))
    parts: list[ft.Control] = []
    if found is not None:
        counts = level_counts(square.level for month in found.months for square in month.squares)
        summary = t(
            "{days} with check-ins: {counts}.",
            days=tn("{count} day", "{count} days", sum(counts)),
            counts=said.count_words(counts),
        )
        blocks: list[ft.Control] = [
            ft.Container(MonthBlock(month, today, key=f"{month.first}"), col={"xs": 4, "md": 3, "lg": 2})
            for month in found.months
        ]
        parts = [
            _years(found),
            type.quiet(summary, size=14),
            cards.card(ft.ResponsiveRow(blocks, spacing=14, run_spacing=12), padding=14),
            legend(open_vocabulary(services.documents)),
        ]
    body = scaffold.scroll(parts, wide=False)
    return scaffold.page_view(t("Year in pixels"), body, wide=wide, current=paths.INSIGHTS, back_to=paths.INSIGHTS)


def _year(text: str, today: date) -> int:
    return min(int(text), today.year) if text.isdecimal() and 1 <= int(text) <= 9999 else today.year


def _years(found: YearAnswer) -> ft.Control:
    earlier, later = (scaffold.to(paths.insight_year(max(1, found.year + by))) for by in (-1, 1))
    return ft.Row(
        [
            inputs.icon_button(
                ft.Icons.CHEVRON_LEFT, t("Previous year"), earlier, disabled=found.year <= found.first_year
            ),
            ft.Container(type.heading(str(found.year)), expand=True, alignment=ft.Alignment.CENTER),
            inputs.icon_button(ft.Icons.CHEVRON_RIGHT, t("Next year"), later, disabled=found.year >= found.last_year),
        ]
    )


@component
def MonthBlock(month: Month, today: date) -> ft.Control:
    """A month's name and its squares, which are one button: where a finger was decides which day opens."""
    is_future = month.first > today

    def press(where: tuple[float, float, float] | None) -> None:
        square = square_at(month.squares, where[2] / 7, where[0], where[1]) if where else None
        if square is not None and square.day <= today:
            scaffold.go(paths.insight_day(square.day, paths.insight_year(month.first.year)))
        else:
            scaffold.go(paths.journal_month(month.first))

    days = tn("{count} day with check-ins", "{count} days with check-ins", month.days)
    counts = said.count_words(month.counts)
    name = type.quiet(dates.month_name(month.first), color=theme.QUIET if is_future else theme.TEXT, no_wrap=True)
    picture = Picture(
        lambda width: square_shapes(month.squares, width / 7, today),
        lambda width: _ROWS * width / 7,
        t("{month}: {days}, {counts}", month=dates.month(month.first), days=days, counts=counts),
        None if is_future else press,
    )
    return ft.Column(
        [ft.Semantics(exclude_semantics=True, content=name), picture],
        spacing=6,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
