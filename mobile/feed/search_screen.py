"""Searching a group, or all of them: what is on this device stands there while one types, the host's older ones are
asked for with a tap. What is searched for is kept nowhere.
"""

from typing import TYPE_CHECKING, cast
from uuid import UUID

import flet as ft

from api_client.wire import limits
from mobile import paths
from mobile.drafting import use_once
from mobile.feed.content_note import use_opened_notes
from mobile.feed.finding import Hit, Searchable, excerpt, find, from_host, read_searchable
from mobile.feed.people import author_face, author_name
from mobile.post_kinds import kind_word
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, dates, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

_SHOWN_MAX = 100  # more are found with another word


@screen
def SearchScreen() -> ft.View:
    """Search one group, or all where the path names none."""
    services = use_services()
    wide = use_session().layout == "wide"
    group_id = paths.id_in(use_parameters(), "group_id")
    scopes = ("groups", f"group:{group_id}" if group_id else "group:*", "documents")
    here = use_query(lambda: read_searchable(services, group_id), scopes=scopes, depends_on=(group_id,))
    name = here.groups.get(group_id, "") if here is not None and group_id is not None else ""
    title = t("Search in {group}", group=name) if name else t("Search in your groups")
    body: ft.Control = ft.Container()
    if here is not None:
        body = SearchPane(group_id, here, wide, key=str(group_id))
    return scaffold.page_view(title, body, wide=wide, dialog=True)


@component
def SearchPane(group_id: UUID | None, here: Searchable, wide: bool) -> ft.Control:
    """The field and what was found, newest first."""
    services = use_services()
    asked, set_asked = ft.use_state("")
    # What the host found, for which words, and where its next page begins: None before it was asked, "" at its end.
    more, set_more = ft.use_state(cast("tuple[str, tuple[Hit, ...], str | None]", ("", (), None)))
    trouble, run = use_once()
    offline = use_query(lambda: _is_offline(services), scopes=("status",))

    async def ask_host() -> None:
        async def search() -> None:
            earlier = more if more[0] == asked else (asked, (), None)
            page = await services.feed.search(group_id, asked, earlier[2] or None)
            hits = (*earlier[1], *from_host(page.found, here))
            set_more(lambda _: (asked, hits, (page.cursor or "") if page.more else ""))

        await run(search)

    long_enough = len(asked.strip()) >= limits.SEARCH_MIN
    found = find(here.hits, asked) if long_enough else []
    known = {hit.key for hit in found}
    from_there = [hit for hit in more[1] if hit.key not in known] if more[0] == asked else []
    rows: list[ft.Control] = [
        inputs.text_field(
            t("Search for"),
            asked,
            lambda text: set_asked(lambda _: text[: limits.SEARCH_MAX]),
            autofocus=True,
        )
    ]
    if not long_enough:
        rows.append(type.quiet(t("Words in posts and replies. Nobody sees what you look for.")))
    else:
        rows += [
            HitCard(hit, asked, here.groups.get(hit.post.group_id, "") if group_id is None else "", key=str(hit.key))
            for hit in [*found, *from_there][:_SHOWN_MAX]
        ]
        rows += _end(bool(found or from_there), more[2] if more[0] == asked else None, trouble, bool(offline), ask_host)
    return scaffold.scroll(rows, wide=wide, spacing=12)


async def _is_offline(services: "Services") -> bool:
    return services.sync.status.state == "offline"


def _end(
    any_found: bool, cursor: str | None, trouble: str, offline: bool, ask_host: inputs.Handler
) -> list[ft.Control]:
    """Return what stands below the hits: the way to the host's, or why there is none."""
    rows: list[ft.Control] = []
    if not any_found and cursor == "":
        rows.append(feedback.empty(t("Nothing was found with these words.")))
    elif not any_found:
        rows.append(feedback.empty(t("Nothing on this device holds these words.")))
    if trouble:
        rows.append(feedback.trouble(trouble))
    if cursor == "":
        rows.append(type.quiet(t("That is all your host has, too."), text_align=ft.TextAlign.CENTER))
    elif offline:
        words = t("You are offline. Older ones can be looked for when you are back online.")
        rows.append(type.quiet(words, text_align=ft.TextAlign.CENTER))
    else:
        button = inputs.tonal_button(t("Search the host for older ones"), handler(ask_host), icon=ft.Icons.SEARCH)
        rows.append(ft.Row([button], alignment=ft.MainAxisAlignment.CENTER))
    return rows


@component
def HitCard(hit: Hit, asked: str, group_name: str) -> ft.Control:
    """One hit, which leads to its thread. What stands behind a content note stays there."""
    services = use_services()
    opened = use_opened_notes()
    written = hit.reply or hit.post
    name = author_name(written.author, mine=hit.is_mine)
    ago = dates.ago(written.posted_at, services.clock.now())
    line = t("{group} · {time}", group=group_name, time=ago) if group_name else ago
    if hit.post.content_note is not None and hit.post.id not in opened.ids:
        text: ft.Control = type.body(t("Content note: {note}", note=hit.post.content_note), color=theme.QUIET)
    else:
        spans = [
            ft.TextSpan(run.text, style=ft.TextStyle(weight=theme.BOLD, color=theme.PRIMARY) if run.bold else None)
            for run in excerpt(hit, asked)
        ]
        text = type.body("", spans=spans)
    kind = t("Reply") if hit.reply else kind_word(hit.post.kind)
    head = ft.Row(
        [
            ft.Column([type.strong(name), type.quiet(line)], spacing=1, tight=True),
            cards.badge(kind),
        ],
        wrap=True,
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
        expand=True,
    )
    title: list[ft.Control] = [type.strong(hit.post.title)] if hit.post.title and not hit.reply else []
    return cards.card(
        [ft.Row([author_face(written.author), head], spacing=10), *title, text],
        on_click=scaffold.to(paths.thread(hit.post.group_id, hit.post.id)),
        padding=16,
        spacing=8,
    )
