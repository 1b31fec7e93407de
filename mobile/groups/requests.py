"""Who waits to be let into a group, for the facilitators: their words, and yes or no. A no is never told."""

from collections.abc import Sequence
from uuid import UUID

import flet as ft

from api_client.wire.directory import JoinRequest
from mobile.groups import intents
from mobile.session import use_services
from mobile.ui import cards, dates, inputs, type
from mobile.ui.dialogs import question
from mobile.ui.guard import component, handler
from mobile.words import t


@component
def RequestsCard(group_id: UUID, requests: Sequence[JoinRequest]) -> ft.Control:
    """Everybody who waits, the longest waiting first."""
    rows: list[ft.Control] = [RequestRow(group_id, one, key=str(one.account_id)) for one in requests]
    return cards.card([type.subheading(t("Waiting to be let in")), *cards.divided(rows)], spacing=12)


@component
def RequestRow(group_id: UUID, request: JoinRequest) -> ft.Control:
    """One person who asks."""
    services = use_services()
    asking, set_asking = ft.use_state(False)

    def keep() -> None:
        set_asking(lambda _: False)

    async def accept() -> None:
        await intents.answer_request(services, group_id, request.account_id, accept=True)

    async def decline() -> None:
        keep()
        await intents.answer_request(services, group_id, request.account_id, accept=False)

    ft.use_dialog(
        question(
            t("Not let {name} in?", name=request.display_name),
            t("They are not told. Their request stays open on their side and is forgotten after a month."),
            t("Not now"),
            handler(decline),
            keep,
        )
        if asking
        else None
    )
    words: list[ft.Control] = [
        type.strong(request.display_name),
        type.quiet(dates.ago(request.asked_at, services.clock.now())),
    ]
    if request.words:
        words.append(type.body(request.words))
    words.append(
        ft.Row(
            [
                inputs.tonal_button(t("Let in"), handler(accept)),
                inputs.text_button(t("Not now"), handler(lambda: set_asking(lambda _: True))),
            ],
            wrap=True,
            spacing=8,
        )
    )
    return ft.Row(
        [
            cards.avatar(request.display_name, str(request.account_id), size=36),
            ft.Column(words, spacing=4, expand=True, tight=True),
        ],
        spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
