"""The sheet in which a group of tags is renamed, moved or put away."""

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile import vocabulary_changes as made
from mobile.own_words.parts import archive_with_undo, mover, name_field, name_problem
from mobile.session import use_services
from mobile.ui import inputs, type
from mobile.ui.guard import component, handler
from mobile.ui.sheets import sheet
from mobile.vocabulary import TAG_GROUP, TagGroup, Vocabulary
from mobile.words import t


@component
def GroupSheet(group: TagGroup, vocabulary: Vocabulary, close: Callable[[], None]) -> ft.Control:
    """The sheet for `group`; it takes no room of its own."""
    services = use_services()
    page = ft.context.page
    name, set_name = ft.use_state(group.name)
    problem = name_problem(name, [one for one in vocabulary.all_tag_groups if one.id != group.id])
    is_missing = group.is_own and not name.strip()
    listed = [one for one in vocabulary.tag_groups() if one.id]
    up, down = mover(services, TAG_GROUP, listed)(group)

    async def save(_event: Any) -> None:
        if not problem and not is_missing:
            close()
            await made.rename(services, TAG_GROUP, group.id, name)

    async def archive(_event: Any) -> None:
        close()
        await archive_with_undo(services, page, TAG_GROUP, group)

    moves: list[ft.Control] = []
    if up:
        moves.append(inputs.text_button(t("Move up"), up, icon=ft.Icons.KEYBOARD_ARROW_UP))
    if down:
        moves.append(inputs.text_button(t("Move down"), down, icon=ft.Icons.KEYBOARD_ARROW_DOWN))
    helper = "" if group.is_own else t("Empty brings back the name it came with.")
    parts = [
        type.heading(group.name),
        name_field(t("Name"), name, lambda text: set_name(text), problem, helper=helper, on_submit=handler(save)),
        inputs.primary_button(t("Save the group"), handler(save), disabled=bool(problem) or is_missing),
        ft.Row(moves, wrap=True, spacing=4),
        ft.Row(
            [
                inputs.text_button(t("Cancel"), handler(lambda _event: close())),
                inputs.text_button(t("Offer this group no more"), handler(archive), danger=True),
            ],
            wrap=True,
        ),
        type.quiet(t("Its tags stay; they stand under Other until you give them another group.")),
    ]
    ft.use_dialog(sheet(parts, close))
    return ft.Container(visible=False)
