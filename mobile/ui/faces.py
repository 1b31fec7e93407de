"""The faces, drawn for Kith: five for the levels, and more for own moods, which take the colour of their level.

A face never stands alone: a word or a label says what it means, too.
"""

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.ui import theme, type
from mobile.words import t

LEVELS = (1, 2, 3, 4, 5)
# What an own mood can look like besides its level, in the order in which it is offered; documents name them.
DRAWINGS = (
    "tired", "wired", "tearful", "angry", "worried", "blank", "wry", "unwell", "surprised", "calm", "laughing",
    "loving",
)  # fmt: skip


_SHORT, _NAME_WIDTH = 12, 112


def face(level: int, size: float, *, faded: bool = False, drawing: str | None = None) -> ft.Control:
    """Return the face of a level, `size` pixels wide, with the features of `drawing` if there is such a one;
    decoration only, without a name of its own."""
    opacity = 0.45 if faded else 1
    if drawing not in DRAWINGS:
        return _image(f"faces/level-{level}.svg", size, opacity)
    return ft.Container(
        _image(f"faces/{drawing}.svg", size),
        width=size,
        height=size,
        bgcolor=theme.LEVEL_COLOURS[level],
        border_radius=size / 2,
        opacity=opacity,
    )


def drawing_word(drawing: str) -> str:
    """Return what a drawing looks like, for whoever chooses one."""
    return {
        "tired": t("tired face"), "wired": t("wide awake face"), "tearful": t("tearful face"),
        "angry": t("angry face"), "worried": t("worried face"), "blank": t("blank face"), "wry": t("wry face"),
        "unwell": t("unwell face"), "surprised": t("surprised face"), "calm": t("calm face"),
        "laughing": t("laughing face"), "loving": t("loving face"),
    }.get(drawing, t("the level’s own face"))  # fmt: skip


def _image(src: str, size: float, opacity: float = 1) -> ft.Image:
    return ft.Image(
        src=src, width=size, height=size, opacity=opacity, exclude_from_semantics=True, gapless_playback=True
    )


def face_button(
    level: int,
    word: str,
    on_click: Callable[..., Any],
    *,
    size: float = 46,
    selected: bool | None = None,
    show_word: bool = True,
    drawing: str | None = None,
) -> ft.Control:
    """Return a face that can be tapped. With `selected` it is one of a choice, and says so to a screen reader."""
    name: ft.Control = type.quiet(word, text_align=ft.TextAlign.CENTER, no_wrap=len(word) <= _SHORT)
    if len(word) > _SHORT:  # a name of one's own may be a whole sentence
        name = ft.Container(name, width=_NAME_WIDTH)
    column = ft.Column(
        [face(level, size, faded=selected is False, drawing=drawing)] + ([name] if show_word else []),
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
