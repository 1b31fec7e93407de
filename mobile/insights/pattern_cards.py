"""By weekday, by time of day, and which words come most: three cards."""

from collections.abc import Sequence

import flet as ft

from mobile.entries.levels import nearest_level
from mobile.insights import numbers
from mobile.insights.days import LEAST_DAYS
from mobile.insights.drawing import level_bar
from mobile.insights.mood_card import card_line
from mobile.insights.patterns import Mean, Part
from mobile.insights.reading import Insights
from mobile.insights.usage import Use
from mobile.ui import cards, dates, theme, type
from mobile.vocabulary import Vocabulary
from mobile.words import t, tn


def weekday_card(found: Insights, vocabulary: Vocabulary) -> ft.Control:
    """Return the mean of each weekday, from the first day of the member's week on."""
    first = dates.first_weekday()
    names = [full for _, full in dates.weekday_initials()]
    rows = [(name, found.weekdays[(first + place) % 7]) for place, name in enumerate(names)]
    if all(mean.level is None for _, mean in rows):
        return _not_yet(
            t("By weekday"), t("A weekday is shown from {count} of its days on; a year has enough.", count=LEAST_DAYS)
        )
    return cards.card(
        [card_line(t("By weekday"), t("mean of the days")), *[_row(name, mean, vocabulary) for name, mean in rows]],
        spacing=8,
    )


def part_card(found: Insights, vocabulary: Vocabulary) -> ft.Control:
    """Return the mean of each part of the day, by the time that a check-in carries."""
    names = {
        Part.MORNING: t("Morning, from 5:00"),
        Part.AFTERNOON: t("Afternoon, from 12:00"),
        Part.EVENING: t("Evening, from 18:00"),
        Part.NIGHT: t("Night, from 0:00"),
    }
    parts = found.parts.parts
    title = t("By time of day")
    if all(mean.level is None for mean in parts.values()):
        return _not_yet(title, t("A part of the day is shown from {count} days on.", count=LEAST_DAYS))
    lines: list[ft.Control] = [card_line(title), *[_row(name, parts[part], vocabulary) for part, name in names.items()]]
    if found.parts.timeless:
        lines.append(
            type.quiet(
                tn(
                    "{count} check-in without a time is left out.",
                    "{count} check-ins without a time are left out.",
                    found.parts.timeless,
                )
            )
        )
    return cards.card(lines, spacing=8)


def words_card(found: Insights, vocabulary: Vocabulary) -> ft.Control:
    """Return the words and tags that were used most, with how many check-ins have them."""
    parts: list[ft.Control] = [card_line(t("Most used"), t("by check-in"))]
    for name, uses, word in (
        (t("How it felt"), found.feelings, vocabulary.feeling),
        (t("What was around it"), found.tags, vocabulary.tag),
    ):
        if uses:
            parts += [type.quiet(name), _counted([(word(use.id), use) for use in uses])]
    return cards.card(parts, spacing=8)


def _counted(words: Sequence[tuple[str, Use]]) -> ft.Control:
    pills: list[ft.Control] = [
        ft.Container(
            ft.Row(
                [
                    type.body(word, size=14, expand=True, expand_loose=True),
                    type.quiet(str(use.count), semantics_label=tn("{count} time", "{count} times", use.count)),
                ],
                spacing=7,
                tight=True,
            ),
            padding=ft.Padding.symmetric(horizontal=12, vertical=6),
            border_radius=theme.CHIP_RADIUS,
            bgcolor=theme.VARIANT,
        )
        for word, use in words
    ]
    return ft.Row(pills, wrap=True, spacing=8, run_spacing=8)


def mean_row(name: str, mean: float | None, trailing: str, spoken: str) -> ft.Control:
    """Return a name, what stands at the end of its line, and a bar for a mean level."""
    line = ft.Row(
        [type.body(name, size=14), type.quiet(trailing)],
        wrap=True,
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        spacing=12,
        run_spacing=0,
    )
    inside = ft.Column(
        [line, level_bar(mean)], spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )
    return ft.Semantics(
        label=spoken, container=True, content=ft.Semantics(exclude_semantics=True, content=inside), key=name
    )


def _row(name: str, mean: Mean, vocabulary: Vocabulary) -> ft.Control:
    days = tn("{count} day", "{count} days", mean.days)
    if mean.level is None:
        few = t("{days}, too few to say", days=days) if mean.days else t("no days")
        return mean_row(name, None, few, t("{name}: {few}", name=name, few=few))
    level = numbers.level(mean.level)
    return mean_row(
        name,
        mean.level,
        t("{level} · {days}", level=level, days=days),
        t(
            "{name}: {word}, {level} of 5, {days}",
            name=name,
            word=vocabulary.mood(nearest_level(mean.level), None),
            level=level,
            days=days,
        ),
    )


def _not_yet(name: str, words: str) -> ft.Control:
    return cards.card([card_line(name), type.quiet(words, size=14)], spacing=6)
