"""A story on Today, for a member whose goal it is near to: quiet, once a day at most, put away with one tap."""

from typing import Any

import flet as ft

from mobile import paths
from mobile.goals.stories import Offer, dismiss, find_offer
from mobile.session import use_query, use_services
from mobile.ui import cards, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler
from mobile.words import t

_LINES = 3


@component
def StoryOffer() -> ft.Control:
    """The story, or nothing at all."""
    services = use_services()
    offer: Offer | None = use_query(lambda: find_offer(services), scopes=("documents", "groups", "group:*", "account"))
    if offer is None:
        return ft.Container(visible=False)
    post = offer.post

    async def put_away(_event: Any) -> None:
        await dismiss(services, post.id)

    head = ft.Row(
        [
            ft.Icon(ft.Icons.AUTO_STORIES_OUTLINED, size=22, color=theme.PRIMARY),
            ft.Container(type.strong(t("A story near to “{goal}”", goal=offer.goal.title)), expand=True),
            inputs.icon_button(ft.Icons.CLOSE, t("Put this story away"), handler(put_away)),
        ],
        spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    words: list[ft.Control] = [type.body(post.title)] if post.title else []
    words.append(type.preview(post.body, _LINES))
    words.append(type.quiet(t("{name} in {group}", name=post.author.display_name, group=offer.group_name)))
    read = inputs.text_button(t("Read it"), scaffold.to(paths.thread(post.group_id, post.id)))
    return cards.card([head, *words, ft.Row([read])], spacing=4)
