"""Scales against the mood, the rhythm of writing, and before and after what was tried: three cards."""

from typing import TYPE_CHECKING

import flet as ft

from mobile import paths
from mobile.entries.levels import nearest_level
from mobile.insights import numbers, said
from mobile.insights.days import LEAST_DAYS
from mobile.insights.link_rows import caution, link_row, paler_words, reach_of
from mobile.insights.mood_card import card_line
from mobile.insights.pattern_cards import mean_row
from mobile.insights.reading import RUN_PREFERENCE, Insights
from mobile.insights.rhythm import LONG_DAYS, SHORT_DAYS, Run
from mobile.insights.scales import Stretch
from mobile.insights.trials import Change
from mobile.session import use_services
from mobile.ui import cards, inputs, scaffold, type
from mobile.ui.guard import component
from mobile.vocabulary import Vocabulary
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services

_SCALES_SHOWN = 6


def scales_card(found: Insights, vocabulary: Vocabulary) -> ft.Control:
    """Return each scale with the mean day of its stretches, from the lowest readings to the highest, and its link."""
    shown = [one.link for one in found.scales[:_SCALES_SHOWN]]
    parts: list[ft.Control] = [card_line(t("Your scales and your days"))]
    for number, one in enumerate(found.scales[:_SCALES_SHOWN]):
        if number:
            parts.append(ft.Divider(height=9))
        name = said.scale_name(one.scale, vocabulary)
        parts += [
            card_line(name, tn("{count} day", "{count} days", one.days)),
            *(_stretch(one.scale, stretch, vocabulary) for stretch in one.stretches),
            link_row(one.link, found.view, vocabulary, reach_of(shown)),
        ]
    if len(found.scales) > _SCALES_SHOWN:
        parts.append(type.quiet(t("The {count} clearest of your scales stand here.", count=_SCALES_SHOWN)))
    parts += [*paler_words(shown), type.quiet(caution())]
    return cards.card(parts, spacing=8)


def _stretch(scale: str, stretch: Stretch, vocabulary: Vocabulary) -> ft.Control:
    where = said.reading_range(scale, stretch.least, stretch.most, vocabulary)
    level, days = numbers.level(stretch.mean), tn("{count} day", "{count} days", stretch.days)
    word = vocabulary.mood(nearest_level(stretch.mean), None)
    return mean_row(
        where,
        stretch.mean,
        t("{level} · {days}", level=level, days=days),
        t("{name}: {word}, {level} of 5, {days}", name=where, word=word, level=level, days=days),
    )


@component
def RhythmCard(found: Insights) -> ft.Control:
    """On how many of the last days something was written. The run of days is for who asks for it."""
    services = use_services()
    seven = t("{count} of the last {days} days", count=found.rhythm.of_seven, days=SHORT_DAYS)
    longer = t("{count} of the last {days} days", count=found.rhythm.of_twenty_eight, days=LONG_DAYS)
    parts: list[ft.Control] = [
        card_line(t("Rhythm")),
        type.body(seven),
        type.quiet(t("{longer}. A pause costs nothing.", longer=longer), size=14),
    ]
    if found.run is not None:
        parts.append(type.body(_run(found.run), size=14))

    def change(wanted: bool) -> None:
        ft.context.page.run_task(_keep, services, wanted)

    parts.append(inputs.checkbox(t("Show days in a row, too"), found.run is not None, change))
    return cards.card(parts, spacing=6)


def measures_card() -> ft.Control:
    """Return the way to the check-in measures."""
    return cards.card(
        cards.list_row(
            t("Check-in measures"),
            scaffold.to(paths.MEASURES),
            detail=t("A few questions, at most every two weeks"),
            icon=ft.Icons.CHECKLIST_OUTLINED,
        ),
        padding=cards.OF_ROWS,
    )


async def _keep(services: "Services", wanted: bool) -> None:
    await services.preferences.set(RUN_PREFERENCE, wanted)


def _run(run: Run) -> str:
    longest = tn("The longest so far: {count} day.", "The longest so far: {count} days.", run.longest)
    if not run.days:
        return longest
    return t("{now} {longest}", now=tn("{count} day in a row.", "{count} days in a row.", run.days), longest=longest)


def trials_card(found: Insights) -> ft.Control:
    """Return the mean level before and after each strategy that was tried often enough."""
    parts: list[ft.Control] = [card_line(t("What you tried"), t("before and after"))]
    for change in found.changes:
        parts += _change(change, found.strategies.get(change.strategy, ""))
    parts.append(
        type.quiet(
            t(
                "Shown from {count} times on. People try things when they feel low, and low levels rise by themselves,"
                " too.",
                count=LEAST_DAYS,
            )
        )
    )
    return cards.card(parts, spacing=8)


def _change(change: Change, title: str) -> list[ft.Control]:
    name = said.begin(title) or t("A strategy without a name")
    difference = change.difference
    likely = t(
        "likely between {low} and {high}", low=numbers.signed(difference.low), high=numbers.signed(difference.high)
    )
    words = (
        t("{difference} on average, {likely}.", difference=numbers.signed(difference.value), likely=likely)
        if difference.is_clear
        else t(
            "{difference} on average, {likely}: this may be chance.",
            difference=numbers.signed(difference.value),
            likely=likely,
        )
    )
    return [
        card_line(name, tn("{count} time", "{count} times", change.trials)),
        mean_row(
            t("Before"),
            change.before,
            numbers.level(change.before),
            t("Before: {level} of 5", level=numbers.level(change.before)),
        ),
        mean_row(
            t("After"),
            change.after,
            numbers.level(change.after),
            t("After: {level} of 5", level=numbers.level(change.after)),
        ),
        type.quiet(words),
    ]
