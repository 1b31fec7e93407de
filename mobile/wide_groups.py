"""Groups on a wide window: the list, a feed and a thread side by side, whatever the path says of the three."""

import flet as ft

from mobile import paths
from mobile.feed.feed_pane import FeedPane
from mobile.feed.thread_pane import ThreadPane
from mobile.groups.about_pane import AboutPane
from mobile.groups.group_list_pane import GroupListPane
from mobile.ui import feedback, scaffold
from mobile.ui.guard import screen
from mobile.words import t

LIST_WIDTH = 280


@screen
def WideGroupsScreen() -> ft.View:
    """Three panes; what is not chosen yet says so quietly."""
    parameters = ft.use_route_params()
    group_id, post_id = paths.id_in(parameters, "group_id"), paths.id_in(parameters, "post_id")
    about = ft.use_route_location().endswith("/about")
    panes: list[ft.Control] = [
        ft.Container(GroupListPane(group_id, wide=True), width=LIST_WIDTH),
        ft.VerticalDivider(width=1),
    ]
    if group_id is None:
        panes.append(_hint(t("Choose a group to read what is new.")))
        return _view(panes)
    panes += [
        ft.Container(FeedPane(group_id, wide=True, key=f"feed-{group_id}"), expand=True),
        ft.VerticalDivider(width=1),
    ]
    if about:
        panes.append(ft.Container(AboutPane(group_id, wide=True, key=f"about-{group_id}"), expand=True))
    elif post_id is not None:
        panes.append(ft.Container(ThreadPane(group_id, post_id, wide=True, key=f"post-{post_id}"), expand=True))
    else:
        panes.append(_hint(t("Choose a post to read its replies.")))
    return _view(panes)


def _hint(words: str) -> ft.Control:
    return ft.Container(feedback.empty(words), expand=True, alignment=ft.Alignment.CENTER)


def _view(panes: list[ft.Control]) -> ft.View:
    row = ft.Row(panes, spacing=0, expand=True, vertical_alignment=ft.CrossAxisAlignment.STRETCH)
    return scaffold.tab_view(paths.GROUPS, row, wide=True)
