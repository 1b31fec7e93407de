"""Links as rows: a name, the difference with its days, and a bar from the middle. Each opens its own screen."""

from collections.abc import Sequence

import flet as ft

from mobile import paths
from mobile.insights import numbers, said
from mobile.insights.days import LEAST_DAYS
from mobile.insights.drawing import middle_bar
from mobile.insights.links import Kind, Link, Links
from mobile.insights.mood_card import card_line
from mobile.insights.reading import Insights
from mobile.insights.view import View
from mobile.ui import cards, inputs, scaffold, theme, type
from mobile.vocabulary import Vocabulary
from mobile.words import t, tn

_ON_CARD = 5
_LEAST_REACH = 1.25  # levels; small differences stay small bars


def reach_of(links: Sequence[Link]) -> float:
    """Return the difference that fills half a track, the same for every row of a list."""
    return max([_LEAST_REACH, *(abs(link.difference.value) for link in links)])


def link_row(link: Link, view: View, vocabulary: Vocabulary, reach: float) -> ft.Control:
    """Return a row that opens the link."""
    value = link.difference.value
    faint = not link.difference.is_clear
    colour = theme.LEVEL_COLOURS[(5 if value > 0.75 else 4) if value > 0 else (1 if value < -0.75 else 2)]
    amount = t(
        "{difference} · {days}",
        difference=numbers.signed(value),
        days=tn("{count} day", "{count} days", link.with_days),
    )
    first = ft.Row(
        [type.body(said.link_name(link, vocabulary)), type.quiet(amount)],
        wrap=True,
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
        spacing=12,
        run_spacing=2,
    )
    inside = ft.Column(
        [first, middle_bar(value, reach, colour, faint=faint)],
        spacing=5,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return ft.MergeSemantics(
        key=f"{link.kind}-{link.id}",
        content=ft.Semantics(
            label=said.link_words(link, vocabulary),
            button=True,
            content=ft.Container(
                ft.Semantics(exclude_semantics=True, content=inside),
                on_click=scaffold.to(paths.insight_link(str(view), link.kind, link.id)),
                ink=True,
                border_radius=theme.CHIP_RADIUS,
                padding=ft.Padding.symmetric(vertical=7),
            ),
        ),
    )


def links_card(found: Insights, vocabulary: Vocabulary) -> ft.Control:
    """Return the clearest links of tags. Those of scales stand with their scales, once, and those of words for feelings
    on the screen of all links."""
    shown = [link for link in found.links.shown if link.kind is Kind.TAG][:_ON_CARD]
    parts: list[ft.Control] = [card_line(t("What goes with your better days"))]
    if not found.links.shown:
        return cards.card([*parts, type.quiet(too_few_words(found.links), size=14)], spacing=8)
    if not shown:
        has_words = any(link.kind is Kind.FEELING for link in found.links.shown)
        words = (
            t("No tag has enough days with and without it yet; some words for feelings have.")
            if has_words
            else t("No tag has enough days with and without it yet.")
        )
        parts.append(type.quiet(words, size=14))
    # What lifts first, what weighs last, as one reads a scale; which ones are shown goes by evidence.
    in_order = sorted(shown, key=lambda link: -link.difference.value)
    parts += [link_row(link, found.view, vocabulary, reach_of(shown)) for link in in_order]
    parts += [*paler_words(shown), type.quiet(caution())]
    more = tn("{count} link", "All {count} links", len(found.links.shown))
    if len(found.links.shown) > len(shown):
        parts.append(ft.Row([inputs.text_button(more, scaffold.to(paths.insight_links(str(found.view))))]))
    return cards.card(parts, spacing=6)


def paler_words(links: Sequence[Link]) -> list[ft.Control]:
    """Return what a paler bar means, where there is one."""
    is_any_pale = any(not link.difference.is_clear for link in links)
    return [type.quiet(t("Paler bars may well be chance."))] if is_any_pale else []


def caution() -> str:
    """Return what has to be said wherever a link is shown."""
    return t("A link is not a cause. Shown only with {count} or more days.", count=LEAST_DAYS)


def looked_at_words(looked_at: int) -> str:
    """Return how many links were looked at, and what that means."""
    return tn(
        "{count} link was looked at in this time.",
        "{count} links were looked at in this time. Of so many, about one in twenty looks clear by chance alone.",
        looked_at,
    )


def too_few_words(links: Links) -> str:
    """Return what stands where no link has enough days."""
    if not links.too_few:
        return t("Tags and scales on your check-ins show here what goes with better days.")
    return t(
        "Shown from {count} days with something and {count} days without it. A longer time may have enough.",
        count=LEAST_DAYS,
    )
