"""A text behind a content note: closed until it is tapped, then open for as long as this window is.

What was opened belongs to the window and is never stored: on another day one may not be ready.
"""

from uuid import UUID

import flet as ft

from mobile.opened import Opened, use_opened
from mobile.ui import theme, type
from mobile.ui.guard import handler
from mobile.words import t


def use_opened_notes() -> Opened:
    """Return the posts whose content note was opened in this window."""
    return use_opened("kith.opened_notes")


def closed_note(note: str, post_id: UUID, opened: Opened) -> ft.Control:
    """Return what stands in place of the text until it is tapped."""
    words = ft.Column(
        [
            type.strong(t("Content note: {note}", note=note)),
            type.quiet(t("Tap to read when you’re ready.")),
        ],
        spacing=2,
        tight=True,
        expand=True,
    )
    return ft.MergeSemantics(
        ft.Semantics(
            button=True,
            content=ft.Container(
                ft.Row(
                    [ft.Icon(ft.Icons.VISIBILITY_OUTLINED, color=theme.QUIET, size=22), words],
                    spacing=14,
                    vertical_alignment=ft.CrossAxisAlignment.CENTER,
                ),
                padding=ft.Padding.symmetric(horizontal=16, vertical=14),
                border_radius=theme.CHIP_RADIUS + 2,
                bgcolor=theme.VARIANT,
                ink=True,
                on_click=handler(lambda _event: opened.open(post_id)),
            ),
        )
    )
