"""One reply in a thread, sent or still waiting."""

from typing import TYPE_CHECKING
from uuid import UUID

import flet as ft

from api_client.wire.feed import CreateReply, Reply, UpdateReply
from mobile.feed import intents
from mobile.feed.menus import ReplyMenu
from mobile.feed.people import author_face, author_name, without_name_line
from mobile.feed.post_words import note
from mobile.feed.rich_text import rich_text
from mobile.feed.unsent import FAILED, edited_text, is_removal
from mobile.feed.unsent_line import ChangeLine, FailedActs, waiting_line
from mobile.session import use_services
from mobile.ui import cards, theme, type
from mobile.ui.guard import component, handler
from mobile.words import t

if TYPE_CHECKING:
    from collections.abc import Callable

    from mobile.services import Services
    from mobile.storage.cache import CachedReply
    from mobile.storage.outbox import Mutation


@component
def ReplyBubble(
    cached: "CachedReply",
    ago: str,
    facilitator: bool,
    change: "Mutation | None",
    change_line: str,
    on_edit: "Callable[[Reply], None]",
    can_help: bool = False,
    face: bytes | None = None,
) -> ft.Control:
    """A confirmed reply, of which a reader with `can_help` may say that it helped; `change` is an unsent edit or
    removal of it with where it stands in `change_line`, `face` the photo that the writer shows here."""
    services = use_services()
    reply, mine = cached.reply, cached.is_mine
    edit = edited_text(change)
    removed = is_removal(change)
    body = edit.body if isinstance(edit, UpdateReply) else reply.body
    when = t("{time} · edited", time=ago) if reply.edited_at is not None else ago
    words: list[ft.Control] = [
        ft.Row(
            [
                ft.Row(
                    [type.strong(author_name(reply.author, mine=mine)), type.quiet(when)],
                    wrap=True,
                    alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
                    vertical_alignment=ft.CrossAxisAlignment.CENTER,
                    run_spacing=0,
                    expand=True,
                ),
                ReplyMenu(reply, mine, facilitator, on_edit),
            ],
            spacing=4,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        type.body(t("You deleted this reply."), color=theme.QUIET)
        if removed
        else ft.Container(rich_text(body), padding=ft.Padding.only(right=12)),
    ]
    if nameless := without_name_line(reply.author, mine=mine):
        words.append(type.quiet(nameless))
    if not removed:
        words += _helped(services, reply, can_help=can_help)
    if change is not None:
        words.append(ChangeLine(change, change_line))
    return _bubble(author_face(reply.author, group_id=reply.group_id, photo=face), words, mine=mine)


def _helped(services: "Services", reply: Reply, *, can_help: bool) -> list[ft.Control]:
    """Return the chip for the writer of the post, and the quiet mark for everybody else."""
    if can_help:

        async def toggle() -> None:
            await intents.toggle_helped(services, reply)

        word = t("This helped")
        chip = cards.chip(word, handler(toggle), selected=reply.helped, icon=ft.Icons.STAR_BORDER, soft=True)
        return [ft.Row([chip])]
    return [note(ft.Icons.STAR_BORDER, t("This helped, says who asked"))] if reply.helped else []


@component
def WaitingReply(
    mutation: "Mutation",
    reply: CreateReply,
    line: str,
    my_name: str,
    me: UUID | None,
    on_edit: "Callable[[Mutation], None]",
) -> ft.Control:
    """A reply of this member that the group does not have yet; `line` says what it waits for."""
    words: list[ft.Control] = [type.strong(t("You")), rich_text(reply.body), waiting_line(mutation, line)]
    if mutation.state == FAILED:
        words.append(FailedActs(mutation, handler(lambda _event: on_edit(mutation))))
    return _bubble(cards.avatar(my_name or "?", str(me)), words, mine=True, with_menu=False)


def _bubble(face: ft.Control, words: list[ft.Control], *, mine: bool, with_menu: bool = True) -> ft.Control:
    """Return the face with the card beside it; one's own is tinted, which the word You says, too."""
    card = cards.card(
        ft.Container(
            ft.Column(words, spacing=0 if with_menu else 4, tight=True),
            # A menu is as tall as a finger is wide: it brings the space above and beside the words with it.
            padding=ft.Padding.only(left=16, right=4 if with_menu else 16, top=0 if with_menu else 12, bottom=14),
        ),
        padding=0,
        bgcolor=theme.PRIMARY_CONTAINER if mine else theme.CARD,
    )
    return ft.Row(
        [face, ft.Container(card, expand=True)],
        spacing=10,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
