"""A year in pixels: twelve months of squares. A touch on a square opens its day, and a month's name its calendar."""

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
from mobile.vocabulary import Vocabulary, open_vocabulary
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
        vocabulary = open_vocabulary(services.documents)
        counts = level_counts(square.level for month in found.months for square in month.squares)
        summary = t(
            "{days} with check-ins: {counts}.",
            days=tn("{count} day", "{count} days", sum(counts)),
            counts=said.count_words(counts, vocabulary.level_names),
        )
        blocks: list[ft.Control] = [
            ft.Container(MonthBlock(month, today, vocabulary, key=f"{month.first}"), col={"xs": 4, "md": 3, "lg": 2})
            for month in found.months
        ]
        parts = [
            _years(found),
            ft.Semantics(container=True, content=type.quiet(summary, size=14)),
            cards.card(ft.ResponsiveRow(blocks, spacing=14, run_spacing=12), padding=14),
            legend(vocabulary, ft.MainAxisAlignment.START),
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
def MonthBlock(month: Month, today: date, vocabulary: Vocabulary) -> ft.Control:
    """A month's name, which opens its calendar, and its squares."""
    is_future = month.first > today

    def touch(x: float, y: float, width: float) -> None:
        square = square_at(month.squares, width / 7, x, y)
        if square is not None and square.day <= today:
            scaffold.go(paths.insight_day(square.day, paths.insight_year(month.first.year)))

    days = tn("{count} day with check-ins", "{count} days with check-ins", month.days)
    counts = said.count_words(month.counts, vocabulary.level_names)
    picture = Picture(
        lambda width: square_shapes(month.squares, width / 7, today),
        lambda width: _ROWS * width / 7,
        t("{month}: {days}, {counts}", month=dates.month(month.first), days=days, counts=counts),
        None if is_future else touch,
    )
    return ft.Column(
        [_name(month, is_future=is_future), picture],
        spacing=0,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _name(month: Month, *, is_future: bool) -> ft.Control:
    text = type.quiet(dates.month_name(month.first), color=theme.QUIET if is_future else theme.TEXT, no_wrap=True)
    name = ft.Container(
        ft.Semantics(exclude_semantics=True, content=text),
        on_click=None if is_future else scaffold.to(paths.journal_month(month.first)),
        ink=not is_future,
        border_radius=theme.CHIP_RADIUS,
        padding=ft.Padding.only(top=18, bottom=13),
    )
    if is_future:
        return name
    spoken = t("{month}, in the calendar", month=dates.month(month.first))
    return ft.MergeSemantics(ft.Semantics(label=spoken, button=True, content=name))
