"""The photos of a check-in where they are seen: small squares in a row, and one of them large.

A row in a list shows what is on this device and fetches nothing; the check-in itself fetches what it shows.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import flet as ft

from api_client.errors import Unauthorized, Unreachable
from mobile.photo_view import large_photo
from mobile.sentences import is_expected, problem_sentence
from mobile.session import use_query, use_services
from mobile.ui import feedback, inputs, theme, type
from mobile.ui.guard import component, handler, log_failure
from mobile.vault.journal_photos import read_photo_size
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services

_TILE = 88  # of the check-in, in logical pixels
_SMALL = 44  # of a row
_IN_ROW = 3


@component
def PhotoTile(photo_id: str, number: int, count: int, on_open: Callable[[], None]) -> ft.Control:
    """One photo of a check-in, the `number`th of `count`; a tap opens it large."""
    services = use_services()
    found = use_query(lambda: _load_small(services, photo_id), scopes=("status",), depends_on=(photo_id,))
    name = photo_name(number, count)
    inside: ft.Control
    if isinstance(found, bytes):
        inside = ft.Image(found, fit=ft.BoxFit.COVER, gapless_playback=True, exclude_from_semantics=True)
    else:
        icon = ft.Icons.CLOUD_OFF_OUTLINED if found else ft.Icons.IMAGE_OUTLINED
        inside = ft.Container(ft.Icon(icon, size=24, color=theme.QUIET), alignment=ft.Alignment.CENTER)
        name = f"{name}. {found}" if found else name
    tile = ft.Container(
        inside,
        width=_TILE,
        height=_TILE,
        border_radius=theme.CHIP_RADIUS,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
        bgcolor=theme.VARIANT,
        on_click=handler(lambda _event: on_open()),
        ink=True,
    )
    return ft.MergeSemantics(ft.Semantics(button=True, image=True, label=name, content=tile))


@component
def LargePhoto(photo_id: str, value: str, name: str, close: Callable[[], None], acts: Sequence[ft.Control]) -> Any:
    """One photo as large as the window allows, with `acts`; nothing itself, the dialog hangs on the page."""
    services = use_services()
    page = ft.context.page
    found = use_query(lambda: _load(services, photo_id), scopes=("status",), depends_on=(photo_id,))
    shut = handler(lambda _event: close())
    if isinstance(found, bytes):
        dialog = large_photo(found, read_photo_size(value), name, page, shut, acts=acts)
    else:
        words = feedback.waiting(t("The photo is on its way.")) if found is None else type.body(found)
        dialog = ft.AlertDialog(
            content=ft.Container(words, width=320),
            bgcolor=theme.CARD,
            shape=ft.RoundedRectangleBorder(radius=theme.CARD_RADIUS),
            scrollable=True,
            actions=[*acts, inputs.text_button(t("Close"), shut)],
            on_dismiss=shut,
        )
    ft.use_dialog(dialog)
    return ft.Container()


@component
def RowPhotos(photo_ids: tuple[str, ...]) -> ft.Control:
    """The photos of a check-in in a list: the first few of those that are here, and how many there are."""
    services = use_services()
    found = use_query(lambda: _load_row(services, photo_ids), scopes=("photos_here",), depends_on=(photo_ids,))
    tiles: list[ft.Control] = [
        ft.Container(
            ft.Image(small, fit=ft.BoxFit.COVER, gapless_playback=True, exclude_from_semantics=True),
            width=_SMALL,
            height=_SMALL,
            border_radius=8,
            clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
        )
        for small in found or ()
    ]
    count = tn("{count} photo", "{count} photos", len(photo_ids))
    if len(tiles) == len(photo_ids):  # all of them are seen; who does not see them hears how many there are
        tiles.append(ft.Semantics(label=count, content=ft.Container(width=1, height=1)))
    else:
        icon = ft.Icon(ft.Icons.IMAGE_OUTLINED, size=18, color=theme.QUIET)
        tiles.append(ft.Row([icon, type.quiet(count)], spacing=6, tight=True))
    row = ft.Row(tiles, spacing=6, wrap=True, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    return ft.Container(row, padding=ft.Padding.only(top=4))


def photo_name(number: int, count: int) -> str:
    """Return what a photo is called for who does not see it."""
    return t("Photo {number} of {count}", number=number, count=count)


async def _load_row(services: "Services", photo_ids: tuple[str, ...]) -> tuple[bytes, ...]:
    found = [await services.journal_photos.get_small(one) for one in photo_ids[:_IN_ROW]]
    return tuple(small for small in found if small is not None)


async def _load_small(services: "Services", photo_id: str) -> bytes | str:
    try:
        return await services.journal_photos.get_small(photo_id, fetch=True) or _nowhere()
    except Exception as error:
        return _trouble(error)


async def _load(services: "Services", photo_id: str) -> bytes | str:
    try:
        return await services.journal_photos.get(photo_id) or _nowhere()
    except Exception as error:
        return _trouble(error)


def _nowhere() -> str:
    return t("This photo is neither on this device nor at your host. Another device of yours may still have it.")


def _trouble(error: Exception) -> str:
    """Return why a photo cannot be seen now."""
    if isinstance(error, Unreachable):
        return t("This photo is not on this device. It comes when you’re online.")
    if isinstance(error, Unauthorized):
        return t("This photo is not on this device. It comes when you’re signed in.")
    if not is_expected(error):
        log_failure("loading a photo of the journal", error)
    return problem_sentence(error)
