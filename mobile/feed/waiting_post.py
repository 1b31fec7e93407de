"""A post of this member that the group does not have yet."""

from typing import TYPE_CHECKING
from uuid import UUID

import flet as ft

from api_client.wire.feed import CreatePost, PostKind
from mobile import paths
from mobile.feed.expiry import until
from mobile.feed.post_words import post_link, post_words
from mobile.feed.unsent import FAILED
from mobile.feed.unsent_line import FailedActs, waiting_line
from mobile.photo_view import PhotoView, unsent_photo
from mobile.post_kinds import kind_word
from mobile.session import use_services
from mobile.ui import cards, scaffold, theme, type
from mobile.ui.guard import component
from mobile.words import t

if TYPE_CHECKING:
    from mobile.storage.outbox import Mutation


@component
def WaitingPost(mutation: "Mutation", post: CreatePost, line: str) -> ft.Control:
    """The post as it will stand there; `line` says what it waits for or why it was not accepted."""
    services = use_services()
    parts: list[ft.Control] = [_head(post)]
    if post.without_name:
        parts.append(type.quiet(t("without your name")))
    parts += [
        post_words(post, whole=False, state=until(post.expires_at, services.clock.now()) if post.expires_at else ""),
        *post_link(post),
    ]
    photo, content = unsent_photo(post.photo)
    if photo is not None:
        parts.append(PhotoView(photo, UUID(mutation.arguments["group_id"]), None, content))
    parts.append(waiting_line(mutation, line))
    if mutation.state == FAILED:
        edit = paths.edit_unsent_post(mutation.arguments["group_id"], mutation.id)
        parts.append(FailedActs(mutation, scaffold.to(edit)))
    return cards.card(parts, bgcolor=theme.PRIMARY_CONTAINER, spacing=8)


def _head(post: CreatePost) -> ft.Control:
    return ft.Row(
        [
            ft.Container(type.strong(t("You")), expand=True),
            cards.badge(kind_word(post.kind), warm=post.kind is PostKind.ASK),
        ]
    )
