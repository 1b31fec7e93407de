"""Adding a photo to what is being written, or as the picture of a group or a person: choose one, take it out again.

A large one is made ready at once and kept, sealed, beside the draft that it belongs to: so it survives whatever the
words survive, and is written once and not with every letter.
"""

import base64
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import flet as ft

from api_client.wire import limits
from api_client.wire.jpeg import read_size
from api_client.wire.photos import Photo, SetPhoto
from mobile.photo_view import PhotoView
from mobile.sentences import is_expected, problem_sentence
from mobile.session import use_query, use_services
from mobile.ui import feedback, inputs, type
from mobile.ui.guard import component, handler, log_failure
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

# What the fields of a draft hold of a photo; also the shape in which they are kept.
START: dict[str, Any] = {"photo": None, "photo_description": ""}
Change = Callable[..., None]


def photo_fields(photo: Photo | SetPhoto | None, standing: Photo | None = None) -> dict[str, Any]:
    """Return the fields for a photo that stands, or that is to be sent; `standing` knows the size of the former."""
    if photo is None:
        return dict(START)
    width, height = (standing.width, standing.height) if standing is not None else (0, 0)
    if isinstance(photo, Photo):
        width, height = photo.width, photo.height
    elif photo.content is not None:
        width, height = read_size(photo.content)
    chosen = {"id": str(photo.id), "width": width, "height": height}
    return {"photo": chosen, "photo_description": photo.description}


async def given_photo(
    services: "Services",
    key: str,
    fields: Mapping[str, Any],
    *,
    standing: Photo | None = None,
    unsent: SetPhoto | None = None,
) -> dict[str, Any] | None:
    """Return what a request says of the photo of the draft at `key`: the one that is `standing` by its id alone, any
    other with its bytes, which are None when this device has lost them. A new one gets its id here, so that what is
    written anew after a refusal is nothing that the host may know already."""
    chosen = fields["photo"]
    if not chosen:
        return None
    if standing is not None and chosen["id"] == str(standing.id):
        return {"id": standing.id, "description": fields["photo_description"]}
    content = await _content_of(services, key, chosen, unsent)
    return {"id": uuid4(), "description": fields["photo_description"], "content": content}


async def forget_photo(services: "Services", key: str) -> None:
    """Throw the picture of a draft away."""
    await services.drafts.remove(_photo_key(key))


@component
def PhotoChoice(
    key_: str,
    fields: Mapping[str, Any],
    change: Change,
    group_id: UUID | None,
    error: str = "",
    description_error: str = "",
    post_id: UUID | None = None,
    unsent: SetPhoto | None = None,
) -> ft.Control:
    """The part of a form. `key_` is the draft's; `unsent` a photo that was not accepted, `post_id` of a post that has
    one."""
    services = use_services()
    chosen = fields["photo"]
    choose, working, trouble, forget_trouble = _use_choosing(services, key_, change)
    here = use_query(
        lambda: _look_up(services, key_, chosen, unsent), scopes=(), depends_on=(chosen["id"] if chosen else "",)
    )

    async def remove() -> None:
        forget_trouble()
        change(**START)
        await forget_photo(services, key_)

    parts: list[ft.Control] = [feedback.trouble(trouble or error)] if trouble or error else []
    if working:
        parts.append(feedback.waiting(t("Making the picture ready")))
    elif not chosen:
        parts += _invitation(handler(choose))
    elif here is not None and here[0] == chosen["id"] and group_id is not None:
        photo = Photo(
            id=UUID(chosen["id"]),
            width=chosen["width"] or 4,
            height=chosen["height"] or 3,
            description=fields["photo_description"],
        )
        parts.append(PhotoView(photo, group_id, post_id, here[1], key=chosen["id"]))
        parts += _words(fields, change, description_error)
        parts.append(ft.Row([inputs.text_button(t("Take the photo out"), handler(remove), danger=True)]))
    return ft.Column(parts, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


@component
def SmallPhotoChoice(value: str, on_change: Callable[[str], None]) -> ft.Control:
    """The choice of a small square photo for a group or a person; it is shown above. `value` is the photo as text, as
    `small_photo_text` makes it, empty for none."""
    trouble, set_trouble = ft.use_state("")
    running = ft.use_ref(False)

    async def choose() -> None:
        if running.current:
            return
        running.current = True
        sentence = ""
        try:
            picked = await _pick()
            if picked is not None:
                from mobile.photo_files import make_photo  # as below

                on_change(small_photo_text(await make_photo(picked, square=True)))
        except Exception as problem:
            sentence = photo_trouble(problem)
        finally:
            running.current = False
        set_trouble(lambda _: sentence)

    acts: list[ft.Control] = [
        inputs.tonal_button(t("Choose a photo"), handler(choose), icon=ft.Icons.ADD_PHOTO_ALTERNATE_OUTLINED)
    ]
    if value:
        acts.append(inputs.text_button(t("Take the photo out"), handler(lambda: on_change("")), danger=True))
    parts: list[ft.Control] = [feedback.trouble(trouble)] if trouble else []
    return ft.Column([*parts, ft.Row(acts, wrap=True, spacing=8)], spacing=8, tight=True)


def small_photo_text(photo: bytes | None) -> str:
    """Return a small photo as a draft keeps it: base64, empty for none."""
    return base64.b64encode(photo).decode() if photo else ""


def small_photo_bytes(text: str) -> bytes | None:
    """Return what `small_photo_text` was given."""
    return base64.b64decode(text) if text else None


def _use_choosing(
    services: "Services", key: str, change: Change
) -> tuple[Callable[[], Awaitable[None]], bool, str, Callable[[], None]]:
    """Return what lets a person choose a picture, whether one is being made ready, why the last one could not be added,
    and what forgets that."""
    trouble, set_trouble = ft.use_state("")
    working, set_working = ft.use_state(False)
    running = ft.use_ref(False)

    async def choose() -> None:
        if running.current:
            return
        running.current = True
        try:
            picked = await _pick()
            if picked is None:
                return
            set_working(lambda _: True)
            set_trouble(lambda _: "")
            change(photo=await _make_ready(services, key, picked))
        except Exception as problem:
            sentence = photo_trouble(problem)
            set_trouble(lambda _: sentence)
        finally:
            running.current = False
            set_working(lambda _: False)

    return choose, working, trouble, lambda: set_trouble(lambda _: "")


def _invitation(choose: inputs.Handler) -> list[ft.Control]:
    words = t("Kith makes it small and leaves behind where, when and with what it was taken.")
    button = inputs.tonal_button(t("Add a photo"), choose, icon=ft.Icons.ADD_PHOTO_ALTERNATE_OUTLINED)
    return [ft.Row([button]), type.quiet(words)]


def _words(fields: Mapping[str, Any], change: Change, error: str) -> list[ft.Control]:
    return [
        inputs.text_field(
            t("Describe the picture"),
            fields["photo_description"],
            lambda text: change(photo_description=text),
            lines=2,
            maximum=limits.PHOTO_DESCRIPTION_MAX,
            error=error,
            helper=t("For people who do not see it. If you like."),
            key="photo-description",
        )
    ]


async def _pick() -> bytes | None:
    """Let the person choose a file; return its bytes, None when none was chosen."""
    files = await ft.FilePicker().pick_files(
        file_type=ft.FilePickerFileType.IMAGE,
        with_data=True,
        cancel_upload_on_window_blur=False,  # else a slow machine loses what was chosen
    )
    return (files[0].bytes or b"") if files else None


async def _make_ready(services: "Services", key: str, file: bytes) -> dict[str, Any]:
    """Make a photo of a picture and keep it beside its draft; return how the draft names it."""
    from mobile.photo_files import make_photo  # Pillow is slow to import, and most people write without a photo

    content = await make_photo(file)
    width, height = read_size(content)
    chosen = {"id": str(uuid4()), "width": width, "height": height}
    kept = {"id": chosen["id"], "content": base64.b64encode(content).decode()}
    await services.drafts.put(_photo_key(key), kept)
    return chosen


async def _look_up(
    services: "Services", key: str, chosen: Mapping[str, Any] | None, unsent: SetPhoto | None
) -> tuple[str, bytes | None]:
    """Return of which photo this is, and its bytes when they lie beside the draft."""
    if not chosen:
        return "", None
    return str(chosen["id"]), await _content_of(services, key, chosen, unsent)


async def _content_of(
    services: "Services", key: str, chosen: Mapping[str, Any], unsent: SetPhoto | None
) -> bytes | None:
    if unsent is not None and str(unsent.id) == chosen["id"]:
        return unsent.content
    kept = await services.drafts.get(_photo_key(key))
    return base64.b64decode(kept["content"]) if kept is not None and kept.get("id") == chosen["id"] else None


def _photo_key(key: str) -> str:
    return f"{key}|photo"


def photo_trouble(problem: Exception) -> str:
    """Return why a picture could not be added; what was written is untouched."""
    reason = getattr(problem, "reason", "")  # of PhotoRefused, whose module is not imported before it is needed
    if reason == "empty":
        return t("This file is empty, so nothing was added. Choose another; your words are kept.")
    if reason == "no_picture":
        return t("Kith cannot read this file as a picture. JPEG, PNG, WebP and GIF work; your words are kept.")
    if reason == "too_large":
        return t("This picture is larger than Kith can open. Choose a smaller one; your words are kept.")
    if reason == "no_room":
        return t("Your journal has as many photos as a host keeps, so nothing was added. Your words are kept.")
    if not is_expected(problem):
        log_failure("adding a photo", problem)
    return problem_sentence(problem)
