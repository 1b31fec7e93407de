"""The five faces, drawn for Kith. A face never stands alone: a word or a label says the level, too."""

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.ui import theme, type

LEVELS = (1, 2, 3, 4, 5)


def face(level: int, size: float, *, faded: bool = False) -> ft.Control:
    """Return the drawing of a level, `size` pixels wide; decoration only, without a name of its own."""
    return ft.Image(
        src=f"faces/level-{level}.svg",
        width=size,
        height=size,
        opacity=0.45 if faded else 1,
        exclude_from_semantics=True,
        gapless_playback=True,
    )


def face_button(
    level: int,
    word: str,
    on_click: Callable[..., Any],
    *,
    size: float = 46,
    selected: bool | None = None,
    show_word: bool = True,
) -> ft.Control:
    """Return a face that can be tapped. With `selected` it is one of a choice, and says so to a screen reader."""
    column = ft.Column(
        [face(level, size, faded=selected is False)]
        + ([type.quiet(word, text_align=ft.TextAlign.CENTER, no_wrap=True)] if show_word else []),
        spacing=6,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        alignment=ft.MainAxisAlignment.CENTER,
        tight=True,
    )
    return ft.MergeSemantics(
        ft.Semantics(
            label=None if show_word else word,
            button=True,
            selected=selected,
            content=ft.Container(
                column,
                on_click=on_click,
                ink=True,
                border_radius=theme.CHIP_RADIUS,
                padding=ft.Padding.symmetric(horizontal=5, vertical=6),
            ),
        )
    )
