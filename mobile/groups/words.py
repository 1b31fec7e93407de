"""Small pieces of text that several screens about groups share."""

from collections.abc import Sequence

import flet as ft

from api_client.wire.groups import Role
from mobile.ui import type
from mobile.words import t, tn


def member_count(count: int) -> str:
    """Return how many people are in a group."""
    return tn("{count} member", "{count} members", count)


def role_word(role: Role) -> str:
    """Return what a role is called, empty for what most are."""
    return t("Facilitator") if role is Role.FACILITATOR else ""


def shown_code(code: str) -> str:
    """Return a join code as it is read out and typed: in two halves."""
    middle = len(code) // 2
    return f"{code[:middle]}-{code[middle:]}"


def agreement(lines: Sequence[str]) -> ft.Control:
    """Return the group agreement, one line under the other."""
    rows: list[ft.Control] = [type.subheading(t("What we agreed on"))]
    rows += [
        ft.Row(
            [type.body(f"{number}."), ft.Container(type.body(line), expand=True)],
            spacing=10,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
        for number, line in enumerate(lines, start=1)
    ]
    return ft.Column(rows, spacing=6, tight=True)
