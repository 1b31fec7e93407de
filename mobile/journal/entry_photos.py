"""The photos of a check-in while it is being written: chosen, looked at, taken out again.

A picture is made small and plain, and kept sealed, before its name enters the form: so the draft holds a name alone and
survives whatever its words survive. On phones the platform's own picker is asked, which also shows the gallery; Flet
has no way to a camera.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import flet as ft

from api_client.wire import limits
from mobile.journal.form import Form
from mobile.journal.photo_tiles import LargePhoto, PhotoTile, photo_name
from mobile.photo_choice import photo_trouble
from mobile.photo_room import room_words
from mobile.session import use_query, use_services
from mobile.ui import feedback, inputs, type
from mobile.ui.guard import component, handler
from mobile.vault.journal_photos import PhotoRoom
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services

PHOTOS_MAX = 6  # that the form adds; an entry that came from elsewhere may have more
_TELL_FROM = 0.8  # of the room that an account has: from here on it is said how much is left
Change = Callable[[Callable[[Form], Form]], None]
Busy = Callable[[bool], None]


@component
def EntryPhotos(photos: Mapping[str, str], change: Change, set_busy: Busy) -> ft.Control:
    """The part of the form. `photos` are the values by the photos' ids; `set_busy` is told while one is made ready."""
    services = use_services()
    page = ft.context.page
    opened, set_opened = ft.use_state("")
    choose, working, trouble = _use_choosing(services, len(photos), change, set_busy)
    facts = use_query(
        lambda: _read_facts(services, tuple(photos)),
        scopes=("status", "photos", "photos_here"),
        depends_on=(tuple(photos),),
    )
    ids = list(photos)

    def take_out(photo_id: str) -> None:
        before = dict(photos)
        set_opened(lambda _: "")
        change(lambda form: replace(form, photos=_without(form.photos, photo_id)))

        async def undo(_event: Any) -> None:
            change(lambda form: replace(form, photos=_as_before(before, form.photos, photo_id)))

        feedback.offer_undo(page, t("Photo taken out."), t("Undo"), undo)

    tiles: list[ft.Control] = [
        PhotoTile(one, number, len(ids), _opener(set_opened, one), key=one) for number, one in enumerate(ids, 1)
    ]
    parts: list[ft.Control] = [type.subheading(t("Photos"))]
    if tiles:
        parts.append(ft.Row(tiles, wrap=True, spacing=8, run_spacing=8))
    if trouble:
        parts.append(feedback.trouble(trouble))
    if working:
        parts.append(feedback.waiting(working))
    elif len(ids) < PHOTOS_MAX:
        words = t("Add a photo") if PHOTOS_MAX - len(ids) == 1 else t("Add photos")
        parts.append(ft.Row([inputs.tonal_button(words, handler(choose), icon=ft.Icons.ADD_PHOTO_ALTERNATE_OUTLINED)]))
    parts += [type.quiet(line) for line in _lines(len(ids), facts)]
    if opened in photos:
        number = ids.index(opened) + 1
        act = inputs.text_button(t("Take the photo out"), handler(lambda _event: take_out(opened)), danger=True)
        name = photo_name(number, len(ids))
        parts.append(
            LargePhoto(opened, photos[opened], name, lambda: set_opened(lambda _: ""), [act], key=f"large-{opened}")
        )
    return ft.Column(parts, spacing=8, tight=True)


def _use_choosing(
    services: "Services", count: int, change: Change, set_busy: Busy
) -> tuple[Callable[[], Any], str, str]:
    """Return what lets a person choose pictures, what to say while they are made ready, and why one was not added."""
    trouble, set_trouble = ft.use_state("")
    working, set_working = ft.use_state("")
    running = ft.use_ref(False)

    async def choose() -> None:
        if running.current:
            return
        running.current = True
        try:
            files = await _pick()
            if not files:
                return
            set_busy(True)
            room = PHOTOS_MAX - count
            sentence = "" if len(files) <= room else _only_first(room)
            for number, file in enumerate(files[:room], 1):
                set_working(_ready_words(number, min(len(files), room)))
                sentence = await _add(services, file, change) or sentence
            set_trouble(lambda _: sentence)
        finally:
            running.current = False
            set_working(lambda _: "")
            set_busy(False)

    return choose, working, trouble


def _ready_words(number: int, count: int) -> str:
    if count == 1:
        return t("Making the picture ready")
    return t("Making picture {number} of {count} ready", number=number, count=count)


async def _pick() -> list[bytes]:
    """Let the person choose files; return their bytes."""
    files = await ft.FilePicker().pick_files(
        file_type=ft.FilePickerFileType.IMAGE,
        allow_multiple=True,
        with_data=True,
        cancel_upload_on_window_blur=False,  # else a slow machine loses what was chosen
    )
    return [file.bytes or b"" for file in files or ()]


async def _add(services: "Services", file: bytes, change: Change) -> str:
    """Keep one picture and put its name into the form; return why that was not possible."""
    try:
        photo_id, value = await services.journal_photos.add(file)
    except Exception as problem:
        return photo_trouble(problem)
    change(lambda form: replace(form, photos={**form.photos, photo_id: value}))
    return ""


@dataclass(frozen=True)
class _Facts:
    """How much room is used, how many photos of the form wait for the host that there is, and how many are not here."""

    room: PhotoRoom
    unsent: int
    missing: int


async def _read_facts(services: "Services", ids: Collection[str]) -> _Facts:
    photos = services.journal_photos
    unsent = await photos.list_unsent() if services.account.state.handle else ()
    here = await photos.list_here()
    return _Facts(await photos.read_room(), len({*map(str, unsent)} & {*ids}), len({*ids} - {*map(str, here)}))


def _lines(count: int, facts: _Facts | None) -> list[str]:
    """Return what is said below the photos: limits before they are hit, and what waits."""
    lines = []
    if not count:
        lines.append(
            tn(
                "{count} photo fits into a check-in. Sealed like your words; where it was taken stays behind.",
                "Up to {count} photos fit into a check-in. Sealed like your words; where they were taken stays behind.",
                PHOTOS_MAX,
            )
        )
    elif count < PHOTOS_MAX:
        lines.append(tn("{count} more fits.", "{count} more fit.", PHOTOS_MAX - count))
    else:
        lines.append(t("A check-in holds up to {count} photos.", count=PHOTOS_MAX))
    if facts is None:
        return lines
    if facts.missing:
        lines.append(
            tn("{count} photo is not on this device yet.", "{count} photos are not on this device yet.", facts.missing)
        )
    if facts.unsent:
        lines.append(tn("{count} photo waits to be sent.", "{count} photos wait to be sent.", facts.unsent))
    if facts.room.bytes > _TELL_FROM * limits.JOURNAL_PHOTO_BYTES_MAX:
        lines.append(room_words(facts.room))
    elif facts.room.count > _TELL_FROM * limits.JOURNAL_PHOTOS_MAX:
        most = limits.JOURNAL_PHOTOS_MAX
        lines.append(t("Your journal has {count} of {most} photos.", count=facts.room.count, most=most))
    return lines


def _only_first(room: int) -> str:
    return tn(
        "A check-in holds up to {most} photos, so only the first was added. Your words are kept.",
        "A check-in holds up to {most} photos, so only the first {count} were added. Your words are kept.",
        room,
        most=PHOTOS_MAX,
    )


def _opener(set_opened: Any, photo_id: str) -> Callable[[], None]:
    return lambda: set_opened(lambda _: photo_id)


def _without(photos: Mapping[str, str], photo_id: str) -> dict[str, str]:
    return {one: value for one, value in photos.items() if one != photo_id}


def _as_before(before: Mapping[str, str], now: Mapping[str, str], photo_id: str) -> dict[str, str]:
    """Return the photos of now with one put back where it stood."""
    put_back = {one: before[one] for one in before if one in now or one == photo_id}
    return {**put_back, **now}
