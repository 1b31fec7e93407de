"""A photo where it is shown: room of its shape from the first moment on, so that nothing jumps when it comes, its
description for who does not see it, and a tap that shows it large."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import flet as ft

from api_client.errors import Rejected, Unreachable
from api_client.wire.jpeg import read_size
from api_client.wire.photos import Photo, SetPhoto
from mobile.sentences import is_expected, problem_sentence
from mobile.session import use_query, use_services
from mobile.ui import inputs, theme, type
from mobile.ui.guard import component, handler, log_failure
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

# Taller and wider ones show their middle on a card, and all of it when they are opened.
_TALLEST, _WIDEST = 3 / 4, 3.0
_LARGE_BESIDE, _LARGE_BELOW = 64, 260  # pixels of the window that the large picture leaves free


@component
def PhotoView(photo: Photo, group_id: UUID, post_id: UUID | None, content: bytes | None = None) -> ft.Control:
    """A photo of a group; `content` when its bytes are at hand, else they come from this device or the host."""
    page = ft.context.page
    is_open, set_open = ft.use_state(False)
    found = use_photo(photo.id, group_id, post_id, content)
    bytes_ = found if isinstance(found, bytes) else None
    close = handler(lambda _event: set_open(lambda _: False))
    ft.use_dialog(_large(photo, bytes_, page, close) if is_open and bytes_ is not None else None)
    if bytes_ is None:
        return _frame(photo, _instead(photo, found if isinstance(found, str) else t("The photo is on its way.")))
    shown = ft.Image(bytes_, fit=ft.BoxFit.COVER, gapless_playback=True, exclude_from_semantics=True)
    opened = ft.Container(shown, on_click=handler(lambda _event: set_open(lambda _: True)), ink=True)
    return ft.MergeSemantics(
        ft.Semantics(button=True, image=True, label=photo_name(photo.description), content=_frame(photo, opened))
    )


def use_photo(
    photo_id: UUID | None, group_id: UUID, post_id: UUID | None, content: bytes | None = None
) -> bytes | str | None:
    """Return the bytes of a photo, or why they are not here, None until that is known. While they are missing they are
    asked for again whenever the sync has news."""
    services = use_services()
    kept = ft.use_ref(cast("tuple[UUID | None, bytes] | None", None))

    async def load() -> bytes | str | None:
        if content is not None or photo_id is None:
            return content
        if kept.current is None or kept.current[0] != photo_id:
            answer = await _load(services, group_id, photo_id, post_id)
            if isinstance(answer, str):
                return answer
            kept.current = (photo_id, answer)
        return kept.current[1]

    found = use_query(load, scopes=("status",), depends_on=(photo_id, content is None))
    return found if content is None else content


async def _load(services: "Services", group_id: UUID, photo_id: UUID, post_id: UUID | None) -> bytes | str:
    try:
        return await services.photos.load(group_id, photo_id, post_id=post_id)
    except Unreachable:
        return t("The photo comes when you’re online.")
    except Rejected:
        return t("The photo is no longer there.")
    except Exception as error:
        if not is_expected(error):
            log_failure("loading a photo", error)
        return problem_sentence(error)


def unsent_photo(given: SetPhoto | None, standing: Photo | None = None) -> tuple[Photo | None, bytes | None]:
    """Return a photo of this member's that is not sent yet, and its bytes; of the one that is `standing` only the
    description is new."""
    if given is None:
        return None, None
    if given.content is None:
        return standing and standing.model_copy(update={"description": given.description}), None
    width, height = read_size(given.content)
    return Photo(id=given.id, width=width, height=height, description=given.description), given.content


def photo_name(description: str) -> str:
    """Return what a photo is called for who does not see it."""
    return t("Photo: {description}", description=description) if description else t("Photo without a description")


def _frame(photo: Photo, content: ft.Control) -> ft.Control:
    """Return `content` in the shape of the photo."""
    return ft.Container(
        content,
        aspect_ratio=min(max(photo.width / max(1, photo.height), _TALLEST), _WIDEST),
        border_radius=theme.CHIP_RADIUS,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
        bgcolor=theme.VARIANT,
    )


def _instead(photo: Photo, line: str) -> ft.Control:
    """Return what stands in the place of a photo that is not here."""
    short: dict[str, Any] = {"overflow": ft.TextOverflow.ELLIPSIS, "text_align": ft.TextAlign.CENTER}
    words: list[ft.Control] = [
        ft.Icon(ft.Icons.IMAGE_OUTLINED, size=22, color=theme.QUIET),
        type.quiet(photo_name(photo.description), max_lines=2, **short),
        type.quiet(line, max_lines=2, **short),
    ]
    column = ft.Column(
        words,
        spacing=4,
        alignment=ft.MainAxisAlignment.CENTER,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        scroll=ft.ScrollMode.HIDDEN,  # a low picture has no room for three lines
    )
    return ft.Container(column, padding=12, alignment=ft.Alignment.CENTER)


def _large(photo: Photo, content: bytes, page: ft.Page, close: Callable[..., None]) -> ft.AlertDialog:
    name = photo_name(photo.description)
    return large_photo(content, (photo.width, photo.height), name, page, close, words=photo.description)


def large_photo(
    content: bytes,
    size: tuple[int, int],
    name: str,
    page: ft.Page,
    close: Callable[..., None],
    *,
    words: str = "",
    acts: Sequence[ft.Control] = (),
) -> ft.AlertDialog:
    """Return the whole photo, of `size` in pixels, as large as the window allows, with `words` below it and `acts`
    before the way back; `close` is guarded already."""
    wide, high = (page.width or 400) - _LARGE_BESIDE, (page.height or 800) - _LARGE_BELOW
    scale = max(min(wide / size[0], high / size[1]), 0.01)
    image = ft.Image(content, fit=ft.BoxFit.CONTAIN, semantics_label=name)
    parts: list[ft.Control] = [ft.Container(ft.InteractiveViewer(image), width=size[0] * scale, height=size[1] * scale)]
    if words:
        parts.append(type.body(words))
    return ft.AlertDialog(
        content=ft.Container(ft.Column(parts, spacing=14, tight=True), width=size[0] * scale),
        content_padding=ft.Padding.only(left=12, right=12, top=12),
        inset_padding=16,
        scrollable=True,
        bgcolor=theme.CARD,
        shape=ft.RoundedRectangleBorder(radius=theme.CARD_RADIUS),
        actions=[*acts, inputs.text_button(t("Close"), close)],
        on_dismiss=close,
    )
