"""The member's groups, with the way into a new one."""

from typing import TYPE_CHECKING
from uuid import UUID

import flet as ft

from api_client.wire.groups import CreateGroup
from mobile import paths
from mobile.group_pictures import group_picture
from mobile.groups import intents
from mobile.groups.reading import GroupsShown, Summary, last_line, read_groups
from mobile.groups.waiting_row import WaitingRow
from mobile.sentences import refusal_sentence
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, feedback, inputs, scaffold, theme, type
from mobile.ui.dialogs import question
from mobile.ui.guard import component, handler
from mobile.use_host import use_host
from mobile.veil import veil_line
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services
    from mobile.storage.outbox import Mutation


@component
def GroupListPane(selected: UUID | None = None, wide: bool = False) -> ft.Control:
    """The list of groups; on a wide window it is the first of three panes and `selected` is the group beside it."""
    services = use_services()
    session = use_session()
    phase = session.account.phase if session.account is not None else "local"
    shown = use_query(lambda: read_groups(services), scopes=("groups", "group:*", "outbox", "account"))
    use_host(lambda: _load_requests(services))
    rows: list[ft.Control] = []
    if wide:  # on a phone the name stands above the list
        search = [] if phase == "local" else [search_button()]
        heading = ft.Row([ft.Container(type.heading(t("Groups")), expand=True), *search])
        rows.append(ft.Container(heading, padding=ft.Padding.only(left=12)))
    if phase == "local":
        rows.append(needs_account())
    else:
        if phase == "signed_out_remotely":
            rows.append(
                feedback.trouble(
                    t("This device was signed out. What is here can be read; sign in to write and see what is new."),
                    t("Sign in"),
                    scaffold.to(paths.SIGN_IN),
                )
            )
        if shown is not None:
            rows += _groups(shown, selected)
            rows.append(_ways_in(empty=not shown.groups and not shown.starting))
            if shown.groups:
                board = scaffold.to(paths.BOARD)
                asked = t("What people ask for and offer, in all your groups")
                row = cards.list_row(t("Board"), board, detail=asked, icon=ft.Icons.BACK_HAND_OUTLINED)
                rows.append(ft.Container(row, padding=ft.Padding.only(left=8, top=8)))
                shelf = scaffold.to(paths.RESOURCES)
                row = cards.list_row(t("Resource shelf"), shelf, icon=ft.Icons.BOOKMARKS_OUTLINED)
                rows.append(ft.Container(row, padding=ft.Padding.only(left=8, top=8)))
    side = 12 if wide else theme.SIDE
    return ft.ListView(
        rows, spacing=4, expand=True, padding=ft.Padding.only(left=side, right=side, top=14 if wide else 6, bottom=32)
    )


def search_button() -> ft.Control:
    """Return the way to look in all groups at once."""
    return inputs.icon_button(ft.Icons.SEARCH, t("Search in your groups"), scaffold.to(paths.search()))


async def _load_requests(services: "Services") -> None:
    """Ask the host where the member still waits; only an account can wait anywhere."""
    if services.account.state.phase == "signed_in":
        await services.groups.load_own_requests()


def _groups(shown: GroupsShown, selected: UUID | None) -> list[ft.Control]:
    rows: list[ft.Control] = [
        GroupRow(summary, summary.membership.group.id == selected, key=str(summary.membership.group.id))
        for summary in shown.groups
    ]
    rows += [
        StartingRow(mutation, mutation.request, key=f"unsent-{mutation.id}")
        for mutation in shown.starting
        if isinstance(mutation.request, CreateGroup)
    ]
    rows += [WaitingRow(request, refused, key=f"waiting-{request.group_id}") for request, refused in shown.waiting]
    return rows


@component
def GroupRow(summary: Summary, selected: bool) -> ft.Control:
    """One group: its name, the newest post in a line, how much is unread."""
    group = summary.membership.group
    line = last_line(summary.last, summary.is_mine) if summary.why is None else veil_line(summary.why)
    if summary.ending is not None:
        failed = summary.ending.state == "failed"
        line = t("You are still in this group.") if failed else t("You are leaving this group.")
    parts: list[ft.Control] = [
        group_picture(group.name, group.id, group.picture, size=44),
        ft.Column(
            [
                type.strong(group.name, max_lines=2, overflow=ft.TextOverflow.ELLIPSIS),
                type.quiet(line, max_lines=1, overflow=ft.TextOverflow.ELLIPSIS),
            ],
            spacing=1,
            expand=True,
            tight=True,
        ),
    ]
    if summary.unread_count:
        parts.append(_unread(summary.unread_count))
    return ft.MergeSemantics(
        ft.Semantics(
            button=True,
            selected=selected,
            content=ft.Container(
                ft.Row(parts, spacing=12, vertical_alignment=ft.CrossAxisAlignment.CENTER),
                padding=ft.Padding.symmetric(horizontal=12, vertical=12),
                border_radius=theme.CHIP_RADIUS + 2,
                bgcolor=theme.PRIMARY_CONTAINER if selected else None,
                ink=True,
                on_click=scaffold.to(paths.group(group.id)),
            ),
        )
    )


def _unread(count: int) -> ft.Control:
    return ft.Semantics(
        label=tn("{count} unread post", "{count} unread posts", count),
        exclude_semantics=True,
        content=cards.badge(str(count) if count < 100 else t("99+"), warm=True),
    )


@component
def StartingRow(mutation: "Mutation", request: CreateGroup) -> ft.Control:
    """A group that was started here and is not on the host yet."""
    services = use_services()
    failed = mutation.state == "failed"
    asking, set_asking = ft.use_state(False)

    def keep() -> None:
        set_asking(lambda _: False)

    async def discard() -> None:
        keep()
        await intents.discard(services, mutation.id)

    ft.use_dialog(
        question(
            t("Discard this group?"),
            t("Your host never heard of it. What you wrote down for it goes."),
            t("Discard"),
            handler(discard),
            keep,
        )
        if asking
        else None
    )
    line = t("It begins when your host can be reached.")
    parts: list[ft.Control] = [
        ft.Row(
            [
                cards.avatar(request.name, str(request.id), size=44),
                ft.Column(
                    [
                        type.strong(request.name),
                        type.quiet(refusal_sentence(mutation.error_code or "") if failed else line),
                    ],
                    spacing=1,
                    expand=True,
                    tight=True,
                ),
                ft.Icon(ft.Icons.INFO_OUTLINE if failed else ft.Icons.SCHEDULE, size=18, color=theme.QUIET),
            ],
            spacing=12,
        )
    ]
    if failed:
        acts = [
            inputs.text_button(t("Edit"), scaffold.to(paths.edit_unsent_group(mutation.id))),
            inputs.text_button(t("Discard"), handler(lambda: set_asking(lambda _: True)), danger=True),
        ]
        parts.append(ft.Row(acts, wrap=True, spacing=4))
    return ft.Container(
        ft.Column(parts, spacing=4, tight=True), padding=ft.Padding.symmetric(horizontal=12, vertical=12)
    )


def _ways_in(*, empty: bool) -> ft.Control:
    buttons = ft.Row(
        [
            inputs.tonal_button(t("Join with a code"), scaffold.to(paths.JOIN_GROUP), icon=ft.Icons.KEY_OUTLINED),
            inputs.text_button(t("Discover groups"), scaffold.to(paths.DISCOVER), icon=ft.Icons.EXPLORE_OUTLINED),
            inputs.text_button(t("New group"), scaffold.to(paths.NEW_GROUP), icon=ft.Icons.ADD),
        ],
        wrap=True,
        spacing=8,
        run_spacing=4,
        alignment=ft.MainAxisAlignment.CENTER if empty else ft.MainAxisAlignment.START,
    )
    if not empty:
        return ft.Container(buttons, padding=ft.Padding.only(top=12))
    return ft.Container(
        ft.Column(
            [
                type.body(
                    t("A group is a small circle of people who read and answer each other. A code is all you need."),
                    color=theme.QUIET,
                    text_align=ft.TextAlign.CENTER,
                ),
                buttons,
            ],
            spacing=14,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        padding=ft.Padding.symmetric(horizontal=8, vertical=28),
    )


def needs_account() -> ft.Control:
    """Return why groups need an account, and the way to one."""
    return cards.card(
        [
            type.strong(t("Groups need an account")),
            type.body(
                t("Others have to know who answers them. What you wrote so far stays, and your journal stays private.")
            ),
            ft.Row(
                [
                    inputs.tonal_button(t("Create an account"), scaffold.to(paths.SIGN_UP)),
                    inputs.text_button(t("I have one"), scaffold.to(paths.SIGN_IN)),
                ],
                wrap=True,
                spacing=8,
            ),
        ]
    )
