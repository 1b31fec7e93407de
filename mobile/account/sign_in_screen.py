"""Coming back with an account: on a new device, on one that is already written on, or after being signed out."""

import flet as ft

from mobile import paths
from mobile.account import checks
from mobile.account.form import Incomplete, asked_for_account, form_view, submit, use_attempt, use_form
from mobile.account.host_card import HostCard, use_about
from mobile.account.recovery_code_screen import RECOVERY_CONFIRMED
from mobile.passphrase_field import PassphraseField
from mobile.session import use_services, use_session
from mobile.ui import cards, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import screen
from mobile.words import t


@screen
def SignInScreen() -> ft.View:
    """Handle, passphrase and host; what is already written on this device stays."""
    services, session = use_services(), use_session()
    page = ft.context.page
    state = services.account.state
    begun, _ = ft.use_state(state)  # signing in changes the account's state while this screen still stands
    address, set_address = ft.use_state(state.server_url or "")
    host, ask_again = use_about(address)
    form = use_form(handle=state.handle or "", passphrase="")

    async def sign_in() -> None:
        missing = {
            "handle": checks.known_handle_sentence(form.text("handle")),
            "passphrase": "" if form.text("passphrase") else t("Write your passphrase."),
        }
        if any(missing.values()):
            raise Incomplete({name: sentence for name, sentence in missing.items() if sentence})
        await services.account.sign_in(address, form.text("handle"), form.text("passphrase"))
        await services.preferences.set(RECOVERY_CONFIRMED, True)
        page.navigate(asked_for_account(page, paths.TODAY if begun.phase == "new" else paths.YOU))
        feedback.say(page, t("You are signed in. Your journal is coming here."))

    attempt = use_attempt(sign_in)
    return form_view(
        t("Sign in"),
        [
            *_before(begun.phase),
            inputs.text_field(
                t("Handle"),
                form.text("handle"),
                form.setter("handle", attempt),
                error=attempt.error("handle"),
                prose=False,
                autofill=ft.AutofillHint.USERNAME,
            ),
            PassphraseField(
                t("Passphrase"),
                form.text("passphrase"),
                form.setter("passphrase", attempt),
                error=attempt.error("passphrase"),
                on_submit=attempt.run,
            ),
            HostCard(host, set_address, ask_again),
            submit(attempt, t("Sign in"), t("Working out your keys. This takes a few seconds.")),
            ft.Row(
                [inputs.text_button(t("Use the recovery code instead"), scaffold.to(paths.RECOVER))],
                alignment=ft.MainAxisAlignment.CENTER,
            ),
        ],
        session,
    )


def _before(phase: str) -> list[ft.Control]:
    """What is safe, said before anything is typed."""
    if phase == "signed_out_remotely":
        sentence = t(
            "Your passphrase was changed on another device, this device was signed out, or your account was deleted. "
            "Everything you wrote here is kept. Sign in to continue syncing."
        )
        return [cards.card(type.body(sentence), bgcolor=theme.WARM_CONTAINER, padding=14)]
    if phase == "local":
        return [type.body(t("What you have written on this device stays and joins the journal of your account."))]
    return [type.body(t("Your journal comes to this device as soon as you are signed in."))]
