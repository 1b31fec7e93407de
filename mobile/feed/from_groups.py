"""The groups' part of Today: a few posts that wait."""

from typing import TYPE_CHECKING

import flet as ft

from api_client.wire.feed import Post, PostKind
from api_client.wire.groups import Membership
from mobile import paths
from mobile.feed.people import author_face
from mobile.feed.rich_text import plain_text
from mobile.feed.waiting import Waiting, load_waiting
from mobile.post_kinds import kind_word
from mobile.session import use_query, use_services
from mobile.ui import cards, dates, inputs, scaffold, theme, type
from mobile.ui.guard import component
from mobile.veil import use_revealed, veil
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@component
def FromGroups() -> ft.Control:
    """A few posts that wait, asks first; a way in for who has no group yet."""
    services = use_services()
    waiting: Waiting | None = use_query(lambda: load_waiting(services), scopes=("groups", "group:*", "account"))
    revealed = use_revealed()
    if waiting is None:
        return ft.Container()
    parts: list[ft.Control] = [scaffold.section(t("From your groups"))]
    if not waiting.has_groups:
        parts.append(
            cards.card(
                cards.list_row(
                    t("Groups are small circles of people"),
                    scaffold.to(paths.GROUPS),
                    detail=t("Join one with a code, or start your own."),
                    icon=ft.Icons.PEOPLE_OUTLINE,
                ),
                padding=cards.OF_ROWS,
            )
        )
    elif not waiting.posts:
        parts.append(type.body(t("You have read everything. Nothing waits for you."), color=theme.QUIET))
    parts += [
        veil(one.why, one.post.id, revealed, key=f"veil-{one.post.id}")
        if one.why is not None and one.post.id not in revealed.ids
        else _post_card(membership, one.post, services, waiting.faces.get(one.post.id))
        for membership, one in waiting.posts
    ]
    return ft.Column(parts, spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _post_card(membership: Membership, post: Post, services: "Services", face: bytes | None) -> ft.Control:
    name = post.author.display_name
    text = (
        t("Content note: {note}", note=post.content_note)
        if post.content_note
        else (post.title or plain_text(post.body))
    )
    where = t("{group} · {time}", group=membership.group.name, time=dates.ago(post.posted_at, services.clock.now()))
    open_thread = scaffold.to(paths.thread(post.group_id, post.id))
    return cards.card(
        ft.Row(
            [
                author_face(post.author, photo=face),
                ft.Column(
                    [
                        ft.Row(
                            [type.strong(name), cards.badge(kind_word(post.kind), warm=post.kind == PostKind.ASK)],
                            spacing=8,
                            wrap=True,
                            run_spacing=2,
                        ),
                        type.preview(text, 3),
                        ft.Row(
                            [
                                ft.Container(type.quiet(where), expand=True),
                                _read_button(name, open_thread),
                            ],
                            spacing=8,
                        ),
                    ],
                    spacing=4,
                    expand=True,
                    tight=True,
                ),
            ],
            spacing=12,
            vertical_alignment=ft.CrossAxisAlignment.START,
        ),
        key=str(post.id),
        padding=16,
    )


def _read_button(name: str, on_click: inputs.Handler) -> ft.Control:
    """Return the button that is read out with whose post it opens: several called only Read stand below each other."""
    spoken = t("Read the post of {name}", name=name)
    return ft.MergeSemantics(ft.Semantics(label=spoken, content=inputs.tonal_button(t("Read"), on_click)))
