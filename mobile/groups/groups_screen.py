"""The groups on a phone."""

import flet as ft

from mobile import paths
from mobile.groups.group_list_pane import GroupListPane, search_button
from mobile.session import use_session
from mobile.ui import scaffold, type
from mobile.ui.guard import screen
from mobile.words import t


@screen
def GroupsScreen() -> ft.View:
    """The root of the tab for groups."""
    session = use_session()
    has_account = session.account is not None and session.account.phase != "local"
    return scaffold.tab_view(
        paths.GROUPS,
        GroupListPane(),
        wide=False,
        lead=type.title(t("Groups")),
        corner=search_button() if has_account else None,
    )
