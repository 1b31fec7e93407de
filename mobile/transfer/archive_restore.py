"""Taking an archive into this journal: merged by id, so what is here already stays as it is and nothing comes twice.

What was deleted here comes back, since the member chose the file; it is said before. Photos get the names of this
journal, for a name is made with its key.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from api_client.sealing import RECORD_PLAINTEXT_BYTES_MAX
from mobile.device import new_private_id
from mobile.entries.document import KIND as ENTRY
from mobile.transfer.archive import Restored
from mobile.transfer.archive_reader import ReadArchive
from mobile.transfer.past import IMPORT
from mobile.transfer.plan import RESTORE_ID, RESTORE_MARK, mark_of
from mobile.vault.documents import TRASH_FIELD, Change, Document, Documents
from mobile.vault.journal_photos import NoRoomForPhotos
from mobile.vault.registers import NewValue
from mobile.vault.steps import run_aside, run_in_steps, without_collector
from mobile.vault.values import Value

if TYPE_CHECKING:
    from mobile.services import Services

SOURCE = "kith"
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
    """What was taken in: ids of documents, how many photos, and the hashes or ids of those that could not be;
    `import_id` is the document that tells of it, None when there was nothing to take in."""

    ids: list[UUID] = field(default_factory=list)
    photo_count: int = 0
    lost_photos: list[str] = field(default_factory=list)
    import_id: UUID | None = None


def compare(documents: Documents, archive: ReadArchive) -> Comparison:
    """Hold an archive against the journal; a few hundred milliseconds for 36,000 entries: run it aside."""
    new, deleted, too_long, same = [], [], [], 0
    for part in archive.parts:
        here = documents.get(part.id)
        if not _is_gone(documents, part):
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
    file_name: str,
    report: Callable[[Outcome], str],
    *,
    on_progress: Progress | None = None,
) -> Outcome:
    """Write what `compare` found into the journal, and beside it the import that it was, so that it can be undone.

    When it is cancelled or fails, nothing is here but photos that nobody sees; once `on_progress` has told of all, it
    is being stored and goes to its end. Raises StorageFull and Locked.
    """
    outcome = Outcome()
    wanted = [*found.new, *found.deleted]
    if not wanted:
        return outcome
    outcome.import_id = new_private_id()
    hashes = list(dict.fromkeys(name for part in wanted for _, name, _ in part.photos if name is not None))
    total = len(hashes) + len(wanted)

    def tell(done: int, _total: int) -> None:
        if on_progress is not None:
            on_progress(done, total)

    named = await _add_photos(services, archive, hashes, tell)
    outcome.photo_count = len(named)
    outcome.lost_photos = [key for part in wanted for key, name, _ in part.photos if name not in named]

    def item(part: Restored) -> Change:
        return _change(part, named, str(outcome.import_id))

    def tell_rest(done: int, sealed: int) -> None:
        tell(total if done == sealed else min(len(hashes) + done, total - 1), total)

    documents = services.documents
    log: Change = (outcome.import_id, IMPORT, _log(services, archive, wanted, outcome, file_name, report))
    with without_collector(len(wanted)):
        items = await run_in_steps(item, found.new)
        added = set(await documents.add_many([log, *items], on_progress=tell_rest))
        # What was erased here is a row already: its fields are written over.
        erased = [part for part in found.new if part.id not in added and documents.get(part.id) is None]
        # Adding took a while, in which a device may have brought back what was in the trash here: that stays.
        deleted = [part for part in found.deleted if _is_gone(documents, part)]
        again = [_in_place_of(documents.get(part.id), part, item(part)[2]) for part in (*erased, *deleted)]
        added |= set(await documents.change_many(again) if again else ())
    outcome.ids = [part.id for part in wanted if part.id in added]
    return outcome


def _is_gone(documents: Documents, part: Restored) -> bool:
    here = documents.get(part.id)
    return here is None or bool(here.fields.get(TRASH_FIELD))


def _in_place_of(
    here: Document | None, part: Restored, fields: Mapping[str, NewValue]
) -> tuple[UUID, str, dict[str, NewValue]]:
    """Return a change that leaves nothing of a document in the trash but what the archive says."""
    former: dict[str, NewValue] = dict.fromkeys(here.fields) if here is not None else {}
    return part.id, part.kind, former | {TRASH_FIELD: None} | dict(fields)


def _change(part: Restored, named: Mapping[str, tuple[str, str]], restore_id: str) -> Change:
    """Return what is written for a part: its fields, its photos by their names here, and the mark of the import."""
    plain = part.fields | _photo_fields(part, named)
    fields: dict[str, NewValue] = {**plain, RESTORE_ID: restore_id, RESTORE_MARK: mark_of(plain)}
    note = part.fields.get("note")
    if part.other_notes and isinstance(note, str):
        fields["note"] = (note, *part.other_notes)
    return part.id, part.kind, fields


def _log(
    services: "Services",
    archive: ReadArchive,
    wanted: Sequence[Restored],
    outcome: Outcome,
    file_name: str,
    report: Callable[[Outcome], str],
) -> dict[str, NewValue]:
    days = sorted(str(part.fields.get("felt_on")) for part in wanted if part.kind == ENTRY and "felt_on" in part.fields)
    return {
        "source": SOURCE,
        "file_name": file_name[:200],
        "imported_at": services.clock.now().isoformat(timespec="seconds"),
        "entries": sum(1 for part in wanted if part.kind == ENTRY),
        "photos": outcome.photo_count,
        "first_day": days[0] if days else None,
        "last_day": days[-1] if days else None,
        "report": report(outcome),
    }


async def _add_photos(
    services: "Services", archive: ReadArchive, hashes: Sequence[str], tell: Progress
) -> dict[str, tuple[str, str]]:
    """Keep the photos and return hash -> (id, what a field says of it), without those that cannot be kept."""
    named: dict[str, tuple[str, str]] = {}
    for count, name in enumerate(hashes, start=1):
        content = await run_aside(partial(archive.read_photo, name))
        try:
            if content is not None:
                named[name] = await services.journal_photos.add_ready(content)
        except NoRoomForPhotos:
            break
        except ValueError:
            content = None  # no picture that a host would take
        tell(count, len(hashes))
    return named


def _photo_fields(part: Restored, named: Mapping[str, tuple[str, str]]) -> dict[str, Value]:
    return {
        f"photos.{named[name][0]}": named[name][1] for _, name, _ in part.photos if name is not None and name in named
    }


def _bytes(part: Restored) -> int:
    plain = len(json.dumps(part.fields, ensure_ascii=False).encode())
    return plain + sum(len(text.encode()) + 100 for text in part.other_notes) + 120 * len(part.photos)
