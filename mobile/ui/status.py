"""Where what was written stands, in a few words: saved here, waiting, sent. Today and You show the same line.

It takes plain values, so that no slice has to import another to say it. While a sync runs the words stay as they are:
a line that changes with every request is a line that blinks.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

import flet as ft

from mobile.ui import theme, type
from mobile.words import t, tn


class StatusWords(NamedTuple):
    """An icon and the words that say the same. `needs_care` is true when only the member can move things on."""

    icon: ft.IconData
    text: str
    needs_care: bool = False


def status_words(
    *,
    state: str,
    pending_count: int = 0,
    failed_count: int = 0,
    has_account: bool = True,
    last_synced_at: datetime | None = None,
) -> StatusWords:
    """Return how the sync stands. `state` is that of `SyncStatus`: idle, syncing, offline, signed_out, paused or
    incompatible; what is unknown counts as idle. `pending_count` is what waits, `failed_count` what was refused."""
    if not has_account:
        return StatusWords(ft.Icons.CHECK_CIRCLE_OUTLINE, t("Saved on this device"))
    if state == "signed_out":
        return StatusWords(ft.Icons.LOGIN, t("Sign in to sync"), needs_care=True)
    if state == "incompatible":
        return StatusWords(ft.Icons.SYSTEM_UPDATE_OUTLINED, t("Update needed to sync"), needs_care=True)
    if failed_count:
        return StatusWords(
            ft.Icons.INFO_OUTLINE,
            tn("{count} could not be sent", "{count} could not be sent", failed_count),
            needs_care=True,
        )
    if state == "offline":
        return StatusWords(ft.Icons.CLOUD_OFF_OUTLINED, t("Offline. Everything is kept here."))
    if state == "paused":
        return StatusWords(ft.Icons.PAUSE_CIRCLE_OUTLINE, t("Sync is paused. Everything is kept here."))
    if pending_count:
        return StatusWords(ft.Icons.SCHEDULE, tn("{count} waiting to send", "{count} waiting to send", pending_count))
    if state == "syncing" and last_synced_at is None:
        return StatusWords(ft.Icons.CLOUD_OUTLINED, t("Bringing your journal here"))
    return StatusWords(ft.Icons.CLOUD_OUTLINED, t("All saved"))


def status_line(words: StatusWords, on_click: Callable[..., Any] | None = None) -> ft.Control:
    """Return the words with their icon in one quiet line, announced when they change; it wraps where it is narrow.
    With `on_click`, which the caller guards, the line is a button to where the member can move things on."""
    colour = theme.ON_WARM if words.needs_care else theme.QUIET
    parts: list[ft.Control] = [
        ft.Icon(words.icon, size=18, color=colour),
        ft.Container(type.quiet(words.text, color=colour), expand=True, expand_loose=True),
    ]
    if on_click is not None:
        parts.append(ft.Icon(ft.Icons.CHEVRON_RIGHT, size=18, color=colour))
    line = ft.Row(parts, spacing=8, tight=True, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    if on_click is None:
        return ft.Semantics(live_region=True, content=line)
    # The row grows with the text, so the space around it makes the target, not a height.
    target = ft.Container(
        line,
        on_click=on_click,
        ink=True,
        border_radius=theme.CHIP_RADIUS,
        padding=ft.Padding.symmetric(horizontal=4, vertical=(theme.TOUCH - 18) / 2),
    )
    return ft.MergeSemantics(ft.Semantics(live_region=True, button=True, content=target))
