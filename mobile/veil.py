"""What stands in place of words that the reader does not want to see, on every surface the same: one quiet line that
opens with a tap. What was opened belongs to the window and is never stored."""

from typing import Any
from uuid import UUID

import flet as ft

from mobile.opened import Opened, use_opened
from mobile.shown import Why
from mobile.ui import theme, type
from mobile.ui.guard import handler
from mobile.words import t


def use_revealed() -> Opened:
    """Return what was opened in this window although something in it is not wanted."""
    return use_opened("kith.revealed")


def veil_line(why: Why) -> str:
    """Return what is said in place of the words."""
    if why is Why.WORD:
        return t("Hidden: one of your muted words")
    if why is Why.PERSON:
        return t("From somebody you muted")
    return t("Hidden")


def veil(why: Why, thing_id: UUID, revealed: Opened, *, key: Any = None) -> ft.Control:
    """Return the line with the way to look at what is behind it."""
    words = ft.Column(
        [type.body(veil_line(why), color=theme.QUIET), type.quiet(t("Tap to look at it now."))],
        spacing=2,
        tight=True,
        expand=True,
    )
    return ft.MergeSemantics(
        key=key,
        content=ft.Semantics(
            button=True,
            content=ft.Container(
                ft.Row(
                    [ft.Icon(ft.Icons.VISIBILITY_OFF_OUTLINED, color=theme.QUIET, size=22), words],
                    spacing=14,
                    vertical_alignment=ft.CrossAxisAlignment.CENTER,
                ),
                padding=ft.Padding.symmetric(horizontal=16, vertical=12),
                border=ft.Border.all(1, theme.OUTLINE),
                border_radius=theme.CARD_RADIUS,
                ink=True,
                on_click=handler(lambda _event: revealed.open(thing_id)),
            ),
        ),
    )
