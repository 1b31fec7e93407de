"""Moods: the five levels by the names one likes, and own moods below each of them."""

from typing import Any

import flet as ft

from mobile import paths
from mobile import vocabulary_changes as made
from mobile.own_words.parts import Archived, archived, full_line, movable_row, mover, read_vocabulary
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, faces, inputs, scaffold, type
from mobile.ui.guard import component, screen
from mobile.vocabulary import MOOD, Mood, Vocabulary
from mobile.words import t


@screen
def MoodsScreen() -> ft.View:
    """Rename the levels; add, change, order and archive own moods."""
    wide = use_session().layout == "wide"
    return scaffold.page_view(t("Moods"), Moods(wide), wide=wide, current=paths.YOU, back_to=paths.YOU)


@component
def Moods(wide: bool) -> ft.Control:
    """The five levels from the highest down, each with its own moods."""
    services = use_services()
    vocabulary: Vocabulary | None = use_query(lambda: read_vocabulary(services), scopes=("documents",))
    if vocabulary is None:
        return ft.Container()
    parts: list[ft.Control] = [
        type.body(t("Give a level names of your own. They stand under its face when you check in. A tap changes one."))
    ]
    parts += [
        LevelCard(vocabulary.levels[level - 1], vocabulary.moods_at(level), vocabulary, key=str(level))
        for level in reversed(faces.LEVELS)
    ]
    parts.append(Archived(MOOD, archived(vocabulary.all_moods)))
    return scaffold.scroll(parts, wide=wide, spacing=14)


@component
def LevelCard(level: Mood, moods: tuple[Mood, ...], vocabulary: Vocabulary) -> ft.Control:
    """One level with its moods and the way to one more."""
    services = use_services()
    moves = mover(services, MOOD, moods)

    def drawn(mood_id: str | None) -> ft.Control:
        return faces.face(level.level, 34, drawing=vocabulary.face(level.level, mood_id))

    rows: list[ft.Control] = [
        cards.list_row(level.name, _open(level), detail=_detail(level), leading=drawn(None), chevron=False)
    ]
    rows += [movable_row(mood, _open(mood), moves(mood), leading=drawn(mood.id)) for mood in moods]
    if made.has_room(vocabulary, MOOD):
        path = f"{paths.NEW_MOOD}?level={level.level}"
        add = inputs.text_button(t("Add a mood for {level}", level=level.name), scaffold.to(path), icon=ft.Icons.ADD)
        rows.append(ft.Row([add], wrap=True))
    else:
        rows.append(full_line())
    return cards.card(ft.Column(cards.divided(rows), spacing=0, tight=True), padding=cards.OF_ROWS)


def _open(mood: Mood) -> Any:
    return scaffold.to(paths.own_mood(mood.id))


def _detail(level: Mood) -> str:
    return t("Level {number} of 5", number=level.level)
