"""The words of a strategy, the same for a card of a group and for one that was kept."""

import flet as ft

from mobile.strategies.document import Strategy
from mobile.strategies.words import minutes_word
from mobile.ui import type
from mobile.words import t


def strategy_words(strategy: Strategy) -> list[ft.Control]:
    """Return what it is, when it fits, how it is done, and what to be careful about."""
    parts: list[ft.Control] = []
    if strategy.body:
        parts.append(type.body(strategy.body))
    facts = [minutes_word(strategy.minutes)] if strategy.minutes else []
    facts += [strategy.when] if strategy.when else []
    if facts:
        parts.append(_labelled(t("When"), " · ".join(facts)))
    if strategy.steps:
        steps = [
            ft.Row(
                [type.body(t("{number}.", number=number)), ft.Container(type.body(step), expand=True)],
                spacing=8,
                vertical_alignment=ft.CrossAxisAlignment.START,
            )
            for number, step in enumerate(strategy.steps, 1)
        ]
        parts.append(ft.Column([type.subheading(t("How")), *steps], spacing=6, tight=True))
    if strategy.cautions:
        parts.append(_labelled(t("Careful"), strategy.cautions))
    if strategy.source:
        parts.append(type.quiet(t("Source: {source}", source=strategy.source)))
    return parts


def _labelled(name: str, text: str) -> ft.Control:
    return ft.Column([type.subheading(name), type.body(text)], spacing=3, tight=True)
