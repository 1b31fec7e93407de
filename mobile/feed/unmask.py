"""Looking behind an alias: for a facilitator, with a reason, and never in silence."""

from collections.abc import Callable

import flet as ft

from api_client.wire import limits
from api_client.wire.feed import Author, Post
from mobile.drafting import use_once
from mobile.session import use_services
from mobile.ui import feedback, inputs, theme, type
from mobile.ui.guard import component, handler
from mobile.ui.typing import use_typed
from mobile.words import t


@component
def UnmaskDialog(post: Post, on_close: Callable[[], None]) -> ft.Control:
    """The question why, and then the name; it is shown here alone and kept nowhere on this device."""
    services = use_services()
    reason, set_reason = use_typed()
    known, set_known = ft.use_state(_NOBODY)
    wrong, set_wrong = ft.use_state("")
    waiting, set_waiting = ft.use_state(False)
    trouble, run = use_once()

    async def look() -> None:
        if not reason.now.strip():
            set_wrong(lambda _: t("Say why you need to know."))
            return

        async def ask() -> None:
            author = await services.feed.unmask(post.group_id, post.id, reason.now)
            set_known(lambda _: author)

        set_waiting(lambda _: True)
        await run(ask)
        set_waiting(lambda _: False)

    def change(text: str) -> None:
        set_reason(text)
        set_wrong(lambda _: "")

    close = handler(lambda _event: on_close())
    parts: list[ft.Control] = [feedback.trouble(trouble)] if trouble else []
    actions = [inputs.text_button(t("Close"), close)]
    if known is not _NOBODY:
        parts.append(type.body(t("{alias} is {name}.", alias=post.author.display_name, name=known.display_name)))
        parts.append(type.quiet(t("This is in the group’s log now. Please keep it to yourself.")))
    else:
        words = t(
            "Whoever wrote this chose to stay without a name. That you looked, and why, is kept in the group’s log."
        )
        parts += [
            type.body(words),
            inputs.text_field(
                t("Your reason"),
                reason.now,
                change,
                error=wrong,
                lines=2,
                maximum=limits.REASON_MAX,
            ),
        ]
        if waiting:
            parts.append(feedback.waiting(t("Asking the host")))
        else:
            actions.append(inputs.text_button(t("Look and log it"), handler(look)))
    ft.use_dialog(
        ft.AlertDialog(
            title=ft.Text(t("Look behind the name?"), size=18, weight=theme.SEMIBOLD),
            content=ft.Container(ft.Column(parts, spacing=12, tight=True), width=420),
            shape=ft.RoundedRectangleBorder(radius=theme.CARD_RADIUS),
            scrollable=True,
            actions=actions,
            on_dismiss=close,
        )
    )
    return ft.Container(width=0, height=0)


_NOBODY = Author(account_id=None, display_name="")
