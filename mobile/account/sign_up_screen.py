"""Making an account for a journal that is already being written: everything stays, and nothing is asked twice."""

from collections.abc import Callable

import flet as ft

from mobile import paths
from mobile.account import checks
from mobile.account.form import (
    Attempt,
    Form,
    Incomplete,
    asked_for_account,
    form_view,
    stack,
    submit,
    use_attempt,
    use_form,
)
from mobile.account.host_card import AboutHost, HostCard, use_about
from mobile.account.recovery_code_screen import RECOVERY_CONFIRMED
from mobile.passphrase_field import NewPassphraseField, new_passphrase_sentence
from mobile.session import FreshCode, use_services, use_session
from mobile.ui import cards, inputs, scaffold, theme, type
from mobile.ui.guard import screen
from mobile.words import t

AGE_MIN = 18


@screen
def SignUpScreen() -> ft.View:
    """Host, handle, name, passphrase, age and rules; then the recovery code, once."""
    services, session = use_services(), use_session()
    page = ft.context.page
    address, set_address = ft.use_state(services.account.state.server_url or "")
    host, ask_again = use_about(address)
    form = use_form(handle="", display_name="", passphrase="", of_age=False, rules_accepted=False)

    async def sign_up() -> None:
        check(form, host)
        code = await services.account.sign_up(
            address, form.text("handle"), form.text("display_name"), form.text("passphrase")
        )
        session.fresh_code = FreshCode(code, then=asked_for_account(page, paths.TODAY))
        await services.preferences.set(RECOVERY_CONFIRMED, False)
        page.navigate(paths.RECOVERY_CODE)

    attempt = use_attempt(sign_up)
    # What was said of rules that were not there is no longer true once they are.
    ft.use_effect(lambda: attempt.forget("rules_accepted"), dependencies=[host.about is None])
    return form_view(
        t("Create an account"),
        [
            type.body(t("An account keeps your journal on more than this device, and lets you join groups.")),
            HostCard(host, set_address, ask_again),
            *_fields(form, attempt),
            _honesty(),
            _consent(form, attempt, host),
            submit(attempt, t("Create account"), t("Making your keys. This takes a few seconds.")),
            ft.Row(
                [inputs.text_button(t("I have an account already"), scaffold.to(paths.SIGN_IN))],
                alignment=ft.MainAxisAlignment.CENTER,
            ),
        ],
        session,
    )


def check(form: Form, host: AboutHost) -> None:
    """Raise Incomplete with a sentence for each field that cannot be sent as it is."""
    names = form.text("handle"), form.text("display_name")
    wrong = {
        "handle": checks.handle_sentence(names[0]),
        "display_name": checks.display_name_sentence(names[1]),
        "passphrase": new_passphrase_sentence(form.text("passphrase"), *names),
        "of_age": "" if form.is_ticked("of_age") else t("Kith is for adults only."),
        "rules_accepted": "" if form.is_ticked("rules_accepted") else t("Read the rules and tick the box to go on."),
    }
    if host.about is None:
        wrong["rules_accepted"] = t("The rules come from the host, which has not answered yet.")
    wrong = {name: sentence for name, sentence in wrong.items() if sentence}
    if wrong:
        raise Incomplete(wrong)


def _fields(form: Form, attempt: Attempt) -> list[ft.Control]:
    names = form.text("handle"), form.text("display_name")
    return [
        inputs.text_field(
            t("Handle"),
            names[0],
            form.setter("handle", attempt),
            error=attempt.error("handle"),
            helper=t("For signing in. Others do not see it."),
            prose=False,
            autofill=ft.AutofillHint.NEW_USERNAME,
        ),
        inputs.text_field(
            t("Name in groups"),
            names[1],
            form.setter("display_name", attempt),
            error=attempt.error("display_name"),
            helper=t("A first name or any other; it can be changed later."),
        ),
        NewPassphraseField(
            form.text("passphrase"),
            form.setter("passphrase", attempt),
            names=names,
            error=attempt.error("passphrase"),
            on_submit=attempt.run,
        ),
    ]


def _honesty() -> ft.Control:
    """What no other screen says in time: who can read what, and what nobody can bring back."""
    return cards.card(
        [
            _point(ft.Icons.LOCK_OUTLINE, t("The host cannot read your journal. It is sealed before it leaves here.")),
            _point(ft.Icons.VISIBILITY_OUTLINED, t("The host can read what you write in groups, and who is in them.")),
            _point(
                ft.Icons.KEY_OUTLINED,
                t(
                    "If you lose both your passphrase and the recovery code that comes next, nobody can open your "
                    "journal again. Not the host, and not the people who make Kith."
                ),
            ),
        ],
        bgcolor=theme.VARIANT,
        spacing=14,
    )


def _point(icon: ft.IconData, text: str) -> ft.Control:
    return ft.Row(
        [ft.Icon(icon, size=20, color=theme.TEXT), ft.Container(type.body(text), expand=True)],
        spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )


def _consent(form: Form, attempt: Attempt, host: AboutHost) -> ft.Control:
    age = max(AGE_MIN, host.about.age_min) if host.about else AGE_MIN
    parts = [_rules(host)]
    if host.about is None:  # nobody accepts what is not there to read yet
        parts += _below_box(attempt.error("rules_accepted"))
    else:
        parts.append(tick(t("I accept the house rules"), "rules_accepted", form, attempt))
    return stack([*parts, tick(t("I am {age} or older", age=age), "of_age", form, attempt)], spacing=6)


def _rules(host: AboutHost) -> ft.Control:
    lines: list[ft.Control] = [type.subheading(t("House rules of {host}", host=host.name))]
    if host.about is None:
        lines.append(type.quiet(t("They appear here as soon as the host answers.")))
    elif not host.about.house_rules:
        lines.append(type.body(t("This host has written none.")))
    else:
        lines += [
            ft.Row(
                [type.body(f"{number}."), ft.Container(type.body(rule), expand=True)],
                spacing=8,
                vertical_alignment=ft.CrossAxisAlignment.START,
            )
            for number, rule in enumerate(host.about.house_rules, 1)
        ]
    return cards.card(lines)


def tick(label: str, name: str, form: Form, attempt: Attempt) -> ft.Control:
    """Return a box to tick with its sentence below when it was left open."""
    setter: Callable[[bool], None] = form.setter(name, attempt)
    box = inputs.checkbox(label, form.is_ticked(name), setter)
    return stack([box, *_below_box(attempt.error(name))], spacing=0)


def _below_box(sentence: str) -> list[ft.Control]:
    """Return what is wrong with a box, below its words and not below the box itself."""
    said = ft.Semantics(live_region=True, content=type.quiet(sentence, color=theme.ERROR))
    return [ft.Container(said, padding=ft.Padding.only(left=44))] if sentence else []
