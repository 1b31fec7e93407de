"""What a post said before its changes: for its writer, and for the facilitators."""

from typing import TYPE_CHECKING
from uuid import UUID

import flet as ft

from api_client.wire.feed import PostVersion
from mobile import paths
from mobile.feed.post_words import detail_parts, note
from mobile.feed.rich_text import rich_text
from mobile.photo_view import photo_name
from mobile.post_kinds import kind_word
from mobile.sentences import problem_sentence
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, dates, feedback, scaffold, type
from mobile.ui.guard import handler, screen
from mobile.ui.route import use_parameters
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@screen
def VersionsScreen() -> ft.View:
    """The earlier versions, newest first; they are asked of the host each time and not kept here."""
    services = use_services()
    wide = use_session().layout == "wide"
    parameters = use_parameters()
    group_id, post_id = paths.id_in(parameters, "group_id"), paths.id_in(parameters, "post_id")
    tries, set_tries = ft.use_state(0)
    found = use_query(lambda: _load(services, group_id, post_id), scopes=(), depends_on=(group_id, post_id, tries))
    rows: list[ft.Control]
    if found is None:
        rows = [feedback.waiting(t("Asking the host"))]
    elif isinstance(found, str):
        rows = [feedback.trouble(found, t("Try again"), handler(lambda _event: set_tries(lambda old: old + 1)))]
    elif not found:
        rows = [feedback.empty(t("This post was not changed."))]
    else:
        now = services.clock.now()
        rows = [type.quiet(t("Its writer and those who look after the group can see this, and nobody else."))]
        rows += [_version(one, dates.ago(one.written_at, now)) for one in found]
    return scaffold.page_view(t("Earlier versions"), scaffold.scroll(rows, wide=wide), wide=wide, dialog=True)


async def _load(services: "Services", group_id: UUID | None, post_id: UUID | None) -> tuple[PostVersion, ...] | str:
    """Return the versions, or why they could not be read."""
    if group_id is None or post_id is None:
        return ()
    try:
        return await services.feed.list_versions(group_id, post_id)
    except Exception as error:
        return problem_sentence(error)


def _version(version: PostVersion, ago: str) -> ft.Control:
    parts: list[ft.Control] = [
        ft.Row(
            [
                type.quiet(t("Version {count}, written {time}", count=version.version, time=ago)),
                cards.badge(kind_word(version.kind)),
            ],
            wrap=True,
            alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        )
    ]
    if version.content_note:
        parts.append(type.quiet(t("Content note: {note}", note=version.content_note)))
    if version.title:
        parts.append(type.strong(version.title))
    parts += [rich_text(version.body), *detail_parts(version.details, whole=True)]
    if version.photo is not None:
        parts.append(note(ft.Icons.IMAGE_OUTLINED, photo_name(version.photo.description)))
    return cards.card(parts, spacing=6)
