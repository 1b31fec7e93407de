"""Choosing words for how it feels: a few that fit first, all of them one tap away, and the member's own."""

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile import vocabulary_changes as made
from mobile.built_in_words import HIGH, LOW, MIDDLE
from mobile.session import use_services
from mobile.ui import cards, inputs, type
from mobile.ui.guard import component, handler
from mobile.vocabulary import FEELING, NAME_MAX, OFFERED, Vocabulary
from mobile.words import t


def where_word(where: str) -> str:
    """Return the heading of the feelings that are offered first at a low, middle or high level."""
    return {LOW: t("Heavier"), MIDDLE: t("In between"), HIGH: t("Lighter")}[where]


@component
def _FeelingPicker(level: int, chosen: tuple[str, ...], vocabulary: Vocabulary, change: Any) -> ft.Control:
    """Which words fit: eight for this level, then all with a search field, then an own word."""
    services = use_services()
    all_, set_all = ft.use_state(False)
    search, set_search = ft.use_state("")
    known = vocabulary.feelings_for(level)
    wanted = search.strip().casefold()

    def toggle(feeling: str) -> Callable[..., Any]:
        return handler(lambda _event: change(lambda form: form.toggled_feeling(feeling)))

    def chips(shown: list[str]) -> ft.Control:
        return cards.chips(
            [cards.chip(vocabulary.feeling(f), toggle(f), selected=f in chosen, wraps=True, key=f) for f in shown]
        )

    async def add(_event: Any) -> None:
        own = await made.add_feeling(services, search, _where(level))
        set_search("")
        change(lambda form: form if own in form.feelings else form.toggled_feeling(own))

    async def enter(event: Any) -> None:
        """Choose the word that was typed, or add it when there is none of that name."""
        same = next((f for f in known if vocabulary.feeling(f).casefold() == wanted), None)
        if same is None and may_add:
            await add(event)
        elif same is not None:
            set_search("")
            change(lambda form: form if same in form.feelings else form.toggled_feeling(same))

    def flip(_event: Any) -> None:
        set_search("")
        set_all(lambda before: not before)

    exact = any(vocabulary.feeling(f).casefold() == wanted for f in known)
    may_add = bool(wanted) and not exact and len(search.strip()) <= NAME_MAX and made.has_room(vocabulary, FEELING)
    flipper = inputs.text_button(t("Fewer words") if all_ else t("All words"), handler(flip))
    parts: list[ft.Control] = [ft.Row([ft.Container(type.subheading(t("Which words fit?")), expand=True), flipper])]
    if not all_:
        shown = known[:OFFERED]
        return _column([*parts, chips(shown + [f for f in chosen if f not in shown])])
    parts.append(
        inputs.text_field(
            t("Find or add a word"), search, lambda text: set_search(text), prose=False, on_submit=handler(enter)
        )
    )
    if wanted:
        parts.append(chips([f for f in known if wanted in vocabulary.feeling(f).casefold()]))
    else:
        parts += _by_level(known, chosen, vocabulary, chips)
    if may_add:
        parts.append(cards.chips([cards.chip(t("Add “{word}”", word=search.strip()), handler(add), icon=ft.Icons.ADD)]))
    return _column(parts)


FeelingPicker = ft.memo(_FeelingPicker)


def _by_level(
    known: list[str], chosen: tuple[str, ...], vocabulary: Vocabulary, chips: Callable[[list[str]], ft.Control]
) -> list[ft.Control]:
    """Return all words under headings, the nearest first; last what is chosen and not offered any more."""
    where = {feeling.id: feeling.level for feeling in vocabulary.feelings}
    parts: list[ft.Control] = []
    for group in dict.fromkeys(where[f] for f in known):
        name = ft.Container(type.quiet(where_word(group)), padding=ft.Padding.only(top=6))
        parts += [name, chips([f for f in known if where[f] == group])]
    rest = [f for f in chosen if f not in where]
    return [*parts, chips(rest)] if rest else parts


def _column(parts: list[ft.Control]) -> ft.Control:
    return ft.Column(parts, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _where(level: int) -> str:
    return {1: LOW, 2: LOW, 3: MIDDLE}.get(level, HIGH)
