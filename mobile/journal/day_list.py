"""Days with their check-ins as cards, newest first: how the timeline and the search show them.

Flet builds and sends every row that Python hands it, so a list holds at most a few hundred check-ins of what may be
tens of thousands, grows at its lower end as one reads on, and lets go of its upper end.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import flet as ft

from mobile.entries.document import Entry
from mobile.journal.entry_row import entry_row
from mobile.ui import cards, dates, type
from mobile.ui.guard import component
from mobile.vocabulary import Vocabulary
from mobile.words import tn

STEP = 20  # days that are added when the end comes near
ENTRIES_MAX = 320  # check-ins that are drawn at most
NEAR = 900  # logical pixels before the end
_GAP_FROM = 2  # days without a check-in that are said


@dataclass(frozen=True)
class Window:
    """A stretch of days, newest first. `more` says that there are earlier days, `full` that the window has no room
    for them."""

    days: tuple[tuple[date, tuple[Entry, ...]], ...] = ()
    more: bool = False
    full: bool = False

    def wants_more(self, wanted: int, event: ft.OnScrollEvent) -> bool:
        """Whether a scroll came so near to the end that more than the `wanted` days should be read."""
        return event.extent_after < NEAR and self.more and not self.full and len(self.days) == wanted


def cut(days: Iterable[tuple[date, Sequence[Entry]]], wanted: int) -> Window:
    """Return the first `wanted` of `days`, fewer when their check-ins would be too many to draw."""
    taken: list[tuple[date, tuple[Entry, ...]]] = []
    drawn = 0
    for day, entries in days:
        if len(taken) == wanted or drawn >= ENTRIES_MAX:
            return Window(tuple(taken), more=True, full=drawn >= ENTRIES_MAX)
        taken.append((day, tuple(entries)))
        drawn += len(entries)
    return Window(tuple(taken))


def day_rows(
    window: Window, vocabulary: Vocabulary, today: date, *, asked: tuple[str, ...] = (), gaps: bool = False
) -> list[ft.Control]:
    """Return the rows of a window: months as headings, a card for each day, and with `gaps` how many days have
    nothing. `asked` are the words that were searched for."""
    rows: list[ft.Control] = []
    shown_month: tuple[int, int] | None = None
    earlier: date | None = None
    for day, entries in window.days:
        empty = (earlier - day).days - 1 if earlier is not None else 0
        if gaps and empty >= _GAP_FROM:
            rows.append(_gap(empty, key=f"gap-{day}"))
        earlier = day
        if (day.year, day.month) != shown_month:
            shown_month = (day.year, day.month)
            rows.append(
                ft.Container(type.heading(dates.month(day)), padding=ft.Padding.only(top=14), key=f"month-{day:%Y-%m}")
            )
        rows.append(DayCard(day, entries, vocabulary, today, asked, key=f"day-{day}"))
    return rows


def _gap(days: int, *, key: str) -> ft.Control:
    text = tn("{count} day without a check-in", "{count} days without a check-in", days)
    return ft.Container(
        type.quiet(text, text_align=ft.TextAlign.CENTER),
        padding=ft.Padding.symmetric(vertical=4),
        alignment=ft.Alignment.CENTER,
        key=key,
    )


@component
def _DayCard(
    day: date, entries: tuple[Entry, ...], vocabulary: Vocabulary, today: date, asked: tuple[str, ...]
) -> ft.Control:
    rows = [entry_row(entry, vocabulary, asked=asked) for entry in entries]
    return ft.Column(
        [
            type.quiet(dates.day_title(day, today)),
            cards.card(cards.divided(rows), spacing=2, padding=cards.OF_ROWS),
        ],
        spacing=6,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


DayCard = ft.memo(_DayCard)
