"""Thanks that the member was given, one by one. There is no number: help is no contest."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import flet as ft

from api_client.wire.aid import KeptRange, Ripples, Thanks
from mobile import paths
from mobile.session import use_query, use_services, use_session
from mobile.storage.shared import SETTINGS_ID
from mobile.sync.aid_calls import RIPPLES, THANKS
from mobile.ui import cards, dates, feedback, scaffold, theme, type
from mobile.ui.guard import component, screen
from mobile.use_host import use_host
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

_SHOWN_MAX = 100


@dataclass(frozen=True)
class Kept:
    """A card of the member's that people kept: what it is called, and how many in words."""

    title: str
    path: str
    words: str


@dataclass(frozen=True)
class Given:
    """What came back to the member."""

    thanks: tuple[Thanks, ...]
    kept: tuple[Kept, ...]


async def read_given(services: "Services") -> Given:
    """Return thanks and what was kept, as last heard."""
    ripples = await services.shared.get(RIPPLES, SETTINGS_ID, Ripples)
    kept: list[Kept] = []
    for ripple in ripples.ripples if ripples else ():
        cached = await services.cache.get_post(ripple.group_id, ripple.post_id)
        if cached is not None:
            title = cached.post.title or cached.post.body
            kept.append(Kept(title, paths.thread(ripple.group_id, ripple.post_id), kept_words(ripple.kept)))
    return Given(await services.shared.list(THANKS, Thanks), tuple(kept))


def kept_words(kept: KeptRange) -> str:
    """Return how many people kept a card, as roughly as it is told."""
    return {
        KeptRange.FEW: t("A few people kept it this month"),
        KeptRange.SEVERAL: t("Several people kept it this month"),
        KeptRange.MANY: t("Many people kept it this month"),
    }[kept]


@screen
def ThanksScreen() -> ft.View:
    """Thanks for me."""
    wide = use_session().layout == "wide"
    return scaffold.page_view(t("Thanks"), ThanksPane(), wide=wide, current=paths.TODAY)


@component
def ThanksPane() -> ft.Control:
    """The scrolling list."""
    services, session = use_services(), use_session()
    given: Given | None = use_query(lambda: read_given(services), scopes=("aid", "groups", "group:*", "account"))

    async def ask() -> None:
        await services.aid.load_thanks()
        await services.aid.load_ripples()

    use_host(ask)
    wide = session.layout == "wide"
    if given is None:
        return ft.Container()
    now = services.clock.now()
    parts: list[ft.Control] = [type.quiet(t("Only you read this, and nobody counts it."))]
    parts += [_kept_card(one) for one in given.kept]
    parts += [_thanks_card(one, now) for one in given.thanks[:_SHOWN_MAX]]
    if not given.kept and not given.thanks:
        words = t("When somebody thanks you, their words stand here.")
        parts.append(feedback.empty(words, t("To the board"), scaffold.to(paths.BOARD)))
    return scaffold.scroll(parts, wide=wide, spacing=12)


def _kept_card(kept: Kept) -> ft.Control:
    return _card(
        ft.Icons.BOOKMARK_BORDER,
        [
            type.strong(kept.words),
            type.quiet(t("“{title}”", title=kept.title), max_lines=2, overflow=ft.TextOverflow.ELLIPSIS),
        ],
        kept.path,
    )


def _thanks_card(thanks: Thanks, now: datetime) -> ft.Control:
    lines: list[ft.Control] = [type.strong(t("{name} thanks you", name=thanks.author.display_name))]
    if thanks.words:
        lines.append(type.body(thanks.words))
    lines.append(type.quiet(dates.ago(thanks.thanked_at, now)))
    return _card(ft.Icons.FAVORITE_BORDER, lines, paths.thread(thanks.group_id, thanks.post_id))


def _card(icon: ft.IconData, lines: list[ft.Control], path: str) -> ft.Control:
    column = ft.Column(lines, spacing=3, tight=True, expand=True)
    row = ft.Row(
        [ft.Icon(icon, color=theme.WARM, size=24), column],
        spacing=14,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    return ft.MergeSemantics(ft.Semantics(button=True, content=cards.card(row, on_click=scaffold.to(path), padding=16)))
