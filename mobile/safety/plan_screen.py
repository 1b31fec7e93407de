"""The safety plan as a screen of its own, above whatever was open."""

import flet as ft

from mobile.safety.plan_pane import SafetyPlanPane
from mobile.session import use_session
from mobile.ui import scaffold
from mobile.ui.guard import screen
from mobile.words import t


@screen
def SafetyPlanScreen() -> ft.View:
    """The plan; Close leads back to where it was opened."""
    wide = use_session().layout == "wide"
    page = ft.context.page
    origin = ft.use_memo(lambda: scaffold.origin(page), [])
    return scaffold.page_view(
        t("Safety plan"), scaffold.scroll([SafetyPlanPane()], wide=wide), wide=wide, back_to=origin, dialog=True
    )
