"""What can be done with a post beside reacting to it: being there, asking tomorrow, keeping a strategy, closing.

They stand among the reactions, because for the one who reads they are answers, too. A tap answers at once and goes out
when there is a way.
"""

from datetime import datetime
from typing import TYPE_CHECKING

import flet as ft

from api_client.wire.feed import Need, Post, PostKind
from mobile import paths
from mobile.feed import intents
from mobile.feed.expiry import is_over
from mobile.feed.kinds import EXPIRING
from mobile.session import use_query, use_services
from mobile.ui import cards, scaffold, type
from mobile.ui.guard import component, handler
from mobile.words import t, tn

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from mobile.services import Services
    from mobile.storage.cache import CachedPost

_KEPT = "saved_strategy"  # what the toolkit calls a card that was kept


def post_acts(services: "Services", cached: "CachedPost", now: datetime) -> list[ft.Control]:
    """Return the chips of what this member can do with a post of its kind."""
    post, me = cached.post, services.account.state.account_id
    acts: list[ft.Control] = []

    def chip(
        words: str, icon: ft.IconData, on: str, off: str, stands: bool, selected: bool | None = None
    ) -> ft.Control:
        async def act() -> None:
            await intents.toggle(services, cached, on, off, stands)

        return cards.chip(
            words, handler(act), selected=stands if selected is None else selected, icon=icon, soft=True, key=on
        )

    if post.kind in EXPIRING and not cached.is_mine:
        acts += _company(post, me, now, chip)
    if post.kind in EXPIRING and cached.is_mine:
        closed = post.closed_at is not None
        words = t("Open it again") if closed else t("Done")
        acts.append(chip(words, ft.Icons.CHECK, "close_post", "reopen_post", closed, selected=False))
    if cached.is_mine:
        acts += _thanks(post)
    if post.need is Need.CHECK_ON_ME and not cached.is_mine:
        promised = post.check_by is not None and post.check_by.account_id == me
        if promised or post.check_by is None:
            words = t("I’ll ask tomorrow")
            acts.append(chip(words, ft.Icons.EVENT_OUTLINED, "promise_check", "withdraw_check", promised))
    if post.kind is PostKind.STRATEGY:
        acts.append(KeepChip(post.group_id, post.id, key="save"))
    if post.kind is PostKind.QUESTION and cached.is_mine and post.reply_count:
        make = scaffold.to(paths.strategy_from_question(post.group_id, post.id))
        words = t("Make a strategy of it")
        acts.append(cards.chip(words, make, icon=ft.Icons.LIGHTBULB_OUTLINE, soft=True, key="make"))
    if post.kind is PostKind.RESOURCE:
        broken = post.link_flagged_at is not None
        words = t("The link works") if broken else t("Link is broken")
        acts.append(chip(words, ft.Icons.LINK_OFF, "flag_link", "unflag_link", broken, selected=False))
    return acts


@component
def KeepChip(group_id: "UUID", post_id: "UUID") -> ft.Control:
    """The way to keep a strategy in the toolkit, and once it is kept, the way to it there."""
    services = use_services()
    is_kept = use_query(lambda: _is_kept(services, post_id), scopes=("documents",), depends_on=(post_id,)) or False
    return cards.chip(
        t("Kept") if is_kept else t("Save"),
        scaffold.to(paths.save_strategy(group_id, post_id)),
        selected=is_kept,
        icon=ft.Icons.BOOKMARK if is_kept else ft.Icons.BOOKMARK_BORDER,
        soft=True,
    )


async def _is_kept(services: "Services", post_id: "UUID") -> bool:
    return any(one.fields.get("post_id") == str(post_id) for one in services.documents.list(_KEPT))


def _thanks(post: Post) -> list[ft.Control]:
    """Return a way to thank each who was there for the writer, or asked how it is."""
    people = {one.account_id: one for one in (*post.company, post.check_by) if one is not None}
    return [
        cards.chip(
            t("Thank {name}", name=one.display_name),
            scaffold.to(paths.thank_company(post.group_id, post.id, account_id)),
            icon=ft.Icons.FAVORITE_BORDER,
            soft=True,
            key=f"thank-{account_id}",
        )
        for account_id, one in people.items()
        if account_id is not None
    ]


def _company(post: Post, me: "UUID | None", now: datetime, chip: "Callable[..., ft.Control]") -> list[ft.Control]:
    there = any(one.account_id == me for one in post.company)
    if is_over(post, now) and not there:
        return []
    word = t("I’m here") if post.kind is PostKind.ASK else t("I’d like that")
    count = len(post.company)
    words = t("{word} · {count}", word=word, count=count) if count else word
    return [chip(words, ft.Icons.BACK_HAND_OUTLINED, "join_company", "leave_company", there)]


def state_lines(post: Post) -> list[ft.Control]:
    """Return what is known of a post beside its words: what a group made of a strategy, that a link is broken."""
    lines: list[ft.Control] = []
    if post.totals is not None:
        helped, tried = post.totals.helped_count, post.totals.tried_count
        words = tn(
            "Helped {helped} of {count} person who tried it",
            "Helped {helped} of {count} people who tried it",
            tried,
            helped=helped,
        )
        lines.append(type.quiet(words))
    if post.link_flagged_at is not None:
        lines.append(type.quiet(t("Somebody found that this link no longer works.")))
    return lines
