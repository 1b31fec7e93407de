"""Own texts: what a note can begin with, in the order in which they are offered."""

from typing import Any

import flet as ft

from mobile import paths
from mobile import vocabulary_changes as made
from mobile.own_words.parts import Archived, archived, full_line, movable_row, mover, read_vocabulary
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, feedback, inputs, scaffold, type
from mobile.ui.guard import component, screen
from mobile.vocabulary import TEMPLATE, Vocabulary
from mobile.words import t

_SHOWN = 120  # characters of a text on its row


@screen
def TemplatesScreen() -> ft.View:
    """All own texts."""
    wide = use_session().layout == "wide"
    return scaffold.page_view(t("Own texts"), Templates(wide), wide=wide, current=paths.YOU, back_to=paths.YOU)


@component
def Templates(wide: bool) -> ft.Control:
    """The texts in their order, and the way to one more."""
    services = use_services()
    vocabulary: Vocabulary | None = use_query(lambda: read_vocabulary(services), scopes=("documents",))
    if vocabulary is None:
        return ft.Container()
    new = scaffold.to(paths.NEW_TEMPLATE)
    texts = vocabulary.templates
    if not texts:
        words = t("A text that you begin with again and again, such as three lines for the morning.")
        parts: list[ft.Control] = [feedback.empty(words, t("Write a text"), new)]
    else:
        moves = mover(services, TEMPLATE, texts)
        rows = [
            movable_row(
                one,
                scaffold.to(paths.own_template(one.id)),
                moves(one),
                detail=one.text.strip().partition("\n")[0][:_SHOWN],
            )
            for one in texts
        ]
        more: Any = inputs.tonal_button(t("Write a text"), new, icon=ft.Icons.ADD)
        if not made.has_room(vocabulary, TEMPLATE):
            more = full_line()
        parts = [
            type.body(t("When you check in, one tap puts a text into the note.")),
            cards.card(ft.Column(cards.divided(rows), spacing=0, tight=True), padding=cards.OF_ROWS),
            ft.Row([more], wrap=True),
        ]
    parts.append(Archived(TEMPLATE, archived(vocabulary.all_templates)))
    return scaffold.scroll(parts, wide=wide, spacing=14)
