"""A code that lets others in: to read out, to copy, and as a picture for another phone's camera."""

from uuid import UUID

import flet as ft

from mobile import paths
from mobile.groups.qr_code import qr_code
from mobile.groups.words import shown_code
from mobile.session import use_services
from mobile.ui import cards, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler
from mobile.words import t

_PICTURE = 220


@component
def JoinCodeCard(group_id: UUID, code: str) -> ft.Control:
    """The group's code without an end, and the way to other invites."""
    parts: list[ft.Control] = [type.subheading(t("Invite somebody"))]
    if code:
        parts += [type.body(t("Whoever has this code can join.")), ShownCode(code, key=code)]
    to_invites = scaffold.to(paths.group_invites(group_id))
    parts.append(ft.Row([inputs.text_button(t("Invites with an end"), to_invites)]))
    return cards.card(parts)


@component
def ShownCode(code: str) -> ft.Control:
    """The code, both ways to pass it on, and its link as a QR code when it is asked for."""
    services = use_services()
    page = ft.context.page
    open_, set_open = ft.use_state(False)
    host = (services.account.state.server_url or "").rstrip("/")
    link = host + paths.join_group(code)

    async def copy_code() -> None:
        await ft.Clipboard().set(shown_code(code))
        feedback.say(page, t("The code is copied."))

    async def copy_link() -> None:
        await ft.Clipboard().set(link)
        feedback.say(page, t("The link is copied."))

    parts: list[ft.Control] = [
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
                inputs.text_button(
                    t("Hide the QR code") if open_ else t("Show a QR code"),
                    handler(lambda: set_open(lambda old: not old)),
                    icon=ft.Icons.QR_CODE_2,
                ),
            ],
            wrap=True,
            spacing=8,
            run_spacing=4,
        ),
    ]
    if open_:
        parts.append(
            ft.Image(
                src=qr_code(link),
                width=_PICTURE,
                height=_PICTURE,
                border_radius=theme.CHIP_RADIUS,
                semantics_label=t("QR code of the link to join; the code beside it does the same."),
            )
        )
        parts.append(type.quiet(t("Point another phone’s camera here, or type the code.")))
    return ft.Column(parts, spacing=10, tight=True)
