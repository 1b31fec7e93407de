"""Searching one's own journal: results as one types, on this device only. What is searched for is kept nowhere."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, cast
from uuid import UUID

import flet as ft

from mobile import paths
from mobile.entries.document import Entry
from mobile.entries.search import Filters, Found, words_of
from mobile.journal import intents
from mobile.journal.bulk_sheet import BulkSheet
from mobile.journal.day_list import STEP, Window, cut, day_rows
from mobile.journal.filter_sheet import FilterSheet, filter_chips
from mobile.journal.finding import naming, open_search, read_filters
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.sheets import sheet_around
from mobile.vocabulary import Vocabulary, open_vocabulary
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services

_ASKED_MAX = 200  # characters


@dataclass(frozen=True)
class Hits:
    """What was found for `asked` with `filters`, the part of it that is drawn, what things are called there, and what
    a filter can choose from."""

    asked: str
    filters: Filters
    found: Found
    window: Window
    vocabulary: Vocabulary
    tags: dict[str, int] = field(default_factory=dict)
    feelings: dict[str, int] = field(default_factory=dict)


@screen
def JournalSearchScreen() -> ft.View:
    """The search on a phone."""
    return scaffold.page_view(
        t("Search your journal"), JournalSearchPane(key="search"), wide=use_session().layout == "wide"
    )


@component
def JournalSearchPane() -> ft.Control:
    """The field, what it is narrowed down to, and what was found, newest first."""
    services = use_services()
    start = ft.use_memo(lambda: read_filters(paths.query(ft.context.page.route)), [])
    asked, set_asked = ft.use_state("")
    filters, set_filters = ft.use_state(start)
    wanted, set_wanted = ft.use_state(STEP)
    before, set_before = ft.use_state(None)
    choosing, set_choosing = ft.use_state(False)
    changing, set_changing = ft.use_state(cast("tuple[UUID, ...]", ()))  # whose tags are being changed
    hits: Hits | None = use_query(
        lambda: _load(services, asked, filters, before, wanted, choosing),
        scopes=("journal", "documents"),
        depends_on=(asked, filters, before, wanted, choosing),
    )
    vocabulary = open_vocabulary(services.documents)

    def begin_anew() -> None:
        set_before(lambda _: None)
        set_wanted(lambda _: STEP)

    def ask(text: str) -> None:
        set_asked(lambda _: text[:_ASKED_MAX])
        begin_anew()

    def change(update: Callable[[Filters], Filters]) -> None:
        set_filters(update)
        begin_anew()

    def close() -> None:
        set_choosing(False)

    def end_change() -> None:
        set_changing(())

    def on_scroll(event: ft.OnScrollEvent) -> None:
        if hits is not None and hits.window.wants_more(wanted, event):
            set_wanted(lambda days: days + STEP)

    def go_on(day: date) -> None:
        set_before(lambda _: day)
        set_wanted(lambda _: STEP)

    sheet = None
    if choosing and hits is not None:
        today = services.clock.today()
        sheet = FilterSheet(filters, change, vocabulary, hits.tags, hits.feelings, today, hits.found.count, close)
    dialog = sheet_around(sheet, close) if sheet is not None else None
    if changing:
        one_tag = next(iter(filters.tags)) if len(filters.tags) == 1 else None
        dialog = sheet_around(BulkSheet(changing, one_tag, end_change, key="bulk"), end_change)
    ft.use_dialog(dialog)
    chips = [
        cards.chip(t("Narrow it down"), handler(lambda _event: set_choosing(True)), icon=ft.Icons.TUNE, key="tune"),
        *filter_chips(filters, vocabulary, change),
    ]
    wide = use_session().layout == "wide"
    typed = Field(ft.use_callback(ask, []), key="field")
    head = ft.Column(
        [
            *([_wide_name()] if wide else []),
            typed,
            cards.chip_line(chips),
        ],
        spacing=6,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    rows: list[ft.Control] = [_counted(hits, lambda ids: set_changing(lambda _: ids))]
    if hits is not None:
        words = tuple(words_of(hits.asked))
        rows += day_rows(hits.window, hits.vocabulary, services.clock.today(), asked=words)
        rows += _end(hits, lambda: change(lambda _: Filters()), go_on)
    return ft.Column(
        [
            ft.Container(head, padding=ft.Padding.only(left=theme.SIDE, right=theme.SIDE, top=12)),
            ft.ListView(
                rows,
                key=f"found-{before}",
                padding=ft.Padding.only(left=theme.SIDE, right=theme.SIDE, bottom=32),
                spacing=8,
                expand=True,
                on_scroll=handler(on_scroll),
                scroll_interval=80,
            ),
        ],
        spacing=4,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _wide_name() -> ft.Control:
    back = inputs.icon_button(ft.Icons.ARROW_BACK, t("Back to the journal"), scaffold.to(paths.JOURNAL))
    return ft.Row([back, ft.Container(type.heading(t("Search your journal")), expand=True)])


@component
def _Field(ask: Callable[[str], None]) -> ft.Control:
    """The field. It is drawn once and then left to the keyboard: what is found is drawn anew at every letter, and a
    field that took part in that would be given back what stood in it a letter ago."""
    return inputs.text_field(t("Words, names or a date"), "", ask, autofocus=True, prose=False)


Field = ft.memo(_Field)


async def _load(
    services: "Services", asked: str, filters: Filters, before: date | None, wanted: int, choosing: bool
) -> Hits:
    index = await open_search(services)
    vocabulary = open_vocabulary(services.documents)
    names = naming(vocabulary)
    found = index.find(asked, filters, names) if asked.strip() or filters.count else Found()
    window = cut(_days(services, found, before), wanted)
    if not choosing:
        return Hits(asked, filters, found, window, vocabulary)
    return Hits(asked, filters, found, window, vocabulary, index.tags_in_use(names), index.feelings_in_use(names))


def _days(services: "Services", found: Found, before: date | None) -> Iterator[tuple[date, Sequence[Entry]]]:
    for day, ids in found.days:
        if before is None or day < before:
            yield day, _entries(services, ids)


def _entries(services: "Services", ids: Sequence[UUID]) -> list[Entry]:
    return [entry for one in ids if (entry := intents.get_entry(services, one)) is not None]


def _counted(hits: Hits | None, change_tags: Callable[[tuple[UUID, ...]], None]) -> ft.Control:
    """Return how much was found, which a screen reader hears as it changes, and the way to change the tags of it."""
    if hits is None:
        text = t("Opening your journal to search it.")
    elif not hits.asked.strip() and not hits.filters.count:
        text = t("Notes, words, tags, moods, scales and dates such as 12 nov. What you look for stays with you.")
    elif not hits.found.count:
        text = t("Nothing was found.")
    else:
        entries = tn("{count} check-in", "{count} check-ins", hits.found.count)
        days = tn("{count} day", "{count} days", len(hits.found.days))
        text = t("{check_ins} on {days}", check_ins=entries, days=days)
    said = ft.Semantics(live_region=True, content=type.quiet(text))
    if hits is None or not hits.found.count:
        return ft.Container(said, key="counted", padding=ft.Padding.symmetric(vertical=8))
    ids = tuple(one for _, of_day in hits.found.days for one in of_day)
    change = inputs.text_button(t("Change tags"), handler(lambda _event: change_tags(ids)), icon=ft.Icons.LABEL_OUTLINE)
    return ft.Row([said, change], alignment=ft.MainAxisAlignment.SPACE_BETWEEN, wrap=True, key="counted")


def _end(hits: Hits, clear: Callable[[], None], go_on: Callable[[date], None]) -> list[ft.Control]:
    if not hits.found.count and (hits.asked.strip() or hits.filters.count):
        words = t("No check-in has all of this. Fewer words, or only the beginning of one, find more.")
        if hits.filters.count:
            return [feedback.empty(words, t("Search everything"), handler(lambda _event: clear()))]
        return [feedback.empty(words)]
    if hits.window.full and hits.window.more:
        last = hits.window.days[-1][0]
        return [inputs.tonal_button(t("Earlier check-ins"), handler(lambda _event: go_on(last)))]
    return []
