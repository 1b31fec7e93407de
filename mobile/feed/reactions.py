"""The row of reactions under a post. A tap answers at once: it is stored here and sent when there is a way."""

from typing import TYPE_CHECKING

import flet as ft

from api_client.wire.feed import Post, ReactionKind
from mobile import paths
from mobile.feed import intents
from mobile.feed.kinds import offered_reactions, reaction_icon, reaction_word
from mobile.session import use_services
from mobile.ui import cards, scaffold, theme
from mobile.ui.guard import component, handler
from mobile.words import t, tn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mobile.storage.cache import CachedPost


@component
def ReactionRow(cached: "CachedPost", with_replies: bool = False, acts: "Sequence[ft.Control]" = ()) -> ft.Control:
    """The reactions that fit the post, those that somebody gave, and a way to the others; `with_replies` adds the way
    to the thread, `acts` are what else can be done and stand behind the first reaction."""
    services = use_services()
    all_shown, set_all_shown = ft.use_state(False)
    post = cached.post
    offered = offered_reactions(post.kind)
    shown = [
        kind
        for kind in ReactionKind
        if all_shown or kind in offered or kind in cached.my_reactions or post.reactions.get(kind, 0) > 0
    ]
    shown.sort(key=lambda kind: offered.index(kind) if kind in offered else len(offered))

    def toggle(kind: ReactionKind) -> ft.Control:
        async def act() -> None:
            await intents.toggle_reaction(services, cached, kind)

        return _chip(kind, post.reactions.get(kind, 0), kind in cached.my_reactions, handler(act))

    controls = [toggle(kind) for kind in shown]
    controls[1:1] = acts
    if len(shown) < len(ReactionKind):
        controls.append(_more(handler(lambda: set_all_shown(lambda _: True))))
    if with_replies:
        controls.append(_to_thread(post))
    return cards.chips(controls)


def _to_thread(post: Post) -> ft.Control:
    count = post.reply_count
    return cards.chip(
        tn("{count} reply", "{count} replies", count) if count else t("Reply"),
        scaffold.to(paths.thread(post.group_id, post.id)),
        icon=ft.Icons.CHAT_BUBBLE_OUTLINE,
        key="replies",
    )


def _chip(kind: ReactionKind, count: int, mine: bool, on_click: cards.Handler) -> ft.Control:
    word = reaction_word(kind)
    return cards.chip(
        t("{word} · {count}", word=word, count=count) if count else word,
        on_click,
        selected=mine,
        icon=reaction_icon(kind),
        soft=True,
        key=kind.value,
    )


def _more(on_click: cards.Handler) -> ft.Control:
    """A small round button that opens the other reactions."""
    name = t("More reactions")
    return ft.IconButton(
        ft.Icon(ft.Icons.ADD_REACTION_OUTLINED, semantics_label=name, size=20, color=theme.QUIET),
        key="more",  # without a tooltip: its text would become part of the whole card's name
        on_click=on_click,
        width=theme.TOUCH,
        height=theme.TOUCH,
    )
