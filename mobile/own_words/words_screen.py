"""Words for feelings: what is offered under which levels, own words, and what is not wanted any more."""

from typing import Any

import flet as ft

from mobile import paths
from mobile import vocabulary_changes as made
from mobile.built_in_words import MIDDLE
from mobile.own_words.parts import Archived, archived, full_line, name_field, name_problem, read_vocabulary
from mobile.own_words.word_sheet import WordSheet, weights
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, inputs, scaffold, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.typing import use_typed
from mobile.vocabulary import FEELING, Feeling, Vocabulary
from mobile.words import t


@screen
def WordsScreen() -> ft.View:
    """All words for feelings."""
    wide = use_session().layout == "wide"
    return scaffold.page_view(t("Words"), Words(wide), wide=wide, current=paths.YOU, back_to=paths.YOU)


@component
def Words(wide: bool) -> ft.Control:
    """The words by where they are offered first; a tap opens one."""
    services = use_services()
    vocabulary: Vocabulary | None = use_query(lambda: read_vocabulary(services), scopes=("documents",))
    search, set_search = ft.use_state("")
    nobody: str | None = None
    opened, set_opened = ft.use_state(nobody)
    if vocabulary is None:
        return ft.Container()
    wanted = search.strip().casefold()
    shown = [word for word in vocabulary.feelings if wanted in word.name.casefold()]

    def chip(word: Feeling) -> ft.Control:
        open_ = handler(lambda _event: set_opened(lambda _: word.id))
        return cards.chip(word.name, open_, soft=not word.is_own, wraps=True, key=word.id)

    parts: list[ft.Control] = [
        type.body(t("A tap on a word changes its name, where it is offered first, or puts it away.")),
        inputs.text_field(t("Find a word"), search, lambda text: set_search(text), prose=False, key="find"),
    ]
    for where, name in weights():
        found = [chip(word) for word in shown if word.level == where]
        if found:
            parts.append(inputs.labelled(name, cards.chips(found)))
    if not shown:
        parts.append(type.quiet(t("No word is called that.")))
    parts.append(NewWord(vocabulary, key="new"))
    parts.append(Archived(FEELING, archived(vocabulary.all_feelings)))
    word = next((word for word in vocabulary.all_feelings if word.id == opened), None)
    if word is not None:
        parts.append(WordSheet(word, vocabulary, lambda: set_opened(lambda _: None), key=f"sheet-{opened}"))
    return scaffold.scroll(parts, wide=wide, spacing=14)


@component
def NewWord(vocabulary: Vocabulary) -> ft.Control:
    """The card with which an own word is added."""
    services = use_services()
    name, set_name = use_typed()
    where, set_where = ft.use_state(MIDDLE)
    if not made.has_room(vocabulary, FEELING):
        return full_line()
    problem = name_problem(name.now, vocabulary.all_feelings)

    async def add(_event: Any) -> None:
        if name.now.strip() and not name_problem(name.now, vocabulary.all_feelings):
            await made.add_feeling(services, name.now, where)
            set_name("")

    chips = [
        cards.chip(word, handler(lambda _event, one=one: set_where(one)), selected=where == one, key=one)
        for one, word in weights()
    ]
    return cards.card(
        [
            type.subheading(t("A word of your own")),
            name_field(t("New word"), name.now, set_name, problem, on_submit=handler(add)),
            cards.chips(chips),
            inputs.tonal_button(t("Add the word"), handler(add), disabled=bool(problem) or not name.now.strip()),
        ],
        padding=14,
    )
