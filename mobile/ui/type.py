"""The few voices that text has: title, heading, strong, body, quiet. Sizes are never below 12."""

from typing import Any

import flet as ft

from mobile.ui import theme

LINE = 1.3  # the height of a line of body text, in its own size
LETTERS_IN_LINE = 150  # more than fit in one, on the widest page


def title(text: str, **named: Any) -> ft.Control:
    """The one large line of a screen; a heading of level 1 for screen readers."""
    return _header(1, ft.Text(text, size=27, weight=theme.BOLD, style=_height(1.2), **named))


def heading(text: str, **named: Any) -> ft.Control:
    """The name of a section; a heading of level 2 for screen readers."""
    return _header(2, ft.Text(text, size=18, weight=theme.BOLD, style=_height(1.25), **named))


def subheading(text: str, **named: Any) -> ft.Control:
    """The name of a part of a form; a heading of level 3 for screen readers."""
    return _header(3, ft.Text(text, size=15, weight=theme.BOLD, style=_height(LINE), **named))


def strong(text: str, **named: Any) -> ft.Text:
    """Names and what matters within a card."""
    named.setdefault("size", 15)
    return ft.Text(text, weight=theme.BOLD, style=_height(LINE), **named)


def body(text: str, **named: Any) -> ft.Text:
    """What is read."""
    named.setdefault("size", 15)
    return ft.Text(text, style=_height(LINE), **named)


def quiet(text: str, **named: Any) -> ft.Text:
    """Times, hints and counts."""
    named.setdefault("color", theme.QUIET)
    named.setdefault("size", 13)
    return ft.Text(text, style=_height(LINE), **named)


def preview(text: str, lines: int, **named: Any) -> ft.Text:
    """The first lines of what is read in full elsewhere. A screen reader says all that it is given, so it is given no
    more than can be seen."""
    return body(beginning(text, lines * LETTERS_IN_LINE), max_lines=lines, overflow=ft.TextOverflow.ELLIPSIS, **named)


def beginning(text: str, most: int) -> str:
    """Return the first words of a text, up to so many letters."""
    if len(text) <= most:
        return text
    cut = text[:most].rstrip()
    between = cut.rfind(" ", most // 2)
    return f"{cut[:between].rstrip() if between > 0 else cut}…"


def copied(text: ft.Text) -> ft.Control:
    """Let `text` be selected and copied. Such a text is an empty field for a screen reader, and would swallow the words
    around it: so its words are said by a place of its own."""
    text.selectable = True
    return ft.Semantics(container=True, label=text.value, exclude_semantics=True, content=text)


def _height(lines: float) -> ft.TextStyle:
    # Material spaces letters for Roboto; Figtree is spaced by its own drawing.
    return ft.TextStyle(height=lines, letter_spacing=0)


def _header(level: int, text: ft.Text) -> ft.Control:
    # A node of its own: else what is read below it would be taken into the heading.
    return ft.Semantics(header=True, heading_level=level, container=True, content=text)
