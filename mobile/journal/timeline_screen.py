"""The timeline: every check-in by day, newest first, drawn a window at a time.

Flet builds and sends every row that Python hands it, so the list holds at most a few hundred check-ins of what may be
tens of thousands, grows at its lower end as one reads on, and lets go of its upper end.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import flet as ft

from mobile import paths
from mobile.entries.document import Entry
from mobile.journal import intents
from mobile.journal.entry_row import entry_row
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, dates, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler, screen
from mobile.vocabulary import Vocabulary, open_vocabulary
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services

STEP = 20  # days that are added when the end comes near
ENTRIES_MAX = 320  # check-ins that are drawn at most
_NEAR = 900  # logical pixels before the end


@dataclass(frozen=True)
class Window:
    """A stretch of the timeline, newest day first. `more` says that there are earlier days, `full` that the window
    has no room for them; `count` is the number of all check-ins."""

    days: tuple[tuple[date, tuple[Entry, ...]], ...]
    more: bool
    full: bool
    count: int


@screen
def TimelineScreen() -> ft.View:
    """The journal on a phone, above Today; a wide window has it as a place of its own."""
    return scaffold.page_view(
        t("Journal"), TimelinePane(), wide=False, action=write_button(), actions=[_calendar_button()]
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


@component
def TimelinePane(from_day: date | None = None) -> ft.Control:
    """The list itself, from `from_day` backwards or from the newest check-in on."""
    services = use_services()
    wanted, set_wanted = ft.use_state(STEP)
    before, set_before = ft.use_state(from_day)
    window: Window | None = use_query(
        lambda: _load(services, before, wanted), scopes=("journal", "documents"), depends_on=(before, wanted)
    )
    vocabulary = open_vocabulary(services.documents)
    wide = use_session().layout == "wide"

    def on_scroll(event: ft.OnScrollEvent) -> None:
        if (
            event.extent_after < _NEAR
            and window is not None
            and window.more
            and not window.full
            and len(window.days) == wanted
        ):
            set_wanted(lambda days: days + STEP)

    def move_to(day: date | None) -> Any:
        def move(_event: Any) -> None:
            set_before(lambda _: day)
            set_wanted(lambda _: STEP)

        return handler(move)

    rows: list[ft.Control] = [_header(window, move_to(None) if before is not None else None, wide=wide)]
    if window is not None and not window.count:
        rows.append(
            feedback.empty(
                t("Your check-ins will stand here, day by day."), t("Write a check-in"), scaffold.to(paths.NEW_ENTRY)
            )
        )
    if window is not None:
        rows += _days(window, vocabulary, services.clock.today())
        if window.full and window.more:
            rows.append(inputs.tonal_button(t("Earlier check-ins"), move_to(window.days[-1][0])))
    return ft.ListView(
        rows,
        key=f"timeline-{before}",
        padding=ft.Padding.only(left=theme.SIDE, right=theme.SIDE, top=12 if wide else 0, bottom=96),
        spacing=8,
        expand=True,
        on_scroll=handler(on_scroll),
        scroll_interval=80,
    )


async def _load(services: "Services", before: date | None, wanted: int) -> Window:
    index = intents.open_index(services)
    listed = index.list_days(before=before, limit=wanted + 1)
    days: list[tuple[date, tuple[Entry, ...]]] = []
    drawn = 0
    for day in listed[:wanted]:
        entries = tuple(index.list_entries(day))
        drawn += len(entries)
        days.append((day, entries))
        if drawn >= ENTRIES_MAX:
            break
    return Window(tuple(days), more=len(listed) > len(days), full=drawn >= ENTRIES_MAX, count=index.entry_count)


def _calendar_button() -> ft.Control:
    return inputs.icon_button(ft.Icons.CALENDAR_MONTH_OUTLINED, t("Calendar"), scaffold.to(paths.CALENDAR))


def _header(window: Window | None, newest: Any | None, *, wide: bool) -> ft.Control:
    """Return what stands above the days; a phone has the name and the calendar in the line above the list."""
    lines: list[ft.Control] = []
    if wide:
        name = ft.Container(type.title(t("Journal")), expand=True)
        lines.append(ft.Row([name, _calendar_button()], vertical_alignment=ft.CrossAxisAlignment.CENTER))
    if window is not None and window.count:
        lines.append(type.quiet(tn("{count} check-in", "{count} check-ins", window.count)))
    if newest is not None:
        lines.append(ft.Row([inputs.text_button(t("Back to the newest"), newest, icon=ft.Icons.ARROW_UPWARD)]))
    return ft.Column(lines, spacing=2, tight=True, key="header")


def _days(window: Window, vocabulary: Vocabulary, today: date) -> list[ft.Control]:
    rows: list[ft.Control] = []
    shown_month: tuple[int, int] | None = None
    for day, entries in window.days:
        if (day.year, day.month) != shown_month:
            shown_month = (day.year, day.month)
            rows.append(
                ft.Container(type.heading(dates.month(day)), padding=ft.Padding.only(top=14), key=f"month-{day:%Y-%m}")
            )
        rows.append(DayCard(day, entries, vocabulary, today, key=f"day-{day}"))
    return rows


@component
def _DayCard(day: date, entries: tuple[Entry, ...], vocabulary: Vocabulary, today: date) -> ft.Control:
    return ft.Column(
        [
            type.quiet(dates.day_title(day, today)),
            cards.card(
                cards.divided([entry_row(entry, vocabulary) for entry in entries]), spacing=2, padding=cards.OF_ROWS
            ),
        ],
        spacing=6,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


DayCard = ft.memo(_DayCard)
