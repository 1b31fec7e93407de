"""Choosing words and tags: a few that fit first, all of them one tap away, and the member's own."""

from typing import Any

import flet as ft

from mobile import vocabulary_changes
from mobile.session import use_services
from mobile.ui import cards, inputs, type
from mobile.ui.guard import component, handler
from mobile.vocabulary import NAME_MAX, OFFERED, Vocabulary
from mobile.words import t


@component
def FeelingPicker(level: int, chosen: tuple[str, ...], vocabulary: Vocabulary, change: Any) -> ft.Control:
    """Which words fit: eight for this level, then all with a search field, then an own word."""
    services = use_services()
    all_, set_all = ft.use_state(False)
    search, set_search = ft.use_state("")
    known = vocabulary.feelings_for(level)
    wanted = search.strip().casefold()
    shown = [f for f in known if wanted in vocabulary.feeling(f).casefold()] if all_ else known[:OFFERED]
    shown += [f for f in chosen if f not in shown and not wanted]

    def toggle(feeling: str) -> Any:
        return handler(lambda _event: change(lambda form: form.toggled_feeling(feeling)))

    async def add(_event: Any) -> None:
        name = search.strip()
        own = await vocabulary_changes.add_feeling(services, name)
        set_search("")
        change(lambda form: form.toggled_feeling(own))

    async def enter(event: Any) -> None:
        """Choose the word that was typed, or add it when there is none of that name."""
        same = next((f for f in known if vocabulary.feeling(f).casefold() == wanted), None)
        if same is None and wanted and len(search) <= NAME_MAX:
            await add(event)
        elif same is not None:
            set_search("")
            change(lambda form: form if same in form.feelings else form.toggled_feeling(same))

    def flip(_event: Any) -> None:
        set_search("")
        set_all(lambda before: not before)

    parts: list[ft.Control] = [
        ft.Row(
            [
                ft.Container(type.subheading(t("Which words fit?")), expand=True),
                inputs.text_button(t("Fewer words") if all_ else t("All words"), handler(flip)),
            ]
        )
    ]
    if all_:
        parts.append(
            inputs.text_field(
                t("Find or add a word"), search, lambda text: set_search(text), prose=False, on_submit=handler(enter)
            )
        )
    parts.append(
        cards.chips([cards.chip(vocabulary.feeling(f), toggle(f), selected=f in chosen, key=f) for f in shown])
    )
    exact = any(vocabulary.feeling(f).casefold() == wanted for f in known)
    if all_ and wanted and not exact and len(search) <= NAME_MAX:
        parts.append(cards.chips([cards.chip(t("Add “{word}”", word=search.strip()), handler(add), icon=ft.Icons.ADD)]))
    return ft.Column(parts, spacing=8, tight=True)


@component
def TagPicker(chosen: tuple[str, ...], vocabulary: Vocabulary, change: Any) -> ft.Control:
    """What is around it: the built-in tags, own ones, and a field for one more."""
    services = use_services()
    adding, set_adding = ft.use_state(False)
    all_, set_all = ft.use_state(False)
    name, set_name = ft.use_state("")
    known = [tag.id for tag in vocabulary.tags]
    known = known if all_ else [*known[:OFFERED], *(tag.id for tag in vocabulary.tags[OFFERED:] if tag.is_own)]
    shown = known + [tag for tag in chosen if tag not in known]

    def toggle(tag: str) -> Any:
        return handler(lambda _event: change(lambda form: form.toggled_tag(tag)))

    async def add(_event: Any) -> None:
        if not name.strip():
            set_adding(False)
            return
        own = await vocabulary_changes.add_tag(services, name)
        set_name("")
        set_adding(False)
        change(lambda form: form.toggled_tag(own))

    row = [cards.chip(vocabulary.tag(tag), toggle(tag), selected=tag in chosen, key=tag) for tag in shown]
    row.append(cards.chip(t("Add"), handler(lambda _event: set_adding(True)), icon=ft.Icons.ADD, key="add"))
    parts: list[ft.Control] = [
        ft.Row(
            [
                ft.Container(type.subheading(t("What’s around it?")), expand=True),
                inputs.text_button(
                    t("Fewer tags") if all_ else t("All tags"),
                    handler(lambda _event: set_all(lambda before: not before)),
                ),
            ]
        ),
        cards.chips(row),
    ]
    if adding:
        parts.append(
            ft.Row(
                [
                    ft.Container(
                        inputs.text_field(
                            t("New tag"),
                            name,
                            lambda text: set_name(text),
                            autofocus=True,
                            on_submit=handler(add),
                            prose=False,
                            maximum=NAME_MAX,
                        ),
                        expand=True,
                    ),
                    inputs.text_button(t("Save"), handler(add)),
                ]
            )
        )
    return ft.Column(parts, spacing=8, tight=True)
