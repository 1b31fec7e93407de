"""The library as one screen: a search, a few filters, and the cards of all groups."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft

from api_client.wire.feed import PostKind
from mobile import paths
from mobile.built_in_words import tag_words
from mobile.session import use_query, use_services
from mobile.strategies import intents
from mobile.strategies.document import first_line
from mobile.strategies.library import Card, Filter, found, read_cards, tags_in
from mobile.strategies.words import minutes_word
from mobile.ui import cards, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services

_MINUTES = (2, 5, 15)
_SHOWN = 60
_LINES = 3


@component
def LibraryPane(wide: bool = False) -> ft.Control:
    """Search, filters, cards."""
    services = use_services()
    loaded = use_query(lambda: _load(services), scopes=("groups", "group:*", "documents"))
    wanted, set_wanted = ft.use_state(Filter())
    if loaded is None:
        return ft.Container()
    library, saved = loaded
    if not library:
        empty = feedback.empty(
            t("No strategy in your groups yet. Yours could be the first: something small that helps you."),
            t("Write a strategy of your own"),
            scaffold.to(paths.NEW_STRATEGY),
        )
        return scaffold.scroll([empty], wide=wide)

    def change(**values: Any) -> None:
        set_wanted(lambda before: Filter(**{**_values(before), **values}))

    shown = found(library, wanted)
    search = inputs.text_field(t("Search"), wanted.search, lambda text: change(search=text), prose=False)
    parts: list[ft.Control] = [search, _filters(library, wanted, change)]
    count = tn("{count} strategy", "{count} strategies", len(shown))
    parts.append(ft.Semantics(live_region=True, content=type.quiet(count)))
    parts += [LibraryRow(card, card.post.id in saved, key=str(card.post.id)) for card in shown[:_SHOWN]]
    if not shown:
        clear = handler(lambda _event: set_wanted(lambda _: Filter()))
        parts.append(feedback.empty(t("Nothing fits all of this."), t("Show everything"), clear))
    return scaffold.scroll(parts, wide=wide, spacing=12)


async def _load(services: "Services") -> tuple[tuple[Card, ...], frozenset[UUID]]:
    saved = frozenset(one.post_id for one in intents.list_saved(services) if one.post_id is not None)
    return await read_cards(services, PostKind.STRATEGY), saved


def _values(wanted: Filter) -> dict[str, Any]:
    return {
        "search": wanted.search, "group_id": wanted.group_id, "tag_word": wanted.tag_word,
        "minutes_max": wanted.minutes_max,
    }  # fmt: skip


def _filters(library: tuple[Card, ...], wanted: Filter, change: Any) -> ft.Control:
    """Return the filters that can find something: groups when there are several, minutes, tags."""

    def chip(text: str, name: str, value: Any) -> ft.Control:
        on = getattr(wanted, name) == value
        empty = "" if name == "tag_word" else None
        return cards.chip(
            text, handler(lambda _event: change(**{name: empty if on else value})), selected=on, key=f"{name}-{value}"
        )

    groups = {card.post.group_id: card.group_name for card in library}
    row = [chip(name, "group_id", group_id) for group_id, name in groups.items()] if len(groups) > 1 else []
    if any(card.details.minutes for card in library):
        row += [chip(t("Up to {minutes} min", minutes=most), "minutes_max", most) for most in _MINUTES]
    row += [chip(word, "tag_word", word) for _tag, word in tags_in(library, tag_words().items())]
    line = cards.chip_line(row)
    line.visible = bool(row)
    return line


@component
def LibraryRow(card: Card, saved: bool) -> ft.Control:
    """One card: what it is, from whom, how long; opening it in the group, and keeping it."""
    post, minutes = card.post, card.details.minutes
    closed = post.content_note is not None
    title = post.title or first_line(post.body)
    facts = [post.author.display_name, card.group_name, *([minutes_word(minutes)] if minutes else [])]
    words: list[ft.Control] = [type.strong(title), type.quiet(" · ".join(facts))]
    if closed:
        words = [type.strong(t("Content note: {note}", note=post.content_note)), type.quiet(" · ".join(facts))]
    elif post.title:
        words.append(type.preview(post.body, _LINES))
    opens = ft.MergeSemantics(
        ft.Semantics(
            button=True,
            content=ft.Container(
                ft.Column(words, spacing=3, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
                on_click=scaffold.to(paths.thread(post.group_id, post.id)),
                ink=True,
                border_radius=theme.CHIP_RADIUS,
            ),
        )
    )
    keep = cards.chip(
        t("Kept") if saved else t("Save"),
        scaffold.to(paths.save_strategy(post.group_id, post.id)),
        icon=ft.Icons.BOOKMARK if saved else ft.Icons.BOOKMARK_BORDER,
        soft=True,
        selected=saved,
        label=t("“{title}” is kept; open it", title=title) if saved else t("Save “{title}”", title=title),
    )
    return cards.card([opens, ft.Row([keep])], spacing=6)
