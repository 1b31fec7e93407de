"""Writing the archive: the whole journal into one ZIP, document by document, so that it is never there a second time.

It goes straight to where it shall stand, a file or the encryption of a backup, in small steps between which everything
else has its turn and whoever asked for it can stop it. No word of it touches the disk on the way.
"""

import asyncio
import hashlib
import json
import zipfile
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from api_client.errors import ApiError, Unauthorized, Unreachable
from mobile.entries.document import KIND as ENTRY
from mobile.transfer.archive import (
    FORMAT,
    JSON_NAME,
    PHOTO_FOLDER,
    README_NAME,
    VERSION,
    archived_document,
    archived_entry,
    named_photos,
)
from mobile.vault.documents import TRASH_FIELD, Document
from mobile.vault.steps import run_aside
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

_STEP = 50  # documents between two turns of the loop: some milliseconds
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Written:
    """What an archive holds, and the ids of the photos that were not at hand; `kinds` are those of the documents beside
    the entries, each as often as there is one."""

    entry_count: int
    kinds: tuple[str, ...]
    photo_count: int
    missing_photos: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToExport:
    """What there is to take along: the entries, oldest first, everything else by kind, and the ids of all photos."""

    entries: list[Document]
    others: list[Document]
    photos: list[str]


async def documents_to_export(services: "Services") -> ToExport:
    """Return what an archive would hold; what was deleted is left out. Aside, for the journal may be long."""
    everything = services.documents.list_all()
    return await run_aside(lambda: _sort_out(everything))


def _sort_out(everything: Sequence[Document]) -> ToExport:
    shown = [found for found in everything if not found.fields.get(TRASH_FIELD)]
    entries = [document for document in shown if document.kind == ENTRY]
    entries.sort(key=lambda one: (str(one.fields.get("felt_on")), str(one.fields.get("felt_at") or ""), str(one.id)))
    others = sorted((one for one in shown if one.kind != ENTRY), key=lambda one: (one.kind, str(one.id)))
    photos = dict.fromkeys(photo for document in (*entries, *others) for photo in named_photos(document))
    return ToExport(entries, others, list(photos))


async def write_archive(
    services: "Services", out: BinaryIO, *, on_progress: Progress | None = None, from_host: bool = True
) -> Written:
    """Write the archive into `out`, which need not let itself be searched, and return what it holds.

    Photos that are not on this device are fetched, without `from_host` not even asked for; what cannot be had is left
    out and listed. Cancelled, it leaves in `out` what nobody should keep.
    """
    found = await documents_to_export(services)
    entries, others, wanted = found.entries, found.others, found.photos
    total = len(wanted) + len(entries) + len(others)
    counted = _Counted(total, on_progress)
    now = services.clock.now()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        hashes: dict[str, str] = {}
        stored: set[str] = set()
        async for photo_id, content in _read_photos(services, wanted, from_host=from_host):
            if content is not None:
                name = hashes[photo_id] = hashlib.sha256(content).hexdigest()
                if name not in stored:
                    info = zipfile.ZipInfo(f"{PHOTO_FOLDER}{name}.jpg", now.timetuple()[:6])
                    archive.writestr(info, content)  # as it is: a JPEG does not get smaller
                    stored.add(name)
            counted.add(1)
        missing = tuple(photo_id for photo_id in wanted if photo_id not in hashes)
        archive.writestr(_info(README_NAME, now), _readme(now.date().isoformat()))
        head = {"format": FORMAT, "version": VERSION, "made_at": now.isoformat(timespec="seconds")}
        with archive.open(_info(JSON_NAME, now), "w") as file:
            file.write(_json(head)[:-1] + b',\n"entries":[')
            await _write_list(file, (archived_entry(one, hashes) for one in entries), counted)
            file.write(b'],\n"documents":[')
            await _write_list(file, (archived_document(one, hashes) for one in others), counted)
            file.write(b'],\n"missing_photos":' + _json(missing) + b"}\n")
    return Written(len(entries), tuple(one.kind for one in others), len(stored), missing)


class _Counted:
    """How much is done, told to whoever wants to know."""

    def __init__(self, total: int, on_progress: Progress | None) -> None:
        self._done, self._total, self._tell = 0, total, on_progress

    def add(self, count: int) -> None:
        self._done += count
        if self._tell is not None:
            self._tell(self._done, self._total)


async def _read_photos(
    services: "Services", wanted: Sequence[str], *, from_host: bool
) -> AsyncIterator[tuple[str, bytes | None]]:
    """Yield each photo with its bytes, None for what is not to be had; a host that cannot be reached is asked once."""
    photos = services.journal_photos
    for photo_id in wanted:
        content = await photos.get_local(photo_id)
        if content is None and from_host:
            try:
                content = await photos.get(photo_id)
            except (Unreachable, Unauthorized):
                from_host = False
            except ApiError:
                content = None  # this one alone does not open
        yield photo_id, content


async def _write_list(file: IO[bytes], items: Iterable[dict[str, Any]], counted: _Counted) -> None:
    """Write one item per line, so that a person or a tool can go through a large file line by line."""
    waiting: list[bytes] = []
    separator = b"\n"
    for item in items:
        waiting += (separator, _json(item))
        separator = b",\n"
        if len(waiting) >= 2 * _STEP:
            file.write(b"".join(waiting))
            counted.add(len(waiting) // 2)
            waiting.clear()
            await asyncio.sleep(0)
    file.write(b"".join(waiting))
    counted.add(len(waiting) // 2)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _info(name: str, now: Any) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, now.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _readme(day: str) -> str:
    return "\n\n".join(
        (
            t("This is a journal from Kith, as it was on {day}.", day=day),
            t("{json} holds everything that was written, {photos} the pictures.", json=JSON_NAME, photos=PHOTO_FOLDER),
            t(
                "To have it in Kith again: open Kith, then You, Your data, Import, and choose this file as it is, "
                "without unpacking it. What is there already is not added twice."
            ),
            t(
                "Other programs can read it, too: it is plain JSON in UTF-8, one check-in or document on each line, "
                "and its form is published with Kith as a JSON Schema."
            ),
            t("It is not encrypted: whoever has this file can read it."),
            "",
        )
    )
