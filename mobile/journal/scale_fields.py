"""The member's own scales on the check-in: each a field for its number or duration, with a step down and up.

What is typed stays as it is typed; a value that is no value of the scale is told below its field.
"""

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.entries.document import Entry
from mobile.journal.form import Form
from mobile.scale_values import range_words, read_value, stepped, value_text
from mobile.ui import inputs, type
from mobile.ui.guard import handler
from mobile.vocabulary import DURATION, Scale, Vocabulary
from mobile.words import t

_LABEL_MAX = 14  # characters of a name that stand in its field; a longer one stands whole below it

Change = Callable[[Callable[[Form], Form]], None]


def scale_fields(form: Form, base: Entry | None, vocabulary: Vocabulary, change: Change) -> ft.Control:
    """Return a field for every scale that is offered, and for archived ones that this check-in has a value of."""
    held = base.scales if base else {}
    shown = [scale for scale in vocabulary.all_scales if not scale.is_archived or scale.id in {*held, *form.scales}]
    rows = [_field(scale, form, held.get(scale.id), change) for scale in shown]
    heading = [type.subheading(t("Your numbers"))] if rows else []
    return ft.Column([*heading, *rows], spacing=14, tight=True, visible=bool(rows), key="scales")


def _typed(form: Form, held: float | None, scale: Scale) -> str:
    return form.scales.get(scale.id, "" if held is None else value_text(scale, held))


def _field(scale: Scale, form: Form, held: float | None, change: Change) -> ft.Control:
    typed = _typed(form, held, scale)
    problem = read_value(scale, typed)[1]

    def step(by: int) -> Callable[..., Any]:
        def stepped_form(latest: Form) -> Form:
            value, unreadable = read_value(scale, _typed(latest, held, scale))
            text = value_text(scale, stepped(scale, value, by))
            return latest if unreadable else latest.typed_scale(scale.id, text)

        return handler(lambda _event: change(stepped_form))

    name = t("{scale} ({unit})", scale=scale.name, unit=scale.unit) if scale.unit else scale.name
    is_long = len(name) > _LABEL_MAX
    field = inputs.text_field(
        name if not is_long else f"{name[:_LABEL_MAX].rstrip()}…",
        typed,
        lambda text: change(lambda form: form.typed_scale(scale.id, text)),
        prose=False,
        helper="" if problem else _helper(scale, full_name=is_long),
        error=_sentence(scale, problem),
        key=f"scale-{scale.id}",
    )
    less = inputs.icon_button(ft.Icons.REMOVE, t("{scale}: less", scale=scale.name), step(-1), disabled=bool(problem))
    more = inputs.icon_button(ft.Icons.ADD, t("{scale}: more", scale=scale.name), step(1), disabled=bool(problem))
    return ft.Row(
        [ft.Container(field, expand=True), less, more],
        spacing=2,
        vertical_alignment=ft.CrossAxisAlignment.START,
        key=f"row-{scale.id}",
    )


def _helper(scale: Scale, *, full_name: bool) -> str:
    hint = t("Hours and minutes, such as 7:30") if scale.sort == DURATION else range_words(scale)
    return t("{scale}: {hint}", scale=scale.name, hint=hint) if full_name else hint


def _sentence(scale: Scale, problem: str) -> str:
    if problem == "outside":
        return t("{scale} goes from {range}.", scale=scale.name, range=range_words(scale))
    if problem == "unreadable" and scale.sort == DURATION:
        return t("This is no duration that can be read. Write it as 7:30.")
    return t("This is no number that can be read.") if problem else ""
