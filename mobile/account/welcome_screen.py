"""The first screen on a new device: write at once, or come back with an account."""

from typing import Any

import flet as ft

from mobile import paths
from mobile.account.form import stack, submit, use_attempt
from mobile.account.start_screen import bare_view
from mobile.session import use_services
from mobile.ui import faces, inputs, scaffold, theme, type
from mobile.ui.guard import screen
from mobile.words import t


@screen
def WelcomeScreen() -> ft.View:
    """What Kith is, and "Start writing" before anything else."""
    services = use_services()

    async def start() -> None:
        await services.account.start_writing()

    attempt = use_attempt(start)
    return bare_view(
        [
            _faces(),
            ft.Container(height=4),
            type.title(t("Kith"), text_align=ft.TextAlign.CENTER),
            type.body(t("A private journal, and a small circle of people."), text_align=ft.TextAlign.CENTER),
            ft.Container(height=4),
            _line(ft.Icons.EDIT_OUTLINED, t("Note how you are in a few seconds, online or not.")),
            _line(ft.Icons.LOCK_OUTLINE, t("Only you can read your journal. Not your groups, not your host.")),
            _line(ft.Icons.PEOPLE_OUTLINE, t("Read, ask and answer in small groups, when you want to.")),
            ft.Container(height=8),
            submit(attempt, t("Start writing"), t("Making room for your journal")),
            inputs.tonal_button(t("I have an account"), scaffold.to(paths.SIGN_IN)),
            ft.Row(
                [inputs.text_button(t("Recover with a code"), scaffold.to(paths.RECOVER))],
                alignment=ft.MainAxisAlignment.CENTER,
            ),
            type.quiet(
                t("No account is needed to write. Kith is not a treatment and does not replace help in a crisis."),
                text_align=ft.TextAlign.CENTER,
            ),
        ]
    )


def _faces() -> ft.Control:
    row: list[Any] = [faces.face(level, 48) for level in faces.LEVELS]
    return ft.Row(row, alignment=ft.MainAxisAlignment.CENTER, spacing=10)


def _line(icon: ft.IconData, text: str) -> ft.Control:
    return ft.Row(
        [ft.Icon(icon, size=22, color=theme.PRIMARY), ft.Container(stack([type.body(text)]), expand=True)],
        spacing=14,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
