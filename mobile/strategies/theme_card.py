"""The week's theme on Today: a quiet card for each group that has one."""

from typing import Any

import flet as ft

from mobile import paths
from mobile.session import use_query, use_services
from mobile.strategies.themes import Theme, begin_note, read_themes
from mobile.ui import cards, inputs, scaffold, type
from mobile.ui.guard import component, handler
from mobile.words import t

_LINES = 4
_SCOPES = ("groups", "group:*", "account", "documents")  # the last one tells of muted words


@component
def WeeklyThemes() -> ft.Control:
    """This week's themes, or nothing at all."""
    services = use_services()
    themes: tuple[Theme, ...] | None = use_query(lambda: read_themes(services), scopes=_SCOPES)
    shown: list[ft.Control] = [ThemeCard(theme, key=str(theme.post.id)) for theme in themes or ()]
    return ft.Column(
        shown,
        spacing=12,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        visible=bool(shown),
    )


@component
def ThemeCard(theme: Theme) -> ft.Control:
    """One theme, with the way into the journal."""
    services = use_services()
    page = ft.context.page
    post = theme.post
    closed = post.content_note is not None

    async def take(_event: Any) -> None:
        await begin_note(services, theme)
        scaffold.go(paths.NEW_ENTRY, page)

    words: list[ft.Control] = [type.quiet(t("This week in {group}", group=theme.group_name))]
    if closed:
        words.append(type.strong(t("Content note: {note}", note=post.content_note)))
    else:
        words += [type.strong(post.title)] if post.title else []
        words.append(type.preview(post.body, _LINES))
    acts: list[ft.Control] = [
        inputs.text_button(t("What I take from this"), handler(take)),
        inputs.text_button(t("Read it"), scaffold.to(paths.thread(post.group_id, post.id))),
    ]
    return cards.card([*words, ft.Row(acts, wrap=True, spacing=0)], spacing=4)
