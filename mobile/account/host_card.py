"""Which host an account is with: its name and rules, read before anything is sent to it, and the way to another."""

from collections.abc import Callable
from dataclasses import dataclass

import flet as ft

from api_client.wire.host import About
from mobile import sentences
from mobile.account import checks
from mobile.account.form import stack
from mobile.session import use_services
from mobile.ui import cards, feedback, inputs, theme, type
from mobile.ui.guard import component, handler, log_failure
from mobile.ui.typing import use_typed
from mobile.words import t


@dataclass(frozen=True)
class AboutHost:
    """What is known of the host at `address`: nothing yet, its own words, or why it cannot be asked."""

    address: str
    about: About | None = None
    sentence: str = ""

    @property
    def name(self) -> str:
        """The host's name, until it is known its address without the scheme."""
        return self.about.name if self.about else self.address.partition("://")[2]


def use_about(address: str) -> tuple[AboutHost, Callable[[], None]]:
    """Return what the host at `address` says of itself, and what asks it again. Only the last question counts."""
    services = use_services()
    page = ft.context.page
    known, set_known = ft.use_state(AboutHost(address))
    question = ft.use_ref(0)

    async def ask(turn: int) -> None:
        try:
            answer = AboutHost(address, about=await services.account.about(address))
        except Exception as error:
            if not sentences.is_expected(error):
                log_failure("asking a host", error)
            answer = AboutHost(address, sentence=sentences.problem_sentence(error))
        if turn == question.current:
            set_known(lambda _: answer)

    def start() -> None:
        question.current = (question.current or 0) + 1
        set_known(lambda _: AboutHost(address))
        page.run_task(ask, question.current)

    ft.use_effect(start, dependencies=[address])
    return known, start


@component
def HostCard(host: AboutHost, on_use: Callable[[str], None], ask_again: Callable[[], None]) -> ft.Control:
    """The host with its address, and a field to choose another one."""
    open_, set_open = ft.use_state(False)
    typed, set_typed = use_typed(host.address)
    wrong, set_wrong = ft.use_state(False)

    def begin() -> None:
        set_typed(host.address)
        set_open(True)

    def change(text: str) -> None:
        set_typed(text)
        set_wrong(False)

    def use() -> None:
        address = checks.clean_address(typed.now)
        set_wrong(not address)
        if address:
            set_open(False)
            on_use(address)

    parts: list[ft.Control] = [_name_row(host)]
    if open_:
        parts.append(
            inputs.text_field(
                t("Address of your host"),
                typed.now,
                change,
                error=t("This is not an address. It looks like kith.example.org.") if wrong else "",
                prose=False,
                autofocus=True,
                on_submit=handler(use),
            )
        )
        parts.append(ft.Row([inputs.tonal_button(t("Use this host"), handler(use))], wrap=True))
    else:
        parts.append(ft.Row([inputs.text_button(t("Change the host"), handler(begin))], wrap=True))
    if checks.is_open_to_listeners(host.address):
        parts.append(
            type.quiet(
                t("The way to this host is not encrypted: others on it could read what you write in groups."),
                color=theme.ON_WARM,
            )
        )
    if host.sentence:
        parts.append(feedback.trouble(host.sentence, t("Ask again"), handler(ask_again)))
    return cards.card(parts, spacing=16 if open_ else 4)


def _name_row(host: AboutHost) -> ft.Control:
    words = stack([type.quiet(t("Host")), type.strong(host.name), type.quiet(host.address)], spacing=2)
    return ft.Row(
        [ft.Icon(ft.Icons.DNS_OUTLINED, size=22, color=theme.PRIMARY), ft.Container(words, expand=True)],
        spacing=14,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
