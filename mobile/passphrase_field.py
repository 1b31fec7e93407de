"""Fields for a passphrase: one that is known, which starts hidden, and a new one, which is made in the open.

A hidden field typed once is how people lock themselves out; and five words by chance are one tap away.
"""

from collections.abc import Callable
from typing import Any

import flet as ft

from api_client.passphrases import check_passphrase, suggest_passphrase
from mobile.sentences import passphrase_sentence
from mobile.ui import inputs
from mobile.ui.guard import component, handler
from mobile.words import t

Handler = Callable[..., Any]


@component
def PassphraseField(
    label: str,
    value: str,
    on_change: Callable[[str], None],
    *,
    error: str = "",
    autofocus: bool = False,
    on_submit: Handler | None = None,
) -> ft.Control:
    """A passphrase that its owner knows, hidden until the eye is tapped."""
    hidden, set_hidden = ft.use_state(True)
    return inputs.text_field(
        label,
        value,
        on_change,
        error=error,
        secret=hidden,
        trailing=eye(hidden, lambda: set_hidden(lambda before: not before)),
        prose=False,
        autofocus=autofocus,
        autofill=ft.AutofillHint.PASSWORD,
        on_submit=on_submit,
    )


def eye(hidden: bool, toggle: Callable[[], None]) -> ft.Control:
    """Return the button that shows or hides what stands in the field."""
    if hidden:
        return inputs.icon_button(ft.Icons.VISIBILITY_OUTLINED, t("Show the passphrase"), handler(toggle))
    return inputs.icon_button(ft.Icons.VISIBILITY_OFF_OUTLINED, t("Hide the passphrase"), handler(toggle))


@component
def NewPassphraseField(
    value: str,
    on_change: Callable[[str], None],
    *,
    names: tuple[str, ...] = (),
    error: str = "",
    on_submit: Handler | None = None,
) -> ft.Control:
    """A labelled field with plain feedback while typing. `names` are the person's own, which are easy to guess."""
    hidden, set_hidden = ft.use_state(False)

    def suggest() -> None:
        set_hidden(False)
        on_change(suggest_passphrase())

    return ft.Column(
        [
            inputs.text_field(
                t("New passphrase"),
                value,
                on_change,
                helper=_feedback(value, names),
                error=error,
                secret=hidden,
                trailing=eye(hidden, lambda: set_hidden(lambda before: not before)),
                prose=False,
                autofill=ft.AutofillHint.NEW_PASSWORD,
                on_submit=on_submit,
            ),
            ft.Row([inputs.text_button(t("Suggest five words"), handler(suggest), icon=ft.Icons.AUTORENEW)], wrap=True),
        ],
        spacing=2,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def new_passphrase_sentence(text: str, *names: str) -> str:
    """Return what is wrong with a new passphrase, empty when nothing is; `names` are the person's own."""
    problems = check_passphrase(text, context=[name for name in names if name])
    return passphrase_sentence(problems[0]) if problems else ""


def _feedback(value: str, names: tuple[str, ...]) -> str:
    if not value:
        return t("A sentence of your own, or five words by chance.")
    return new_passphrase_sentence(value, *names) or t("This one is hard to guess.")
