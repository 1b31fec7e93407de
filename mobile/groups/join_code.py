"""The code that lets others in."""

import flet as ft

from mobile import paths
from mobile.groups.words import shown_code
from mobile.session import use_services
from mobile.ui import cards, feedback, inputs, theme, type
from mobile.ui.guard import component, handler
from mobile.words import t


@component
def JoinCodeCard(code: str) -> ft.Control:
    """The code to read out, and both ways to pass it on."""
    services = use_services()
    page = ft.context.page

    async def copy_code() -> None:
        await ft.Clipboard().set(shown_code(code))
        feedback.say(page, t("The code is copied."))

    async def copy_link() -> None:
        host = (services.account.state.server_url or "").rstrip("/")
        await ft.Clipboard().set(host + paths.join_group(code))
        feedback.say(page, t("The link is copied."))

    return cards.card(
        [
            type.subheading(t("Invite somebody")),
            type.body(t("Whoever has this code can join.")),
            ft.Text(
                shown_code(code),
                size=22,
                weight=theme.SEMIBOLD,
                selectable=True,
                style=ft.TextStyle(letter_spacing=1.5),
                semantics_label=" ".join(code),
            ),
            ft.Row(
                [
                    inputs.tonal_button(t("Copy the code"), handler(copy_code)),
                    inputs.text_button(t("Copy a link"), handler(copy_link)),
                ],
                wrap=True,
                spacing=8,
                run_spacing=4,
            ),
        ]
    )
