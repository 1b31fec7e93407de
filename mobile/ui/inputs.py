"""Buttons and fields. Every field is controlled: it is given its value at each drawing, so nothing typed is lost."""

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from mobile.ui import theme, type
from mobile.ui.guard import handler
from mobile.ui.typing import TypedField, hand_on
from mobile.words import t

Handler = Callable[..., Any]


def primary_button(
    text: str, on_click: Handler, *, disabled: bool = False, icon: ft.IconData | None = None
) -> ft.Control:
    """Return the one main act of a screen, as wide as it may be."""
    return ft.FilledButton(
        text,
        icon=icon,
        on_click=on_click,
        disabled=disabled,
        style=ft.ButtonStyle(
            text_style=_label(16),
            padding=ft.Padding.symmetric(horizontal=20, vertical=14),
            shape=ft.StadiumBorder(),
            elevation=0,
        ),
    )


def tonal_button(
    text: str, on_click: Handler, *, disabled: bool = False, icon: ft.IconData | None = None
) -> ft.Control:
    """Return a second act beside or below the main one."""
    return ft.FilledTonalButton(
        text,
        icon=icon,
        on_click=on_click,
        disabled=disabled,
        style=ft.ButtonStyle(
            text_style=_label(15),
            padding=ft.Padding.symmetric(horizontal=18, vertical=12),
            shape=ft.StadiumBorder(),
            elevation=0,
        ),
    )


def text_button(text: str, on_click: Handler, *, danger: bool = False, icon: ft.IconData | None = None) -> ft.Control:
    """Return a quiet act; `danger` marks one that takes something away."""
    return ft.TextButton(
        text,
        icon=icon,
        on_click=on_click,
        style=ft.ButtonStyle(
            color=theme.ERROR if danger else theme.PRIMARY,
            icon_color=theme.ERROR if danger else theme.PRIMARY,
            text_style=_label(15),
            padding=ft.Padding.symmetric(horizontal=12, vertical=14),
        ),
    )


def icon_button(
    icon: ft.IconData, name: str, on_click: Handler, *, filled: bool = False, disabled: bool = False
) -> ft.Control:
    """Return a button that shows only an icon; `name` is what a screen reader says and a pointer shows."""
    resting = theme.ON_PRIMARY if filled else theme.TEXT
    colour = theme.QUIET if filled and disabled else theme.OUTLINE if disabled else resting
    ground = theme.VARIANT if disabled else theme.PRIMARY
    return ft.IconButton(
        ft.Icon(icon, semantics_label=name, color=colour, size=24),
        disabled=disabled,
        tooltip=name,
        on_click=on_click,
        bgcolor=ground if filled else None,
        width=theme.TOUCH,
        height=theme.TOUCH,
    )


def menu_button(name: str, items: Sequence[tuple[str, Handler]]) -> ft.Control:
    """Return a three-dot menu with `items` as (text, handler)."""
    return ft.PopupMenuButton(
        icon=ft.Icon(ft.Icons.MORE_VERT, semantics_label=name, color=theme.QUIET),
        tooltip="",
        items=[ft.PopupMenuItem(text, on_click=act) for text, act in items],
    )


def text_field(
    label: str,
    value: str,
    on_change: Callable[[str], None],
    *,
    error: str = "",
    helper: str = "",
    secret: bool = False,
    trailing: ft.Control | None = None,
    lines: int = 1,
    maximum: int | None = None,
    autofocus: bool = False,
    on_submit: Handler | None = None,
    autofill: ft.AutofillHint | None = None,
    prose: bool = True,
    key: str = "",
) -> ft.Control:
    """Return a labelled field.

    `error` is one sentence below it; `secret` hides the text (Flet's own eye to show it has no name for a screen
    reader, so `trailing` brings one); `lines` above 1 grows with what is typed; `maximum` is the limit in characters,
    counted only near its end. `key` names the field where others come and go around it: one that takes another's
    place keeps that one's size, and a screen reader is not told of it.
    """
    near_the_end = maximum is not None and len(value) > maximum * 0.9
    field = TypedField(
        label=label,
        value=value,
        on_change=hand_on(on_change),
        error=error or None,
        helper=helper or None,
        error_style=ft.TextStyle(size=13, height=1.3, letter_spacing=0),
        helper_style=ft.TextStyle(size=13, height=1.3, letter_spacing=0, color=theme.QUIET),
        error_max_lines=6,
        helper_max_lines=6,
        label_style=ft.TextStyle(letter_spacing=0),
        password=secret,
        suffix_icon=trailing,
        multiline=lines > 1,
        align_label_with_hint=True,
        min_lines=lines if lines > 1 else None,
        max_lines=14 if lines > 1 else 1,
        counter=t("{count} of {maximum}", count=len(value), maximum=maximum) if near_the_end else None,
        autofocus=autofocus,
        on_submit=on_submit,
        autofill_hints=autofill,
        autocorrect=not secret and prose,
        enable_suggestions=not secret and prose,
        # Flet rewrites what is typed instead of asking the keyboard: an address would be kept with other letters.
        capitalization=ft.TextCapitalization.NONE,
        filled=True,
        fill_color=theme.CARD,
        text_style=ft.TextStyle(size=15, height=1.3, letter_spacing=0),
        border=ft.OutlineInputBorder(border_radius=theme.CHIP_RADIUS, side=ft.BorderSide(1, theme.OUTLINE)),
        content_padding=ft.Padding.symmetric(horizontal=16, vertical=16),
    )
    field.hear(value)
    # A boundary of its own: a field that stands alone under a text would take that text for its name.
    return ft.Semantics(container=True, content=field, key=key or None)


def checkbox(label: str, value: bool, on_change: Callable[[bool], None]) -> ft.Control:
    """Return a box to tick; the whole line can be tapped."""

    def change(event: ft.Event[Any]) -> None:
        on_change(bool(event.data))

    # The box's own label never wraps, so its words stand beside it, shown but not read out a second time.
    words = ft.Container(
        type.body(label),
        expand=True,
        padding=ft.Padding.symmetric(vertical=12),
        on_click=handler(lambda _event: on_change(not value)),
    )
    return ft.MergeSemantics(
        ft.Row(
            [
                ft.Checkbox(value=value, on_change=handler(change), semantics_label=label),
                ft.Semantics(exclude_semantics=True, content=words, expand=True),
            ],
            spacing=6,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        )
    )


def radio_list(value: str, options: Sequence[tuple[str, str]], on_change: Callable[[str], None]) -> ft.Control:
    """Return one choice out of `options` given as (value, text)."""

    def change(event: ft.Event[Any]) -> None:
        on_change(str(event.data))

    return ft.RadioGroup(
        value=value,
        on_change=handler(change),
        content=ft.Column([_radio(key, text, on_change) for key, text in options], spacing=0, tight=True),
    )


def _radio(key: str, text: str, on_change: Callable[[str], None]) -> ft.Control:
    """A radio's own label never wraps, so its words stand beside it and are merged with it for a screen reader."""
    words = ft.Container(
        type.body(text),
        expand=True,
        padding=ft.Padding.symmetric(vertical=12),
        on_click=handler(lambda _event: on_change(key)),
    )
    return ft.MergeSemantics(
        ft.Row([ft.Radio(value=key), words], spacing=6, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    )


def _label(size: float) -> ft.TextStyle:
    return ft.TextStyle(size=size, font_family=theme.FONT, weight=theme.SEMIBOLD, letter_spacing=0)


def labelled(name: str, control: ft.Control) -> ft.Column:
    """Return a part of a form with its small heading."""
    return ft.Column([type.subheading(name), control], spacing=8, tight=True)
