"""The lock in front of a journal whose key is in nobody's memory: a PIN or the passphrase opens it, online or not."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import flet as ft

from mobile.account.account_cards import fitting_title
from mobile.account.forget import forget_question
from mobile.account.form import Incomplete, stack, submit, use_attempt, use_form
from mobile.account.pin import WrongPin
from mobile.account.pin_field import PinField, refusal_sentence, waiting_sentence
from mobile.account.recover_screen import RecoverForm
from mobile.account.start_screen import bare_view, mark
from mobile.passphrase_field import PassphraseField
from mobile.session import use_services, use_session
from mobile.ui import feedback, inputs, theme, type
from mobile.ui.guard import component, handler, screen
from mobile.words import t

if TYPE_CHECKING:
    from mobile.account.state import AccountState


@screen
def UnlockScreen() -> ft.View:
    """The PIN where one is set, the passphrase, the recovery code instead, or the way to start this device anew."""
    services = use_services()
    state = services.account.state
    way, set_way = ft.use_state("pin" if state.has_pin else "passphrase")
    if way == "code":
        back = inputs.text_button(t("Back to the passphrase"), handler(lambda: set_way("passphrase")))
        return bare_view([type.title(t("Recover your journal")), RecoverForm(), back], width=theme.READING_WIDTH)
    if way == "pin":
        return bare_view([PinForm(lambda: set_way("passphrase"))])
    return bare_view([PassphraseForm(lambda: set_way("code"), lambda: set_way("pin"))])


@component
def PinForm(use_passphrase: Callable[[], None]) -> ft.Control:
    """What opens the journal every day where a PIN is set."""
    services = use_services()
    state = services.account.state
    lock = services.account.app_lock
    form = use_form(pin="", refused="")

    async def unlock() -> None:
        if not form.text("pin") and not lock.seconds_left:
            raise Incomplete({"pin": t("Write your PIN.")}, form.text("refused"))
        try:
            await lock.unlock(form.text("pin"))
        except WrongPin as refusal:
            form.put("pin", "")
            form.put("refused", "" if lock.seconds_left else refusal_sentence(refusal))
            raise Incomplete({}, refusal_sentence(refusal)) from refusal

    attempt = use_attempt(unlock)
    waits = "" if attempt.progress.sentence else waiting_sentence(lock.seconds_left)
    has_account = state.handle is not None
    return stack(
        [
            mark(72),
            *_welcome(state, t("Your PIN opens the journal on this device.")),
            PinField(
                t("PIN"),
                form.text("pin"),
                form.setter("pin", attempt),
                error=attempt.error("pin"),
                autofocus=True,
                on_submit=attempt.run,
            ),
            *([feedback.trouble(waits)] if waits else []),
            submit(attempt, t("Open"), t("Opening your journal. This takes a moment.")),
            ft.Row(
                [
                    *([inputs.text_button(t("Use the passphrase"), handler(use_passphrase))] if has_account else []),
                    ForgetButton(),
                ],
                wrap=True,
                alignment=ft.MainAxisAlignment.CENTER,
            ),
        ],
        spacing=16,
    )


def _welcome(state: "AccountState", line: str) -> list[ft.Control]:
    name = state.display_name or state.handle or ""
    title = t("Welcome back, {name}.", name=name) if name else t("Welcome back.")
    return [fitting_title(name, title, ft.TextAlign.CENTER), type.body(line, text_align=ft.TextAlign.CENTER)]


@component
def ForgetButton() -> ft.Control:
    """The way to start this device anew, after a question."""
    services, session = use_services(), use_session()
    state = services.account.state
    asking, set_asking = ft.use_state(False)

    async def forget() -> None:
        session.fresh_code = None
        await services.account.sign_out()

    forgetting = use_attempt(forget)

    async def confirm() -> None:
        set_asking(False)
        await forgetting.run()

    question = forget_question(
        state.pending_count, handler(confirm), lambda: set_asking(False), has_account=state.handle is not None
    )
    ft.use_dialog(question if asking else None)
    parts: list[ft.Control] = [
        inputs.text_button(t("Forget this device"), handler(lambda: set_asking(True)), danger=True)
    ]
    if forgetting.progress.sentence:
        parts.append(feedback.trouble(forgetting.progress.sentence))
    return ft.Column(parts, tight=True, spacing=8)


@component
def PassphraseForm(use_code: Callable[[], None], use_pin: Callable[[], None]) -> ft.Control:
    """What opens the journal every day without a PIN, and below it what helps when that is lost."""
    services = use_services()
    state = services.account.state
    form = use_form(passphrase="")

    async def unlock() -> None:
        if not form.text("passphrase"):
            raise Incomplete({"passphrase": t("Write your passphrase.")})
        await services.account.unlock(form.text("passphrase"))

    attempt = use_attempt(unlock)
    return stack(
        [
            mark(72),
            *_welcome(state, t("Your passphrase opens the journal on this device.")),
            PassphraseField(
                t("Passphrase"),
                form.text("passphrase"),
                form.setter("passphrase", attempt),
                error=attempt.error("passphrase"),
                autofocus=True,
                on_submit=attempt.run,
            ),
            submit(attempt, t("Open"), t("Opening your journal. This takes a few seconds.")),
            ft.Row(
                [
                    *([inputs.text_button(t("Use the PIN"), handler(use_pin))] if state.has_pin else []),
                    inputs.text_button(t("Use the recovery code"), handler(use_code)),
                    ForgetButton(),
                ],
                wrap=True,
                alignment=ft.MainAxisAlignment.CENTER,
            ),
        ],
        spacing=16,
    )
