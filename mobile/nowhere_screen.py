"""Where an address leads to nothing: one sentence, and the way back."""

import flet as ft

from mobile import paths
from mobile.session import use_session
from mobile.ui import feedback, scaffold
from mobile.ui.guard import screen
from mobile.words import t


@screen
def NowhereScreen() -> ft.View:
    """Say it kindly, and offer Today."""
    body = feedback.empty(
        t("There is nothing at this address. What you wrote is where it was."),
        t("Go to Today"),
        scaffold.to(paths.TODAY),
    )
    return scaffold.tab_view(paths.TODAY, body, wide=use_session().layout == "wide")
