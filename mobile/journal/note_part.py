"""The note of a check-in, with a question or an own text to begin from; both come only when they are asked for."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import flet as ft

from mobile.journal.form import NOTE_MAX, Form
from mobile.journal.own_texts import OwnTexts
from mobile.journal.prompts import prompt
from mobile.session import use_services
from mobile.ui import cards, inputs, theme, type
from mobile.ui.guard import component, handler
from mobile.words import t

Change = Callable[[Callable[[Form], Form]], None]


def with_text(note: str, text: str) -> str:
    """Return the note with a text below what stands there, and room to go on writing."""
    above = f"{note.rstrip()}\n\n" if note.strip() else ""
    return f"{above}{text}\n"


@component
def NotePart(note: str, change: Change) -> ft.Control:
    """The field, and below it what can be put into it."""
    services = use_services()
    turn, set_turn = ft.use_state(-1)  # below zero there is no question on the screen
    choosing, set_choosing = ft.use_state(False)
    today = services.clock.today()

    def put(text: str) -> None:
        change(lambda form: replace(form, note=with_text(form.note, text)))
        set_turn(lambda _: -1)
        set_choosing(lambda _: False)

    def ask(_event: Any) -> None:
        set_turn(lambda before: before + 1)

    field = inputs.text_field(
        t("Note"),
        note,
        lambda text: change(lambda form: replace(form, note=text)),
        lines=4,
        maximum=NOTE_MAX,
        error=t("This note is too long to keep in one check-in.") if len(note) > NOTE_MAX else "",
        key="note",
    )
    parts: list[ft.Control] = [field]
    if turn >= 0:
        question = prompt(today, turn)
        parts.append(_question(question, handler(lambda _event: put(question)), handler(ask), _close(set_turn)))
    else:
        ways = [
            inputs.text_button(t("A question to begin with"), handler(ask), icon=ft.Icons.LIGHTBULB_OUTLINE),
            inputs.text_button(
                t("Own texts"),
                handler(lambda _event: set_choosing(lambda _: True)),
                icon=ft.Icons.NOTES,
            ),
        ]
        parts.append(ft.Row(ways, wrap=True, spacing=4, run_spacing=0))
    parts.append(OwnTexts(choosing, note, put, lambda: set_choosing(lambda _: False)))
    return ft.Column(parts, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _close(set_turn: Callable[..., None]) -> Callable[..., Any]:
    return handler(lambda _event: set_turn(lambda _: -1))


def _question(
    text: str, take: Callable[..., Any], another: Callable[..., Any], close: Callable[..., Any]
) -> ft.Control:
    words = ft.Semantics(live_region=True, content=ft.Container(type.body(text), expand=True), expand=True)
    acts = [inputs.text_button(t("Write about this"), take), inputs.text_button(t("Another one"), another)]
    return cards.card(
        [
            ft.Row(
                [words, inputs.icon_button(ft.Icons.CLOSE, t("Close the question"), close)],
                vertical_alignment=ft.CrossAxisAlignment.START,
            ),
            ft.Row(acts, wrap=True, spacing=4, run_spacing=0),
        ],
        bgcolor=theme.VARIANT,
        padding=ft.Padding.only(left=18, right=6, top=12, bottom=8),
        spacing=2,
    )
