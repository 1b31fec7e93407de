"""What the screens of own words share: checking a name, moving a row, and archiving with a way back."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import flet as ft

from mobile import vocabulary_changes as made
from mobile.drafting import KeptDraft
from mobile.session import use_services
from mobile.ui import cards, feedback, inputs, type
from mobile.ui.guard import component, handler
from mobile.vocabulary import NAME_MAX, Vocabulary, Word, open_vocabulary
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

Handler = Callable[..., Any]


async def read_vocabulary(services: "Services") -> Vocabulary:
    """Return the vocabulary; for `use_query` with the scope "documents"."""
    return open_vocabulary(services.documents)


def name_problem(name: str, others: Sequence[Word]) -> str:
    """Return what is wrong with a name beside those of `others`, empty when nothing is. A missing one is no problem
    before it is saved."""
    if len(name.strip()) > NAME_MAX:
        return t("This is too long: {maximum} characters fit.", maximum=NAME_MAX)
    same = made.same_name(others, name) if name.strip() else None
    if same is None:
        return ""
    if same.is_archived:
        return t("There is one of that name among those that are not offered any more.")
    return t("There is one of that name already.")


def name_field(
    label: str, name: str, change: Callable[[str], None], problem: str, *, helper: str = "", on_submit: Any = None
) -> ft.Control:
    """Return the field for a name."""
    return inputs.text_field(
        label,
        name,
        change,
        error=problem,
        helper=helper,
        maximum=NAME_MAX,
        prose=False,
        on_submit=on_submit,
        key="name",
    )


def mover(
    services: "Services", kind: str, listed: Sequence[Word]
) -> Callable[[Word], tuple[Handler | None, Handler | None]]:
    """Return what gives the handlers that move a word up and down in its list, None where it cannot go on."""

    def handlers(word: Word) -> tuple[Handler | None, Handler | None]:
        def by(step: int) -> Handler:
            async def act(_event: Any) -> None:
                await made.move(services, kind, listed, word.id, step)

            return handler(act)

        is_first, is_last = listed[0].id == word.id, listed[-1].id == word.id
        return (None if is_first else by(-1)), (None if is_last else by(1))

    return handlers


def movable_row(
    word: Word,
    open_: Handler,
    moves: tuple[Handler | None, Handler | None],
    *,
    detail: str = "",
    leading: ft.Control | None = None,
) -> ft.Control:
    """Return a row that opens a word, with a step up and down beside it where there are others."""
    up, down = moves
    row = cards.list_row(word.name, open_, detail=detail, leading=leading, chevron=False)
    buttons: list[ft.Control] = []
    if up or down:
        buttons = [
            _move_button(ft.Icons.KEYBOARD_ARROW_UP, t("Move {name} up", name=word.name), up),
            _move_button(ft.Icons.KEYBOARD_ARROW_DOWN, t("Move {name} down", name=word.name), down),
        ]
    return ft.Row([ft.Container(row, expand=True), *buttons], spacing=0, key=word.id)


def _move_button(icon: ft.IconData, name: str, act: Handler | None) -> ft.Control:
    return inputs.icon_button(icon, name, act or handler(lambda _event: None), disabled=act is None)


async def archive_with_undo(services: "Services", page: ft.Page, kind: str, word: Word) -> None:
    """Offer a word no more, and say how it comes back."""
    await made.archive(services, kind, word.id)

    async def undo(_event: Any) -> None:
        await made.archive(services, kind, word.id, False)

    told = t("{name} is not offered any more. Check-ins that have it keep it.", name=word.name)
    feedback.offer_undo(page, told, t("Undo"), undo)


@component
def Archived(kind: str, words: tuple[Word, ...]) -> ft.Control:
    """What is not offered any more, each with the way back; nothing at all where there is none."""
    services = use_services()

    def row(word: Word) -> ft.Control:
        async def again(_event: Any) -> None:
            await made.archive(services, kind, word.id, False)

        button = inputs.text_button(t("Offer again"), handler(again))
        return ft.Row(
            [ft.Container(type.body(word.name), expand=True, padding=ft.Padding.only(left=4)), button], key=word.id
        )

    rows = [row(word) for word in words]
    return (
        cards.card(
            [type.subheading(t("Not offered any more")), ft.Column(cards.divided(rows), spacing=0, tight=True)],
            padding=14,
        )
        if rows
        else ft.Container(visible=False)
    )


def archived(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words that are not offered any more."""
    return tuple(word for word in words if word.is_archived)


def full_line() -> ft.Control:
    """Return what stands in the place of a way to add one more, where there is no room."""
    return type.quiet(t("There is no room for more of these. What you do not use can be archived."))


def undo_changes(draft: KeptDraft, start: dict[str, Any]) -> ft.Control:
    """Return the way back to what is stored, while the form holds something else, also from an earlier visit."""

    async def back(_event: Any) -> None:
        await draft.clear()

    button = inputs.text_button(t("Undo the changes"), handler(back))
    return ft.Row([button], alignment=ft.MainAxisAlignment.CENTER, visible=draft.ready and draft.fields != start)
