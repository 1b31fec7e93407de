"""A group that the member asked to be let into, in the list of groups."""

from typing import TYPE_CHECKING

import flet as ft

from api_client.wire.directory import OwnRequest
from mobile.group_pictures import group_picture
from mobile.groups import intents
from mobile.sentences import refusal_sentence
from mobile.session import use_services
from mobile.ui import inputs, theme, type
from mobile.ui.guard import component, handler
from mobile.words import t

if TYPE_CHECKING:
    from mobile.storage.outbox import Mutation


@component
def WaitingRow(request: OwnRequest, refused: "Mutation | None") -> ft.Control:
    """Its name, that somebody still has to open, and the way to take the request back."""
    services = use_services()

    async def withdraw() -> None:
        if refused is not None:
            await intents.discard(services, refused.id)
        await intents.withdraw_request(services, request.group_id)

    line = t("Waiting to be let in") if refused is None else refusal_sentence(refused.error_code or "")
    words = ft.Column([type.strong(request.name), type.quiet(line)], spacing=1, expand=True, tight=True)
    row = ft.Row(
        [
            group_picture(request.name, request.group_id, request.picture, size=44),
            words,
            ft.Icon(ft.Icons.SCHEDULE, size=18, color=theme.QUIET),
        ],
        spacing=12,
    )
    take_back = ft.Row([inputs.text_button(t("Take it back"), handler(withdraw))])
    return ft.Container(
        ft.Column([row, take_back], spacing=0, tight=True), padding=ft.Padding.symmetric(horizontal=12, vertical=12)
    )
