"""Thousands of documents at once: sealed in steps beside everything else, then stored in one transaction.

An import of ten years must not freeze the app, and must be there whole or not at all. Sealing therefore happens before
the lock of the rows is taken; what changed meanwhile is done again under it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar
from uuid import UUID, uuid4

from sqlmodel import Session

from mobile.storage.database import Database
from mobile.vault import rows
from mobile.vault.records import Edit, Opened, Records
from mobile.vault.registers import Registers
from mobile.vault.rows import Stored
from mobile.vault.sealing import Keyring
from mobile.vault.steps import Progress, let_go, run_aside, run_in_steps, run_to_end, without_collector

A = TypeVar("A")
T = TypeVar("T")
M = TypeVar("M")


class Many(Generic[T, M]):
    """Adds and changes many rows. `build` makes of a row what memory keeps of it and `merge`, in a thread, of all of
    those what memory becomes; `take_in` puts that there at once, before the lock is given back."""

    def __init__(
        self,
        records: Records,
        database: Database,
        keyring: Keyring,
        build: Callable[[Opened], T],
        merge: Callable[[Sequence[T]], M],
        take_in: Callable[[M], None],
    ) -> None:
        self._records = records
        self._database = database
        self._keyring = keyring
        self._build = build
        self._merge = merge
        self._take_in = take_in

    async def add(
        self, items: Sequence[A], prepare: Callable[[A], tuple[UUID, str, Registers]], on_progress: Progress | None
    ) -> list[UUID]:
        """Store what `prepare` makes of each item as a new row and return the ids stored; one that is here already
        stays as it is, and of two alike the first counts.

        Raises DocumentTooLong, StorageFull and Locked with nothing changed.
        """
        desk = self._keyring.desk()

        def make(item: A) -> tuple[Stored, T]:
            document_id, kind, registers = prepare(item)
            row = Stored(document_id, 0, 1, True, uuid4(), desk.seal(document_id, kind, registers))
            return row, self._build(Opened(row, kind, registers))

        with without_collector(len(items)):
            made = await run_in_steps(make, items, on_progress)
            async with self._records.lock:
                stored = await run_to_end(self._store_new(made, desk.require_current))
            await let_go(made)
            return stored

    async def change(self, edits: Mapping[UUID, Edit], on_progress: Progress | None) -> list[UUID]:
        """Apply each edit to its row and return the ids that it changed; what is not here or does not open is passed
        over. Raises as `add`."""
        with without_collector(len(edits)):
            return await self._change(edits, on_progress)

    async def _change(self, edits: Mapping[UUID, Edit], on_progress: Progress | None) -> list[UUID]:
        desk = self._keyring.desk()
        known = await self._read(list(edits))
        now: dict[UUID, Stored] = {}

        def make(row: Stored) -> tuple[Stored, T] | None:
            content = desk.open(row.id, row.sealed)
            if content is None:
                return None
            kind, registers = edits[row.id](*content)
            if registers == content[1]:
                return None
            written = row.rewritten(desk.seal(row.id, kind, registers))
            return written, self._build(Opened(written, kind, registers))

        made = await run_in_steps(make, list(known.values()), on_progress)

        def choose() -> list[tuple[Stored, T]]:
            pairs = zip(known.items(), made, strict=True)
            kept = [(pair if now[key] == row else make(now[key])) for (key, row), pair in pairs if key in now]
            return [pair for pair in kept if pair is not None]

        async def store() -> list[UUID]:
            now.update(await self._read(list(known)))
            return await self._store(await run_aside(choose), desk.require_current)

        async with self._records.lock:
            changed = await run_to_end(store())
        await let_go(made, known, now)
        return changed

    async def _store_new(self, made: Sequence[tuple[Stored, T]], check: Callable[[], None]) -> list[UUID]:
        here = await self._database.read(lambda session: rows.list_known(session, [row.id for row, _ in made]))

        def choose() -> list[tuple[Stored, T]]:
            once = {row.id: (row, built) for row, built in reversed(made) if row.id not in here}
            return list(once.values())[::-1]

        return await self._store(await run_aside(choose), check)

    async def _store(self, made: Sequence[tuple[Stored, T]], check: Callable[[], None]) -> list[UUID]:
        check()
        merged = await run_aside(lambda: self._merge([built for _, built in made]))
        await self._database.settle()
        await self._database.write(lambda session: rows.upsert(session, [row for row, _ in made]))
        self._take_in(merged)
        return [row.id for row, _ in made]

    async def _read(self, ids: Sequence[UUID]) -> dict[UUID, Stored]:
        def read(session: Session) -> dict[UUID, Stored]:
            found = rows.read_rows(session, ids)
            return {document_id: found[document_id] for document_id in ids if document_id in found}

        return await self._database.read(read)
