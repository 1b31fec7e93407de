"""A group's page of thanks: words of this month that their writers let stand there, without any name."""

from typing import TYPE_CHECKING
from uuid import UUID

import flet as ft

from api_client.wire.aid import GratitudePage
from mobile import paths
from mobile.session import use_query, use_services, use_session
from mobile.sync.aid_calls import GRATITUDE
from mobile.ui import cards, feedback, scaffold, type
from mobile.ui.guard import component, screen
from mobile.use_host import use_host
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@screen
def GratitudeScreen() -> ft.View:
    """The words of one group."""
    wide = use_session().layout == "wide"
    group_id = paths.id_in(ft.use_route_params(), "group_id")
    body = GratitudePane(group_id, key=str(group_id)) if group_id is not None else ft.Container()
    back_to = paths.group_about(group_id) if group_id is not None else paths.GROUPS
    return scaffold.page_view(t("Page of thanks"), body, wide=wide, current=paths.GROUPS, back_to=back_to)


@component
def GratitudePane(group_id: UUID) -> ft.Control:
    """The page as last heard."""
    services, session = use_services(), use_session()
    shown = use_query(lambda: _read(services, group_id), scopes=("aid", "account"))
    use_host(lambda: services.aid.load_gratitude(group_id))
    wide = session.layout == "wide"
    if shown is None:
        return ft.Container()
    page = shown[0]
    intro = type.quiet(t("Words of this month, without names, as those who wrote them wished."))
    if page is None or not page.words:
        words = t("Nothing stands here yet. Thank somebody for an answer, and let your words stand here.")
        return scaffold.scroll([intro, feedback.empty(words)], wide=wide)
    return scaffold.scroll([intro, *(cards.card(type.body(words)) for words in page.words)], wide=wide, spacing=12)


async def _read(services: "Services", group_id: UUID) -> tuple[GratitudePage | None]:
    return (await services.shared.get(GRATITUDE, group_id, GratitudePage),)
