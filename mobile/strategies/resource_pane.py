"""The resource shelf: every link that the groups found good, with its language, who looked at it when, and whether
somebody found it broken. Nothing is fetched until the member opens it."""

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import flet as ft
from babel import Locale

from api_client.wire.details import ResourceDetails
from api_client.wire.feed import PostKind
from mobile import paths
from mobile.session import use_query, use_services
from mobile.strategies import intents
from mobile.strategies.document import first_line
from mobile.strategies.library import Card, read_cards
from mobile.ui import cards, dates, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler
from mobile.words import language, t, tn

if TYPE_CHECKING:
    from mobile.services import Services

_SHOWN = 100
_SCOPES = ("groups", "group:*", "outbox", "documents")  # the last one tells of muted words


@component
def ResourcePane(group_id: UUID | None = None, wide: bool = False) -> ft.Control:
    """The shelf of one group, or of all."""
    services = use_services()
    shelf = use_query(lambda: _load(services, group_id), scopes=_SCOPES, depends_on=(group_id,))
    chosen, set_chosen = ft.use_state("")
    if shelf is None:
        return ft.Container()
    if not shelf:
        empty = feedback.empty(
            t("No links yet. In a group, choose Resource when you write, and the link stands here for all."),
            t("To the groups"),
            scaffold.to(paths.group(group_id) if group_id else paths.GROUPS),
        )
        return scaffold.scroll([empty], wide=wide)
    codes = sorted({code for card in shelf if (code := details_of(card).language)})
    parts: list[ft.Control] = []
    if group_id is not None:
        parts.append(ft.Row([inputs.text_button(t("All groups"), scaffold.to(paths.RESOURCES))]))
    if len(codes) > 1:
        chips = [
            cards.chip(
                language_name(code),
                handler(lambda _event, code=code: set_chosen(lambda before: "" if before == code else code)),
                selected=code == chosen,
                key=code,
            )
            for code in codes
        ]
        parts.append(cards.chip_line(chips))
    shown = [card for card in shelf if chosen in ("", details_of(card).language)]
    parts.append(type.quiet(tn("{count} link", "{count} links", len(shown))))
    parts += [ResourceCard(card, key=str(card.post.id)) for card in shown[:_SHOWN]]
    return scaffold.scroll(parts, wide=wide, spacing=12)


async def _load(services: "Services", group_id: UUID | None) -> tuple[Card, ...]:
    cards_ = await read_cards(services, PostKind.RESOURCE, group_id, await services.outbox.list())
    return tuple(card for card in cards_ if isinstance(card.post.details, ResourceDetails))


def details_of(card: Card) -> ResourceDetails:
    """Return the link of a card from the shelf."""
    return cast(ResourceDetails, card.post.details)  # the shelf holds no others


def language_name(code: str) -> str:
    """Return what a language is called in the member's own; the code where CLDR has no name."""
    return str(Locale.parse(language()).languages.get(code.split("-")[0], code))


@component
def ResourceCard(card: Card) -> ft.Control:
    """One link: what it is, why it is good, in which language, who checked it when."""
    post, details = card.post, details_of(card)
    services = use_services()
    page = ft.context.page
    broken = post.link_flagged_at is not None

    async def open_link(_event: Any) -> None:
        await ft.UrlLauncher().launch_url(details.url)

    async def copy(_event: Any) -> None:
        await ft.Clipboard().set(details.url)
        feedback.say(page, t("Copied."))

    async def flag(_event: Any) -> None:
        await intents.flag_link(services, post, broken=not broken)
        feedback.say(page, t("Noted: the link works.") if broken else t("Noted. Others see that the link is broken."))

    facts = [language_name(details.language)] if details.language else []
    facts.append(t("{name} in {group}", name=post.author.display_name, group=card.group_name))
    words: list[ft.Control] = [type.strong(post.title or first_line(post.body)), type.quiet(" · ".join(facts))]
    if post.title:
        words.append(type.body(post.body))
    words.append(type.copied(type.quiet(details.url)))
    if checked := _checked(details):
        words.append(type.quiet(checked))
    if broken:
        flagged = t("Somebody found that this link no longer works.")
        words.append(
            ft.Row(
                [
                    ft.Icon(ft.Icons.LINK_OFF, size=18, color=theme.ON_WARM),
                    ft.Container(type.quiet(flagged, color=theme.ON_WARM), expand=True),
                ],
                spacing=8,
            )
        )
    acts: list[ft.Control] = [
        inputs.tonal_button(t("Open the link"), handler(open_link)),
        inputs.text_button(t("Copy"), handler(copy)),
        inputs.text_button(t("The link works") if broken else t("Link is broken"), handler(flag)),
        inputs.text_button(t("In the group"), scaffold.to(paths.thread(post.group_id, post.id))),
    ]
    return cards.card([*words, ft.Row(acts, wrap=True, spacing=4)], spacing=5)


def _checked(details: ResourceDetails) -> str:
    if details.checked_by and details.checked_on:
        day = dates.day_with_year(details.checked_on)
        return t("Looked at by {name} on {day}", name=details.checked_by, day=day)
    if details.checked_on:
        return t("Looked at on {day}", day=dates.day_with_year(details.checked_on))
    return t("Looked at by {name}", name=details.checked_by) if details.checked_by else ""
