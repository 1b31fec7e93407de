"""The safety plan as a screen of its own, above whatever was open."""

import flet as ft

from mobile import paths
from mobile.safety.above import above_view
from mobile.safety.plan_pane import SafetyPlanPane
from mobile.session import use_session
from mobile.ui import scaffold
from mobile.ui.guard import screen
from mobile.words import t


@screen
def SafetyPlanScreen() -> ft.View:
    """The plan, six parts below each other."""
    wide = use_session().layout == "wide"
    return above_view(t("Safety plan"), scaffold.scroll([SafetyPlanPane()], wide=wide), not_to=(paths.HELP,))
