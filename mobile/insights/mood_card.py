"""The mood over a time: dots on five lines, the average as a line, and the same in words or as a list."""

from datetime import date
from itertools import groupby

import flet as ft

from mobile import paths
from mobile.entries.levels import nearest_level
from mobile.insights import numbers, said
from mobile.insights.days import Day
from mobile.insights.drawing import MOOD_HEIGHT, Picture, level_signs, mood_shapes
from mobile.insights.reading import Insights
from mobile.insights.trend import Step, bucket_start
from mobile.ui import cards, dates, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler
from mobile.ui.help import HelpButton
from mobile.vocabulary import Vocabulary
from mobile.words import t, tn

_LIST_OF_DAYS = 31  # more days than that are listed by month, more months than _LIST_OF_MONTHS by year
_LIST_OF_MONTHS = 24


def card_line(name: str, trailing: str = "") -> ft.Control:
    """Return the first line of a card: its name, and something quiet at its end or, when text is large, below it."""
    parts: list[ft.Control] = [type.subheading(name)]
    if trailing:
        parts.append(type.quiet(trailing))
    return ft.Row(
        parts,
        wrap=True,
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
        spacing=12,
        run_spacing=2,
    )


@component
def MoodCard(found: Insights, vocabulary: Vocabulary) -> ft.Control:
    """The picture, and the same as a list for who asks for it."""
    as_list, set_as_list = ft.use_state(False)
    shown, today = found.period, found.today
    parts: list[ft.Control] = [card_line(t("Mood"), said.amounts(len(found.days), found.check_ins))]
    if not found.days:
        return cards.card([*parts, type.body(t("Nothing was written in this time."), color=theme.QUIET)])
    if as_list:
        parts += [ft.Column(_lines(found, vocabulary), spacing=6, tight=True)]
    else:
        picture = Picture(
            lambda width: mood_shapes(found.trend, shown.first, shown.last, width),
            lambda _width: MOOD_HEIGHT,
            said.mood_label(found.trend, found.days, shown, today),
        )
        ends: list[ft.Control] = [type.quiet(words, size=12) for words in said.ends(shown, today)]
        parts += [
            ft.Stack([picture, *level_signs()], fit=ft.StackFit.PASS_THROUGH),
            ft.Container(
                ft.Row(ends, alignment=ft.MainAxisAlignment.SPACE_BETWEEN, wrap=True), padding=ft.Padding.only(left=24)
            ),
            type.quiet(said.trend_words(found.trend, today), size=14),
        ]
    toggle = t("Show as a picture") if as_list else t("Show as text")
    parts.append(ft.Row([inputs.text_button(toggle, handler(lambda _event: set_as_list(lambda was: not was)))]))
    return cards.card(parts, spacing=8)


def _lines(found: Insights, vocabulary: Vocabulary) -> list[ft.Control]:
    step: Step = "day" if len(found.days) <= _LIST_OF_DAYS else "month"
    buckets = [(start, list(of)) for start, of in groupby(found.days, lambda day: bucket_start(day.day, step))]
    if step == "month" and len(buckets) > _LIST_OF_MONTHS:
        years = groupby(found.days, lambda day: day.day.year)
        return [_line(str(year), list(of), vocabulary) for year, of in years]
    return [_line(_name(start, step, found.today), of, vocabulary) for start, of in buckets]


def _name(start: date, step: Step, today: date) -> str:
    return dates.month(start) if step == "month" else said.near(start, today)


def _line(name: str, days: list[Day], vocabulary: Vocabulary) -> ft.Control:
    mean = sum(day.mean for day in days) / len(days)
    word = vocabulary.mood(nearest_level(mean), None)
    words = t("{when}: {level}, {mean} of 5", when=name, level=word, mean=numbers.level(mean))
    if len(days) > 1:
        words = t("{words}, {days}", words=words, days=tn("{count} day", "{count} days", len(days)))
    return type.body(words, size=14)


def low_stretch_card() -> ft.Control:
    """Return the way to one's own plan and to help, for a time with low days; it says nothing about why."""
    row = cards.list_row(
        t("My safety plan"),
        scaffold.to(paths.SAFETY_PLAN),
        detail=t("What helps me, and my people"),
        icon=ft.Icons.FAVORITE_BORDER,
    )
    words = type.body(t("There were hard days here. What helps you is close by."))
    return ft.Semantics(
        container=True,
        content=cards.card([words, row, ft.Row([HelpButton(t("Help right now"))])], bgcolor=theme.VARIANT, spacing=6),
    )
