"""A group's feed with its name above: the same pane alone on a phone and beside others on a wide window."""

from typing import TYPE_CHECKING, cast
from uuid import UUID

import flet as ft

from api_client.wire.feed import CreatePost, CreateReply, Need, UpdatePost, UpdateReply
from api_client.wire.groups import CreateGroup, Group, Membership, Role
from api_client.wire.moderation import Report, ReportState
from mobile import paths
from mobile.feed.feed_list import FeedList
from mobile.feed.filters import use_need_filter
from mobile.feed.group_notes import GroupNotes
from mobile.group_pictures import group_picture
from mobile.session import use_query, use_services
from mobile.ui import feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services


@component
def FeedPane(group_id: UUID, wide: bool = False, back_to: str = "") -> ft.Control:
    """Header and posts; on a phone with the way back, on a wide window with the way to write, and back with `back_to`
    where the list of groups is not beside it."""
    services = use_services()
    found = use_query(lambda: _find(services, group_id), scopes=("groups", "account", "outbox"))
    need, set_need = ft.use_state(cast("Need | None", None))
    on_need = ft.use_callback(lambda value: set_need(lambda _: value), [])
    if found is None:
        return ft.Container(expand=True)
    membership, starting = found
    if membership is None:
        return group_starting(starting) if starting is not None else GroupGone(group_id)
    acts = _acts(membership, need, on_need)
    header = _wide_header(membership.group, acts, back_to) if wide else _phone_header(membership.group, acts)
    return ft.Column(
        [
            header,
            GroupNotes(membership, key="notes"),
            ft.Container(FeedList(group_id, need, on_need), expand=True),
        ],
        spacing=6,
        expand=True,
    )


async def _find(services: "Services", group_id: UUID) -> tuple[Membership | None, CreateGroup | None]:
    """Return the group, and what it will be when it was started here and the host does not know it yet."""
    requests = [one.request for one in await services.outbox.list() if one.group_id == str(group_id)]
    starting = next((one for one in requests if isinstance(one, CreateGroup)), None)
    return await services.cache.get_membership(group_id), starting


def group_starting(group: CreateGroup) -> ft.Control:
    """Return what stands for a group that was started here until the host knows it."""
    words = t("{group} begins when your host can be reached. Its code will stand here then.", group=group.name)
    return scaffold.scroll([feedback.empty(words, t("To your groups"), scaffold.to(paths.GROUPS))], wide=False)


@component
def GroupGone(group_id: UUID) -> ft.Control:
    """What stands where a group was that is not on this device any more, with the way to words that never left."""
    services = use_services()
    waits = use_query(lambda: _has_unsent_words(services, group_id), scopes=("outbox",), depends_on=(group_id,))
    if not waits:
        return group_gone()
    words = t(
        "This group is not on this device. It was closed, or you are no longer in it. "
        "What you wrote and was not sent is kept under You, in “What waits to be sent”."
    )
    return scaffold.scroll(
        [feedback.empty(words, t("What waits to be sent"), scaffold.to(paths.UNSENT))],
        wide=False,
    )


async def _has_unsent_words(services: "Services", group_id: UUID) -> bool:
    written = (CreatePost, UpdatePost, CreateReply, UpdateReply)
    mutations = await services.outbox.list()
    return any(one.group_id == str(group_id) and isinstance(one.request, written) for one in mutations)


def group_gone() -> ft.Control:
    """Return what stands where a group was that is not on this device any more."""
    return scaffold.scroll(
        [
            feedback.empty(
                t("This group is not on this device. It was closed, or you are no longer in it."),
                t("To your groups"),
                scaffold.to(paths.GROUPS),
            )
        ],
        wide=False,
    )


def share_button(group_id: UUID) -> ft.FloatingActionButton:
    """Return the button that floats above a phone's feed."""
    return ft.FloatingActionButton(
        t("Share"),
        icon=ft.Icon(ft.Icons.ADD, color=theme.ON_PRIMARY),
        bgcolor=theme.PRIMARY,
        foreground_color=theme.ON_PRIMARY,
        on_click=scaffold.to(paths.write_post(group_id)),
    )


def _acts(membership: Membership, need: Need | None, on_need: inputs.Handler) -> list[ft.Control]:
    search = scaffold.to(paths.search(membership.group.id))
    return [
        inputs.icon_button(ft.Icons.SEARCH, t("Search in this group"), search),
        FeedMenu(membership.group.id, need, on_need, membership.role is Role.FACILITATOR),
    ]


@component
def FeedMenu(group_id: UUID, need: Need | None, on_need: inputs.Handler, facilitator: bool = False) -> ft.Control:
    """What concerns the group as a whole, the choice of what its posts hope for among it; for a facilitator also what
    was reported, with how much is open."""
    services = use_services()
    page = ft.context.page
    waiting = use_query(lambda: _count_reports(services, group_id), scopes=("reports",), depends_on=(group_id,)) or 0

    def refresh() -> None:
        services.sync.nudge()
        feedback.say(page, t("Looking for what is new."))

    choose_need = use_need_filter(need, on_need)
    items = [
        (t("Look for new posts"), handler(refresh)),
        (t("Filter by what is hoped for"), handler(choose_need)),
        (t("About this group"), scaffold.to(paths.group_about(group_id))),
    ]
    if facilitator:
        word = t("Reports ({count})", count=waiting) if waiting else t("Reports")
        items.append((word, scaffold.to(paths.reports(group_id))))
    return inputs.menu_button(t("More about this group"), items)


async def _count_reports(services: "Services", group_id: UUID) -> int:
    reports = await services.shared.list("report", Report, group_id=group_id)
    return sum(1 for one in reports if one.state is ReportState.OPEN)


def _phone_header(group: Group, acts: list[ft.Control]) -> ft.Control:
    members = tn("{count} member", "{count} members", group.member_count)
    words = t("{members} · {description}", members=members, description=group.description)
    name = type.heading(group.name, max_lines=2, overflow=ft.TextOverflow.ELLIPSIS)
    line = type.quiet(words if group.description else members, max_lines=1, overflow=ft.TextOverflow.ELLIPSIS)
    return ft.Container(
        ft.Row(
            [
                inputs.icon_button(ft.Icons.ARROW_BACK, t("Back to your groups"), scaffold.to(paths.GROUPS)),
                group_picture(group.name, group.id, group.picture),
                ft.Container(
                    ft.Column([name, line], spacing=0, tight=True), expand=True, padding=ft.Padding.only(left=6)
                ),
                *acts,
            ],
            spacing=2,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        padding=ft.Padding.only(left=4, right=8, top=8),
    )


def _wide_header(group: Group, acts: list[ft.Control], back_to: str) -> ft.Control:
    name = type.heading(group.name, max_lines=1, overflow=ft.TextOverflow.ELLIPSIS)
    back = [inputs.icon_button(ft.Icons.ARROW_BACK, t("Back to your groups"), scaffold.to(back_to))] if back_to else []
    write: list[ft.Control] = []
    if group.archived_at is None:
        write.append(inputs.tonal_button(t("Share"), scaffold.to(paths.write_post(group.id)), icon=ft.Icons.ADD))
    return ft.Container(
        ft.Row([*back, ft.Container(name, expand=True), *write, *acts], spacing=2),
        padding=ft.Padding.only(left=4 if back else theme.SIDE, right=10, top=12),
    )
