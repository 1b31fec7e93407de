"""How much energy there is, in five steps with words; a second tap on the chosen one takes it away."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import flet as ft

from mobile.built_in_words import energy_word
from mobile.journal.form import Form
from mobile.ui import cards, type
from mobile.ui.guard import handler
from mobile.words import t

STEPS = (1, 2, 3, 4, 5)


def energy_choice(form: Form, change: Callable[[Callable[[Form], Form]], None]) -> ft.Control:
    """Return the five steps as one row of chips."""

    def choose(energy: int) -> Callable[..., Any]:
        return handler(lambda _event: change(lambda f: replace(f, energy=None if f.energy == energy else energy)))

    row = [
        cards.chip(
            energy_word(step),
            choose(step),
            selected=form.energy == step,
            label=t("Energy: {word}", word=energy_word(step)),
            key=step,
        )
        for step in STEPS
    ]
    return ft.Column([type.subheading(t("How much energy?")), cards.chips(row)], spacing=8, tight=True)
