"""Breathing and grounding as a screen of its own, above whatever was open."""

import flet as ft

from mobile.safety.breathe_pane import BreathePane
from mobile.session import use_session
from mobile.ui import scaffold
from mobile.ui.guard import screen
from mobile.words import t


@screen
def BreatheScreen() -> ft.View:
    """The exercises; Close leads back to where they were opened."""
    wide = use_session().layout == "wide"
    page = ft.context.page
    origin = ft.use_memo(lambda: scaffold.origin(page), [])
    return scaffold.page_view(
        t("Breathe"), scaffold.scroll([BreathePane()], wide=wide), wide=wide, back_to=origin, dialog=True
    )
