"""Documents: everything private, opened into memory while unlocked, sealed on the disk always.

A member's own journal is small enough to be held whole (36,000 entries are some 40 MB), so screens read it without
waiting and no index over plain text ever lies on the disk.
"""

import gc
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from mobile.device import Clock, new_private_id, wall_milliseconds
from mobile.shown import UNWANTED_KINDS
from mobile.signal import Signal
from mobile.storage.database import Database
from mobile.vault import registers as joining
from mobile.vault.beside import forget_beside
from mobile.vault.many import Many
from mobile.vault.plain import shown_texts, shown_values
from mobile.vault.records import Edit, Opened, Records
from mobile.vault.registers import NewValue
from mobile.vault.sealing import Keyring
from mobile.vault.steps import Progress, run_aside
from mobile.vault.values import Value

TRASH_FIELD = "trash"
Change = tuple[UUID | None, str, Mapping[str, NewValue]]
_CHANGES_KEPT = 2_000
_LONG_JOURNAL = 5_000  # documents; below that the collector walks through them in some milliseconds


@dataclass(slots=True)
class Document:
    """One document as shown; replaced, never changed. `versions` holds texts that were written apart, newest first;
    `pending` says that the host does not have it yet."""

    id: UUID
    kind: str
    fields: dict[str, Value]
    versions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Merged:
    """What memory becomes after many documents were stored: these, all of each kind among them, and the kinds of
    those that are new."""

    built: Sequence[Document]
    by_kind: dict[str, dict[UUID, Document]]
    kinds: dict[str, dict[UUID, str]]


class Documents:
    """Saves, reads and deletes documents. Reading needs no await: what is shown is in memory."""

    def __init__(self, database: Database, keyring: Keyring, signal: Signal, clock: Clock) -> None:
        self.records = Records(database, keyring, self._show, self._settle)
        self.is_open = False
        self._keyring = keyring
        self._signal = signal
        self._clock = clock
        self._writer = ""
        self._by_kind: dict[str, dict[UUID, Document]] = {}
        self._kinds: dict[UUID, str] = {}
        self._changes: deque[UUID] = deque(maxlen=_CHANGES_KEPT)
        self._change_count = 0
        self._many = Many(self.records, database, keyring, _build, self._merge, self._take_in)

    async def open(self, writer: str) -> None:
        """Open every document; `writer` names this installation in what it writes."""
        self._writer = writer
        async with self.records.lock:
            rows = await self.records.read_all()
            pending = {document_id for document_id, _, waits in rows if waits}

            def build(document_id: UUID, plain: Any) -> Document | None:
                shown = shown_values(plain)
                if not shown:
                    return None
                return Document(document_id, plain["kind"], shown, shown_texts(plain), document_id in pending)

            self._clear()
            is_long = len(rows) > _LONG_JOURNAL
            gc.disable()  # so many new objects, none of them garbage: looking for some would double the time
            try:
                opened = await self._keyring.open_many(
                    [(document_id, sealed) for document_id, sealed, _ in rows],
                    lambda document_id, plain: (build(document_id, plain),),
                )
            finally:
                gc.enable()
                if is_long:
                    gc.freeze()  # a journal stays: the collector need not walk through it again and again
            for result in opened:
                if result and result[0]:
                    self._put(result[0])
            if unreadable := [row[0] for row, result in zip(rows, opened, strict=True) if result is None]:
                await self.records.set_aside(unreadable)
            self.is_open = True
        self._change_count += _CHANGES_KEPT + 1  # everything may have changed
        self._emit({"entry"})

    def close(self) -> None:
        """Forget what was opened; rows stay as they are."""
        self.is_open = False
        self._clear()
        forget_beside(self)
        self._change_count += _CHANGES_KEPT + 1
        self._emit({"entry"})

    async def save(self, document_id: UUID | None, kind: str, changes: Mapping[str, NewValue]) -> UUID:
        """Write `changes` (field to value) into the document, a new one for None; durable when this returns.

        Field names: plain "level"; one element of a set "tags.<id>" (True or False) or of a map "scales.<id>"; "note"
        is the only text. Returns the id. Raises DocumentTooLong and StorageFull with nothing changed.
        """
        return (await self.save_all([(document_id, kind, changes)]))[0]

    async def save_all(self, items: Iterable[Change]) -> list[UUID]:
        """Save many documents in one transaction, as `save` does; return their ids in order."""
        now = wall_milliseconds(self._clock)
        edits = [(key or new_private_id(), self._edit(kind, changes, now)) for key, kind, changes in items]
        await self.records.edit(edits)
        return [document_id for document_id, _ in edits]

    async def add_many(self, items: Sequence[Change], *, on_progress: Progress | None = None) -> list[UUID]:
        """Write thousands of new documents without holding up the app, in one transaction: all of them or none.

        Returns the ids written, in order; an id that is here already, also as an erased document, is left as it is.
        `on_progress(done, total)` is called while they are sealed; cancelling until then leaves nothing, and what is
        being stored is stored to its end. Raises as `save`, and Locked when the keys went away meanwhile.
        """
        now = wall_milliseconds(self._clock)

        def prepare(item: Change) -> tuple[UUID, str, joining.Registers]:
            document_id, kind, fields = item
            return document_id or new_private_id(), kind, joining.edit({}, fields, now=now, device=self._writer)

        return await self._many.add(items, prepare, on_progress)

    async def change_many(
        self, items: Sequence[tuple[UUID, str, Mapping[str, NewValue]]], *, on_progress: Progress | None = None
    ) -> list[UUID]:
        """Write changes into thousands of documents that are here, as `add_many`; return the ids that they changed."""
        now = wall_milliseconds(self._clock)

        def gather() -> dict[UUID, Edit]:
            wanted: dict[UUID, tuple[str, dict[str, NewValue]]] = {}
            for document_id, kind, changes in items:
                wanted.setdefault(document_id, (kind, {}))[1].update(changes)
            return {document_id: self._edit(kind, changes, now) for document_id, (kind, changes) in wanted.items()}

        return await self._many.change(await run_aside(gather), on_progress)

    async def erase_many(self, ids: Sequence[UUID], *, on_progress: Progress | None = None) -> list[UUID]:
        """Delete documents for good, here and everywhere else, as `add_many`; return the ids erased."""
        return await self._many.change(dict.fromkeys(ids, _erase), on_progress)

    def get(self, document_id: UUID) -> Document | None:
        """Return the document, also a trashed one; None when it is not here or was erased."""
        return self._by_kind.get(self._kinds.get(document_id, ""), {}).get(document_id)

    def list(self, kind: str) -> Sequence[Document]:
        """Return all documents of a kind in no order, without trashed and erased ones."""
        return [found for found in self._by_kind.get(kind, {}).values() if not found.fields.get(TRASH_FIELD)]

    def list_all(self) -> Sequence[Document]:
        """Return every document of every kind in no order, also the trashed ones."""
        return [found for documents in self._by_kind.values() for found in documents.values()]

    def list_trashed(self, kind: str) -> Sequence[Document]:
        """Return the trashed documents of a kind."""
        return [found for found in self._by_kind.get(kind, {}).values() if found.fields.get(TRASH_FIELD)]

    async def trash(self, document_id: UUID) -> None:
        """Put the document aside; `restore` brings it back as it was."""
        await self.save(document_id, self._kinds[document_id], {TRASH_FIELD: True})

    async def restore(self, document_id: UUID) -> None:
        """Take the document out of the trash."""
        await self.save(document_id, self._kinds[document_id], {TRASH_FIELD: False})

    async def erase(self, document_id: UUID) -> None:
        """Delete the document for good, here and everywhere else."""
        await self.records.edit([(document_id, _erase)])

    def changed_since(self, mark: int) -> tuple[int, frozenset[UUID] | None]:
        """Return a new mark and the ids that changed since `mark`, None when that is too long ago to tell."""
        new_count = self._change_count - mark
        if new_count > len(self._changes):
            return self._change_count, None
        return self._change_count, frozenset(list(self._changes)[len(self._changes) - new_count :])

    def _edit(self, kind: str, changes: Mapping[str, NewValue], now: int) -> Edit:
        return lambda old_kind, old: (old_kind or kind, joining.edit(old, changes, now=now, device=self._writer))

    def _show(self, changed: Sequence[Opened]) -> None:
        if not self.is_open:
            return
        built = [_build(opened) for opened in changed]
        for document in built:
            if document.fields:
                self._put(document)
            else:
                self._kinds[document.id] = document.kind
                self._by_kind.get(document.kind, {}).pop(document.id, None)
        self._note_changes(built, {document.kind for document in built})

    def _merge(self, built: Sequence[Document]) -> Merged:
        """Return what memory becomes with `built` in it, those without a field being erased; run aside and under the
        lock of the records, for walking through thousands of ids takes a moment."""
        by_kind: dict[str, dict[UUID, Document]] = {}
        for document in built:
            by_kind.setdefault(document.kind, {})[document.id] = document
        merged: dict[str, dict[UUID, Document]] = {}
        for kind, found in by_kind.items():
            merged[kind] = {**self._by_kind.get(kind, {}), **found}
            for document_id in [document.id for document in found.values() if not document.fields]:
                del merged[kind][document_id]
        kinds = {
            kind: {document_id: kind for document_id in found if document_id not in self._kinds}
            for kind, found in by_kind.items()
        }
        return Merged(built, merged, kinds)

    def _take_in(self, merged: Merged) -> None:
        if not self.is_open:
            return
        self._by_kind.update(merged.by_kind)
        for kinds in merged.kinds.values():
            self._kinds.update(kinds)
        self._note_changes(merged.built, set(merged.kinds))

    def _note_changes(self, built: Sequence[Document], kinds: set[str]) -> None:
        self._changes.extend(document.id for document in built[-_CHANGES_KEPT:])
        self._change_count += len(built)
        self._emit(kinds)

    def _settle(self, ids: Sequence[UUID]) -> None:
        settled = [found for document_id in ids if (found := self.get(document_id)) and found.pending]
        for document in settled:
            self._put(replace(document, pending=False))
        self._emit({document.kind for document in settled})

    def _put(self, document: Document) -> None:
        self._by_kind.setdefault(document.kind, {})[document.id] = document
        self._kinds[document.id] = document.kind

    def _clear(self) -> None:
        self._by_kind, self._kinds = {}, {}
        self._changes.clear()
        gc.unfreeze()  # what was garbage when the journal before was opened can go now

    def _emit(self, kinds: set[str]) -> None:
        if kinds:
            self._signal.emit("documents")
        if "entry" in kinds:
            self._signal.emit("journal")
        if kinds & UNWANTED_KINDS:
            self._signal.emit("*")  # what others wrote may be shown or not, wherever it stands


def _build(opened: Opened) -> Document:
    several = joining.texts(opened.registers)
    return Document(opened.row.id, opened.kind, joining.values(opened.registers), several, opened.row.pending)


def _erase(kind: str | None, old: joining.Registers) -> tuple[str, joining.Registers]:
    return kind or "", joining.erase(old)
