"""The app lock: a PIN, when Kith locks by itself, and plainly what both protect against."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import flet as ft

from mobile import paths
from mobile.account.app_lock import LOCK_AFTER
from mobile.account.form import Incomplete, form_view, stack, submit, use_attempt, use_form
from mobile.account.pin import DIGITS_MAX, DIGITS_MIN, WORD_MIN, WrongPin, is_pin
from mobile.account.pin_field import PinField, refusal_sentence
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, feedback, inputs, type
from mobile.ui.guard import component, handler, screen
from mobile.words import t

if TYPE_CHECKING:
    from mobile.account.state import AccountState
    from mobile.services import Services


@screen
def AppLockScreen() -> ft.View:
    """Set a PIN, or change what is set."""
    services, session = use_services(), use_session()
    state = use_query(lambda: _read(services), scopes=("account",))
    if state is None:
        return form_view(t("App lock"), [], session)
    has_account = state.account_id is not None and state.display_name is not None
    parts: list[ft.Control] = [
        type.body(t("With a PIN Kith locks when you are away, and its key is wiped from memory.")),
        *([LockingCard(state.lock_after_seconds)] if state.has_pin else []),
        ChangeForm(has_account, key="change") if state.has_pin else NewPinForm(has_account, key="new"),
        cards.card(
            [
                type.subheading(t("What this protects against")),
                *(type.body(line) for line in protection(ft.context.page.web, has_account)),
            ],
            spacing=10,
        ),
        type.quiet(t("Fingerprint and face do not open Kith: there is no way yet to do it well on this device.")),
    ]
    return form_view(t("App lock"), parts, session)


async def _read(services: "Services") -> "AccountState":
    return services.account.state


def protection(in_browser: bool, has_account: bool) -> tuple[str, ...]:
    """Return what is true of a PIN here: against whom it helps, and against whom it does not."""
    thief = t(
        "Whoever picks up this device while Kith is locked has to try PINs here. Wrong tries slow down, and never "
        "delete anything."
    )
    open_ = t("While Kith is open and unlocked, whoever holds the device sees what you see.")
    if not in_browser:
        return (
            thief,
            t("A copy of the files alone is worth nothing: half of the secret lies in the system’s storage."),
            open_,
        )
    if has_account:
        return thief, t("After a restart of Kith the passphrase opens it first; from then on the PIN does."), open_
    copied = t(
        "In a browser there is no safe storage: whoever copies the files can try every number elsewhere. A long word "
        "helps against that, and an account with a passphrase does."
    )
    return thief, copied, open_


@component
def LockingCard(after_seconds: int) -> ft.Control:
    """When Kith locks, and locking it now."""
    services = use_services()
    page = ft.context.page
    names = {0: t("At once"), 60: t("After 1 minute"), 300: t("After 5 minutes"), 900: t("After 15 minutes")}

    def choose(value: str) -> None:
        page.run_task(services.account.app_lock.set_after, int(value))

    async def lock(_event: Any) -> None:
        page.navigate(paths.TODAY)
        await services.account.lock()

    options = [(str(seconds), names[seconds]) for seconds in LOCK_AFTER]
    return cards.card(
        [
            type.subheading(t("Lock when I am away")),
            inputs.radio_list(str(after_seconds), options, choose),
            type.quiet(t("Kith also locks when nobody has touched it for that long, and never sooner than 5 minutes.")),
            ft.Row([inputs.tonal_button(t("Lock now"), handler(lock), icon=ft.Icons.LOCK_OUTLINE)], wrap=True),
        ],
        spacing=8,
    )


def _rule() -> str:
    return t(
        "{least} to {most} digits, or at least {word} letters or signs.",
        least=DIGITS_MIN,
        most=DIGITS_MAX,
        word=WORD_MIN,
    )


def _check(pin: str, again: str) -> dict[str, str]:
    """Return what is wrong with a new PIN, by field."""
    if not is_pin(pin):
        return {"pin": _rule()}
    return {} if pin == again else {"again": t("This is not the same as above.")}


@component
def NewPinForm(has_account: bool) -> ft.Control:
    """A first PIN, typed twice. Without an account nothing else opens the journal, which is said before it matters."""
    services = use_services()
    page = ft.context.page
    form = use_form(pin="", again="")

    async def set_pin() -> None:
        if wrong := _check(form.text("pin"), form.text("again")):
            raise Incomplete(wrong)
        await services.account.app_lock.set_pin(form.text("pin"), LOCK_AFTER[1])
        feedback.say(page, t("Kith locks with your PIN from now on."))

    attempt = use_attempt(set_pin)
    warning = t(
        "You have no account: if you forget the PIN, nobody can open this journal again, not even you. Write it down "
        "where only you find it."
    )
    return stack(
        [
            *([] if has_account else [feedback.trouble(warning)]),
            PinField(
                t("New PIN"), form.text("pin"), form.setter("pin", attempt), error=attempt.error("pin"), helper=_rule()
            ),
            PinField(
                t("The same again"),
                form.text("again"),
                form.setter("again", attempt),
                error=attempt.error("again"),
                on_submit=attempt.run,
            ),
            submit(attempt, t("Set the PIN"), t("Wrapping your key. This takes a moment.")),
        ],
        spacing=14,
    )


@component
def ChangeForm(has_account: bool) -> ft.Control:
    """Another PIN, or none: each asks for the PIN that is set, or for the passphrase."""
    services = use_services()
    page = ft.context.page
    form = use_form(proof="", pin="", again="")
    lock = services.account.app_lock

    async def prove(act: Callable[[], Awaitable[None]], said: str) -> None:
        if not form.text("proof"):
            raise Incomplete({"proof": t("Write what opens Kith now.")})
        try:
            await act()
        except WrongPin as refusal:
            raise Incomplete({"proof": refusal_sentence(refusal)}) from refusal
        for name in ("proof", "pin", "again"):
            form.put(name, "")
        feedback.say(page, said)

    async def change() -> None:
        if wrong := _check(form.text("pin"), form.text("again")):
            raise Incomplete(wrong)
        after = services.account.state.lock_after_seconds
        await prove(lambda: lock.set_pin(form.text("pin"), after, form.text("proof")), t("Your PIN is changed."))

    async def remove() -> None:
        await prove(lambda: lock.remove_pin(form.text("proof")), t("Kith has no PIN any more."))

    changing, removing = use_attempt(change), use_attempt(remove)
    last = removing if removing.progress.sentence else changing
    return cards.card(
        [
            type.subheading(t("Change or remove the PIN")),
            PinField(
                t("PIN or passphrase now") if has_account else t("PIN now"),
                form.text("proof"),
                form.setter("proof", last),
                error=last.error("proof"),
            ),
            PinField(
                t("New PIN"),
                form.text("pin"),
                form.setter("pin", changing),
                error=changing.error("pin"),
                helper=_rule(),
            ),
            PinField(
                t("The same again"), form.text("again"), form.setter("again", changing), error=changing.error("again")
            ),
            submit(changing, t("Change the PIN"), t("Wrapping your key. This takes a moment.")),
            ft.Row(
                [inputs.text_button(t("Remove the PIN"), removing.run, danger=True)],
                alignment=ft.MainAxisAlignment.CENTER,
            ),
        ],
        spacing=14,
    )
