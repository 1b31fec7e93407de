"""One tag: its name, its group, its drawing, and its place among the others."""

from typing import Any

import flet as ft

from mobile import paths
from mobile import vocabulary_changes as made
from mobile.drafting import use_draft, use_once
from mobile.own_words.parts import archive_with_undo, mover, name_field, name_problem, read_vocabulary, undo_changes
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.ui.tag_icons import ICONS, icon_words
from mobile.vocabulary import TAG, Tag, Vocabulary
from mobile.words import t


@screen
def TagFormScreen() -> ft.View:
    """One tag, built in or own."""
    services = use_services()
    wide = use_session().layout == "wide"
    tag_id = use_parameters().get("tag_id", "")
    vocabulary: Vocabulary | None = use_query(
        lambda: read_vocabulary(services), scopes=("documents",), depends_on=(tag_id,)
    )
    body: ft.Control = ft.Container()
    if vocabulary is not None:
        tag = next((one for one in vocabulary.all_tags if one.id == tag_id), None)
        body = feedback.empty(t("This tag is not on this device."), t("To the tags"), scaffold.to(paths.TAGS))
        if tag is not None:
            body = TagForm(tag, vocabulary, wide, key=tag_id)
    return scaffold.page_view(t("Change the tag"), body, wide=wide, dialog=True)


@component
def TagForm(tag: Tag, vocabulary: Vocabulary, wide: bool) -> ft.Control:
    """The fields; what is typed is kept as a draft."""
    services = use_services()
    page = ft.context.page
    start = {"name": tag.name, "group": tag.group or "", "icon": tag.icon or ""}
    draft = use_draft(f"tag:{tag.id}", start)
    fields = draft.fields
    trouble, run = use_once()
    problem = name_problem(fields["name"], [one for one in vocabulary.all_tags if one.id != tag.id])
    is_missing = tag.is_own and not fields["name"].strip()

    async def save(_event: Any) -> None:
        fields = draft.fields  # as they stand now, drawn yet or not

        async def store() -> None:
            name = fields["name"].strip() or None
            await made.change(services, TAG, tag.id, name=name, group=fields["group"], icon=fields["icon"])
            await draft.clear()

        if await run(store):
            page.navigate(paths.TAGS)

    async def archive(_event: Any) -> None:
        await archive_with_undo(services, page, TAG, tag)
        page.navigate(paths.TAGS)

    helper = "" if tag.is_own else t("Empty brings back the name it came with.")
    parts: list[ft.Control] = [feedback.trouble(trouble)] if trouble else []
    parts.append(
        name_field(t("Name of the tag"), fields["name"], lambda text: draft.change(name=text), problem, helper=helper)
    )
    parts.append(_groups(fields["group"], vocabulary, lambda group: draft.change(group=group)))
    parts.append(_icons(fields["icon"], lambda icon: draft.change(icon=icon)))
    parts.append(_moves(services, tag, vocabulary))
    parts.append(inputs.primary_button(t("Save the tag"), handler(save), disabled=bool(problem) or is_missing))
    merge = inputs.text_button(
        t("Its check-ins, and merging it with another"), scaffold.to(paths.tag(tag.id)), icon=ft.Icons.MERGE
    )
    parts.append(ft.Row([merge], alignment=ft.MainAxisAlignment.CENTER))
    if not tag.is_archived:
        away = inputs.text_button(t("Offer this tag no more"), handler(archive), danger=True)
        parts.append(ft.Row([away], alignment=ft.MainAxisAlignment.CENTER))
    parts.append(undo_changes(draft, start))
    return scaffold.scroll(parts, wide=wide, spacing=18)


def _groups(chosen: str, vocabulary: Vocabulary, choose: Any) -> ft.Control:
    offered = [(group.id, group.name) for group in vocabulary.tag_groups() if group.id] + [("", t("Other"))]
    known = {group for group, _name in offered}

    def chip(group: str, name: str) -> ft.Control:
        is_chosen = (chosen if chosen in known else "") == group
        return cards.chip(
            name, handler(lambda _event: choose(group)), selected=is_chosen, wraps=True, key=group or "none"
        )

    return inputs.labelled(t("Its group"), cards.chips([chip(group, name) for group, name in offered]))


def _icons(chosen: str, choose: Any) -> ft.Control:
    words = icon_words()

    def button(name: str) -> ft.Control:
        act = handler(lambda _event: choose("" if chosen == name else name))
        drawing = ft.IconButton(
            ft.Icon(ICONS[name], semantics_label=words[name], size=24, color=theme.TEXT),
            tooltip=words[name],
            on_click=act,
            width=theme.TOUCH,
            height=theme.TOUCH,
            bgcolor=theme.PRIMARY_CONTAINER if chosen == name else None,
        )
        return ft.Semantics(selected=chosen == name, content=drawing, key=name)

    said = t("Its drawing: {drawing}", drawing=words[chosen]) if chosen in words else t("Its drawing: none")
    return inputs.labelled(said, ft.Row([button(name) for name in ICONS], wrap=True, spacing=2, run_spacing=2))


def _moves(services: Any, tag: Tag, vocabulary: Vocabulary) -> ft.Control:
    """Return the steps by which the tag moves among those of its group."""
    group = next((group for group in vocabulary.tag_groups() if tag in group.tags), None)
    if group is None or len(group.tags) < 2:
        return ft.Container(visible=False)
    up, down = mover(services, TAG, group.tags)(tag)
    order = t("Number {number} of {count}", number=group.tags.index(tag) + 1, count=len(group.tags))
    row: list[ft.Control] = [ft.Container(type.body(order), expand=True)]
    if up:
        row.append(inputs.icon_button(ft.Icons.ARROW_BACK, t("Move {name} forward", name=tag.name), up))
    if down:
        row.append(inputs.icon_button(ft.Icons.ARROW_FORWARD, t("Move {name} back", name=tag.name), down))
    return inputs.labelled(t("Its place in the group"), ft.Row(row))
