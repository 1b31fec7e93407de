"""A month at a glance: each day in the colour of its average level, with the number for who cannot see colour."""

from calendar import Calendar
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import flet as ft

from mobile import paths
from mobile.entries.document import Entry
from mobile.entries.levels import nearest_level
from mobile.journal import intents
from mobile.journal.entry_row import entry_row
from mobile.journal.month_sheet import MonthSheet
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, dates, faces, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.ui.sheets import sheet_around
from mobile.vault.fields import read_day
from mobile.vocabulary import Vocabulary, open_vocabulary
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@screen
def CalendarScreen() -> ft.View:
    """The calendar above the journal."""
    wide = use_session().layout == "wide"
    month = parse_month(use_parameters().get("month"), use_services().clock.today())
    return scaffold.page_view(
        t("Calendar"), scaffold.scroll([CalendarPane(month)], wide=wide), wide=wide, back_to=paths.JOURNAL
    )


_SIGN = 16
_YEARS = range(1900, 3000)
Move = Callable[[date], None]


def parse_month(text: str | None, today: date) -> date:
    """Return the first day of the month in a path such as `2026-11`; this month when there is none, or one that nobody
    has a journal of."""
    try:
        month = date.fromisoformat(f"{text}-01") if text else today
    except ValueError:
        month = today
    return (month if month.year in _YEARS else today).replace(day=1)


def shifted(month: date, by: int) -> date:
    """Return the first day of the month `by` months later."""
    count = month.year * 12 + month.month - 1 + by
    return date(count // 12, count % 12 + 1, 1)


@component
def CalendarPane(month: date, move: Move | None = None) -> ft.Control:
    """One month, and below it the check-ins of the day that was chosen. `move` shows another month; without it each
    month has its own path."""
    services = use_services()
    today = services.clock.today()
    chosen, set_chosen = ft.use_state(_day_asked_for(today))
    levels: dict[date, float] | None = use_query(
        lambda: _load(services, month), scopes=("journal", "documents"), depends_on=(month,)
    )
    vocabulary = open_vocabulary(services.documents)
    picking, set_picking = ft.use_state(False)
    go = move or _go
    here = chosen if chosen.replace(day=1) == month else None

    def choose(day: date) -> None:
        set_chosen(lambda _: day)

    def pick(wanted: date) -> None:
        set_picking(False)
        go(wanted)

    def close() -> None:
        set_picking(False)

    sheet = MonthSheet(month, pick, close, key="months")
    ft.use_dialog(sheet_around(sheet, close) if picking else None)
    return ft.Column(
        [
            _month_line(month, today, go, lambda: set_picking(True)),
            cards.card(
                [_weekdays(), *_weeks(month, today, levels or {}, here, choose, vocabulary)], padding=12, spacing=4
            ),
            legend(vocabulary),
            DayEntries(here, key=f"day-{here}") if here else type.quiet(t("Choose a day to see its check-ins.")),
        ],
        spacing=16,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _day_asked_for(today: date) -> date:
    """Return the day that the path names, today when it names none."""
    return read_day(paths.query(ft.context.page.route).get("day")) or today


async def _load(services: "Services", month: date) -> dict[date, float]:
    days = intents.open_index(services).month_levels(month.year, month.month)
    return {month.replace(day=day): levels.mean for day, levels in days.items()}


def _go(month: date) -> None:
    scaffold.go(paths.journal_month(month))


def _month_line(month: date, today: date, go: Move, pick: Callable[[], None]) -> ft.Control:
    earlier, later = shifted(month, -1), shifted(month, 1)
    forward = inputs.icon_button(
        ft.Icons.CHEVRON_RIGHT, t("Next month"), handler(lambda _event: go(later)), disabled=later > today
    )
    name = cards.chip(dates.month(month), handler(lambda _event: pick()), icon=ft.Icons.EXPAND_MORE, wraps=True)
    return ft.Row(
        [
            inputs.icon_button(ft.Icons.CHEVRON_LEFT, t("Previous month"), handler(lambda _event: go(earlier))),
            ft.Container(name, expand=True, alignment=ft.Alignment.CENTER),
            forward,
        ]
    )


def _weekdays() -> ft.Control:
    return ft.Row(
        [
            ft.Container(
                type.quiet(narrow, text_align=ft.TextAlign.CENTER, semantics_label=full),
                expand=True,
                alignment=ft.Alignment.CENTER,
            )
            for narrow, full in dates.weekday_initials()
        ],
        spacing=4,
    )


def _weeks(
    month: date,
    today: date,
    levels: dict[date, float],
    chosen: date | None,
    choose: object,
    vocabulary: Vocabulary,
) -> list[ft.Control]:
    weeks = Calendar(dates.first_weekday()).monthdatescalendar(month.year, month.month)
    return [
        ft.Row(
            [
                ft.Container(_cell(day, today, levels.get(day), day == chosen, choose, vocabulary), expand=True)
                if day.month == month.month
                else ft.Container(expand=True, height=theme.TOUCH)
                for day in week
            ],
            spacing=4,
        )
        for week in weeks
    ]


def _cell(
    day: date, today: date, level: float | None, chosen: bool, choose: object, vocabulary: Vocabulary
) -> ft.Control:
    rounded = nearest_level(level) if level is not None else None
    colour = theme.LEVEL_COLOURS[rounded] if rounded else None
    said = t("{day}: {level}", day=dates.day(day), level=vocabulary.mood(rounded, None)) if rounded else dates.day(day)
    # Dark ink on the four lighter levels, white on the darkest: each at least 4.5 to 1.
    ink = theme.TEXT if rounded is None else ("#FFFFFF" if rounded == 1 else "#1F2B29")
    text = ft.Text(str(day.day), size=14, weight=theme.SEMIBOLD if day == today else None, color=ink)
    # The face says the level to those who do not see the colour; an empty one keeps the rows even.
    sign = faces.face(rounded, _SIGN) if rounded else ft.Container(width=_SIGN, height=_SIGN)
    inside = ft.Column([text, sign], spacing=1, tight=True, horizontal_alignment=ft.CrossAxisAlignment.CENTER)
    return ft.MergeSemantics(
        ft.Semantics(
            label=said,
            button=day <= today,
            selected=chosen,
            content=ft.Container(
                ft.Semantics(exclude_semantics=True, content=inside),
                padding=ft.Padding.symmetric(vertical=6),
                border_radius=theme.CHIP_RADIUS,
                bgcolor=colour,
                border=ft.Border.all(2, theme.TEXT)
                if chosen
                else (ft.Border.all(1, theme.PRIMARY) if day == today else None),
                alignment=ft.Alignment.CENTER,
                on_click=handler(lambda _event: choose(day)) if day <= today else None,  # type: ignore[operator]
                ink=day <= today,
                opacity=1 if day <= today else 0.45,
            ),
        )
    )


@component
def DayEntries(day: date) -> ft.Control:
    """The check-ins of one day, and a way to add one that was missed."""
    services = use_services()
    entries: list[Entry] | None = use_query(
        lambda: _entries(services, day), scopes=("journal", "documents"), depends_on=(day,)
    )
    if entries is None:
        return ft.Container()
    vocabulary = open_vocabulary(services.documents)
    add = scaffold.to(paths.new_entry(day=day))
    parts: list[ft.Control] = [scaffold.section(dates.day_title(day, services.clock.today()))]
    if entries:
        parts.append(
            cards.card(cards.divided([entry_row(e, vocabulary) for e in entries]), spacing=2, padding=cards.OF_ROWS)
        )
        parts.append(ft.Row([inputs.text_button(t("Add one for this day"), add, icon=ft.Icons.ADD)]))
    else:
        parts.append(feedback.empty(t("Nothing was written on this day."), t("Add one now"), add))
    return ft.Column(parts, spacing=10, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


async def _entries(services: "Services", day: date) -> list[Entry]:
    return list(intents.entries_of_day(services, day))


def legend(vocabulary: Vocabulary) -> ft.Control:
    """Return what the colours mean, as faces with their words."""
    return cards.chips(
        [
            ft.Row([faces.face(level, 20), type.quiet(vocabulary.mood(level, None))], spacing=6, tight=True)
            for level in faces.LEVELS
        ]
    )
