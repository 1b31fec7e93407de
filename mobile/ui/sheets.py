"""A sheet from below, for a small thing that is done without leaving the screen."""

from collections.abc import Callable, Sequence

import flet as ft

from mobile.ui import theme
from mobile.ui.guard import handler


def sheet(parts: Sequence[ft.Control], close: Callable[[], None]) -> ft.BottomSheet:
    """Return the sheet with `parts` below each other, for `ft.use_dialog`."""
    return sheet_around(
        ft.Column(list(parts), spacing=14, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH), close
    )


def sheet_around(content: ft.Control, close: Callable[[], None]) -> ft.BottomSheet:
    """Return the sheet around what lays itself out."""
    return ft.BottomSheet(
        ft.Container(content, padding=ft.Padding.only(left=theme.SIDE, right=theme.SIDE, top=8, bottom=24)),
        show_drag_handle=True,
        bgcolor=theme.CARD,
        scrollable=True,
        on_dismiss=handler(lambda _event: close()),
    )
