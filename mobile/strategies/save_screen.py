"""Keeping a group's card: the tap that leads here is the act, so it is done at once and can be undone."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft

from api_client.wire.feed import PostKind
from mobile import paths
from mobile.session import use_query, use_services, use_session
from mobile.strategies import intents
from mobile.strategies.saved_pane import SavedPane
from mobile.ui import feedback, scaffold
from mobile.ui.guard import screen
from mobile.ui.route import use_parameters
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@screen
def SaveStrategyScreen() -> ft.View:
    """The card as it was kept, with what can be done with it."""
    services = use_services()
    wide = use_session().layout == "wide"
    page = ft.context.page
    parameters = use_parameters()
    group_id, post_id = paths.id_in(parameters, "group_id"), paths.id_in(parameters, "post_id")
    kept = use_query(lambda: _keep(services, page, group_id, post_id), scopes=(), depends_on=(group_id, post_id))
    body: Any = ft.Container()
    if kept is not None:
        body = SavedPane(kept[0], wide, key=str(kept[0])) if kept[0] is not None else _nothing()
    return scaffold.page_view(t("Kept in your toolkit"), body, wide=wide, dialog=True)


async def _keep(services: "Services", page: ft.Page, group_id: UUID | None, post_id: UUID | None) -> tuple[UUID | None]:
    cached = await services.cache.get_post(group_id, post_id) if group_id and post_id else None
    if cached is None or cached.post.kind is not PostKind.STRATEGY:
        return (None,)
    new = intents.find_saved(services, cached.post.id) is None
    document_id = await intents.save_post(services, cached.post)
    if new:
        feedback.say(page, t("Kept in your toolkit. Nobody sees that it was you."))
    return (document_id,)


def _nothing() -> ft.Control:
    return feedback.empty(
        t("This card is not on this device, so there is nothing to keep."),
        t("To the groups"),
        scaffold.to(paths.GROUPS),
    )
