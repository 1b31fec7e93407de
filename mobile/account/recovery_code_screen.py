"""The recovery code: shown once, copied by hand, and asked for again in part, so that it is really written down.

It is in memory only. Whoever leaves before it is confirmed can come back while the app runs; after that the old code is
lost and a new one is made here with the passphrase.
"""

from typing import Any

import flet as ft

from mobile import paths
from mobile.account.form import Incomplete, form_view, stack, submit, use_attempt, use_form
from mobile.passphrase_field import PassphraseField
from mobile.session import FreshCode, use_services, use_session
from mobile.ui import cards, feedback, inputs, theme, type
from mobile.ui.dialogs import question
from mobile.ui.guard import component, handler, screen
from mobile.words import t

RECOVERY_CONFIRMED = "recovery_code_confirmed"  # the preference that reminds of an unconfirmed code after a restart
ASKED = (3, 6)  # the groups to type again, counted from 1
_LOOK_ALIKES = str.maketrans("OIL", "011")


@screen
def RecoveryCodeScreen() -> ft.View:
    """A new code to write down, or, when there is none, the way to make one."""
    session = use_session()
    leaving, set_leaving = ft.use_state(False)
    page = ft.context.page
    fresh = session.fresh_code

    def leave() -> None:
        set_leaving(False)
        page.navigate(paths.YOU)

    ft.use_dialog(
        question(
            t("Leave before it is written down?"),
            t("The code stays here until you close Kith. After that, make a new one under You with your passphrase."),
            t("Leave for now"),
            handler(leave),
            lambda: set_leaving(False),
            keep_word=t("Stay"),
        )
        if leaving and fresh is not None
        else None
    )
    view = form_view(t("Recovery code"), [WriteItDown(fresh) if fresh is not None else MakeNewCode()], session)
    if fresh is not None:
        _ask_before_leaving(view, lambda: set_leaving(True))
    return view


def _ask_before_leaving(view: ft.View, ask: Any) -> None:
    """Both the arrow and the system's own Back ask first."""
    view.can_pop = False
    view.on_confirm_pop = handler(ask)
    if isinstance(view.appbar, ft.AppBar):
        view.appbar.leading = inputs.icon_button(ft.Icons.CLOSE, t("Leave for now"), handler(ask))


@component
def WriteItDown(fresh: FreshCode) -> ft.Control:
    """First the code in full, then two of its groups to type."""
    confirming, set_confirming = ft.use_state(False)
    if confirming:
        return stack([ConfirmCode(fresh, lambda: set_confirming(False))])
    return stack(
        [
            type.title(t("Write this down")),
            type.body(t("This code opens your journal if you forget your passphrase. It is shown only this once.")),
            code_card(fresh.text),
            type.body(
                t("Paper in a safe place is best. Anyone with the code and your handle can open everything you wrote.")
            ),
            ft.Container(height=4),
            inputs.primary_button(t("I wrote it down"), handler(lambda: set_confirming(True))),
            ft.Row([_copy_button(fresh.text)], alignment=ft.MainAxisAlignment.CENTER),
            type.quiet(
                t("What is copied can be read by other apps on this device. Paste it into a password manager at once."),
                text_align=ft.TextAlign.CENTER,
            ),
        ],
        spacing=14,
    )


def code_card(code: str) -> ft.Control:
    """Return the code in large groups that wrap as they must; read out letter by letter, and selectable."""
    groups: list[ft.Control] = [
        ft.Container(
            ft.Text(
                group,
                size=22,
                weight=theme.SEMIBOLD,
                selectable=True,
                style=ft.TextStyle(letter_spacing=2, height=1.3),
                semantics_label=" ".join(group),
            ),
            padding=ft.Padding.symmetric(horizontal=12, vertical=8),
            border_radius=theme.CHIP_RADIUS,
            bgcolor=theme.VARIANT,
        )
        for group in code.split("-")
    ]
    row = ft.Row(groups, wrap=True, spacing=10, run_spacing=10, alignment=ft.MainAxisAlignment.CENTER)
    three_in_a_line = ft.Container(row, width=360)
    return cards.card(ft.Container(three_in_a_line, alignment=ft.Alignment.CENTER), padding=16)


def _copy_button(code: str) -> ft.Control:
    page = ft.context.page

    def told() -> None:
        feedback.say(page, t("The code is copied."))

    return ft.TextButton(
        t("Copy the code"),
        icon=ft.Icons.COPY_OUTLINED,
        action=ft.CopyToClipboard(code),  # the browser copies only within the tap itself
        on_click=handler(told),
        style=ft.ButtonStyle(
            text_style=ft.TextStyle(size=15, font_family=theme.FONT, weight=theme.SEMIBOLD, letter_spacing=0),
            padding=ft.Padding.symmetric(horizontal=12, vertical=14),
        ),
    )


@component
def ConfirmCode(fresh: FreshCode, show_again: Any) -> ft.Control:
    """Two groups to type from the paper."""
    services, session = use_services(), use_session()
    page = ft.context.page
    form = use_form(first="", second="")
    groups = fresh.text.split("-")

    async def confirm() -> None:
        wrong = {
            name: t("This group is different from the code.")
            for name, place in zip(("first", "second"), ASKED, strict=True)
            if not same_group(form.text(name), groups[place - 1])
        }
        if wrong:
            raise Incomplete(wrong, t("What you typed is not the code. Look at your paper, or show the code again."))
        await services.preferences.set(RECOVERY_CONFIRMED, True)
        session.fresh_code = None
        page.navigate(fresh.then)
        feedback.say(page, t("Your recovery code is set. Keep it safe."))

    attempt = use_attempt(confirm)
    return stack(
        [
            type.title(t("Check your copy")),
            type.body(t("Type two of the six groups from what you wrote down.")),
            inputs.text_field(
                t("Third group"),
                form.text("first"),
                form.setter("first", attempt),
                error=attempt.error("first"),
                prose=False,
                autofocus=True,
            ),
            inputs.text_field(
                t("Sixth group"),
                form.text("second"),
                form.setter("second", attempt),
                error=attempt.error("second"),
                prose=False,
                on_submit=attempt.run,
            ),
            submit(attempt, t("Confirm"), t("One moment")),
            ft.Row(
                [inputs.text_button(t("Show the code again"), handler(show_again))],
                alignment=ft.MainAxisAlignment.CENTER,
            ),
        ],
        spacing=16,
    )


def same_group(typed: str, group: str) -> bool:
    """Whether what was typed is that group: case, spaces and look-alike letters do not matter."""
    symbols = "".join(character for character in typed.upper() if character.isalnum())
    return symbols.translate(_LOOK_ALIKES) == group


@component
def MakeNewCode() -> ft.Control:
    """The passphrase, then a new code in place of the old one."""
    services, session = use_services(), use_session()
    form = use_form(passphrase="")

    async def make() -> None:
        if not form.text("passphrase"):
            raise Incomplete({"passphrase": t("Write your passphrase.")})
        code = await services.account.replace_recovery(form.text("passphrase"))
        await services.preferences.set(RECOVERY_CONFIRMED, False)
        session.fresh_code = FreshCode(code, then=paths.YOU)

    attempt = use_attempt(make)
    return stack(
        [
            type.body(t("A new code takes the place of the one you have. The old one stops working.")),
            PassphraseField(
                t("Passphrase"),
                form.text("passphrase"),
                form.setter("passphrase", attempt),
                error=attempt.error("passphrase"),
                on_submit=attempt.run,
            ),
            submit(attempt, t("Make a new code"), t("Making the code. This takes a few seconds.")),
        ],
        spacing=16,
    )
