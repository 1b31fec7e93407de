"""The frame of this slice's screens: they lie above whatever was open, and Close leads back there.

Flutter's own Close would lead to the tab below, also from a form that lies above it, and the form would be left.
"""

from collections.abc import Sequence
from typing import Any

import flet as ft

from mobile import paths
from mobile.session import use_session
from mobile.ui import inputs, scaffold
from mobile.ui.guard import handler
from mobile.words import t


def above_view(title: str, body: ft.Control, *, not_to: Sequence[str] = (), helps: bool = True) -> ft.View:
    """Return the view. Close never leads to `not_to`, the places that lead here again: two screens that name each other
    as the way back would hold the member between them."""
    page = ft.context.page
    origin = ft.use_memo(lambda: scaffold.origin(page), [])
    back = paths.TODAY if origin in (page.route, *not_to) else origin

    def close(_event: Any) -> None:
        page.navigate(back)

    wide = use_session().layout == "wide"
    view = scaffold.page_view(title, body, wide=wide, dialog=True, helps=helps)
    if isinstance(view.appbar, ft.AppBar):
        view.appbar.leading = inputs.icon_button(ft.Icons.CLOSE, t("Close"), handler(close))
    return view
