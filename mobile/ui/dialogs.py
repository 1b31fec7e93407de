"""Questions that are asked before something is taken away."""

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from mobile.ui import inputs, theme, type
from mobile.ui.guard import handler
from mobile.words import t

Handler = Callable[..., Any]


def question(
    title: str,
    text: str,
    act_word: str,
    act: Handler,
    keep: Callable[[], None],
    *,
    keep_word: str = "",
    more: Sequence[ft.Control] = (),
) -> ft.AlertDialog:
    """Return a question about an act that takes something away, for `ft.use_dialog`.

    `act` is guarded already; `keep` closes the question without a change, as tapping beside it does. `more` stands
    below the text.
    """
    return ft.AlertDialog(
        title=ft.Text(title, size=18, weight=theme.SEMIBOLD),
        content=ft.Container(ft.Column([type.body(text), *more], spacing=12, tight=True), width=420),
        shape=ft.RoundedRectangleBorder(radius=theme.CARD_RADIUS),
        scrollable=True,
        actions=[
            inputs.text_button(keep_word or t("Cancel"), handler(lambda _event: keep())),
            inputs.text_button(act_word, act, danger=True),
        ],
        on_dismiss=handler(lambda _event: keep()),
    )
