"""Own moods: a name for one of the five levels, such as “wired” for a low one."""

from typing import Any
from uuid import UUID

import flet as ft

from mobile import paths, vocabulary_changes
from mobile.built_in_words import level_word
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, faces, feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler, screen
from mobile.vocabulary import Mood, Vocabulary, open_vocabulary
from mobile.words import t

NAME_MAX = 30


@screen
def MoodsScreen() -> ft.View:
    """Add, rename and take away own moods."""
    wide = use_session().layout == "wide"
    return scaffold.page_view(
        t("Moods"), scaffold.scroll([Moods()], wide=wide), wide=wide, current=paths.YOU, back_to=paths.YOU
    )


@component
def Moods() -> ft.Control:
    """The five levels, each with the member's own moods and a field for one more."""
    services = use_services()

    async def load() -> Vocabulary:
        return open_vocabulary(services.documents)

    vocabulary: Vocabulary | None = use_query(load, scopes=("documents",))
    if vocabulary is None:
        return ft.Container()
    parts: list[ft.Control] = [
        type.body(t("Give a level names of your own. They stand under its face when you check in."))
    ]
    parts += [LevelMoods(level, tuple(vocabulary.moods_at(level)), key=str(level)) for level in reversed(faces.LEVELS)]
    return ft.Column(parts, spacing=14, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


@component
def LevelMoods(level: int, moods: tuple[Mood, ...]) -> ft.Control:
    """One level with its moods."""
    services = use_services()
    page = ft.context.page
    name, set_name = ft.use_state("")
    adding, set_adding = ft.use_state(False)

    async def add(_event: Any) -> None:
        if name.strip():
            await vocabulary_changes.add_mood(services, name, level)
        set_name("")
        set_adding(False)

    def remove(mood: Mood) -> Any:
        async def act(_event: Any) -> None:
            await services.documents.trash(UUID(mood.id))

            async def undo(_event: Any) -> None:
                await services.documents.restore(UUID(mood.id))

            feedback.offer_undo(page, t("Mood taken away. Check-ins keep their level."), t("Undo"), undo)

        return handler(act)

    rows: list[ft.Control] = [
        ft.Row(
            [
                faces.face(level, 34),
                ft.Container(type.strong(level_word(level)), expand=True),
                inputs.icon_button(
                    ft.Icons.ADD,
                    t("Add a mood for {level}", level=level_word(level)),
                    handler(lambda _event: set_adding(True)),
                ),
            ],
            spacing=14,
        )
    ]
    rows += [
        ft.Row(
            [
                ft.Container(type.body(mood.name), expand=True, padding=ft.Padding.only(left=48)),
                inputs.icon_button(ft.Icons.CLOSE, t("Take away {name}", name=mood.name), remove(mood)),
            ]
        )
        for mood in moods
    ]
    if adding:
        field = inputs.text_field(
            t("Name of the mood"),
            name,
            lambda text: set_name(text),
            autofocus=True,
            on_submit=handler(add),
            maximum=NAME_MAX,
        )
        rows.append(ft.Row([ft.Container(field, expand=True), inputs.text_button(t("Save"), handler(add))]))
    return cards.card(rows, padding=14, spacing=6)
