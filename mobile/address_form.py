"""The address for mails: typed, confirmed by the code that came there, or forgotten. Everything that mails uses it."""

from collections.abc import Awaitable, Callable
from typing import Any

import flet as ft
from pydantic import ValidationError

from api_client.errors import ApiError
from api_client.wire.limits import EMAIL_CODE_MAX, EMAIL_MAX
from api_client.wire.notices import ConfirmEmail, NoticeSettings, SetEmail
from mobile.sentences import field_sentences, problem_sentence
from mobile.session import use_services
from mobile.ui import feedback, inputs, type
from mobile.ui.guard import component, handler
from mobile.ui.typing import use_typed
from mobile.words import t


@component
def AddressForm(settings: NoticeSettings) -> ft.Control:
    """One of three steps: the address, the code, or what is set."""
    services = use_services()
    typed, set_typed = use_typed()
    trouble, set_trouble = ft.use_state("")
    busy, set_busy = ft.use_state(False)
    running = ft.use_ref(False)

    def change(value: str) -> None:
        set_typed(value)
        set_trouble("")

    def act(call: Callable[[], Awaitable[None]]) -> Any:
        async def run() -> None:
            if running.current:
                return
            running.current = True
            set_busy(True)
            try:
                await call()
                set_typed("")
                set_trouble("")
            except (ApiError, ValidationError) as error:
                set_trouble(next(iter(field_sentences(error).values()), "") or problem_sentence(error))
            finally:
                running.current = False
                set_busy(False)

        return handler(run)

    send = act(lambda: services.notices.set_email(SetEmail(email=typed.now)))
    confirm = act(lambda: services.notices.confirm_email(ConfirmEmail(code=typed.now)))
    forget = act(services.notices.remove_email)
    parts: list[ft.Control] = []
    if settings.email is None:
        parts += [
            inputs.text_field(
                t("Your mail address"),
                typed.now,
                change,
                error=trouble,
                helper=t("Your host sends a code there first."),
                maximum=EMAIL_MAX,
                autofill=ft.AutofillHint.EMAIL,
                prose=False,
                on_submit=send,
            ),
            _line(inputs.tonal_button(t("Send me a code"), send, disabled=busy)),
        ]
    elif not settings.email_confirmed:
        parts += [
            type.body(t("A code is on its way to {address}. It holds for an hour.", address=settings.email)),
            inputs.text_field(
                t("The code from the mail"),
                typed.now,
                change,
                error=trouble,
                maximum=EMAIL_CODE_MAX,
                autofill=ft.AutofillHint.ONE_TIME_CODE,
                prose=False,
                on_submit=confirm,
            ),
            _line(
                inputs.tonal_button(t("Confirm"), confirm, disabled=busy),
                inputs.text_button(t("Use another address"), forget),
            ),
        ]
    else:
        parts.append(type.body(t("Mails go to {address}.", address=settings.email)))
        if trouble:
            parts.append(feedback.trouble(trouble))
        parts.append(_line(inputs.text_button(t("Forget this address"), forget, danger=True)))
    if busy:
        parts.append(feedback.waiting(t("Asking your host")))
    return ft.Column(parts, spacing=10, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _line(*buttons: ft.Control) -> ft.Control:
    return ft.Row(list(buttons), wrap=True, spacing=8, run_spacing=4)
