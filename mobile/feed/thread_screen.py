"""A thread on a phone, above its group's feed."""

from typing import TYPE_CHECKING
from uuid import UUID

import flet as ft

from mobile import paths
from mobile.feed.feed_pane import group_gone
from mobile.feed.thread_pane import ThreadPane, thread_title
from mobile.session import use_query, use_services
from mobile.ui import scaffold
from mobile.ui.guard import screen
from mobile.ui.route import use_parameters
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@screen
def ThreadScreen() -> ft.View:
    """One post with its replies."""
    services = use_services()
    parameters = use_parameters()
    group_id, post_id = paths.id_in(parameters, "group_id"), paths.id_in(parameters, "post_id")
    title = use_query(
        lambda: _title(services, group_id, post_id),
        scopes=("groups", f"group:{group_id}"),
        depends_on=(group_id, post_id),
    )
    if group_id is None or post_id is None:
        return scaffold.page_view(t("Post"), group_gone(), wide=False)
    return scaffold.page_view(title or t("Post"), ThreadPane(group_id, post_id, key=str(post_id)), wide=False)


async def _title(services: "Services", group_id: UUID | None, post_id: UUID | None) -> str:
    if group_id is None or post_id is None:
        return ""
    membership = await services.cache.get_membership(group_id)
    cached = await services.cache.get_post(group_id, post_id)
    return thread_title(cached.post, membership.group.name) if membership and cached else ""
