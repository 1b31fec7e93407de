"""How the app answers: a line that passes, an undo, an empty place, a plain sentence about trouble."""

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.ui import cards, inputs, theme, type
from mobile.ui.guard import handler

Handler = Callable[..., Any]


def say(page: ft.Page, text: str) -> None:
    """Show one line for a few seconds; screen readers hear it."""
    page.show_dialog(ft.SnackBar(text, duration=4000))


def offer_undo(page: ft.Page, text: str, undo_word: str, undo: Handler) -> None:
    """Show one line with the way back beside it, for long enough to be found at 3 am."""
    page.show_dialog(ft.SnackBar(text, duration=8000, action=ft.SnackBarAction(undo_word, on_click=handler(undo))))


def empty(text: str, act_word: str = "", act: Handler | None = None) -> ft.Control:
    """Return what stands where there is nothing yet: one sentence and one small act."""
    parts: list[ft.Control] = [type.body(text, color=theme.QUIET, text_align=ft.TextAlign.CENTER)]
    if act is not None:
        parts.append(inputs.tonal_button(act_word, act))
    return ft.Container(
        ft.Column(parts, horizontal_alignment=ft.CrossAxisAlignment.CENTER, spacing=14, tight=True),
        padding=ft.Padding.symmetric(horizontal=16, vertical=28),
        alignment=ft.Alignment.CENTER,
    )


def trouble(text: str, act_word: str = "", act: Handler | None = None) -> ft.Control:
    """Return a calm panel that says what happened, what is safe and what to do next; announced when it appears."""
    parts: list[ft.Control] = [
        ft.Row(
            [
                ft.Icon(ft.Icons.INFO_OUTLINE, color=theme.ON_WARM, size=22),
                ft.Container(type.body(text), expand=True),
            ],
            spacing=12,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
    ]
    if act is not None:
        parts.append(ft.Row([inputs.text_button(act_word, act)], alignment=ft.MainAxisAlignment.END))
    return ft.Semantics(live_region=True, content=cards.card(parts, bgcolor=theme.WARM_CONTAINER, padding=14))


def waiting(text: str) -> ft.Control:
    """Return a quiet line for something that takes a moment."""
    return ft.Row(
        [ft.ProgressRing(width=18, height=18, stroke_width=2, semantics_label=text), type.quiet(text)],
        spacing=12,
        alignment=ft.MainAxisAlignment.CENTER,
    )
