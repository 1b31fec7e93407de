"""What came back to the member, on Today: the newest thank-you, or a card that people kept; else nothing."""

from typing import TYPE_CHECKING

import flet as ft

from api_client.wire.notices import Notice, NoticeKind
from mobile import paths
from mobile.session import use_query, use_services
from mobile.sync.notices import NOTICE
from mobile.ui import cards, scaffold, theme, type
from mobile.ui.guard import component
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

_SCOPES = ("notices", "groups", "group:*", "account")


@component
def ThanksCard() -> ft.Control:
    """One quiet line that leads to the words."""
    services = use_services()
    shown = use_query(lambda: _read(services), scopes=_SCOPES)
    if shown is None:
        return ft.Container()
    title, where = shown
    row = ft.Row(
        [
            ft.Icon(ft.Icons.FAVORITE_BORDER, color=theme.WARM, size=26),
            ft.Column([type.strong(title), type.quiet(where)], spacing=3, tight=True, expand=True),
        ],
        spacing=14,
    )
    card = cards.card(row, on_click=scaffold.to(paths.THANKS), padding=16)
    return ft.MergeSemantics(ft.Semantics(button=True, content=card))


async def _read(services: "Services") -> tuple[str, str] | None:
    """Return the words of the newest notice that was not read yet, and where it is from."""
    groups = {one.group.id: one.group.name for one in await services.cache.list_memberships()}
    for notice in await services.shared.list(NOTICE, Notice):
        if notice.read_at is None and notice.kind in (NoticeKind.THANKED, NoticeKind.KEPT) and notice.group_id:
            return await _words(services, notice), groups.get(notice.group_id, "")
    return None


async def _words(services: "Services", notice: Notice) -> str:
    if notice.kind is NoticeKind.THANKED:
        return t("{name} thanks you", name=notice.actor.display_name) if notice.actor else t("Somebody thanks you")
    if notice.group_id is not None and notice.post_id is not None:
        cached = await services.cache.get_post(notice.group_id, notice.post_id)
        if cached is not None and cached.post.title:
            return t("A few people kept “{title}”", title=cached.post.title)
    return t("A few people kept a card of yours")
