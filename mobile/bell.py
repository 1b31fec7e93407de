"""The bell: the way to the inbox, with a quiet dot while something waits. It shows no number: nothing counts people.

It stands above the slices, because the first screen and the last show it and neither is of the slice of notices.
"""

import flet as ft

from mobile import paths
from mobile.notices.reading import SCOPES, waits
from mobile.session import use_query, use_services
from mobile.ui import scaffold, theme
from mobile.ui.guard import component
from mobile.words import t


@component
def Bell() -> ft.Control:
    """A bell for who has an account; nothing for who writes only for themselves."""
    services = use_services()
    something = use_query(lambda: waits(services), scopes=(*SCOPES, "status"))
    if services.account.state.phase in ("new", "local"):
        return ft.Container()
    name = t("For you: something new") if something else t("For you")
    return ft.IconButton(
        ft.Icon(
            ft.Icons.NOTIFICATIONS if something else ft.Icons.NOTIFICATIONS_NONE,
            semantics_label=name,
            color=theme.QUIET,
            size=22,
            badge=ft.Badge(small_size=9, bgcolor=theme.WARM) if something else None,
        ),
        tooltip=name,
        on_click=scaffold.to(paths.NOTICES),
        width=theme.TOUCH,
        height=theme.TOUCH,
    )
