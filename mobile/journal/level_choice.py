"""The five faces of the check-in, the word of the chosen one, and the member's own moods of that level."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import flet as ft

from mobile.journal.form import Form
from mobile.ui import cards, faces, theme
from mobile.ui.guard import handler
from mobile.vocabulary import Vocabulary
from mobile.words import t

Change = Callable[[Callable[[Form], Form]], None]


def level_choice(form: Form, vocabulary: Vocabulary, change: Change) -> ft.Control:
    """Return the faces in one row with the name of what is chosen below."""

    def choose(level: int) -> Callable[..., Any]:
        return handler(lambda _event: change(lambda f: replace(f, level=level, mood_id=None)))

    def button(level: int) -> ft.Control:
        is_chosen = level == form.level
        return faces.face_button(
            level,
            vocabulary.mood(level, None),
            choose(level),
            size=60 if is_chosen else 44,
            selected=None if form.level is None else is_chosen,
            show_word=False,
            drawing=vocabulary.face(level, form.mood_id if is_chosen else None),
        )

    row = ft.Row(
        [ft.Container(button(level), expand=True, alignment=ft.Alignment.CENTER) for level in faces.LEVELS],
        spacing=0,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    word = vocabulary.mood(form.level, form.mood_id) if form.level else t("How are you right now?")
    name = ft.Text(
        word,
        size=24,
        weight=theme.BOLD,
        text_align=ft.TextAlign.CENTER,
        style=ft.TextStyle(letter_spacing=0),
    )
    return ft.Column(
        [ft.Container(row, height=80), ft.Semantics(live_region=True, content=name)],
        spacing=6,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        tight=True,
    )


def mood_choice(form: Form, vocabulary: Vocabulary, change: Change) -> ft.Control:
    """Return the own moods of the chosen level; nothing at all for a member who has none."""
    own = [
        mood
        for mood in (vocabulary.all_moods if form.level else ())
        if mood.level == form.level and (not mood.is_archived or mood.id == form.mood_id)
    ]

    def choose(mood_id: str) -> Callable[..., Any]:
        return handler(lambda _event: change(lambda f: replace(f, mood_id=None if f.mood_id == mood_id else mood_id)))

    row = cards.chips(
        [
            cards.chip(
                mood.name,
                choose(mood.id),
                selected=form.mood_id == mood.id,
                leading=faces.face(mood.level, 24, drawing=vocabulary.face(mood.level, mood.id)),
                wraps=True,
                key=mood.id,
            )
            for mood in own
        ]
    )
    row.alignment = ft.MainAxisAlignment.CENTER
    row.visible = bool(own)
    return row
