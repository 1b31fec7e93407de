"""Before the journal is open: a calm mark while it opens, or one sentence about why it cannot."""

import asyncio

import flet as ft

from mobile.ui import cards, scaffold, theme, type
from mobile.ui.guard import component, screen
from mobile.words import t

_QUIET_SECONDS = 1.5  # opening is faster than this almost always; a line would only flash


pause = asyncio.sleep  # a test puts its own clock here


@screen
def StartingScreen() -> ft.View:
    """The mark alone; only when opening takes long does it say so."""
    return bare_view([mark(96), ft.Container(type.title(t("Kith")), alignment=ft.Alignment.CENTER), PatientLine()])


@component
def PatientLine() -> ft.Control:
    """Nothing at first, then what is being waited for; nothing turns, as drawing that takes its time from opening."""
    late, set_late = ft.use_state(False)

    async def wait() -> None:
        await pause(_QUIET_SECONDS)
        set_late(True)

    ft.use_effect(wait, dependencies=[], cleanup=lambda: None)  # an effect ends on leaving only if it has a clean-up
    words = type.quiet(t("Opening your journal"), text_align=ft.TextAlign.CENTER) if late else None
    return ft.Semantics(live_region=True, content=ft.Container(words, padding=ft.Padding.only(top=12)))


@screen
def TroubleScreen(sentence: str) -> ft.View:
    """Why the journal on this device cannot be opened, what is safe, and what to do."""
    happened = sentence or t(
        "Something on this device keeps it closed. Nothing was deleted. Close Kith and open it again; if that does not "
        "help, restart the device."
    )
    return bare_view(
        [
            mark(64),
            type.title(t("Your journal could not be opened")),
            ft.Semantics(live_region=True, content=cards.card(type.body(happened), bgcolor=theme.WARM_CONTAINER)),
        ]
    )


def mark(size: float) -> ft.Control:
    """Return Kith's mark, decoration beside its name."""
    return ft.Row(
        [ft.Image(src="mark.svg", width=size, height=size, exclude_from_semantics=True)],
        alignment=ft.MainAxisAlignment.CENTER,
    )


def bare_view(controls: list[ft.Control], *, width: float = 440, spacing: float = 16) -> ft.View:
    """Return a view without bars: one column in the middle, which scrolls when it does not fit."""
    column = ft.Column(controls, spacing=spacing, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    middle = ft.Column(
        [ft.Container(column, padding=ft.Padding.symmetric(horizontal=theme.SIDE, vertical=28), width=width)],
        alignment=ft.MainAxisAlignment.CENTER,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        scroll=ft.ScrollMode.AUTO,
        expand=True,
    )
    whole = ft.Column(
        [scaffold.help_line(), middle],
        spacing=0,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return ft.View(
        route="/",
        can_pop=False,
        padding=0,
        bgcolor=theme.BACKGROUND,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        controls=[ft.SafeArea(whole, expand=True)],
    )
