"""A group's feed on a phone, above the list of groups."""

import flet as ft

from mobile import paths
from mobile.feed.feed_pane import FeedPane, group_gone, share_button
from mobile.ui import scaffold
from mobile.ui.guard import screen
from mobile.words import t


@screen
def FeedScreen() -> ft.View:
    """The feed of one group."""
    group_id = paths.id_in(ft.use_route_params(), "group_id")
    if group_id is None:
        return scaffold.page_view(t("Group"), group_gone(), wide=False)
    return scaffold.place_view(
        FeedPane(group_id, key=str(group_id)), current=paths.GROUPS, action=share_button(group_id)
    )
