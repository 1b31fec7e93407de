"""A text field that leaves what is being typed alone.

A keyboard's letter comes as two messages: what stands in the field now, then the event that hands it on. A screen that
is drawn in between still knows the older text, and giving that back would take the letter away, and on a slow device
whole words. So a field that is drawn anew with the text that it handed on last keeps what stands in it by now.
"""

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.ui.guard import handler


class TypedField(ft.TextField):
    """A text field that knows which text the app has heard of: the one it was given, or handed on since."""

    heard: str = ""

    def hear(self, text: str) -> None:
        """Note that the app knows of `text` now."""
        object.__setattr__(self, "heard", text)  # a control that was drawn is frozen, but for what the client says

    def _migrate_state(self, other: Any) -> None:
        """Take over from the field that stood here; Flet calls this before it looks for what changed."""
        super()._migrate_state(other)
        if isinstance(other, TypedField) and self.heard == other.heard and other.value != self.value:
            # As Flet takes in what the client says: past the check for frozen controls, and without a change to send.
            self._values["value"] = other.value


class Typed:
    """A text being typed: `now` is what the field holds, whether it is drawn yet or not."""

    def __init__(self, text: str) -> None:
        self.now = text


def use_typed(start: str = "") -> tuple[Typed, Callable[[str], None]]:
    """Return the text of a field, and what takes a new one. A tap that comes right behind the last letter finds the
    handler of the last drawing: what it acts on has to be read when it acts."""
    typed: Typed = ft.use_memo(lambda: Typed(start), [])
    _, draw = ft.use_state(0)

    def write(text: str) -> None:
        typed.now = text
        draw(lambda count: count + 1)

    return typed, write


def hand_on(on_change: Callable[[str], None]) -> Callable[..., Any]:
    """Return the handler of a typed field: it hands on the text, not the event; it is guarded here."""

    def change(event: ft.Event[Any]) -> None:
        text = event.data or ""
        if isinstance(event.control, TypedField):
            event.control.hear(text)
        on_change(text)

    return handler(change)
