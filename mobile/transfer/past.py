"""Imports that were made, and taking one out again.

Every document that an import wrote carries its id and a digest of what it wrote. So it can be told, on any device and
years later, what is still as it came: that goes; what a member changed since stays unless they say otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from mobile.transfer.plan import IMPORT_ID, MARK, RESTORE_ID, RESTORE_MARK, mark_of
from mobile.vault.documents import TRASH_FIELD, Document, Documents
from mobile.vault.fields import read_day, read_instant, read_text, read_whole
from mobile.vault.steps import Progress, run_aside
from mobile.vocabulary import KINDS, TAG_GROUP

if TYPE_CHECKING:
    from mobile.services import Services

IMPORT = "import"
_COUNT_MAX = 10_000_000


@dataclass(frozen=True, slots=True)
class PastImport:
    """One import: from where, when, what it added, and its report. `undone_at` is set when it was taken out again."""

    id: UUID
    source: str
    file_name: str
    imported_at: datetime | None
    entries: int
    photos: int
    first_day: date | None
    last_day: date | None
    report: str
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Undoing:
    """What taking an import out would erase: entries (of an archive everything but words) as they came, those changed
    since, and words nobody uses. `kinds` says what each of them is."""

    same: tuple[UUID, ...]
    changed: tuple[UUID, ...]
    words: tuple[UUID, ...]
    words_if_all: tuple[UUID, ...]
    kinds: Mapping[UUID, str]

    def going(self, *, with_changed: bool) -> tuple[list[str], list[str]]:
        """Return the kinds of the records and those of the words that would be erased."""
        words = self.words_if_all if with_changed else self.words
        records = (*self.same, *(self.changed if with_changed else ()))
        return [self.kinds[one] for one in records], [self.kinds[one] for one in words]


def read_import(document: Document) -> PastImport:
    """Return the import that a document tells of; what is odd reads as not said."""
    fields = document.fields
    return PastImport(
        id=document.id,
        source=read_text(fields.get("source")) or "",
        file_name=read_text(fields.get("file_name")) or "",
        imported_at=read_instant(fields.get("imported_at")),
        entries=read_whole(fields.get("entries"), 0, _COUNT_MAX) or 0,
        photos=read_whole(fields.get("photos"), 0, _COUNT_MAX) or 0,
        first_day=read_day(fields.get("first_day")),
        last_day=read_day(fields.get("last_day")),
        report=read_text(fields.get("report")) or "",
        undone_at=read_instant(fields.get("undone_at")),
    )


def list_imports(documents: Documents) -> list[PastImport]:
    """Return every import, newest first."""
    found = [read_import(document) for document in documents.list(IMPORT)]
    return sorted(found, key=lambda one: (str(one.imported_at or ""), str(one.id)), reverse=True)


async def read_undoing(documents: Documents, import_id: UUID) -> Undoing:
    """Work out what taking an import out would erase; aside, for the journal may be long."""
    everything = documents.list_all()
    return await run_aside(lambda: _work_out(everything, str(import_id)))


def _work_out(everything: Sequence[Document], import_id: str) -> Undoing:
    entries: dict[Literal["same", "changed"], list[UUID]] = {"same": [], "changed": []}
    words: list[Document] = []
    others: list[Document] = []
    for document in everything:
        if not _is_of(document, import_id):
            others.append(document)
        elif document.kind in KINDS:
            words.append(document)
        else:
            # What the member put in the trash is not wanted anyway.
            is_same = _is_as_it_came(document, import_id) or document.fields.get(TRASH_FIELD)
            entries["same" if is_same else "changed"].append(document.id)
    changed = set(entries["changed"])
    kept = [document for document in everything if document.id in changed]
    return Undoing(
        tuple(entries["same"]),
        tuple(entries["changed"]),
        _unused(words, [*others, *kept], import_id),
        _unused(words, others, import_id),
        {document.id: document.kind for document in everything if _is_of(document, import_id)},
    )


def _is_of(document: Document, import_id: str) -> bool:
    return import_id in (document.fields.get(IMPORT_ID), document.fields.get(RESTORE_ID))


def _is_as_it_came(document: Document, import_id: str) -> bool:
    mark = RESTORE_MARK if document.fields.get(RESTORE_ID) == import_id else MARK
    return mark_of(document.fields) == document.fields.get(mark)


def _unused(words: Sequence[Document], others: Sequence[Document], import_id: str) -> tuple[UUID, ...]:
    """Return the words that nothing else names and that are as they came; a group stays while a tag is in it."""
    candidates = {str(word.id): word for word in words if _is_as_it_came(word, import_id)}
    kept = [word for word in words if str(word.id) not in candidates]
    used = _named(candidates, [*others, *kept])
    gone = {key: word for key, word in candidates.items() if key not in used}
    staying = [word for key, word in candidates.items() if key in used]
    still = _named({key: word for key, word in gone.items() if word.kind == TAG_GROUP}, staying)
    return tuple(word.id for key, word in gone.items() if key not in still)


def _named(candidates: dict[str, Document], documents: Sequence[Document]) -> set[str]:
    """Return the candidates that some document names: as an element of a set or a map, or as a value."""
    found: set[str] = set()
    if not candidates:
        return found
    for document in documents:
        for name, value in document.fields.items():
            element = name.partition(".")[2]
            if element in candidates and value is not False:
                found.add(element)
            if isinstance(value, str) and value in candidates:
                found.add(value)
    return found


async def undo(
    services: "Services", import_id: UUID, *, with_changed: bool, on_progress: Progress | None = None
) -> Undoing:
    """Take an import out: erase what it wrote, here and everywhere else. What was changed since stays unless
    `with_changed`. Doing it again finishes what a kill left half done."""
    documents = services.documents
    found = await read_undoing(documents, import_id)
    ids = [
        *found.same,
        *(found.changed if with_changed else ()),
        *(found.words_if_all if with_changed else found.words),
    ]
    await documents.erase_many(ids, on_progress=on_progress)
    moment = services.clock.now().isoformat(timespec="seconds")
    await documents.save(import_id, IMPORT, {"undone_at": moment})
    return found
