"""Calling, writing to and copying a number: handlers for the buttons on the crisis card and in the safety plan.

The device opens its own telephone; where it has none, the number is copied, and that is said.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import flet as ft

from mobile.ui import feedback
from mobile.ui.guard import handler
from mobile.words import t

Handler = Callable[..., Any]


def telephone_url(number: str) -> str:
    """Return what opens the telephone with `number` as a person dials it: `tel:116123`."""
    return f"tel:{_digits(number)}"


def message_url(number: str, words: str = "") -> str:
    """Return what opens a message to `number`, with `words` in it already (RFC 5724)."""
    return f"sms:{_digits(number)}" + (f"?body={quote(words)}" if words else "")


def call(number: str) -> Handler:
    """Return a handler that opens the telephone with `number`."""
    return _open(telephone_url(number), number)


def text(number: str, words: str = "") -> Handler:
    """Return a handler that opens a message to `number`."""
    return _open(message_url(number, words), number)


def copy(words: str, told: str) -> Handler:
    """Return a handler that copies `words` and says `told`."""

    async def act(_event: Any) -> None:
        page = ft.context.page
        await ft.Clipboard().set(words)
        feedback.say(page, told)

    return handler(act)


def open_page(url: str) -> Handler:
    """Return a handler that opens `url` in the member's own browser."""
    return _open(url, url)


def _open(url: str, shown: str) -> Handler:
    async def act(_event: Any) -> None:
        page = ft.context.page
        try:
            await ft.UrlLauncher().launch_url(url)
        except Exception:  # a device without a telephone, a browser that refuses: what matters is the number
            await ft.Clipboard().set(shown)
            feedback.say(page, t("This device cannot open it. {what} is copied.", what=shown))

    return handler(act)


def _digits(number: str) -> str:
    return re.sub(r"[^0-9+*#]", "", number)
