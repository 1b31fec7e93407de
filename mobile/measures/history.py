"""Scores over time as a small picture, which is said in words as well."""

from collections.abc import Sequence

import flet as ft

from mobile.measures.document import Taken
from mobile.measures.words import number, taken_line
from mobile.ui import cards, dates, theme, type
from mobile.ui.guard import component
from mobile.words import t

_SHOWN = 12
_HEIGHT = 96.0
_WIDTH = 44.0


@component
def History(taken: Sequence[Taken]) -> ft.Control:
    """The last answers of one measure: a bar each with its number, and the same as sentences."""
    scored = [one for one in taken if one.score is not None][-_SHOWN:]
    parts: list[ft.Control] = [type.heading(t("Over time"))]
    if len(scored) > 1:
        said = t("A bar for each time: {scores}.", scores="; ".join(taken_line(one) for one in scored))
        bars = ft.Row(
            [_bar(one) for one in scored],
            spacing=8,
            scroll=ft.ScrollMode.AUTO,
            vertical_alignment=ft.CrossAxisAlignment.END,
        )
        parts.append(
            ft.Semantics(
                label=said, image=True, container=True, content=ft.Semantics(exclude_semantics=True, content=bars)
            )
        )
    parts += [type.quiet(taken_line(one)) for one in reversed(taken[-_SHOWN:])]
    return cards.card(parts)


def _bar(taken: Taken) -> ft.Control:
    """One bar, as high as its score within what is possible; the lowest score still shows a line."""
    reach = max(taken.most - taken.least, 1e-9)
    height = 3 + _HEIGHT * max(0.0, min(1.0, ((taken.score or 0.0) - taken.least) / reach))
    return ft.Column(
        [
            ft.Text(number(taken.score or 0.0), size=13, weight=theme.SEMIBOLD, color=theme.TEXT),
            ft.Container(
                width=24,
                height=height,
                bgcolor=theme.PRIMARY,
                border_radius=ft.BorderRadius.only(top_left=6, top_right=6),
            ),
            ft.Container(
                type.quiet(dates.short_day(taken.taken_on), size=12, text_align=ft.TextAlign.CENTER), width=_WIDTH
            ),
        ],
        spacing=4,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )
