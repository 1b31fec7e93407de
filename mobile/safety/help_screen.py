"""The crisis card as a screen of its own, for what links to it."""

import flet as ft

from mobile.safety.above import above_view
from mobile.safety.crisis_card import CrisisCard
from mobile.ui.guard import screen
from mobile.words import t


@screen
def HelpScreen() -> ft.View:
    """The card, above whatever was open."""
    return above_view(t("Help"), CrisisCard(), helps=False)
