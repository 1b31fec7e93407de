"""Changing the passphrase: the key of the journal stays the same, so nothing has to be sealed again."""

import flet as ft

from mobile import paths
from mobile.account.form import Incomplete, form_view, submit, use_attempt, use_form
from mobile.passphrase_field import NewPassphraseField, PassphraseField, new_passphrase_sentence
from mobile.session import use_services, use_session
from mobile.ui import feedback, type
from mobile.ui.guard import screen
from mobile.words import t


@screen
def PassphraseScreen() -> ft.View:
    """The old passphrase and a new one; every other device is signed out."""
    services, session = use_services(), use_session()
    page = ft.context.page
    form = use_form(old="", passphrase="")
    state = services.account.state
    names = (state.handle or "", state.display_name or "")

    async def change() -> None:
        wrong = {
            "old": "" if form.text("old") else t("Write the passphrase that you have now."),
            "passphrase": new_passphrase_sentence(form.text("passphrase"), *names),
        }
        if form.text("old") and form.text("old") == form.text("passphrase"):
            wrong["passphrase"] = t("This is the passphrase that you have now. Choose another.")
        if any(wrong.values()):
            raise Incomplete({name: sentence for name, sentence in wrong.items() if sentence})
        await services.account.change_passphrase(form.text("old"), form.text("passphrase"))
        page.navigate(paths.YOU)
        feedback.say(page, t("Your passphrase is changed. Every other device is signed out."))

    attempt = use_attempt(change)
    return form_view(
        t("Change passphrase"),
        [
            type.body(
                t(
                    "Every other device is signed out and asks for the new passphrase. What is written there is kept. "
                    "Your recovery code stays the same."
                )
            ),
            PassphraseField(
                t("Passphrase now"),
                form.text("old"),
                form.setter("old", attempt),
                error=attempt.error("old"),
            ),
            NewPassphraseField(
                form.text("passphrase"),
                form.setter("passphrase", attempt),
                names=names,
                error=attempt.error("passphrase"),
                on_submit=attempt.run,
            ),
            submit(attempt, t("Change passphrase"), t("Making your keys. This takes a few seconds.")),
        ],
        session,
    )
