"""Insights: what the journal shows when it is looked at from further away. All of it is worked out on this device."""

from collections.abc import Sequence
from typing import Any

import flet as ft

from mobile import paths
from mobile.insights import said
from mobile.insights.days import LEAST_DAYS
from mobile.insights.link_rows import links_card
from mobile.insights.mood_card import MoodCard, card_line, low_stretch_card
from mobile.insights.more_cards import RhythmCard, measures_card, scales_card, trials_card
from mobile.insights.pattern_cards import part_card, weekday_card, words_card
from mobile.insights.periods import Length
from mobile.insights.reading import SCOPES, Insights, load_insights
from mobile.insights.report_screen import report_row
from mobile.insights.view import View, choose_view, chosen_view
from mobile.insights.weeks_card import WeeksCard
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler, screen
from mobile.vocabulary import Vocabulary, open_vocabulary
from mobile.words import t

_LEFT, _RIGHT = 0, 1


@screen
def InsightsScreen() -> ft.View:
    """The tab of insights."""
    wide = use_session().layout == "wide"
    return scaffold.tab_view(paths.INSIGHTS, InsightsPane(), wide=wide, lead=type.title(t("Insights")))


@component
def InsightsPane() -> ft.Control:
    """The time that is looked at, and a card for each thing that it shows."""
    services, wide = use_services(), use_session().layout == "wide"
    page = ft.context.page
    view, set_view = ft.use_state(chosen_view(page))
    found: Insights | None = use_query(
        lambda: load_insights(services, view), scopes=(*SCOPES, "preferences"), depends_on=(view,)
    )

    def choose(wanted: View) -> None:
        choose_view(page, wanted)
        set_view(lambda _: wanted)

    parts: list[ft.Control] = [_first_line(wide=wide)]
    if found is None:
        return scaffold.scroll(parts, wide=False, top=16 if wide else 0, spacing=12)
    if not found.total_days:
        words = t("What your check-ins show over time will stand here. One is enough to begin.")
        parts += [feedback.empty(words, t("Write a check-in"), scaffold.to(paths.NEW_ENTRY)), measures_card()]
        return scaffold.scroll(parts, wide=False, top=16 if wide else 0, spacing=12)
    vocabulary = open_vocabulary(services.documents)
    parts[-1:] = [ft.Column([parts[-1], _lengths(view, choose), _steps(found, view, choose)], spacing=0, tight=True)]
    shown = _cards(found, vocabulary)
    if not wide:
        return scaffold.scroll([*parts, *(card for _, card in shown)], wide=False, top=0, spacing=12)
    columns = ft.Row(
        [_column([card for column, card in shown if column == place]) for place in (_LEFT, _RIGHT)],
        spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    return scaffold.scroll([*parts, columns], wide=False, top=16, spacing=12)


def _column(parts: Sequence[ft.Control]) -> ft.Control:
    return ft.Column(
        list(parts), spacing=12, expand=True, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )


def _first_line(*, wide: bool) -> ft.Control:
    """Where all of this is worked out, and the ways to the days themselves; on a wide window with the name above."""
    here = ft.Row(
        [
            ft.Icon(ft.Icons.LOCK_OUTLINE, size=15, color=theme.QUIET),
            ft.Container(type.quiet(t("worked out on this device")), expand=True),
        ],
        spacing=7,
    )
    name = [type.title(t("Insights"))] if wide else []
    return ft.Row(
        [
            ft.Column([*name, here], spacing=6, expand=True, tight=True),
            inputs.icon_button(ft.Icons.CALENDAR_MONTH_OUTLINED, t("Calendar"), scaffold.to(paths.CALENDAR)),
            inputs.icon_button(ft.Icons.MENU_BOOK_OUTLINED, t("Journal"), scaffold.to(paths.JOURNAL)),
        ],
        spacing=0,
    )


def _lengths(view: View, choose: Any) -> ft.Control:
    names = {Length.WEEK: t("Week"), Length.MONTH: t("Month"), Length.YEAR: t("Year"), Length.ALL: t("All")}

    def to(length: Length) -> Any:
        return handler(lambda _event: choose(View(length)))

    return cards.chips(
        [cards.chip(name, to(length), selected=view.length is length, key=length) for length, name in names.items()]
    )


def _steps(found: Insights, view: View, choose: Any) -> ft.Control:
    """The dates of the time, with the ways to the one before and the one after it."""
    words = ft.Container(type.quiet(said.span(found.period, found.today), size=14), expand=True)
    if view.length is Length.ALL:
        words.padding = ft.Padding.symmetric(vertical=10)
        return ft.Row([words])

    def by(steps: int) -> Any:
        return handler(lambda _event: choose(View(view.length, view.steps_back + steps)))

    earlier, later = t("Earlier"), t("Later")
    return ft.Row(
        [
            words,
            inputs.icon_button(ft.Icons.CHEVRON_LEFT, earlier, by(1), disabled=not found.has_earlier),
            inputs.icon_button(ft.Icons.CHEVRON_RIGHT, later, by(-1), disabled=view.steps_back == 0),
        ],
        spacing=0,
    )


def _cards(found: Insights, vocabulary: Vocabulary) -> list[tuple[int, ft.Control]]:
    """Return the cards in the order of a phone, each with its column on a wide window."""
    shown: list[tuple[int, ft.Control]] = [(_LEFT, MoodCard(found, vocabulary, key=f"mood-{found.view}"))]
    if found.is_low:
        shown.append((_LEFT, low_stretch_card()))
    shown.append((_LEFT, WeeksCard(found, vocabulary, key="weeks")))
    compared = [*found.weekdays, *found.parts.parts.values()]
    if not found.links.shown and all(mean.level is None for mean in compared):
        shown.append((_RIGHT, _so_far(found)))
    else:
        around = (links_card(found, vocabulary), weekday_card(found, vocabulary), part_card(found, vocabulary))
        shown += [(_RIGHT, card) for card in around]
    if found.feelings or found.tags:
        shown.append((_LEFT, words_card(found, vocabulary)))
    if found.scales:
        shown.append((_RIGHT, scales_card(found, vocabulary)))
    if found.changes:
        shown.append((_LEFT, trials_card(found)))
    return [
        *shown,
        (_LEFT, RhythmCard(found, key="rhythm")),
        (_RIGHT, report_row()),
        (_RIGHT, measures_card()),
    ]


def _so_far(found: Insights) -> ft.Control:
    few = t(
        "With more days, weekdays, times of day and what goes with better days will stand here. Nothing is compared"
        " below {count} days: fewer are a story about those days.",
        count=LEAST_DAYS,
    )
    short = t(
        "Weekdays, times of day and what goes with better days are compared from {count} days on. A longer time has"
        " more of them.",
        count=LEAST_DAYS,
    )
    is_new = found.total_days < LEAST_DAYS
    name = t("What comes later") if is_new else t("What goes with your better days")
    return cards.card([card_line(name), type.quiet(few if is_new else short, size=14)], spacing=6)
