"""Documents as rows: edited, sent, answered, received. Every step is one transaction on the device.

One lock orders all changes of rows, since sealing happens outside the transaction: read, open, join, seal, write. What
a step changed is handed to `on_change` (and what the host now has, to `on_settle`) before the lock is given back, so
that memory never shows less than the disk.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from sqlmodel import Session

from api_client.wire.live import VAULT_SCOPE
from api_client.wire.vault import PushAnswer, VaultRecord
from mobile.storage.cursors import Cursor, read_cursor, write_cursor
from mobile.storage.database import Database
from mobile.storage.intake import forget_feeds
from mobile.vault import rows
from mobile.vault.plain import read_plain
from mobile.vault.registers import Registers, join
from mobile.vault.rows import Stored
from mobile.vault.sealing import DocumentTooLong, Keyring

Edit = Callable[[str | None, Registers], tuple[str, Registers]]


@dataclass(frozen=True, slots=True)
class Opened:
    """One row with its content."""

    row: Stored
    kind: str
    registers: Registers


class Records:
    """The rows of the vault on this device."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        on_change: Callable[[Sequence[Opened]], None],
        on_settle: Callable[[Sequence[UUID]], None],
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._on_change = on_change
        self._on_settle = on_settle
        self.lock = asyncio.Lock()

    async def edit(self, edits: Sequence[tuple[UUID, Edit]]) -> None:
        """Apply each edit to its document, a new one if there is none, all in one durable transaction.

        Raises DocumentTooLong and StorageFull with nothing changed, KeyError for a document that does not open.
        """
        async with self.lock:
            known = await self._read([document_id for document_id, _ in edits])
            changed = []
            for document_id, change in edits:
                opened = await self._open(known[document_id]) if document_id in known else None
                kind, registers = change(opened.kind if opened else None, opened.registers if opened else {})
                if opened and registers == opened.registers:
                    continue
                sealed = await self._keyring.seal_document(document_id, kind, registers)
                row = known.get(document_id, Stored(document_id, 0, 0, True, uuid4(), b"")).rewritten(sealed)
                known[document_id] = row
                changed.append(Opened(row, kind, registers))
            await self._database.write(lambda session: rows.upsert(session, [opened.row for opened in changed]))
            self._on_change(changed)

    async def list_pending(self) -> tuple[Stored, ...]:
        """Return documents to send, as many as one push may hold."""
        return await self._database.read(rows.list_pending)

    async def settle(self, sent: Sequence[Stored], answer: PushAnswer) -> None:
        """Take in the host's answer to a push.

        The cursor moves without an echo only if everything was accepted and the host stood where this device stands.
        """
        by_id = {row.id: row for row in sent}
        async with self.lock:
            known = await self._read(list(by_id))
            settled, theirs = [], []
            for result in answer.results:
                row = known.get(result.id)
                if row is None or result.id not in by_id:
                    continue
                if result.accepted:
                    unchanged = row.version == by_id[result.id].version
                    settled.append(replace(row, revision=result.revision, pending=not unchanged))
                elif result.sealed is None:
                    settled.append(replace(row, revision=0))
                else:
                    theirs.append(VaultRecord(id=result.id, revision=result.revision, sealed=result.sealed))
            joined, bad = await self._join_all(known, theirs)
            accepted = not theirs and all(result.accepted for result in answer.results)

            def write(session: Session) -> None:
                rows.upsert(session, [*settled, *(opened.row for opened in joined)])
                rows.hold_back(session, bad, [opened.row for opened in joined])
                cursor = read_cursor(session, VAULT_SCOPE)
                if accepted and cursor.position == answer.from_revision:
                    cursor = replace(cursor, position=answer.revision)
                write_cursor(session, VAULT_SCOPE, replace(cursor, epoch=answer.epoch))

            await self._database.write(write)
            self._on_settle([row.id for row in settled if not row.pending])
            self._on_change(joined)

    async def receive(self, records: Sequence[VaultRecord], cursor: Cursor) -> None:
        """Take in one page of the host's changes; rows and cursor are stored together."""
        async with self.lock:
            known = await self._read([record.id for record in records])
            fresh = [record for record in records if record.id not in known]
            # What is not newer than ours is stale, or the echo of our own push.
            newer = [record for record in records if record.id in known and record.revision > known[record.id].revision]
            joined, bad = await self._join_all(known, newer)
            opened = await self._keyring.open_many(
                [(record.id, record.sealed) for record in fresh], lambda _, plain: read_plain(plain)
            )
            for record, content in zip(fresh, opened, strict=True):
                if content is None:
                    bad.append(record)
                else:
                    row = Stored(record.id, record.revision, 0, False, uuid4(), record.sealed)
                    joined.append(Opened(row, *content))

            def write(session: Session) -> None:
                rows.upsert(session, [opened.row for opened in joined])
                rows.hold_back(session, bad, [opened.row for opened in joined])
                write_cursor(session, VAULT_SCOPE, cursor)

            await self._database.write(write)
            self._on_change(joined)

    async def offer_again(self, epoch: UUID | None) -> None:
        """Start over with a host whose history is another one: keep every record, offer each anew, read all again.

        No cursor means anything to such a host, so groups are read from their first page again too.
        """

        def write(session: Session) -> None:
            rows.make_all_new(session)
            forget_feeds(session)
            write_cursor(session, VAULT_SCOPE, Cursor(0, epoch))

        async with self.lock:
            await self._database.write(write)

    async def set_aside(self, ids: Sequence[UUID]) -> None:
        """Put rows that do not open into quarantine and read the vault again from its start: the host's copy heals."""

        def write(session: Session) -> None:
            rows.set_aside(session, ids)
            write_cursor(session, VAULT_SCOPE, replace(read_cursor(session, VAULT_SCOPE), position=0))

        await self._database.write(write)

    async def read_digest(self) -> tuple[Cursor, int, int]:
        """Return the cursor, how many records the host should hold up to it and the sum of their revisions."""
        return await self._database.read(lambda session: (read_cursor(session, VAULT_SCOPE), *rows.add_up(session)))

    async def count(self) -> tuple[int, int]:
        """Return how many documents wait to be sent, and how many records of the host do not open."""
        return await self._database.read(rows.count_rows)

    async def read_all(self) -> list[tuple[UUID, bytes, bool]]:
        """Return id, sealed bytes and whether it waits to be sent, for every row."""
        return await self._database.read(rows.read_sealed)

    async def _read(self, ids: Sequence[UUID]) -> dict[UUID, Stored]:
        return await self._database.read(lambda session: rows.read_rows(session, ids)) if ids else {}

    async def _open(self, row: Stored) -> Opened:
        content = await self._keyring.open_document(row.id, row.sealed)
        if content is None:
            raise KeyError(row.id)
        return Opened(row, *content)

    async def _join_all(
        self, known: dict[UUID, Stored], theirs: Iterable[VaultRecord]
    ) -> tuple[list[Opened], list[VaultRecord]]:
        """Return what becomes of the rows for which the host has another version, and what of it does not open."""
        joined, bad = [], []
        for record in theirs:
            content = await self._keyring.open_document(record.id, record.sealed)
            opened = await self._join(known[record.id], record, *content) if content else None
            if opened is None:
                bad.append(record)
            else:
                joined.append(opened)
        return joined, bad

    async def _join(self, row: Stored, record: VaultRecord, kind: str, theirs: Registers) -> Opened | None:
        """Return the join of our row and the host's record; always a join, so that no old copy can undo anything."""
        received = replace(row, revision=record.revision, pending=False, sealed=record.sealed)
        ours = await self._keyring.open_document(row.id, row.sealed)
        if ours is None:
            return Opened(received, kind, theirs)  # our own bytes were damaged; the host's copy heals them
        both = join(ours[1], theirs)
        if both == theirs:
            return Opened(received, kind, theirs)
        kind = max(kind, ours[0])
        try:
            sealed = await self._keyring.seal_document(row.id, kind, both)
        except DocumentTooLong:
            return None
        return Opened(row.rewritten(sealed, revision=record.revision), kind, both)
