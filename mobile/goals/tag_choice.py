"""The tags of a goal: the very ones of the journal, built in and own, so that the two can be read together."""

from collections.abc import Callable, Sequence

import flet as ft

from mobile.session import use_services
from mobile.ui import cards, inputs
from mobile.ui.guard import component, handler
from mobile.vocabulary import OFFERED, open_vocabulary
from mobile.words import t


@component
def TagChoice(chosen: tuple[str, ...], change: Callable[[Sequence[str]], None]) -> ft.Control:
    """The tags as chips; a few first, all of them one tap away."""
    services = use_services()
    all_, set_all = ft.use_state(False)
    vocabulary = open_vocabulary(services.documents)
    known = [tag.id for tag in vocabulary.tags]
    known = known if all_ else [*known[:OFFERED], *(tag.id for tag in vocabulary.tags[OFFERED:] if tag.is_own)]
    shown = known + [tag for tag in chosen if tag not in known]

    def toggle(tag: str) -> Callable[..., None]:
        left = [one for one in chosen if one != tag]
        return handler(lambda _event: change(left if tag in chosen else [*chosen, tag]))

    row = [cards.chip(vocabulary.tag(tag), toggle(tag), selected=tag in chosen, wraps=True, key=tag) for tag in shown]
    word = t("Fewer tags") if all_ else t("All tags")
    flip = inputs.text_button(word, handler(lambda _event: set_all(lambda before: not before)))
    return inputs.labelled(t("What is it about?"), ft.Column([cards.chips(row), ft.Row([flip])], spacing=4, tight=True))
