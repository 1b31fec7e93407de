"""What a check-in lays at hand after the lowest face: the member's own safety plan, without a word about why."""

import flet as ft

from mobile import paths
from mobile.ui import cards, scaffold
from mobile.words import t

_LOWEST = 1


def plan_at_hand(saved_level: int | None) -> ft.Control:
    """Return the way to the plan for a check-in that is saved at the lowest level, and nothing for any other."""
    if saved_level != _LOWEST:
        return ft.Container(visible=False)
    row = cards.list_row(
        t("My safety plan"),
        scaffold.to(paths.SAFETY_PLAN),
        detail=t("What helps me, and my people"),
        icon=ft.Icons.FAVORITE_BORDER,
    )
    return cards.card(row, padding=cards.OF_ROWS)
