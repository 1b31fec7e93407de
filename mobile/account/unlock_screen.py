"""The lock in front of a journal whose key is in nobody's memory: the passphrase opens it, online or not."""

from collections.abc import Callable

import flet as ft

from mobile.account.account_cards import fitting_title
from mobile.account.forget import forget_question
from mobile.account.form import Incomplete, stack, submit, use_attempt, use_form
from mobile.account.recover_screen import RecoverForm
from mobile.account.start_screen import bare_view, mark
from mobile.passphrase_field import PassphraseField
from mobile.session import use_services, use_session
from mobile.ui import feedback, inputs, theme, type
from mobile.ui.guard import component, handler, screen
from mobile.words import t


@screen
def UnlockScreen() -> ft.View:
    """The passphrase, the recovery code instead of it, or the way to start this device anew."""
    by_code, set_by_code = ft.use_state(False)
    if by_code:
        back = inputs.text_button(t("Back to the passphrase"), handler(lambda: set_by_code(False)))
        return bare_view([type.title(t("Recover your journal")), RecoverForm(), back], width=theme.READING_WIDTH)
    return bare_view([PassphraseForm(lambda: set_by_code(True))])


@component
def PassphraseForm(use_code: Callable[[], None]) -> ft.Control:
    """What opens the journal every day, and below it what helps when that is lost."""
    services, session = use_services(), use_session()
    state = services.account.state
    form = use_form(passphrase="")
    asking, set_asking = ft.use_state(False)

    async def unlock() -> None:
        if not form.text("passphrase"):
            raise Incomplete({"passphrase": t("Write your passphrase.")})
        await services.account.unlock(form.text("passphrase"))

    async def forget() -> None:
        session.fresh_code = None
        await services.account.sign_out()

    attempt, forgetting = use_attempt(unlock), use_attempt(forget)

    async def confirm() -> None:
        set_asking(False)
        await forgetting.run()

    ft.use_dialog(forget_question(state.pending_count, handler(confirm), lambda: set_asking(False)) if asking else None)
    name = state.display_name or state.handle or ""
    return stack(
        [
            mark(72),
            fitting_title(
                name, t("Welcome back, {name}.", name=name) if name else t("Welcome back."), ft.TextAlign.CENTER
            ),
            type.body(t("Your passphrase opens the journal on this device."), text_align=ft.TextAlign.CENTER),
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
                    inputs.text_button(t("Use the recovery code"), handler(use_code)),
                    inputs.text_button(t("Forget this device"), handler(lambda: set_asking(True)), danger=True),
                ],
                wrap=True,
                alignment=ft.MainAxisAlignment.CENTER,
            ),
            *([feedback.trouble(forgetting.progress.sentence)] if forgetting.progress.sentence else []),
        ],
        spacing=16,
    )
