"""The inbox: what happened to the member, by day and thread, and where each of it leads."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import flet as ft

from api_client.wire.notices import Notice, NoticeKind
from mobile import paths
from mobile.notices import intents
from mobile.notices.notice_row import notice_row
from mobile.notices.reading import SCOPES, Day, Inbox, Told, read_inbox
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, dates, feedback, inputs, scaffold
from mobile.ui.guard import component, handler, screen
from mobile.words import t

_SHOWN_MAX = 200  # more than a few weeks of them is nothing to catch up with


@screen
def InboxScreen() -> ft.View:
    """What is for me."""
    wide = use_session().layout == "wide"
    settings = inputs.icon_button(ft.Icons.TUNE, t("How you want to be told"), scaffold.to(paths.NOTICE_SETTINGS))
    return scaffold.page_view(t("For you"), InboxPane(), wide=wide, current=paths.TODAY, actions=[settings])


@component
def InboxPane() -> ft.Control:
    """The scrolling list."""
    services, session = use_services(), use_session()
    page = ft.context.page
    inbox = use_query(lambda: read_inbox(services), scopes=SCOPES)
    wide = session.layout == "wide"
    if inbox is None:
        return ft.Container()
    if not inbox.days:
        words = t("Nothing is here for you now. When somebody answers you, it stands here.")
        act = (t("How you want to be told"), scaffold.to(paths.NOTICE_SETTINGS))
        return scaffold.scroll([feedback.empty(words, *act)], wide=wide)

    def open_notice(told: Told) -> Any:
        async def open_() -> None:
            await intents.mark_read(services, (told.notice,))
            if (path := path_of(told.notice)) is not None:
                scaffold.go(path, page)

        return handler(open_)

    async def read_all() -> None:
        await intents.mark_all_read(services, inbox)

    parts: list[ft.Control] = []
    if inbox.unread:
        button = inputs.text_button(t("Mark all as read"), handler(read_all), icon=ft.Icons.DONE_ALL)
        parts.append(ft.Row([button], alignment=ft.MainAxisAlignment.END))
    now = services.clock.now()
    for day in newest(inbox):
        parts.append(scaffold.section(dates.day_title(day.day, now.date())))
        for thread in day.threads:
            rows = [notice_row(told, now, open_notice(told)) for told in thread]
            parts.append(cards.card(cards.divided(rows), spacing=0, padding=cards.OF_ROWS))
    return scaffold.scroll(parts, wide=wide, spacing=12)


def newest(inbox: Inbox) -> tuple[Day, ...]:
    """Return the newest days of an inbox, as many as are worth drawing."""
    shown, count = [], 0
    for day in inbox.days:
        if count >= _SHOWN_MAX:
            break
        shown.append(day)
        count += sum(map(len, day.threads))
    return tuple(shown)


def path_of(notice: Notice) -> str | None:
    """Return where a notice leads: to what it is about, else to its thread, else to its group, else nowhere."""
    if notice.kind is NoticeKind.REPORT_OUTCOME:
        return paths.OWN_REPORTS
    if notice.kind is NoticeKind.REST:
        return paths.BOARD  # where the switch stands that says "not today"
    if notice.group_id is None:
        return None
    if notice.kind is NoticeKind.GRATITUDE:
        return paths.gratitude(notice.group_id, _month_before(notice.noticed_at))
    if place := _PLACES.get(notice.kind):
        return place(notice.group_id)
    return paths.thread(notice.group_id, notice.post_id) if notice.post_id else paths.group(notice.group_id)


_PLACES: dict[NoticeKind, Callable[[UUID], str]] = {
    NoticeKind.REPORT_NEW: paths.reports,
    NoticeKind.JOIN_REQUEST: paths.group_about,
    NoticeKind.ROLE_CHANGED: paths.group_about,
    NoticeKind.AGREEMENT_CHANGED: paths.group_agreement,
}


def _month_before(moment: datetime) -> date:
    """Return the month whose page a notice is about: the one that was over, by the host's clock in UTC."""
    return (moment.astimezone(UTC).date().replace(day=1) - timedelta(days=1)).replace(day=1)
