"""One post as the group sees it, with what its reader may do."""

from dataclasses import replace
from typing import TYPE_CHECKING

import flet as ft

from api_client.wire.feed import Post, PostKind, UpdatePost
from mobile import paths
from mobile.feed.acts import post_acts, state_lines
from mobile.feed.company import company_lines
from mobile.feed.content_note import closed_note, use_opened_notes
from mobile.feed.expiry import state_words
from mobile.feed.kinds import EXPIRING
from mobile.feed.menus import PostMenu
from mobile.feed.people import author_face, author_name, without_name_line
from mobile.feed.post_words import note, post_link, post_words
from mobile.feed.reactions import ReactionRow
from mobile.feed.unsent import edited_text, is_removal
from mobile.feed.unsent_line import ChangeLine
from mobile.photo_view import PhotoView, unsent_photo
from mobile.post_kinds import kind_word
from mobile.session import use_services
from mobile.shown import notes_stand_open
from mobile.ui import cards, scaffold, theme, type
from mobile.ui.guard import component
from mobile.words import t

if TYPE_CHECKING:
    from mobile.storage.cache import CachedPost
    from mobile.storage.outbox import Mutation


_WORDS = ("kind", "need", "title", "body", "content_note", "details", "mentions", "expires_at")


@component
def PostCard(
    cached: "CachedPost",
    ago: str,
    facilitator: bool = False,
    change: "Mutation | None" = None,
    change_line: str = "",
    whole: bool = False,
    face: bytes | None = None,
) -> ft.Control:
    """A post; `ago` is how long ago in words, `change` an unsent edit or removal with where it stands in
    `change_line`, `whole` shows all of the text and no way to the thread, for the thread itself, `face` is the
    photo that the writer shows here."""
    services = use_services()
    opened = use_opened_notes()
    post, content = _with_edit(cached.post, edited_text(change))
    if change is not None and is_removal(change):
        return _removed(change, change_line)
    menu = PostMenu(post, cached.is_mine, facilitator)
    parts: list[ft.Control] = [post_head(post, ago, cached.is_mine, menu, face)]
    if post.content_note is not None and post.id not in opened.ids and not notes_stand_open(services.documents):
        parts.append(closed_note(post.content_note, post.id, opened))
    else:
        state = state_words(post, services.clock.now()) if post.kind in EXPIRING else ""
        words = post_words(post, whole=whole, me=services.account.state.account_id, state=state)
        to_thread = scaffold.to(paths.thread(post.group_id, post.id))
        parts.append(
            words if whole else ft.Container(words, on_click=to_thread, ink=True, border_radius=theme.CHIP_RADIUS)
        )
        if post.photo is not None:
            parts.append(PhotoView(post.photo, post.group_id, post.id, content, key=f"photo-{post.photo.id}"))
        parts += post_link(post)
        parts += company_lines(post, services.account.state.account_id, mine=cached.is_mine)
        parts += state_lines(post)
    acts = post_acts(services, replace(cached, post=post), services.clock.now())
    parts.append(ReactionRow(cached, with_replies=not whole, acts=acts))
    if change is not None:
        parts.append(ChangeLine(change, change_line))
    return cards.card(parts, padding=18, spacing=12)


def _with_edit(post: Post, edit: object) -> tuple[Post, bytes | None]:
    """Return the post with the writer's own unsent words in it, and the bytes of a photo that is new with them."""
    if not isinstance(edit, UpdatePost):
        return post, None
    photo, content = unsent_photo(edit.photo, post.photo)
    words = {name: getattr(edit, name) for name in _WORDS}
    return post.model_copy(update={**words, "photo": photo}), content


def post_head(post: Post, ago: str, mine: bool, menu: ft.Control | None, face: bytes | None = None) -> ft.Control:
    """Return who wrote it, when, and what it is."""
    when = t("{time} · edited", time=ago) if post.edited_at is not None else ago
    over = post.closed_at is not None
    lines: list[ft.Control] = [type.strong(author_name(post.author, mine=mine)), type.quiet(when)]
    if nameless := without_name_line(post.author, mine=mine):
        lines.append(type.quiet(nameless))
    if post.pinned_at is not None:
        lines.append(note(ft.Icons.PUSH_PIN_OUTLINED, t("On top of the group")))
    parts: list[ft.Control] = [
        author_face(post.author, group_id=post.group_id, photo=face),
        ft.Row(
            [
                ft.Column(lines, spacing=1, tight=True),
                cards.badge(kind_word(post.kind), warm=post.kind is PostKind.ASK and not over),
            ],
            wrap=True,  # with large letters the kind goes below the name
            alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
            run_spacing=4,
            expand=True,
        ),
    ]
    if menu is not None:
        parts.append(menu)
    return ft.Row(parts, spacing=10, vertical_alignment=ft.CrossAxisAlignment.CENTER)


def _removed(change: "Mutation", line: str) -> ft.Control:
    """Return what stands for a post that this member deleted, until the group knows."""
    return cards.card([type.body(t("You deleted this post."), color=theme.QUIET), ChangeLine(change, line)])
