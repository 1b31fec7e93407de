"""The crisis card: whom to call or write to now, in the member's country, without a network.

It is drawn from what came with the app and what the host told this device. It works before there is a journal, while
the journal is locked, and when its data could not be opened; then only the choice of the country is not kept.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import flet as ft

from api_client.wire.crisis import CrisisCountry, CrisisLine
from mobile import paths
from mobile.safety import reach
from mobile.safety.crisis_lines import (
    COUNTRY_PREFERENCE,
    Lines,
    built_in_lines,
    country_name,
    country_to_show,
    known_lines,
    language_name,
)
from mobile.session import use_session
from mobile.ui import cards, dates, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

Go = Callable[[str], Any]


@component
def CrisisCard(leave: Callable[[], None] | None = None) -> ft.Control:
    """Everything on the card. `leave` closes the sheet it lies in, before something else is opened."""
    session = use_session()
    services = session.services
    chosen, set_chosen = ft.use_state(_start(services))
    asking, set_asking = ft.use_state(False)

    async def choose(code: str) -> None:
        set_chosen(lambda _: code)
        set_asking(False)
        if services is not None:
            await services.preferences.set(COUNTRY_PREFERENCE, code)

    page = ft.context.page

    def on_choose(code: str) -> None:
        page.run_task(choose, code)

    def go(path: str) -> Any:
        def leave_for(_event: Any) -> None:
            if leave is not None:
                leave()
            scaffold.go(path)

        return handler(leave_for)

    lines = known_lines(services)
    country = lines.country(chosen)
    parts: list[ft.Control] = [type.title(t("Help right now")), _first(country)]
    if country is None or asking:
        parts.append(_countries(lines, chosen, on_choose))
    else:
        parts.append(_where(country, handler(lambda: set_asking(True))))
        parts += [_line(line) for line in country.lines]
        parts.append(_age(lines, country, services.clock.today() if services is not None else date.today()))
    parts.append(_elsewhere())
    if session.account is not None and session.account.phase in ("local", "signed_in", "signed_out_remotely"):
        parts.append(_own_ways(go))
    return ft.ListView(
        [
            ft.Row(
                [
                    ft.Container(
                        ft.Column(parts, spacing=14, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
                        width=theme.READING_WIDTH,
                        expand=True,
                    )
                ],
                alignment=ft.MainAxisAlignment.CENTER,
            )
        ],
        padding=ft.Padding.only(left=theme.SIDE, right=theme.SIDE, bottom=32),
        expand=True,
    )


def _start(services: "Services | None") -> str:
    found = country_to_show(services)
    return found.code if found is not None else ""


def _first(country: CrisisCountry | None) -> ft.Control:
    """The emergency number before anything else."""
    if country is None:
        return type.body(t("If somebody is in danger now, call the emergency number where you are."))
    words = t("If you or somebody near you is in danger now, call the emergency number.")
    call = inputs.primary_button(
        t("Call {number}", number=country.emergency), reach.call(country.emergency), icon=ft.Icons.CALL
    )
    return cards.card([type.body(words), ft.Row([call], wrap=True)])


def _where(country: CrisisCountry, change: inputs.Handler) -> ft.Control:
    where = ft.Row(
        [type.quiet(country_name(country.code)), inputs.text_button(t("Change country"), change)],
        wrap=True,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return ft.Column([type.heading(t("Somebody to talk to")), where], spacing=0, tight=True)


def _countries(lines: Lines, chosen: str, on_choose: Callable[[str], None]) -> ft.Control:
    return cards.card(
        [type.subheading(t("Where are you?")), inputs.radio_list(chosen, lines.in_order_of_name(), on_choose)],
        spacing=4,
    )


def _line(line: CrisisLine) -> ft.Control:
    spoken = ", ".join(language_name(code) for code in line.languages)
    hours = t("Day and night") if line.hours == "always" else t("Hours on its page")
    acts: list[ft.Control] = []
    if line.dial:
        acts.append(
            inputs.tonal_button(
                t("Call {number}", number=line.dial), reach.call(line.dial), icon=ft.Icons.CALL_OUTLINED
            )
        )
    if line.sms:
        words = (
            t("Text {keyword} to {number}", keyword=line.keyword, number=line.sms)
            if line.keyword
            else t("Text {number}", number=line.sms)
        )
        acts.append(inputs.tonal_button(words, reach.text(line.sms, line.keyword or ""), icon=ft.Icons.SMS_OUTLINED))
    number = line.dial or line.sms or ""
    copy = reach.copy(number, t("Number copied."))
    name = ft.Row(
        [
            ft.Column(
                [type.strong(line.name), type.quiet(t("{hours} · {languages}", hours=hours, languages=spoken))],
                spacing=2,
                tight=True,
                expand=True,
            ),
            inputs.icon_button(ft.Icons.COPY, t("Copy the number of {line}", line=line.name), copy),
            inputs.icon_button(
                ft.Icons.OPEN_IN_NEW, t("Open the page of {line}", line=line.name), reach.open_page(line.source)
            ),
        ],
        spacing=0,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    buttons = ft.Row(acts, wrap=True, spacing=8, run_spacing=4)
    # A boundary of its own, so that a screen reader tells each line with its own buttons.
    return ft.Semantics(container=True, content=cards.card([name, buttons], spacing=6, padding=16))


def _age(lines: Lines, country: CrisisCountry, today: date) -> ft.Control:
    shown = lines.list_of(country.code)
    day = dates.day_with_year(shown.checked_on(country))
    if shown.is_old(country, today):
        return feedback.trouble(
            t("These numbers were written down on {day}, more than half a year ago. Check on the line's page.", day=day)
        )
    if lines.is_of_host(country.code):
        return type.quiet(t("Kept by those who run your host, and last compared on {day}.", day=day))
    return type.quiet(
        t(
            "Written down on {day}; we have not called them. A number may have changed: check on the line's page.",
            day=day,
        )
    )


def _elsewhere() -> ft.Control:
    fallback = built_in_lines().fallback
    return cards.card(
        cards.list_row(
            t("Find a line in another country"),
            reach.open_page(fallback),
            detail=t("Opens findahelpline.com in your browser"),
            icon=ft.Icons.PUBLIC,
        ),
        padding=cards.OF_ROWS,
    )


def _own_ways(go: Go) -> ft.Control:
    rows = [
        cards.list_row(
            t("My safety plan"),
            go(paths.SAFETY_PLAN),
            detail=t("What helps me, and my people"),
            icon=ft.Icons.FAVORITE_BORDER,
        ),
        cards.list_row(t("Breathe for a minute"), go(paths.BREATHE), detail=t("Works offline"), icon=ft.Icons.AIR),
    ]
    return cards.card(cards.divided(rows), padding=cards.OF_ROWS)
