"""The upper part of You: who this is, what needs care, and what an account would add."""

import flet as ft

from mobile import paths
from mobile.account.checks import display_name_sentence
from mobile.account.form import Incomplete, stack, use_attempt, use_form
from mobile.account.state import AccountState
from mobile.session import use_services
from mobile.ui import cards, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler
from mobile.words import t, tn

_LARGE_NAME_MAX = 16  # a longer name would be cut within its words beside the picture


@component
def AccountHeader(account: AccountState) -> ft.Control:
    """The person's initial, name, handle and host; without an account what that means."""
    renaming, set_renaming = ft.use_state(False)
    if account.phase == "local" or not account.display_name:
        return stack(
            [
                type.title(t("You")),
                type.body(t("There is no account. Everything you write is on this device alone."), color=theme.QUIET),
            ],
            spacing=4,
        )
    host = (account.server_url or "").partition("://")[2]
    parts: list[ft.Control] = [
        cards.avatar(account.display_name, str(account.account_id), size=56),
        ft.Container(
            stack(
                [
                    fitting_title(account.display_name, account.display_name, ft.TextAlign.START),
                    type.quiet(f"{account.handle} · {host}"),
                ],
                spacing=2,
            ),
            expand=True,
        ),
    ]
    if account.phase == "signed_in":
        parts.append(
            inputs.icon_button(
                ft.Icons.EDIT_OUTLINED, t("Change your name in groups"), handler(lambda: set_renaming(True))
            )
        )
    row = ft.Row(parts, spacing=16, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    return stack(
        [row, RenameForm(account.display_name, lambda: set_renaming(False))] if renaming else [row], spacing=12
    )


def fitting_title(name: str, text: str, align: ft.TextAlign) -> ft.Control:
    """Return `text`, which holds `name`, as a title, or as a heading when a word of the name would be cut."""
    voice = type.title if len(name) <= _LARGE_NAME_MAX else type.heading
    return voice(text, text_align=align)


@component
def RenameForm(name: str, close: inputs.Handler) -> ft.Control:
    """The name that groups see, to change in place."""
    services = use_services()
    page = ft.context.page
    form = use_form(display_name=name)

    async def rename() -> None:
        if sentence := display_name_sentence(form.text("display_name")):
            raise Incomplete({"display_name": sentence})
        await services.account.rename(form.text("display_name"))
        close()
        feedback.say(page, t("Groups see your new name from now on."))

    attempt = use_attempt(rename)
    parts: list[ft.Control] = [
        inputs.text_field(
            t("Name in groups"),
            form.text("display_name"),
            form.setter("display_name", attempt),
            error=attempt.error("display_name"),
            autofocus=True,
            on_submit=attempt.run,
        )
    ]
    if attempt.progress.sentence and not attempt.progress.fields:
        parts.append(feedback.trouble(attempt.progress.sentence))
    parts.append(
        feedback.waiting(t("Telling your host"))
        if attempt.busy
        else ft.Row(
            [inputs.tonal_button(t("Save"), attempt.run), inputs.text_button(t("Cancel"), handler(close))],
            wrap=True,
            spacing=8,
        )
    )
    return cards.card(parts)


def notices(phase: str, *, code_waits: bool, code_confirmed: bool) -> list[ft.Control]:
    """Return the cards that need care: a session that ended elsewhere, a code that nobody has written down."""
    found: list[ft.Control] = []
    if phase == "signed_out_remotely":
        found.append(
            notice(
                t(
                    "Your passphrase was changed on another device, this device was signed out, or your account was "
                    "deleted. Everything you wrote here is kept. Sign in to continue syncing."
                ),
                t("Sign in"),
                paths.SIGN_IN,
            )
        )
    if code_waits:
        found.append(
            notice(
                t("Your recovery code is still waiting to be written down. It is gone when Kith closes."),
                t("Show the code"),
                paths.RECOVERY_CODE,
            )
        )
    elif phase == "signed_in" and not code_confirmed:
        found.append(
            notice(
                t("Your recovery code was never confirmed. Make a new one, so that a lost passphrase loses nothing."),
                t("Make a new code"),
                paths.RECOVERY_CODE,
            )
        )
    return found


def salvage_notice(salvaged: int | None) -> list[ft.Control]:
    """Return the card that tells of a damaged file, `salvaged` rows of which could be read; None when all was well."""
    if salvaged is None:
        return []
    sentence = tn(
        "The journal file on this device was damaged. {count} record could be saved; the damaged file lies beside it.",
        "The journal file on this device was damaged. {count} records could be saved; the damaged file lies beside it.",
        salvaged,
    )
    return [cards.card(type.body(sentence), bgcolor=theme.WARM_CONTAINER, padding=16)]


def notice(sentence: str, act_word: str, path: str) -> ft.Control:
    """Return a warm card with one thing to do."""
    return cards.card(
        [type.body(sentence), ft.Row([inputs.tonal_button(act_word, scaffold.to(path))], wrap=True)],
        bgcolor=theme.WARM_CONTAINER,
        padding=16,
    )


def local_card() -> ft.Control:
    """Return what an account would add, for whom it has not been needed yet."""
    return cards.card(
        [
            type.heading(t("Keep your journal on more than this device")),
            type.body(
                t(
                    "An account keeps a sealed copy at a host, which cannot read it, and lets you join groups. What "
                    "you have written stays as it is."
                )
            ),
            ft.Row(
                [
                    inputs.primary_button(t("Create an account"), scaffold.to(paths.SIGN_UP)),
                    inputs.text_button(t("Sign in"), scaffold.to(paths.SIGN_IN)),
                ],
                wrap=True,
                spacing=8,
                run_spacing=8,
            ),
        ],
        spacing=12,
    )
