"""A field for a PIN, hidden until the eye is tapped, and what is said when a PIN does not open."""

import math
from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.account.app_lock import PinMustWait
from mobile.account.pin import WrongPin
from mobile.ui import inputs
from mobile.ui.guard import component, handler
from mobile.words import t, tn


@component
def PinField(
    label: str,
    value: str,
    on_change: Callable[[str], None],
    *,
    error: str = "",
    helper: str = "",
    autofocus: bool = False,
    on_submit: Callable[..., Any] | None = None,
) -> ft.Control:
    """One field."""
    hidden, set_hidden = ft.use_state(True)
    name = t("Show what is typed") if hidden else t("Hide what is typed")
    icon = ft.Icons.VISIBILITY_OUTLINED if hidden else ft.Icons.VISIBILITY_OFF_OUTLINED
    return inputs.text_field(
        label,
        value,
        on_change,
        error=error,
        helper=helper,
        secret=hidden,
        trailing=inputs.icon_button(icon, name, handler(lambda: set_hidden(lambda before: not before))),
        prose=False,
        autofocus=autofocus,
        on_submit=on_submit,
    )


def refusal_sentence(refusal: WrongPin) -> str:
    """Return what a refused PIN means: what is safe, and when to try again."""
    if not isinstance(refusal, PinMustWait):
        return t("This does not open Kith. Nothing was lost; try again.")
    return waiting_sentence(refusal.seconds)


def waiting_sentence(seconds: float) -> str:
    """Return for how long no PIN is taken, empty when one is."""
    if seconds <= 0:
        return ""
    if math.isinf(seconds):
        return t("There were too many wrong tries: only your passphrase opens Kith now. Nothing was deleted.")
    if seconds < 60:
        count = math.ceil(seconds)
        return tn(
            "There were several wrong tries. Try again in {count} second; nothing was deleted.",
            "There were several wrong tries. Try again in {count} seconds; nothing was deleted.",
            count,
        )
    count = math.ceil(seconds / 60)
    return tn(
        "There were several wrong tries. Try again in {count} minute; nothing was deleted.",
        "There were several wrong tries. Try again in {count} minutes; nothing was deleted.",
        count,
    )
