"""What holds for the whole group just now, in quiet lines above its posts: an agreement to accept, quiet hours, that it
is closed for new words."""

from typing import TYPE_CHECKING
from uuid import UUID

import flet as ft

from api_client.wire.groups import AcceptAgreement, Membership
from mobile import paths
from mobile.session import use_query, use_services
from mobile.ui import dates, feedback, scaffold, theme, type
from mobile.ui.guard import component
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@component
def GroupNotes(membership: Membership) -> ft.Control:
    """The lines that hold now; takes no room when there is none."""
    services = use_services()
    group = membership.group
    parts: list[ft.Control] = []
    if group.archived_at is not None:
        words = t("This group is closed for new words. Everything in it can be read.")
        parts.append(_line(ft.Icons.INVENTORY_2_OUTLINED, words))
    elif membership.must_agree:
        parts.append(AgreeFirst(group.id))
    quiet = group.quiet_hours
    if quiet is not None and quiet.hold_at(services.clock.now().time()):
        until = t("Quiet hours until {time}. Nothing of this group is notified.", time=dates.clock(quiet.ends))
        parts.append(_line(ft.Icons.BEDTIME_OUTLINED, until))
    return ft.Container(
        ft.Column(parts, spacing=6, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        padding=ft.Padding.symmetric(horizontal=theme.SIDE),
        visible=bool(parts),
    )


@component
def AgreeFirst(group_id: UUID) -> ft.Control:
    """That the group changed its agreement, with the way to it; nothing while the acceptance is on its way."""
    services = use_services()
    agreed = use_query(lambda: _is_agreeing(services, group_id), scopes=("outbox",), depends_on=(group_id,))
    if agreed is not False:
        return ft.Container(visible=False)
    words = t("The group changed what it agreed on. Read it before you write.")
    return feedback.trouble(words, t("Read it"), scaffold.to(paths.group_agreement(group_id)))


async def _is_agreeing(services: "Services", group_id: UUID) -> bool:
    """Whether accepting the agreement is on its way."""
    waiting = [one for one in await services.outbox.list() if one.state != "failed"]
    return any(isinstance(one.request, AcceptAgreement) and one.group_id == str(group_id) for one in waiting)


def _line(icon: ft.IconData, words: str) -> ft.Control:
    return ft.Row(
        [ft.Icon(icon, size=17, color=theme.QUIET), ft.Container(type.quiet(words), expand=True)],
        spacing=8,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
