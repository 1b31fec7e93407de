"""The strategies as the toolkit shows them: all that were kept, or those that helped."""

from typing import TYPE_CHECKING

import flet as ft

from mobile import paths
from mobile.session import use_query, use_services
from mobile.strategies import intents
from mobile.strategies.document import Strategy
from mobile.strategies.words import helped_line
from mobile.ui import cards, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

_HELPED_SHOWN = 5
Kept = tuple[tuple[Strategy, int | None], ...]


@component
def SavedPart() -> ft.Control:
    """Every strategy that was kept, and the ways to more."""
    services = use_services()
    kept = use_query(lambda: load_kept(services), scopes=("documents", "account", "groups", "group:*"))
    if kept is None:
        return ft.Container()
    parts: list[ft.Control] = [strategy_card(strategy, helped) for strategy, helped in kept]
    if not kept:
        parts.append(
            feedback.empty(
                t("Nothing kept yet. Something that helped you once is worth a line."),
                t("Write a strategy of your own"),
                scaffold.to(paths.NEW_STRATEGY),
            )
        )
    else:
        own = inputs.text_button(t("Write a strategy of your own"), scaffold.to(paths.NEW_STRATEGY), icon=ft.Icons.ADD)
        parts.append(ft.Row([own], wrap=True))
    parts.append(_ways())
    return ft.Column(parts, spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


@component
def HelpedPart() -> ft.Control:
    """Strategies that helped, those that helped most often first; nothing at all for who has kept none."""
    services = use_services()
    kept = use_query(lambda: load_kept(services), scopes=("documents", "account", "groups", "group:*"))
    if not kept:
        return ft.Column([_ways()], horizontal_alignment=ft.CrossAxisAlignment.STRETCH, tight=True)
    helped = sorted(kept, key=lambda one: one[0].helped_count, reverse=True)
    heading = t("Strategies that helped") if helped[0][0].helped_count else t("Strategies to try")
    parts: list[ft.Control] = [scaffold.section(heading)]
    parts += [strategy_card(strategy, count) for strategy, count in helped[:_HELPED_SHOWN]]
    parts.append(_ways())
    return ft.Column(parts, spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


async def load_kept(services: "Services") -> Kept:
    """Return what was kept, each with how many people of its group it helped where the group may say so."""
    kept = []
    for strategy in intents.list_saved(services):
        helped = None
        if strategy.group_id is not None and strategy.post_id is not None:
            cached = await services.cache.get_post(strategy.group_id, strategy.post_id)
            helped = cached.post.totals.helped_count if cached and cached.post.totals else None
        kept.append((strategy, helped))
    return tuple(kept)


def strategy_card(strategy: Strategy, helped_in_group: int | None) -> ft.Control:
    """Return one strategy as a card that opens it."""
    words: list[ft.Control] = [type.strong(strategy.title or t("Without a title"))]
    if line := helped_line(strategy, helped_in_group):
        words.append(type.quiet(line))
    row = ft.Row(
        [
            ft.Icon(ft.Icons.LIGHTBULB_OUTLINE, size=24, color=theme.PRIMARY),
            ft.Column(words, spacing=2, tight=True, expand=True),
        ],
        spacing=14,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    card = cards.card(row, on_click=scaffold.to(paths.saved_strategy(strategy.id)))
    return ft.MergeSemantics(ft.Semantics(button=True, content=card), key=str(strategy.id))


def _ways() -> ft.Control:
    rows = [
        cards.list_row(
            t("Strategy library"),
            scaffold.to(paths.LIBRARY),
            detail=t("What helped people in your groups, also offline."),
            icon=ft.Icons.LOCAL_LIBRARY_OUTLINED,
        ),
        cards.list_row(
            t("Resource shelf"),
            scaffold.to(paths.RESOURCES),
            detail=t("Links that your groups found good."),
            icon=ft.Icons.BOOKMARKS_OUTLINED,
        ),
    ]
    return cards.card(cards.divided(rows), padding=cards.OF_ROWS, spacing=2)
