"""Coming back without the passphrase: the recovery code opens everything, and is replaced by a new one."""

import flet as ft

from api_client.recovery_code import InvalidRecoveryCode, RecoveryCode
from mobile import paths
from mobile.account import checks
from mobile.account.form import Attempt, Form, Incomplete, form_view, stack, submit, use_attempt, use_form
from mobile.account.host_card import HostCard, use_about
from mobile.account.recovery_code_screen import RECOVERY_CONFIRMED
from mobile.passphrase_field import NewPassphraseField, new_passphrase_sentence
from mobile.sentences import problem_sentence
from mobile.session import FreshCode, use_services, use_session
from mobile.ui import inputs, type
from mobile.ui.guard import component, screen
from mobile.words import t


@screen
def RecoverScreen() -> ft.View:
    """Handle, code, a new passphrase and the host; then a new code, once."""
    return form_view(t("Recover your journal"), [RecoverForm()], use_session())


@component
def RecoverForm() -> ft.Control:
    """The form by itself; the lock shows it, too."""
    services, session = use_services(), use_session()
    page = ft.context.page
    state = services.account.state
    address, set_address = ft.use_state(state.server_url or "")
    host, ask_again = use_about(address)
    form = use_form(handle=state.handle or "", code="", passphrase="")

    async def recover() -> None:
        handle, code, passphrase = form.text("handle"), form.text("code"), form.text("passphrase")
        check(handle, code, passphrase)
        fresh = await services.account.recover(address, handle, code, passphrase)
        session.fresh_code = FreshCode(fresh, then=paths.TODAY)
        await services.preferences.set(RECOVERY_CONFIRMED, False)
        page.navigate(paths.RECOVERY_CODE)

    attempt = use_attempt(recover)
    return stack(
        [
            type.body(t("The code that you wrote down opens your journal. You choose a new passphrase here.")),
            type.body(t("Every other device is signed out; what is written there is kept.")),
            *_fields(form, attempt),
            HostCard(host, set_address, ask_again),
            submit(attempt, t("Recover"), t("Opening your journal. This takes a few seconds.")),
        ],
        spacing=18,
    )


def _fields(form: Form, attempt: Attempt) -> list[ft.Control]:
    return [
        inputs.text_field(
            t("Handle"),
            form.text("handle"),
            form.setter("handle", attempt),
            error=attempt.error("handle"),
            prose=False,
            autofill=ft.AutofillHint.USERNAME,
        ),
        inputs.text_field(
            t("Recovery code"),
            form.text("code"),
            form.setter("code", attempt),
            error=attempt.error("code"),
            helper=t("Six groups of five letters and digits."),
            prose=False,
        ),
        NewPassphraseField(
            form.text("passphrase"),
            form.setter("passphrase", attempt),
            names=(form.text("handle"),),
            error=attempt.error("passphrase"),
            on_submit=attempt.run,
        ),
    ]


def check(handle: str, code: str, passphrase: str) -> None:
    """Raise Incomplete with a sentence for each field that cannot be right; a slip in the code is found here."""
    wrong = {
        "handle": checks.known_handle_sentence(handle),
        "code": "",
        "passphrase": new_passphrase_sentence(passphrase, handle),
    }
    try:
        RecoveryCode.parse(code)
    except InvalidRecoveryCode as error:
        wrong["code"] = problem_sentence(error)
    if any(wrong.values()):
        raise Incomplete({name: sentence for name, sentence in wrong.items() if sentence})
