"""Scales: own numbers and durations with a range, such as hours of sleep or doses."""

from typing import Any

import flet as ft

from mobile import paths
from mobile import vocabulary_changes as made
from mobile.own_words.parts import Archived, archived, full_line, movable_row, mover, read_vocabulary
from mobile.scale_values import range_words
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, feedback, inputs, scaffold, type
from mobile.ui.guard import component, screen
from mobile.vocabulary import SCALE, Vocabulary
from mobile.words import t


@screen
def ScalesScreen() -> ft.View:
    """All scales."""
    wide = use_session().layout == "wide"
    return scaffold.page_view(t("Scales"), Scales(wide), wide=wide, current=paths.YOU, back_to=paths.YOU)


@component
def Scales(wide: bool) -> ft.Control:
    """The scales in their order, and the way to one more."""
    services = use_services()
    vocabulary: Vocabulary | None = use_query(lambda: read_vocabulary(services), scopes=("documents",))
    if vocabulary is None:
        return ft.Container()
    new = scaffold.to(paths.NEW_SCALE)
    scales = vocabulary.scales
    if not scales:
        words = t("A number of your own on every check-in: hours of sleep, pain, steps, doses. Always optional.")
        parts: list[ft.Control] = [feedback.empty(words, t("Add a scale"), new)]
    else:
        moves = mover(services, SCALE, scales)
        rows = [
            movable_row(scale, scaffold.to(paths.own_scale(scale.id)), moves(scale), detail=range_words(scale))
            for scale in scales
        ]
        more: Any = inputs.tonal_button(t("Add a scale"), new, icon=ft.Icons.ADD)
        if not made.has_room(vocabulary, SCALE):
            more = full_line()
        parts = [
            type.body(t("These stand on every check-in. An empty field says nothing.")),
            cards.card(ft.Column(cards.divided(rows), spacing=0, tight=True), padding=cards.OF_ROWS),
            ft.Row([more], wrap=True),
        ]
    parts.append(Archived(SCALE, archived(vocabulary.all_scales)))
    return scaffold.scroll(parts, wide=wide, spacing=14)
