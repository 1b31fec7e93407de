"""The pieces that screens are laid out with: cards, rows in cards, pills, chips, avatars."""

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from mobile.ui import theme, type

Handler = Callable[..., Any]
# For a card that holds rows: they bring their own space above and below.
OF_ROWS = ft.Padding.symmetric(horizontal=14, vertical=4)


def card(
    content: ft.Control | Sequence[ft.Control],
    *,
    on_click: Handler | None = None,
    padding: ft.PaddingValue = 18,
    bgcolor: str = theme.CARD,
    spacing: float = 10,
    key: Any = None,
) -> ft.Container:
    """Return a rounded, outlined surface; with `on_click` the whole of it is one button."""
    inner = (
        content
        if isinstance(content, ft.Control)
        else ft.Column(list(content), spacing=spacing, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, tight=True)
    )
    return ft.Container(
        inner,
        key=key,
        padding=padding,
        bgcolor=bgcolor,
        border=ft.Border.all(1, theme.OUTLINE),
        border_radius=theme.CARD_RADIUS,
        on_click=on_click,
        ink=on_click is not None,
    )


def divided(rows: Sequence[ft.Control]) -> list[ft.Control]:
    """Return `rows` with a hairline between each two."""
    out: list[ft.Control] = []
    for row in rows:
        if out:
            out.append(ft.Divider(height=1))
        out.append(row)
    return out


def avatar(name: str, key: str, *, size: float = 38, photo: bytes | None = None) -> ft.Control:
    """Return a round `photo`, or else an initial in the colour of `key`; the name stands beside it, so it is decoration
    only. It keeps its size when text is enlarged."""
    if photo is not None:
        return round_photo(photo, size=size)
    return ft.Semantics(
        exclude_semantics=True,
        content=ft.CircleAvatar(
            ft.Text(name[:1].upper(), color="#FFFFFF", weight=theme.SEMIBOLD, size=size * 0.42),
            radius=size / 2,
            bgcolor=theme.avatar_colour(key),
        ),
    )


def nameless(*, size: float = 38, is_gone: bool = False) -> ft.Control:
    """Return the round sign of somebody without a name: a leaf, for an initial in a colour would be a face that could
    be met again; for who has left (`is_gone`) an outline."""
    return ft.Semantics(
        exclude_semantics=True,
        content=ft.CircleAvatar(
            ft.Icon(
                ft.Icons.PERSON_OUTLINE if is_gone else ft.Icons.ECO_OUTLINED, size=size * 0.55, color=theme.PRIMARY
            ),
            radius=size / 2,
            bgcolor=theme.PRIMARY_CONTAINER,
        ),
    )


def round_photo(photo: bytes, *, size: float) -> ft.Control:
    """Return the small photo of a group or a person beside its name."""
    image = ft.Image(photo, width=size, height=size, fit=ft.BoxFit.COVER, gapless_playback=True)
    round_ = ft.Container(
        image, width=size, height=size, border_radius=size / 2, clip_behavior=ft.ClipBehavior.ANTI_ALIAS
    )
    return ft.Semantics(exclude_semantics=True, content=round_)


def badge(text: str, *, warm: bool = False) -> ft.Control:
    """Return a small label such as a post's kind."""
    return ft.Container(
        ft.Text(
            text,
            size=12,
            weight=theme.SEMIBOLD,
            color=theme.ON_WARM if warm else theme.PRIMARY,
            no_wrap=True,
        ),
        padding=ft.Padding.symmetric(horizontal=8, vertical=4),
        border_radius=8,
        bgcolor=theme.WARM_CONTAINER if warm else theme.PRIMARY_CONTAINER,
    )


def chip(
    text: str,
    on_click: Handler,
    *,
    selected: bool = False,
    icon: ft.IconData | None = None,
    leading: ft.Control | None = None,
    soft: bool = False,
    trailing: str = "",
    label: str | None = None,
    wraps: bool = False,
    key: Any = None,
) -> ft.Control:
    """Return a choice that is on or off. `soft` is the filled shape of reactions, else it is outlined; `leading` is a
    small drawing before the text and `trailing` a count behind it; `label` replaces the spoken name. One whose text is
    the member's own `wraps`, which needs a row that wraps around it, too."""
    weight = theme.SEMIBOLD if selected else None
    parts: list[ft.Control] = [leading] if leading is not None else []
    if icon is not None:
        parts.append(ft.Icon(icon, size=18, color=theme.TEXT))
    words = ft.Text(text, size=14, weight=weight, style=ft.TextStyle(letter_spacing=0), color=theme.TEXT)
    if wraps:
        words.expand, words.expand_loose = True, True
    parts.append(words)
    if trailing:
        parts.append(ft.Text(trailing, size=14, weight=theme.SEMIBOLD, color=theme.ON_WARM))
    resting = theme.VARIANT if soft else theme.CARD
    row: ft.Control = ft.Row(parts, spacing=8, tight=True, alignment=ft.MainAxisAlignment.CENTER)
    if label is not None:  # else both would be read out
        row = ft.Semantics(exclude_semantics=True, content=row)
    return ft.MergeSemantics(
        key=key,
        content=ft.Semantics(
            label=label,
            button=True,
            selected=selected,
            content=ft.Container(
                ft.Container(
                    row,
                    padding=ft.Padding.symmetric(horizontal=13, vertical=8),
                    border_radius=theme.PILL_RADIUS if soft else theme.CHIP_RADIUS,
                    bgcolor=theme.PRIMARY_CONTAINER if selected else resting,
                    border=None if soft else ft.Border.all(1, theme.PRIMARY_CONTAINER if selected else theme.OUTLINE),
                    on_click=on_click,
                    ink=True,  # what takes the keyboard's focus, and shows it
                ),
                on_click=on_click,
                padding=ft.Padding.symmetric(vertical=4),  # the touch target is taller than what is drawn
                border_radius=theme.CHIP_RADIUS,
            ),
        ),
    )


def chips(children: Sequence[ft.Control]) -> ft.Row:
    """Return chips in as many lines as they need."""
    return ft.Row(list(children), wrap=True, spacing=8, run_spacing=0)


def chip_line(children: Sequence[ft.Control]) -> ft.Row:
    """Return chips in one line that a finger moves sideways. A mouse cannot: a wide window has as many as it takes."""
    if (ft.context.page.width or 0) >= theme.WIDE_FROM:
        return chips(children)
    return ft.Row(list(children), spacing=8, scroll=ft.ScrollMode.HIDDEN)


def list_row(
    text: str,
    on_click: Handler,
    *,
    detail: str = "",
    icon: ft.IconData | None = None,
    leading: ft.Control | None = None,
    trailing: str = "",
    chevron: bool = True,
) -> ft.Control:
    """Return a row of a settings-like card that leads somewhere. `leading` is a drawing before the text."""
    middle: list[ft.Control] = [type.body(text)]
    if detail:
        middle.append(type.quiet(detail))
    parts: list[ft.Control] = [leading] if leading is not None else []
    if icon is not None:
        parts.append(ft.Icon(icon, size=22, color=theme.PRIMARY))
    parts.append(ft.Column(middle, spacing=2, expand=True, tight=True))
    if trailing:
        parts.append(type.quiet(trailing))
    if chevron:
        parts.append(ft.Icon(ft.Icons.CHEVRON_RIGHT, size=20, color=theme.QUIET))
    return ft.MergeSemantics(
        ft.Semantics(
            button=True,
            content=ft.Container(
                ft.Row(parts, spacing=14, vertical_alignment=ft.CrossAxisAlignment.CENTER),
                on_click=on_click,
                ink=True,
                border_radius=theme.CHIP_RADIUS,
                padding=ft.Padding.symmetric(horizontal=4, vertical=12),
            ),
        )
    )
