"""Choosing what is around it: a few tags first, all of them by group one tap away, and one more where it belongs."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import flet as ft

from mobile import vocabulary_changes as made
from mobile.journal.form import Form
from mobile.session import use_services
from mobile.ui import cards, inputs, type
from mobile.ui.guard import component, handler
from mobile.ui.tag_icons import tag_icon
from mobile.ui.typing import use_typed
from mobile.vocabulary import NAME_MAX, OFFERED, TAG, Tag, Vocabulary
from mobile.words import t


def toggled(form: Form, tag: str, vocabulary: Vocabulary) -> Form:
    """Return the form with a tag chosen or not; what was merged into it goes with it."""
    left = tuple(one for one in form.tags if vocabulary.tag_id(one) != tag)
    return replace(form, tags=left if len(left) < len(form.tags) else (*left, tag))


@component
def _TagPicker(chosen: tuple[str, ...], vocabulary: Vocabulary, change: Any) -> ft.Control:
    """What is around it: the first tags and own ones, or all by group with a search field."""
    all_, set_all = ft.use_state(False)
    search, set_search = ft.use_state("")
    closed: str | None = None
    adding, set_adding = ft.use_state(closed)  # the group that a new tag is typed into, "" for none
    add_to = ft.use_callback(lambda group: set_adding(lambda _: group), [])
    counted = {vocabulary.tag_id(tag) for tag in chosen}

    def chips(shown: Sequence[Tag], group: str | None, *, icons: bool = True) -> ft.Control:
        on = frozenset(tag.id for tag in shown if tag.id in counted)
        adds = add_to if adding is None and group is not None else None
        row: ft.Control = TagChips(tuple(shown), on, group or "", icons, vocabulary, change, adds, key=f"chips-{group}")
        return row

    def new_tag(group: str) -> list[ft.Control]:
        if adding != group:
            return []
        return [NewTag(group, vocabulary, change, lambda: set_adding(lambda _: None), key=f"new-{group}")]

    def flip(_event: Any) -> None:
        set_search("")
        set_adding(lambda _: None)
        set_all(lambda before: not before)

    flipper = inputs.text_button(t("Fewer tags") if all_ else t("All tags"), handler(flip))
    parts: list[ft.Control] = [ft.Row([ft.Container(type.subheading(t("What’s around it?")), expand=True), flipper])]
    offered = {tag.id for tag in vocabulary.tags}
    gone = [tag for one in counted - offered if (tag := vocabulary.find_tag(one))]
    if not all_:
        parts += [chips([*_first(vocabulary, counted), *gone], "", icons=False), *new_tag("")]
        return _column(parts)
    parts.append(inputs.text_field(t("Find a tag"), search, lambda text: set_search(text), prose=False, key="find-tag"))
    wanted = search.strip().casefold()
    if wanted:
        found = [tag for tag in vocabulary.tags if wanted in tag.name.casefold()]
        parts.append(chips(found, None) if found else type.quiet(t("No tag is called that.")))
        return _column(parts)
    for group in vocabulary.tag_groups():
        parts += [_group_name(group.name), chips(group.tags, group.id), *new_tag(group.id)]
    return _column([*parts, chips(gone, None)] if gone else parts)


TagPicker = ft.memo(_TagPicker)


@component
def _TagChips(
    tags: tuple[Tag, ...],
    on: frozenset[str],
    group: str,
    icons: bool,
    vocabulary: Vocabulary,
    change: Any,
    adds: Callable[[str], None] | None,
) -> ft.Control:
    """Some tags, those that are `on` chosen; `adds` begins one more in `group`."""

    def chip(tag: Tag) -> ft.Control:
        act = handler(lambda _event: change(lambda form: toggled(form, tag.id, vocabulary)))
        icon = tag_icon(tag.icon) if icons else None
        return cards.chip(tag.name, act, selected=tag.id in on, icon=icon, wraps=True, key=tag.id)

    row = [chip(tag) for tag in tags]
    if adds is not None:
        row.append(cards.chip(t("Add"), handler(lambda _event: adds(group)), icon=ft.Icons.ADD, key="add"))
    return cards.chips(row)


# A tap on one tag draws its own group again, and no other.
TagChips = ft.memo(_TagChips)


@component
def NewTag(group: str, vocabulary: Vocabulary, change: Any, close: Callable[[], None]) -> ft.Control:
    """The field for one more tag in `group`; it is chosen at once."""
    services = use_services()
    name, set_name = use_typed()

    async def add(_event: Any) -> None:
        if len(name.now.strip()) > NAME_MAX:
            return
        if name.now.strip() and made.has_room(vocabulary, TAG):
            own = vocabulary.tag_id(await made.add_tag(services, name.now, group or None))
            change(lambda form: form if own in form.tags else replace(form, tags=(*form.tags, own)))
        close()

    if not made.has_room(vocabulary, TAG):
        return type.quiet(t("There is no room for more tags. Archive some under You, and you can add others."))
    field = inputs.text_field(
        t("New tag"),
        name.now,
        set_name,
        autofocus=True,
        on_submit=handler(add),
        prose=False,
        maximum=NAME_MAX,
        error=t("This name is too long.") if len(name.now.strip()) > NAME_MAX else "",
    )
    return ft.Row([ft.Container(field, expand=True), inputs.text_button(t("Save"), handler(add))])


def _column(parts: list[ft.Control]) -> ft.Control:
    return ft.Column(parts, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _group_name(name: str) -> ft.Control:
    return ft.Container(type.quiet(name), padding=ft.Padding.only(top=6))


def _first(vocabulary: Vocabulary, counted: set[str]) -> list[Tag]:
    """Return the first tags, some own ones, and whatever is chosen, in the order of the tags."""
    own = [tag.id for tag in vocabulary.tags[OFFERED:] if tag.is_own][:OFFERED]
    shown = {tag.id for tag in vocabulary.tags[:OFFERED]} | set(own) | counted
    return [tag for tag in vocabulary.tags if tag.id in shown]
