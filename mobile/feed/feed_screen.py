"""A group's feed on a phone, above the list of groups."""

from typing import TYPE_CHECKING
from uuid import UUID

import flet as ft

from mobile import paths
from mobile.feed.feed_pane import FeedPane, group_gone, share_button
from mobile.session import use_query, use_services
from mobile.ui import scaffold
from mobile.ui.guard import screen
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@screen
def FeedScreen() -> ft.View:
    """The feed of one group; sharing is offered only where this device knows the group."""
    services = use_services()
    group_id = paths.id_in(ft.use_route_params(), "group_id")
    is_here = use_query(lambda: _is_here(services, group_id), scopes=("groups", "account"), depends_on=(group_id,))
    if group_id is None:
        return scaffold.page_view(t("Group"), group_gone(), wide=False)
    return scaffold.place_view(
        FeedPane(group_id, key=str(group_id)),
        current=paths.GROUPS,
        action=share_button(group_id) if is_here else None,
    )


async def _is_here(services: "Services", group_id: UUID | None) -> bool:
    return group_id is not None and await services.cache.get_membership(group_id) is not None
