"""Groups on a wide window: the list, a feed and a thread side by side, whatever the path says of the three."""

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile import paths
from mobile.feed.feed_pane import FeedPane
from mobile.feed.thread_pane import ThreadPane
from mobile.groups.about_pane import AboutPane
from mobile.groups.group_list_pane import GroupListPane
from mobile.ui import feedback, scaffold
from mobile.ui.guard import handler, screen
from mobile.ui.route import use_parameters
from mobile.words import t

LIST_WIDTH = 280
RAIL_WIDTH = 89  # what the scaffold has beside the panes
THREE_PANES_FROM = 1_050  # narrower, a thread takes the place of the list: the feed's own Back leads to it


@screen
def WideGroupsScreen() -> ft.View:
    """Three panes; what is not chosen yet says so quietly."""
    parameters = use_parameters()
    group_id, post_id = paths.id_in(parameters, "group_id"), paths.id_in(parameters, "post_id")
    about = ft.use_route_location().endswith("/about")
    roomy, set_roomy = ft.use_state((ft.context.page.width or 0) >= THREE_PANES_FROM)

    def on_size(event: ft.LayoutSizeChangeEvent[Any]) -> None:
        wide_enough = event.width + RAIL_WIDTH >= THREE_PANES_FROM
        set_roomy(lambda _: wide_enough)

    detail = about or post_id is not None
    panes: list[ft.Control] = []
    if roomy or not detail:
        panes += [
            ft.Container(GroupListPane(group_id, wide=True, key="groups"), width=LIST_WIDTH, key="list"),
            ft.VerticalDivider(width=1, key="after-list"),
        ]
    if group_id is None:
        panes.append(_hint(t("Choose a group to read what is new.")))
        return _view(panes, handler(on_size))
    back_to = "" if roomy or not detail else paths.GROUPS
    panes += [
        ft.Container(FeedPane(group_id, wide=True, back_to=back_to, key=f"feed-{group_id}"), expand=True, key="feed"),
        ft.VerticalDivider(width=1, key="after-feed"),
    ]
    if not roomy and not detail:
        return _view(panes[:-1], handler(on_size))
    if about:
        panes.append(ft.Container(AboutPane(group_id, wide=True, key=f"about-{group_id}"), expand=True))
    elif post_id is not None:
        panes.append(ft.Container(ThreadPane(group_id, post_id, wide=True, key=f"post-{post_id}"), expand=True))
    else:
        panes.append(_hint(t("Choose a post to read its replies.")))
    return _view(panes, handler(on_size))


def _hint(words: str) -> ft.Control:
    return ft.Container(feedback.empty(words), expand=True, alignment=ft.Alignment.CENTER)


def _view(panes: list[ft.Control], on_size: Callable[..., Any]) -> ft.View:
    row = ft.Row(
        panes,
        spacing=0,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
        on_size_change=on_size,
        size_change_interval=200,
    )
    return scaffold.tab_view(paths.GROUPS, row, wide=True)
