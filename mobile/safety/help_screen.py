"""The crisis card as a screen of its own, for what links to it."""

import flet as ft

from mobile.safety.crisis_card import CrisisCard
from mobile.session import use_session
from mobile.ui import scaffold
from mobile.ui.guard import screen
from mobile.words import t


@screen
def HelpScreen() -> ft.View:
    """The card, above whatever was open."""
    wide = use_session().layout == "wide"
    page = ft.context.page
    origin = ft.use_memo(lambda: scaffold.origin(page), [])
    return scaffold.page_view(t("Help"), CrisisCard(), wide=wide, back_to=origin, dialog=True, helps=False)
