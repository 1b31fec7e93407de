"""One notice as a row: who, what, when, and whether it was read."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import flet as ft

from api_client.wire.notices import Notice, NoticeKind
from mobile.notices.reading import Told
from mobile.notices.words import sentence
from mobile.ui import cards, dates, theme, type
from mobile.words import t

_ICONS: dict[NoticeKind, ft.IconData] = {
    NoticeKind.REST: ft.Icons.SELF_IMPROVEMENT,
    NoticeKind.KEPT: ft.Icons.BOOKMARK_OUTLINE,
    NoticeKind.THANKED: ft.Icons.FAVORITE_OUTLINE,
    NoticeKind.GRATITUDE: ft.Icons.FAVORITE_OUTLINE,
    NoticeKind.THEME: ft.Icons.LIGHTBULB_OUTLINE,
    NoticeKind.REPORT_NEW: ft.Icons.FLAG_OUTLINED,
    NoticeKind.REPORT_OUTCOME: ft.Icons.FLAG_OUTLINED,
    NoticeKind.AGREEMENT_CHANGED: ft.Icons.HANDSHAKE_OUTLINED,
    NoticeKind.UNMASKED: ft.Icons.VISIBILITY_OUTLINED,
    NoticeKind.NOTED: ft.Icons.EDIT_NOTE,
    NoticeKind.NEEDS_ANSWER: ft.Icons.HEARING,
    NoticeKind.ESCALATED: ft.Icons.HEARING,
    NoticeKind.ENDED: ft.Icons.EVENT_AVAILABLE_OUTLINED,
}


def notice_row(told: Told, now: datetime, on_click: Callable[..., Any]) -> ft.Control:
    """Return the row; `on_click` opens what it is about."""
    notice = told.notice
    is_new = notice.read_at is None
    line = sentence(notice, told.group.name if told.group else None)
    words: list[ft.Control] = [type.strong(line) if is_new else type.body(line)]
    if notice.words:
        words.append(type.body(notice.words, color=theme.QUIET))
    words.append(type.quiet(dates.ago(notice.noticed_at, now)))
    parts: list[ft.Control] = [_face(notice), ft.Column(words, spacing=2, tight=True, expand=True)]
    if is_new:
        parts.append(new_dot())
    return ft.MergeSemantics(
        key=str(notice.id),
        content=ft.Semantics(
            button=True,
            content=ft.Container(
                ft.Row(parts, spacing=12, vertical_alignment=ft.CrossAxisAlignment.START),
                on_click=on_click,
                ink=True,
                border_radius=theme.CHIP_RADIUS,
                padding=ft.Padding.symmetric(horizontal=4, vertical=12),
            ),
        ),
    )


def new_dot() -> ft.Control:
    """Return the quiet sign of something unread."""
    dot = ft.Container(width=9, height=9, border_radius=5, bgcolor=theme.WARM, margin=ft.Margin.only(top=6))
    return ft.Semantics(label=t("Not read yet"), content=dot)


def _face(notice: Notice) -> ft.Control:
    actor = notice.actor
    if actor is not None and actor.account_id is not None:
        return cards.avatar(actor.display_name or "?", str(actor.account_id))
    icon = ft.Icons.ECO_OUTLINED if actor is not None else _ICONS.get(notice.kind, ft.Icons.PEOPLE_OUTLINE)
    return ft.Semantics(
        exclude_semantics=True,
        content=ft.CircleAvatar(
            ft.Icon(icon, size=21, color=theme.PRIMARY), radius=19, bgcolor=theme.PRIMARY_CONTAINER
        ),
    )
