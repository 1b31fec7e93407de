"""How unsent things look wherever they stand: one line that says what they wait for, and what may be done."""

from typing import TYPE_CHECKING

import flet as ft

from api_client.wire.errors import ProblemCode
from mobile import paths
from mobile.feed import intents
from mobile.feed.unsent import FAILED
from mobile.session import use_services
from mobile.ui import inputs, scaffold, theme, type
from mobile.ui.dialogs import question
from mobile.ui.guard import component, handler
from mobile.words import t

if TYPE_CHECKING:
    from mobile.storage.outbox import Mutation


def waiting_line(mutation: "Mutation", line: str) -> ft.Control:
    """Return what an unsent thing waits for, with the clock, or why it was not accepted; announced when it changes."""
    failed = mutation.state == FAILED
    colour = theme.ON_WARM if failed else theme.QUIET
    return ft.Semantics(
        live_region=True,
        content=ft.Row(
            [
                ft.Icon(ft.Icons.INFO_OUTLINE if failed else ft.Icons.SCHEDULE, size=17, color=colour),
                ft.Container(type.quiet(line, color=colour), expand=True),
            ],
            spacing=8,
            vertical_alignment=ft.CrossAxisAlignment.START,
        ),
    )


@component
def FailedActs(mutation: "Mutation", on_edit: inputs.Handler) -> ft.Control:
    """Edit and Discard, for what the host did not accept. `on_edit` is guarded already."""
    services = use_services()
    asking, set_asking = ft.use_state(False)

    def keep() -> None:
        set_asking(lambda _: False)

    async def discard() -> None:
        keep()
        await intents.discard(services, mutation.id)

    ft.use_dialog(
        question(
            t("Discard what you wrote?"),
            t("It was never sent, so nobody else has it. This cannot be undone."),
            t("Discard"),
            handler(discard),
            keep,
        )
        if asking
        else None
    )
    agree = mutation.error_code == ProblemCode.AGREEMENT_REQUIRED
    to_agreement = scaffold.to(paths.group_agreement(mutation.group_id or ""))
    return ft.Row(
        [
            # What waits for the agreement goes out by itself once that is accepted.
            inputs.text_button(t("Read and accept"), to_agreement) if agree else inputs.text_button(t("Edit"), on_edit),
            inputs.text_button(t("Discard"), handler(lambda: set_asking(lambda _: True)), danger=True),
        ],
        wrap=True,
        spacing=4,
    )


@component
def ChangeLine(change: "Mutation", line: str) -> ft.Control:
    """Where an unsent edit or removal stands; one that was not accepted can be given up."""
    services = use_services()

    async def drop() -> None:
        await intents.discard(services, change.id)

    async def again() -> None:
        await intents.try_again(services, change.id)

    parts = [waiting_line(change, line)]
    if change.state == FAILED:
        acts = [
            inputs.text_button(t("Try again"), handler(again)),
            inputs.text_button(t("Leave it as it was"), handler(drop)),
        ]
        parts.append(ft.Row(acts, wrap=True, spacing=4))
    return ft.Column(parts, spacing=0, tight=True)
