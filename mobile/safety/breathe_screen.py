"""Breathing and grounding as a screen of its own, above whatever was open."""

import flet as ft

from mobile import paths
from mobile.safety.above import above_view
from mobile.safety.breathe_pane import BreathePane
from mobile.session import use_session
from mobile.ui import scaffold
from mobile.ui.guard import screen
from mobile.words import t


@screen
def BreatheScreen() -> ft.View:
    """The exercises."""
    wide = use_session().layout == "wide"
    return above_view(t("Breathe"), scaffold.scroll([BreathePane()], wide=wide), not_to=(paths.HELP,))
