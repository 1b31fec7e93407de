"""A group's feed on a phone, above the list of groups."""

from typing import TYPE_CHECKING
from uuid import UUID

import flet as ft

from mobile import paths
from mobile.feed.feed_pane import FeedPane, group_gone, share_button
from mobile.session import use_query, use_services
from mobile.ui import scaffold
from mobile.ui.guard import screen
from mobile.ui.route import use_parameters
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@screen
def FeedScreen() -> ft.View:
    """The feed of one group; sharing is offered where this device knows the group and it is not closed."""
    services = use_services()
    group_id = paths.id_in(use_parameters(), "group_id")
    may_write = use_query(lambda: _may_write(services, group_id), scopes=("groups", "account"), depends_on=(group_id,))
    if group_id is None:
        return scaffold.page_view(t("Group"), group_gone(), wide=False)
    return scaffold.place_view(
        FeedPane(group_id, key=str(group_id)),
        current=paths.GROUPS,
        action=share_button(group_id) if may_write else None,
    )


async def _may_write(services: "Services", group_id: UUID | None) -> bool:
    membership = await services.cache.get_membership(group_id) if group_id is not None else None
    return membership is not None and membership.group.archived_at is None
