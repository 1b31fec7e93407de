"""Opening a link: where it leads stands there first, and only a second tap leaves Kith.

There is no preview: looking the page up would tell its host who reads this and when.
"""

from urllib.parse import urlsplit

import flet as ft

from mobile.markup import host_of
from mobile.ui import feedback, inputs, theme, type
from mobile.ui.guard import component, handler
from mobile.words import t

_PATH_SHOWN_MAX = 60  # characters


def ask_to_open(page: ft.Page, url: str) -> None:
    """Say where `url` leads, and open it when that is wanted."""

    async def copy() -> None:
        page.pop_dialog()
        await ft.Clipboard().set(url)
        feedback.say(page, t("Copied."))

    close = handler(lambda _event: page.pop_dialog())
    page.show_dialog(
        ft.AlertDialog(
            title=ft.Text(_question(url), size=18, weight=theme.SEMIBOLD),
            content=ft.Container(
                ft.Column(
                    [type.strong(host_of(url)), type.copied(type.quiet(url)), _warning(url)], spacing=8, tight=True
                ),
                width=420,
            ),
            shape=ft.RoundedRectangleBorder(radius=theme.CARD_RADIUS),
            scrollable=True,
            actions=[
                inputs.text_button(t("Cancel"), close),
                inputs.text_button(t("Copy the address"), handler(copy)),
                _open_button(url, close),
            ],
        )
    )


def _open_button(url: str, close: inputs.Handler) -> ft.Control:
    # The browser opens a window only in the very moment of a tap, so the client does it and not an answer of ours.
    return ft.TextButton(t("Open"), on_click=close, action=ft.OpenUrl(url, ft.UrlTarget.BLANK))


def _question(url: str) -> str:
    scheme = urlsplit(url).scheme
    if scheme == "mailto":
        return t("Write a mail?")
    return t("Call this number?") if scheme == "tel" else t("Open this page outside Kith?")


def _warning(url: str) -> ft.Control:
    web = urlsplit(url).scheme in ("http", "https")
    return type.quiet(t("Whoever runs it can see that somebody came.") if web else t("Your own app for that opens."))


@component
def LinkCard(url: str) -> ft.Control:
    """A link as the thing that is shared: its host in plain sight, the rest of the address below."""
    page = ft.context.page
    parts = urlsplit(url)
    rest = (parts.path + (f"?{parts.query}" if parts.query else "")).rstrip("/")
    lines: list[ft.Control] = [type.strong(host_of(url), color=theme.PRIMARY)]
    if rest:
        shown = rest if len(rest) <= _PATH_SHOWN_MAX else rest[: _PATH_SHOWN_MAX - 1] + "…"
        lines.append(type.quiet(shown, max_lines=2, overflow=ft.TextOverflow.ELLIPSIS))
    return ft.MergeSemantics(
        ft.Semantics(
            link=True,
            content=ft.Container(
                ft.Row(
                    [
                        ft.Icon(ft.Icons.LINK, color=theme.PRIMARY, size=22),
                        ft.Column(lines, spacing=1, tight=True, expand=True),
                    ],
                    spacing=12,
                    vertical_alignment=ft.CrossAxisAlignment.CENTER,
                ),
                padding=ft.Padding.symmetric(horizontal=14, vertical=12),
                border_radius=theme.CHIP_RADIUS + 2,
                bgcolor=theme.VARIANT,
                ink=True,
                on_click=handler(lambda _event: ask_to_open(page, url)),
            ),
        )
    )
