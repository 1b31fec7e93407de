"""One post that calls for somebody, as it stands on the board and in the queue."""

from datetime import datetime

import flet as ft

from api_client.wire.aid import leaves_board_at
from api_client.wire.feed import Author, Post, PostKind
from mobile import paths
from mobile.aid import intents
from mobile.aid.reading import Call
from mobile.post_kinds import kind_word
from mobile.session import use_services
from mobile.ui import cards, dates, inputs, scaffold, type
from mobile.ui.guard import component, handler
from mobile.words import t, tn


@component
def CallCard(call: Call, now: datetime) -> ft.Control:
    """Who calls, for what, in which group; being there is one tap, and leads to the thread."""
    services = use_services()
    page = ft.context.page
    post, group_id = call.cached.post, call.membership.group.id
    name = t("You") if call.cached.is_mine else post.author.display_name

    async def be_there() -> None:
        await intents.join_company(services, group_id, post.id)
        scaffold.go(paths.thread(group_id, post.id), page)

    can_come = post.kind in (PostKind.ASK, PostKind.OFFER) and not call.cached.is_mine and not call.am_there
    open_thread = scaffold.to(paths.thread(group_id, post.id))
    words, act = (_come_word(post), handler(be_there)) if can_come else (t("Read"), open_thread)
    spoken = t("{act}: {name}", act=words, name=name)
    button = ft.MergeSemantics(ft.Semantics(label=spoken, content=inputs.tonal_button(words, act)))
    lines: list[ft.Control] = [
        ft.Row(
            [type.strong(name), cards.badge(kind_word(post.kind), warm=post.kind is PostKind.ASK)],
            spacing=8,
            wrap=True,
            run_spacing=2,
        ),
        type.preview(_text(post), 3),
    ]
    if there := _company(call):
        lines.append(type.quiet(there))
    lines.append(ft.Row([ft.Container(type.quiet(_where(call, now)), expand=True), button], spacing=8))
    return cards.card(
        ft.Row(
            [
                _face(post.author),
                ft.Column(lines, spacing=4, expand=True, tight=True),
            ],
            spacing=12,
            vertical_alignment=ft.CrossAxisAlignment.START,
        ),
        padding=16,
        on_click=open_thread,
    )


def _face(author: Author) -> ft.Control:
    return cards.nameless() if author.account_id is None else cards.avatar(author.display_name, str(author.account_id))


def _come_word(post: Post) -> str:
    return t("I’m here") if post.kind is PostKind.ASK else t("I’d like that")


def _text(post: Post) -> str:
    if post.content_note:
        return t("Content note: {note}", note=post.content_note)
    return post.title or post.body


def _company(call: Call) -> str:
    """Return who is there, by name where it is one and without counting further."""
    company = call.cached.post.company
    if not company:
        return ""
    if call.am_there:
        return tn("You are there.", "You and others are there.", len(company))
    return tn("{name} is there.", "{name} and others are there.", len(company), name=company[0].display_name)


def _where(call: Call, now: datetime) -> str:
    post, group = call.cached.post, call.membership.group.name
    end = leaves_board_at(post)
    if post.expires_at is not None and end is not None:
        local = end.astimezone(now.tzinfo)
        if local.date() == now.date():
            return t("{group} · until {time} today", group=group, time=dates.clock(local))
        return t("{group} · until {day}", group=group, day=dates.day(local.date()))
    return t("{group} · {time}", group=group, time=dates.ago(post.posted_at, now))
