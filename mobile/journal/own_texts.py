"""The sheet of own texts: one tap puts a text into the note, and what stands in the note can become one."""

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile import paths
from mobile import vocabulary_changes as made
from mobile.session import use_services
from mobile.ui import cards, feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler
from mobile.ui.sheets import sheet
from mobile.ui.typing import use_typed
from mobile.vocabulary import NAME_MAX, TEMPLATE, TEMPLATE_MAX, Vocabulary, open_vocabulary
from mobile.words import t


@component
def OwnTexts(is_open: bool, note: str, put: Callable[[str], None], close: Callable[[], None]) -> ft.Control:
    """The sheet, while it `is_open`; it takes no room of its own."""
    services = use_services()
    vocabulary = open_vocabulary(services.documents)
    page = ft.context.page
    naming, set_naming = ft.use_state(False)
    name, set_name = use_typed()

    def end() -> None:
        set_naming(lambda _: False)
        close()

    async def keep(_event: Any) -> None:
        if not name.now.strip() or len(name.now.strip()) > NAME_MAX:
            return
        await made.add_template(services, name.now, note.strip())
        set_name("")
        end()
        feedback.say(page, t("Kept among your own texts."))

    def begin(_event: Any) -> None:
        set_name(note.strip().partition("\n")[0][:NAME_MAX].strip())
        set_naming(lambda _: True)

    def change(_event: Any) -> None:
        end()
        scaffold.go(paths.TEMPLATES, page)

    parts: list[ft.Control] = [type.heading(t("Own texts")), *_texts(vocabulary, put)]
    if naming:
        parts += _naming(name.now, set_name, handler(keep))
    elif note.strip() and made.has_room(vocabulary, TEMPLATE):
        parts.append(_offer(note, handler(begin)))
    parts.append(
        ft.Row([inputs.text_button(t("Write and change texts"), handler(change)), _done(end)], wrap=True, spacing=4)
    )
    ft.use_dialog(sheet(parts, end) if is_open else None)
    return ft.Container(visible=False)


def _naming(name: str, change: Callable[[str], None], keep: Callable[..., Any]) -> list[ft.Control]:
    field = inputs.text_field(
        t("Name of the text"),
        name,
        change,
        prose=False,
        maximum=NAME_MAX,
        on_submit=keep,
        error=t("This name is too long.") if len(name.strip()) > NAME_MAX else "",
        key="name",
    )
    return [field, inputs.primary_button(t("Keep this text"), keep, disabled=not name.strip())]


def _offer(note: str, begin: Callable[..., Any]) -> ft.Control:
    if len(note.strip()) > TEMPLATE_MAX:
        return type.quiet(t("The note is too long to be kept as an own text."))
    return inputs.tonal_button(t("Keep what is in the note as a text"), begin)


def _done(end: Callable[[], None]) -> ft.Control:
    return inputs.text_button(t("Done"), handler(lambda _event: end()))


def _texts(vocabulary: Vocabulary, put: Callable[[str], None]) -> list[ft.Control]:
    if not vocabulary.templates:
        return [type.body(t("Texts that you begin with again and again can be kept here."))]

    def row(name: str, text: str) -> ft.Control:
        act = handler(lambda _event: put(text))
        return cards.list_row(name, act, detail=text.strip().partition("\n")[0][:120], chevron=False)

    return [ft.Column(cards.divided([row(one.name, one.text) for one in vocabulary.templates]), spacing=0, tight=True)]
