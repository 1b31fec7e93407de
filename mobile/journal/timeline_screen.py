"""The timeline: every check-in by day, newest first, drawn a window at a time."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import flet as ft

from mobile import paths
from mobile.journal import intents
from mobile.journal.calendar_screen import shifted
from mobile.journal.day_list import ENTRIES_MAX, STEP, Window, cut, day_rows
from mobile.journal.month_sheet import MonthSheet
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, dates, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.sheets import sheet_around
from mobile.vocabulary import Vocabulary, open_vocabulary
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services

__all__ = ["ENTRIES_MAX", "TimelinePane", "TimelineScreen", "write_button"]


@dataclass(frozen=True)
class Timeline:
    """What is shown, how many check-ins there are in all, and what things are called in them."""

    window: Window
    count: int
    vocabulary: Vocabulary


@screen
def TimelineScreen() -> ft.View:
    """The journal on a phone, above Today; a wide window has it as a place of its own."""
    return scaffold.page_view(
        t("Journal"), TimelinePane(), wide=False, action=write_button(), actions=[search_button(), _calendar_button()]
    )


def write_button() -> ft.FloatingActionButton:
    """Return the button that begins a new check-in."""
    return ft.FloatingActionButton(
        t("Check in"),
        icon=ft.Icons.ADD,
        on_click=scaffold.to(paths.NEW_ENTRY),
        bgcolor=theme.PRIMARY,
        foreground_color=theme.ON_PRIMARY,
        shape=ft.RoundedRectangleBorder(radius=18),
        elevation=1,
    )


def search_button() -> ft.Control:
    """Return the way to the search of one's own journal."""
    return inputs.icon_button(ft.Icons.SEARCH, t("Search your journal"), scaffold.to(paths.JOURNAL_SEARCH))


def _calendar_button() -> ft.Control:
    return inputs.icon_button(ft.Icons.CALENDAR_MONTH_OUTLINED, t("Calendar"), scaffold.to(paths.CALENDAR))


@component
def TimelinePane() -> ft.Control:
    """The list itself, from the newest check-in or from a chosen month on."""
    services = use_services()
    wanted, set_wanted = ft.use_state(STEP)
    before, set_before = ft.use_state(None)
    choosing, set_choosing = ft.use_state(False)
    shown: Timeline | None = use_query(
        lambda: _load(services, before, wanted), scopes=("journal", "documents"), depends_on=(before, wanted)
    )
    wide = use_session().layout == "wide"

    def on_scroll(event: ft.OnScrollEvent) -> None:
        if shown is not None and shown.window.wants_more(wanted, event):
            set_wanted(lambda days: days + STEP)

    def move(day: date | None) -> None:
        set_choosing(False)
        set_before(lambda _: day)
        set_wanted(lambda _: STEP)

    def close() -> None:
        set_choosing(False)

    top = shown.window.days[0][0].replace(day=1) if shown is not None and shown.window.days else None
    sheet = MonthSheet(top, lambda month: move(shifted(month, 1)), close, key="months")
    ft.use_dialog(sheet_around(sheet, close) if choosing else None)
    rows: list[ft.Control] = [_wide_name()] if wide else []
    if shown is not None and shown.count:
        rows.append(_header(shown.count, top, before is not None, lambda: set_choosing(True), lambda: move(None)))
        rows += day_rows(shown.window, shown.vocabulary, services.clock.today(), gaps=True)
        if shown.window.full and shown.window.more:
            last = shown.window.days[-1][0]
            rows.append(inputs.tonal_button(t("Earlier check-ins"), handler(lambda _event: move(last))))
    elif shown is not None:
        rows.append(
            feedback.empty(
                t("Your check-ins will stand here, day by day."), t("Write a check-in"), scaffold.to(paths.NEW_ENTRY)
            )
        )
    return ft.ListView(
        rows,
        key=f"timeline-{before}",
        padding=ft.Padding.only(left=theme.SIDE, right=theme.SIDE, top=12 if wide else 0, bottom=96),
        spacing=8,
        expand=True,
        on_scroll=handler(on_scroll),
        scroll_interval=80,
    )


async def _load(services: "Services", before: date | None, wanted: int) -> Timeline:
    index = intents.open_index(services)
    days = index.list_days(before=before, limit=wanted + 1)
    window = cut(((day, index.list_entries(day)) for day in days), wanted)
    return Timeline(window, index.entry_count, open_vocabulary(services.documents))


def _wide_name() -> ft.Control:
    name = ft.Container(type.title(t("Journal")), expand=True)
    return ft.Row(
        [name, search_button(), _calendar_button()], vertical_alignment=ft.CrossAxisAlignment.CENTER, key="name"
    )


def _header(count: int, top: date | None, moved: bool, choose: inputs.Handler, newest: inputs.Handler) -> ft.Control:
    """Return how much there is, and the ways to another month."""
    acts = [
        cards.chip(
            dates.month(top) if top else t("Go to a month"),
            handler(lambda _event: choose()),
            icon=ft.Icons.EXPAND_MORE,
            label=t("{month}. Go to another month", month=dates.month(top)) if top else t("Go to a month"),
        )
    ]
    if moved:
        acts.append(cards.chip(t("Back to the newest"), handler(lambda _event: newest()), icon=ft.Icons.ARROW_UPWARD))
    return ft.Column(
        [type.quiet(tn("{count} check-in", "{count} check-ins", count)), cards.chips(acts)],
        spacing=4,
        tight=True,
        key="header",
    )
