"""The sheet in which one word for a feeling is renamed, moved to other levels, or put away."""

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile import vocabulary_changes as made
from mobile.built_in_words import HIGH, LOW, MIDDLE
from mobile.own_words.parts import archive_with_undo, name_field, name_problem
from mobile.session import use_services
from mobile.ui import cards, inputs, type
from mobile.ui.guard import component, handler
from mobile.ui.sheets import sheet
from mobile.vocabulary import FEELING, Feeling, Vocabulary
from mobile.words import t


def weights() -> tuple[tuple[str, str], ...]:
    """Return the three places in which words are offered first, with their names."""
    return ((LOW, t("Heavier")), (MIDDLE, t("In between")), (HIGH, t("Lighter")))


@component
def WordSheet(word: Feeling, vocabulary: Vocabulary, close: Callable[[], None]) -> ft.Control:
    """The sheet for `word`; it takes no room of its own."""
    services = use_services()
    page = ft.context.page
    name, set_name = ft.use_state(word.name)
    where, set_where = ft.use_state(word.level)
    problem = name_problem(name, [one for one in vocabulary.all_feelings if one.id != word.id])
    is_missing = word.is_own and not name.strip()

    async def save(_event: Any) -> None:
        if not problem and not is_missing:
            close()
            await made.change(services, FEELING, word.id, name=name.strip() or None, level=where)

    async def archive(_event: Any) -> None:
        close()
        await archive_with_undo(services, page, FEELING, word)

    chips = [
        cards.chip(text, handler(lambda _event, one=one: set_where(one)), selected=where == one, key=one)
        for one, text in weights()
    ]
    helper = "" if word.is_own else t("Empty brings back the name it came with.")
    parts = [
        type.heading(word.name),
        name_field(t("Name"), name, lambda text: set_name(text), problem, helper=helper, on_submit=handler(save)),
        inputs.labelled(t("Offered first among"), cards.chips(chips)),
        inputs.primary_button(t("Save the word"), handler(save), disabled=bool(problem) or is_missing),
        ft.Row(
            [
                inputs.text_button(t("Cancel"), handler(lambda _event: close())),
                inputs.text_button(t("Offer this word no more"), handler(archive), danger=True),
            ],
            wrap=True,
        ),
    ]
    ft.use_dialog(sheet(parts, close))
    return ft.Container(visible=False)
