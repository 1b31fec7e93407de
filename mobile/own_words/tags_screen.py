"""Tags: the groups in their order, the tags in each, and what is not wanted any more."""

from typing import Any

import flet as ft

from mobile import paths
from mobile import vocabulary_changes as made
from mobile.own_words.group_sheet import GroupSheet
from mobile.own_words.parts import Archived, archived, full_line, name_field, name_problem, read_vocabulary
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.tag_icons import tag_icon
from mobile.vocabulary import TAG, TAG_GROUP, TagGroup, Vocabulary
from mobile.words import t


@screen
def TagsScreen() -> ft.View:
    """All tags by group."""
    wide = use_session().layout == "wide"
    return scaffold.page_view(t("Tags"), Tags(wide), wide=wide, current=paths.YOU, back_to=paths.YOU)


@component
def Tags(wide: bool) -> ft.Control:
    """A card for every group; a tap on a tag opens it, a tap on the pen the group."""
    services = use_services()
    vocabulary: Vocabulary | None = use_query(lambda: read_vocabulary(services), scopes=("documents",))
    nobody: str | None = None
    opened, set_opened = ft.use_state(nobody)
    if vocabulary is None:
        return ft.Container()
    groups = vocabulary.tag_groups()

    def edit(group: TagGroup) -> Any:
        return handler(lambda _event: set_opened(lambda _: group.id))

    parts: list[ft.Control] = [type.body(t("A tap on a tag changes its name, its group or its drawing."))]
    parts += [GroupCard(group, vocabulary, edit(group), key=f"group-{group.id}") for group in groups]
    parts.append(NewGroup(vocabulary, key="new-group"))
    merged = [tag for tag in vocabulary.all_tags if not tag.is_archived and vocabulary.tag_id(tag.id) != tag.id]
    if merged:
        parts.append(Merged(tuple(tag.id for tag in merged), vocabulary))
    parts.append(Archived(TAG, archived(vocabulary.all_tags), key="archived"))
    parts.append(Archived(TAG_GROUP, archived(vocabulary.all_tag_groups), key="archived-groups"))
    group = next((group for group in groups if group.id and group.id == opened), None)
    if group is not None:
        parts.append(GroupSheet(group, vocabulary, lambda: set_opened(lambda _: None), key=f"sheet-{opened}"))
    return scaffold.scroll(parts, wide=wide, spacing=14)


@component
def GroupCard(group: TagGroup, vocabulary: Vocabulary, edit: Any) -> ft.Control:
    """One group: its name, its tags as chips, and a field for one more."""
    services = use_services()
    adding, set_adding = ft.use_state(False)
    name, set_name = ft.use_state("")
    problem = name_problem(name, vocabulary.all_tags)

    async def add(_event: Any) -> None:
        if problem:
            return
        if name.strip():
            await made.add_tag(services, name, group.id or None)
        set_name("")
        set_adding(False)

    head: list[ft.Control] = [ft.Container(type.subheading(group.name), expand=True)]
    if group.id:
        head.append(inputs.icon_button(ft.Icons.EDIT_OUTLINED, t("Change the group {name}", name=group.name), edit))
    row = [
        cards.chip(tag.name, scaffold.to(paths.own_tag(tag.id)), icon=tag_icon(tag.icon), wraps=True, key=tag.id)
        for tag in group.tags
    ]
    if not adding:
        label = t("Add a tag to {group}", group=group.name)
        open_ = handler(lambda _event: set_adding(True))
        row.append(cards.chip(t("Add"), open_, icon=ft.Icons.ADD, label=label, key="add"))
    parts: list[ft.Control] = [ft.Row(head), cards.chips(row)]
    if adding and not made.has_room(vocabulary, TAG):
        parts.append(full_line())
    elif adding:
        field = name_field(t("New tag"), name, lambda text: set_name(text), problem, on_submit=handler(add))
        save = inputs.text_button(t("Save"), handler(add))
        parts.append(ft.Row([ft.Container(field, expand=True), save], vertical_alignment=ft.CrossAxisAlignment.START))
    return cards.card(parts, padding=14, spacing=4)


@component
def NewGroup(vocabulary: Vocabulary) -> ft.Control:
    """The way to one more group."""
    services = use_services()
    adding, set_adding = ft.use_state(False)
    name, set_name = ft.use_state("")
    problem = name_problem(name, vocabulary.all_tag_groups)

    async def add(_event: Any) -> None:
        if problem:
            return
        if name.strip():
            await made.add_tag_group(services, name)
        set_name("")
        set_adding(False)

    if not made.has_room(vocabulary, TAG_GROUP):
        return full_line()
    if not adding:
        return ft.Row(
            [inputs.tonal_button(t("Add a group"), handler(lambda _event: set_adding(True)), icon=ft.Icons.ADD)]
        )
    field = name_field(t("New group"), name, lambda text: set_name(text), problem, on_submit=handler(add))
    save = inputs.text_button(t("Save"), handler(add))
    row = ft.Row([ft.Container(field, expand=True), save], vertical_alignment=ft.CrossAxisAlignment.START)
    return cards.card(row, padding=14)


@component
def Merged(tags: tuple[str, ...], vocabulary: Vocabulary) -> ft.Control:
    """The tags that read as another, each with the way back."""
    services = use_services()
    names = {tag.id: tag.name for tag in vocabulary.all_tags}

    def row(tag: str) -> ft.Control:
        async def split(_event: Any) -> None:
            await made.split_tag(services, tag)

        text = t("{name} reads as {other}", name=names[tag], other=vocabulary.tag(tag))
        return ft.Row(
            [
                ft.Container(type.body(text), expand=True, padding=ft.Padding.only(left=4)),
                inputs.text_button(t("Take apart"), handler(split)),
            ],
            key=tag,
        )

    rows = ft.Column(cards.divided([row(tag) for tag in tags]), spacing=0, tight=True)
    return cards.card([type.subheading(t("Merged")), rows], padding=14, bgcolor=theme.CARD)
