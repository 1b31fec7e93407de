"""The one quiet control that leads to help from every screen, and the sheet that it opens.

It opens above the screen instead of going to another, so that nothing that was typed below is lost. What the sheet
shows is not known to this floor: the app says it once, as a function that is called when somebody asks.
"""

from collections.abc import Callable

import flet as ft

from mobile.ui import inputs, theme
from mobile.ui.guard import component, handler
from mobile.words import t

Content = Callable[[Callable[[], None]], ft.Control]
_content: list[Content] = []


def help_with(content: Content) -> None:
    """Let `content` make what the sheet shows; it is given what closes the sheet."""
    _content[:] = [content]


@component
def HelpButton(words: str = "") -> ft.Control:
    """A lifebuoy that opens the sheet; with `words` a button that says them."""
    open_, set_open = ft.use_state(False)

    def close() -> None:
        set_open(False)

    def open_sheet() -> None:
        set_open(True)

    ft.use_dialog(_sheet(close) if open_ else None)
    if words:
        return inputs.tonal_button(words, handler(open_sheet))
    return ft.IconButton(
        ft.Icon(ft.Icons.SUPPORT_OUTLINED, semantics_label=t("Help right now"), color=theme.QUIET, size=22),
        tooltip=t("Help right now"),
        on_click=handler(open_sheet),
        width=theme.TOUCH,
        height=theme.TOUCH,
    )


def _sheet(close: Callable[[], None]) -> ft.BottomSheet:
    close_button = inputs.icon_button(ft.Icons.CLOSE, t("Close"), handler(close))
    return ft.BottomSheet(
        ft.Column(
            [
                ft.Row([close_button], alignment=ft.MainAxisAlignment.END),
                ft.Container(_content[0](close), expand=True),
            ],
            spacing=0,
            expand=True,
        ),
        bgcolor=theme.BACKGROUND,
        fullscreen=True,
        on_dismiss=handler(lambda _event: close()),
    )
