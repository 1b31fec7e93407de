"""Taking an archive into this journal: merged by id, so what is here already stays as it is and nothing comes twice.

What was deleted here comes back, since the member chose the file; it is said before. Photos get the names of this
journal, for a name is made with its key.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from api_client.sealing import RECORD_PLAINTEXT_BYTES_MAX
from mobile.transfer.archive import Restored
from mobile.transfer.archive_reader import ReadArchive
from mobile.vault.documents import TRASH_FIELD, Documents
from mobile.vault.journal_photos import NoRoomForPhotos
from mobile.vault.registers import NewValue
from mobile.vault.steps import run_aside
from mobile.vault.values import Value

if TYPE_CHECKING:
    from mobile.services import Services

_PLAIN_OVERHEAD_BYTES = 512  # kind, stamps and punctuation around the fields of a sealed document
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Comparison:
    """What of an archive is new here, what is in the trash here, what is here already, and what is too long to seal."""

    new: tuple[Restored, ...]
    deleted: tuple[Restored, ...]
    same_count: int
    too_long: tuple[Restored, ...]


@dataclass
class Outcome:
    """What was taken in: ids of documents, how many photos, and the hashes or ids of those that could not be."""

    ids: list[UUID] = field(default_factory=list)
    photo_count: int = 0
    lost_photos: list[str] = field(default_factory=list)


def compare(documents: Documents, archive: ReadArchive) -> Comparison:
    """Hold an archive against the journal; a few hundred milliseconds for 36,000 entries: run it aside."""
    new, deleted, too_long, same = [], [], [], 0
    for part in archive.parts:
        here = documents.get(part.id)
        if here is not None and not here.fields.get(TRASH_FIELD):
            same += 1
        elif _bytes(part) > RECORD_PLAINTEXT_BYTES_MAX - _PLAIN_OVERHEAD_BYTES:
            too_long.append(part)
        elif here is not None:
            deleted.append(part)
        elif part.fields or part.photos:
            new.append(part)
    return Comparison(tuple(new), tuple(deleted), same, tuple(too_long))


async def restore(
    services: "Services",
    archive: ReadArchive,
    found: Comparison,
    mark: Mapping[str, Value],
    *,
    on_progress: Progress | None = None,
) -> Outcome:
    """Write what `compare` found into the journal, each document with the fields of `mark`; all of it or, when it is
    cancelled or fails, nothing but photos that nobody sees. Raises StorageFull and Locked."""
    outcome = Outcome()
    wanted = [*found.new, *found.deleted]
    hashes = dict.fromkeys(name for part in wanted for _, name, _ in part.photos if name is not None)
    total = len(hashes) + len(wanted)

    def tell(done: int, _total: int) -> None:
        if on_progress is not None:
            on_progress(done, total)

    named: dict[str, tuple[str, str]] = {}
    has_room = True
    for count, name in enumerate(hashes, start=1):
        content = await run_aside(lambda name=name: archive.read_photo(name)) if has_room else None  # type: ignore[misc]
        try:
            if content is not None:
                named[name] = await services.journal_photos.add_ready(content)
        except NoRoomForPhotos:
            has_room = False
        except ValueError:
            content = None  # no picture that a host would take
        tell(count, total)
    outcome.photo_count = len(named)
    outcome.lost_photos = [key for part in wanted for key, name, _ in part.photos if name not in named]

    def item(part: Restored) -> tuple[UUID, str, dict[str, NewValue]]:
        return part.id, part.kind, _fields(part, named) | dict(mark)

    def tell_rest(done: int, _total: int) -> None:
        tell(len(hashes) + done, total)

    documents = services.documents
    outcome.ids = await documents.add_many([item(part) for part in found.new], on_progress=tell_rest)
    added = set(outcome.ids)
    # What was erased here, or came here meanwhile, is a row already: its fields are written over.
    erased = [part for part in found.new if part.id not in added and documents.get(part.id) is None]
    again = [item(part) for part in (*erased, *found.deleted)]
    if again:
        outcome.ids += await documents.change_many([(key, kind, {TRASH_FIELD: None} | new) for key, kind, new in again])
    return outcome


def _fields(part: Restored, named: Mapping[str, tuple[str, str]]) -> dict[str, NewValue]:
    fields: dict[str, NewValue] = dict(part.fields)
    note = part.fields.get("note")
    if part.other_notes and isinstance(note, str):
        fields["note"] = (note, *part.other_notes)
    for _, name, _ in part.photos:
        if name is not None and name in named:
            photo_id, value = named[name]
            fields[f"photos.{photo_id}"] = value
    return fields


def _bytes(part: Restored) -> int:
    plain = len(json.dumps(part.fields, ensure_ascii=False).encode())
    return plain + sum(len(text.encode()) + 100 for text in part.other_notes) + 120 * len(part.photos)
