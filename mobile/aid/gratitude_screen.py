"""A group's page of thanks: words of a month that their writers let stand there, without any name.

A month here is one of the host's, in UTC, so that every member of a group turns the same pages.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date
from typing import TYPE_CHECKING
from uuid import UUID

import flet as ft

from api_client.wire.aid import GratitudePage
from mobile import paths
from mobile.session import use_query, use_services, use_session
from mobile.sync.aid_calls import GRATITUDE, gratitude_id
from mobile.ui import cards, dates, feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.use_host import use_host
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@dataclass(frozen=True)
class _Shown:
    """A page as last heard, None when this device never read it, and the group's first month."""

    page: GratitudePage | None
    first: date


@screen
def GratitudeScreen() -> ft.View:
    """The words of one group."""
    wide = use_session().layout == "wide"
    group_id = paths.id_in(use_parameters(), "group_id")
    asked = paths.query(ft.context.page.route).get("month", "")
    body = GratitudePane(group_id, asked, key=f"{group_id} {asked}") if group_id is not None else ft.Container()
    back_to = paths.group_about(group_id) if group_id is not None else paths.GROUPS
    return scaffold.page_view(t("Page of thanks"), body, wide=wide, current=paths.GROUPS, back_to=back_to)


@component
def GratitudePane(group_id: UUID, asked: str) -> ft.Control:
    """The pages of a group, open at the month `asked` for, such as `2026-11`, else at this one."""
    this_month = use_services().clock.now().astimezone(UTC).date().replace(day=1)
    month, set_month = ft.use_state(_month_in(asked, this_month))

    def turn(by: int) -> None:
        set_month(lambda shown: _shifted(shown, by))

    page: ft.Control = MonthOfThanks(group_id, month, this_month, turn, key=str(month))
    return page


@component
def MonthOfThanks(group_id: UUID, month: date, this_month: date, turn: Callable[[int], None]) -> ft.Control:
    """The page of one month as last heard; `turn` opens another."""
    services, session = use_services(), use_session()
    shown = use_query(lambda: _read(services, group_id, month), scopes=("aid", "account", "groups"))
    use_host(lambda: services.aid.load_gratitude(group_id, month))
    if shown is None:
        return ft.Container()
    intro = type.quiet(t("Words of thanks without names, as those who wrote them wished."))
    parts = [intro, _month_line(month, shown.first, this_month, turn)]
    if shown.page is None:
        parts.append(feedback.empty(t("This device has not read this month yet. It comes when you are online.")))
    elif not shown.page.words and month == this_month:
        words = t("Nothing stands here yet. Thank somebody for an answer, and let your words stand here.")
        parts.append(feedback.empty(words))
    elif not shown.page.words:
        parts.append(feedback.empty(t("Nothing was left here in this month.")))
    else:
        parts += [cards.card(type.body(words)) for words in shown.page.words]
    return scaffold.scroll(parts, wide=session.layout == "wide", spacing=12)


def _month_line(month: date, first: date, this_month: date, turn: Callable[[int], None]) -> ft.Control:
    earlier = inputs.icon_button(
        ft.Icons.CHEVRON_LEFT, t("Previous month"), handler(lambda: turn(-1)), disabled=month <= first
    )
    later = inputs.icon_button(
        ft.Icons.CHEVRON_RIGHT, t("Next month"), handler(lambda: turn(1)), disabled=month >= this_month
    )
    name = ft.Container(
        type.heading(dates.month(month), text_align=ft.TextAlign.CENTER), expand=True, alignment=ft.Alignment.CENTER
    )
    return ft.Row([earlier, name, later])


def _month_in(text: str, this_month: date) -> date:
    """Return the first day of a month such as `2026-11`; this month for what is none, or is still to come."""
    try:
        return min(date.fromisoformat(f"{text}-01"), this_month)
    except ValueError:
        return this_month


def _shifted(month: date, by: int) -> date:
    count = month.year * 12 + month.month - 1 + by
    return date(count // 12, count % 12 + 1, 1)


async def _read(services: "Services", group_id: UUID, month: date) -> _Shown:
    page = await services.shared.get(GRATITUDE, gratitude_id(group_id, month), GratitudePage)
    membership = await services.cache.get_membership(group_id)
    since = membership.group.created_at.astimezone(UTC).date() if membership is not None else month
    return _Shown(page, since.replace(day=1))
