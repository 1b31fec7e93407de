"""About a group, on a phone."""

import flet as ft

from mobile import paths
from mobile.groups.about_pane import AboutPane
from mobile.ui import feedback, scaffold
from mobile.ui.guard import screen
from mobile.ui.route import use_parameters
from mobile.words import t


@screen
def AboutScreen() -> ft.View:
    """What a group is about and who is in it."""
    group_id = paths.id_in(use_parameters(), "group_id")
    body = (
        AboutPane(group_id, key=str(group_id))
        if group_id is not None
        else scaffold.scroll([feedback.empty(t("This group is not on this device any more."))], wide=False)
    )
    return scaffold.page_view(t("About this group"), body, wide=False)
