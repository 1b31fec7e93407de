"""What stands around the fields of a check-in: what was left unfinished, what is saved already, who can read it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import flet as ft

from mobile.entries.document import Entry
from mobile.journal.entry_row import written_apart
from mobile.journal.form import Form
from mobile.ui import cards, inputs, theme, type
from mobile.ui.guard import handler
from mobile.words import t

_JUST_NOW = timedelta(minutes=2)


def left_off(start_again: Callable[..., Any]) -> ft.Control:
    """Return the line above a check-in that was left in the middle."""
    return ft.Row(
        [
            ft.Container(type.quiet(t("You left this unfinished; it is as you left it.")), expand=True),
            inputs.text_button(t("Start again"), start_again),
        ]
    )


def saved_already(original: Entry | None, now: datetime) -> ft.Control:
    """Return the line after a tap on Today: the level is on the disk before anything else is asked."""
    fresh = original is not None and original.created_at is not None and now - original.created_at < _JUST_NOW
    line = type.quiet(t("Saved on this device. Add more, or just leave it."), text_align=ft.TextAlign.CENTER)
    line.visible = fresh and original is not None and original.edited_at is None
    return line


def save_bar(save: Callable[..., Any], *, wide: bool, disabled: bool) -> ft.Control:
    """Return the bar with the one button that ends a check-in: near at hand, however much there is to say above it."""
    button = inputs.primary_button(t("Save check-in"), save, disabled=disabled)
    bar = ft.Row([ft.Container(button, expand=not wide, width=theme.READING_WIDTH if wide else None)])
    bar.alignment = ft.MainAxisAlignment.CENTER
    return ft.Container(bar, padding=ft.Padding.symmetric(horizontal=theme.SIDE, vertical=8))


def other_notes(original: Entry | None) -> list[ft.Control]:
    """Return a note that was written on two devices at once: it is kept twice, the member sees both and decides."""
    if original is None or not original.other_notes:
        return []
    texts = [type.copied(type.body(text)) for text in original.other_notes]
    return [cards.card([type.subheading(written_apart()), *texts], bgcolor=theme.VARIANT)]


def privacy(form: Form, change: Callable[[Callable[[Form], Form]], None]) -> ft.Control:
    """Return who can read this, and the way to share a part of it."""
    share = handler(lambda _event: change(lambda f: replace(f, share=not f.share)))
    words = ft.Column(
        [
            type.strong(t("Only you can read this")),
            type.quiet(t("Sealed on this device before it is backed up.")),
        ],
        spacing=2,
        expand=True,
        tight=True,
    )
    sealed = ft.Row([ft.Icon(ft.Icons.LOCK_OUTLINE, color=theme.PRIMARY, size=24), words], spacing=14)
    on_off = t("On") if form.share else t("Off")
    way = cards.list_row(t("Also share with a group…"), share, trailing=on_off, chevron=False)
    return cards.card(cards.divided([sealed, way]), padding=16)
