"""Documents as rows: edited, sent, answered, received. Every step is one transaction on the device.

One lock orders all changes of rows, since sealing happens outside the transaction: read, open, join, seal, write. What
a step changed is handed to `on_change` (and what the host now has, to `on_settle`) before the lock is given back, so
that memory never shows less than the disk.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col, select

from api_client.wire.limits import PUSH_BYTES_MAX, PUSH_RECORDS_MAX
from api_client.wire.live import VAULT_SCOPE
from api_client.wire.vault import PushAnswer, VaultRecord
from mobile.storage.cursors import Cursor, read_cursor, write_cursor
from mobile.storage.database import Database
from mobile.storage.intake import forget_feeds
from mobile.storage.tables import DocumentRow, QuarantineRow
from mobile.vault.plain import read_plain
from mobile.vault.registers import Registers, join
from mobile.vault.sealing import DocumentTooLong, Keyring

_KEYS_PER_QUERY = 500
_WIRE_OVERHEAD_BYTES = 200  # ids, revision and punctuation around one record of a push

Edit = Callable[[str | None, Registers], tuple[str, Registers]]


@dataclass(frozen=True, slots=True)
class Stored:
    """One row as sealed, without its content. `version` counts local writes."""

    id: UUID
    revision: int
    version: int
    pending: bool
    mutation_id: UUID
    sealed: bytes

    def rewritten(self, sealed: bytes, *, revision: int | None = None) -> "Stored":
        """Return the row after one more local write, which is still to be sent."""
        revision = self.revision if revision is None else revision
        return Stored(self.id, revision, self.version + 1, True, uuid4(), sealed)


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
            rows = await self._read([document_id for document_id, _ in edits])
            changed = []
            for document_id, change in edits:
                opened = await self._open(rows[document_id]) if document_id in rows else None
                kind, registers = change(opened.kind if opened else None, opened.registers if opened else {})
                if opened and registers == opened.registers:
                    continue
                sealed = await self._keyring.seal_document(document_id, kind, registers)
                row = rows.get(document_id, Stored(document_id, 0, 0, True, uuid4(), b"")).rewritten(sealed)
                rows[document_id] = row
                changed.append(Opened(row, kind, registers))
            await self._database.write(lambda session: _upsert(session, [opened.row for opened in changed]))
            self._on_change(changed)

    async def list_pending(self) -> tuple[Stored, ...]:
        """Return documents to send, as many as one push may hold. What stands beside an unreadable record waits."""

        def query(session: Session) -> tuple[Stored, ...]:
            held = select(QuarantineRow.id)
            statement = (
                select(DocumentRow)
                .where(col(DocumentRow.pending), col(DocumentRow.id).not_in(held))
                .order_by(col(DocumentRow.id))
                .limit(PUSH_RECORDS_MAX)
            )
            return tuple(_stored(row) for row in session.exec(statement))

        rows = await self._database.read(query)
        size, count = 0, 0
        for row in rows:
            size += len(row.sealed) * 4 // 3 + _WIRE_OVERHEAD_BYTES
            if size > PUSH_BYTES_MAX:
                break
            count += 1
        return rows[: max(count, 1)]

    async def settle(self, sent: Sequence[Stored], answer: PushAnswer) -> None:
        """Take in the host's answer to a push.

        The cursor moves without an echo only if everything was accepted and the host stood where this device stands.
        """
        by_id = {row.id: row for row in sent}
        async with self.lock:
            rows = await self._read(list(by_id))
            settled, theirs = [], []
            for result in answer.results:
                row = rows.get(result.id)
                if row is None or result.id not in by_id:
                    continue
                if result.accepted:
                    unchanged = row.version == by_id[result.id].version
                    settled.append(replace(row, revision=result.revision, pending=not unchanged))
                elif result.sealed is None:
                    settled.append(replace(row, revision=0))
                else:
                    theirs.append(VaultRecord(id=result.id, revision=result.revision, sealed=result.sealed))
            joined, bad = await self._join_all(rows, theirs)
            accepted = not theirs and all(result.accepted for result in answer.results)

            def write(session: Session) -> None:
                _upsert(session, [*settled, *(opened.row for opened in joined)])
                _quarantine(session, bad, joined)
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
            rows = await self._read([record.id for record in records])
            fresh = [record for record in records if record.id not in rows]
            # What is not newer than ours is stale, or the echo of our own push.
            newer = [record for record in records if record.id in rows and record.revision > rows[record.id].revision]
            joined, bad = await self._join_all(rows, newer)
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
                _upsert(session, [opened.row for opened in joined])
                _quarantine(session, bad, joined)
                write_cursor(session, VAULT_SCOPE, cursor)

            await self._database.write(write)
            self._on_change(joined)

    async def offer_again(self, epoch: UUID | None) -> None:
        """Start over with a host whose history is another one: keep every record, offer each anew, read all again.

        No cursor means anything to such a host, so groups are read from their first page again too.
        """
        async with self.lock:

            def write(session: Session) -> None:
                session.execute(
                    text(
                        "UPDATE document SET revision = 0, pending = 1, version = version + 1,"
                        " mutation_id = lower(hex(randomblob(16)))"
                    )
                )
                session.execute(text("UPDATE quarantine SET revision = 0"))
                forget_feeds(session)
                write_cursor(session, VAULT_SCOPE, Cursor(0, epoch))

            await self._database.write(write)

    async def set_aside(self, ids: Sequence[UUID]) -> None:
        """Put rows that do not open into quarantine and read the vault again from its start: the host's copy heals."""

        def write(session: Session) -> None:
            for row in (session.get(DocumentRow, document_id) for document_id in ids):
                if row is not None:
                    session.merge(QuarantineRow(id=row.id, revision=row.revision, sealed=row.sealed))
                    session.delete(row)
            write_cursor(session, VAULT_SCOPE, replace(read_cursor(session, VAULT_SCOPE), position=0))

        await self._database.write(write)

    async def read_digest(self) -> tuple[Cursor, int, int]:
        """Return the cursor, how many records the host should hold up to it and the sum of their revisions."""

        def query(session: Session) -> tuple[Cursor, int, int]:
            count, total = session.execute(
                text(
                    "SELECT count(*), coalesce(sum(revision), 0) FROM (SELECT revision FROM quarantine UNION ALL SELECT"
                    " revision FROM document WHERE id NOT IN (SELECT id FROM quarantine)) WHERE revision > 0"
                )
            ).one()
            return read_cursor(session, VAULT_SCOPE), int(count), int(total)

        return await self._database.read(query)

    async def count(self) -> tuple[int, int]:
        """Return how many documents wait to be sent, and how many records of the host do not open."""

        def query(session: Session) -> tuple[int, int]:
            pending = session.execute(text("SELECT count(*) FROM document WHERE pending")).scalar_one()
            return int(pending), int(session.execute(text("SELECT count(*) FROM quarantine")).scalar_one())

        return await self._database.read(query)

    async def read_all(self) -> list[tuple[UUID, bytes, bool]]:
        """Return id, sealed bytes and whether it waits to be sent, for every row."""

        def query(session: Session) -> list[tuple[UUID, bytes, bool]]:
            driver = session.connection().connection.driver_connection
            if driver is None:
                return []
            rows = driver.execute("SELECT id, sealed, pending FROM document")
            return [(UUID(key), sealed, bool(pending)) for key, sealed, pending in rows]

        return await self._database.read(query)

    async def _read(self, ids: Sequence[UUID]) -> dict[UUID, Stored]:
        def query(session: Session) -> dict[UUID, Stored]:
            found: dict[UUID, Stored] = {}
            for start in range(0, len(ids), _KEYS_PER_QUERY):
                some = ids[start : start + _KEYS_PER_QUERY]
                rows = session.exec(select(DocumentRow).where(col(DocumentRow.id).in_(some)))
                found.update((row.id, _stored(row)) for row in rows)
            return found

        return await self._database.read(query) if ids else {}

    async def _open(self, row: Stored) -> Opened:
        content = await self._keyring.open_document(row.id, row.sealed)
        if content is None:
            raise KeyError(row.id)
        return Opened(row, *content)

    async def _join_all(
        self, rows: dict[UUID, Stored], theirs: Iterable[VaultRecord]
    ) -> tuple[list[Opened], list[VaultRecord]]:
        """Return what becomes of the rows for which the host has another version, and what of it does not open."""
        joined, bad = [], []
        for record in theirs:
            content = await self._keyring.open_document(record.id, record.sealed)
            opened = await self._join(rows[record.id], record, *content) if content else None
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


def _stored(row: DocumentRow) -> Stored:
    return Stored(row.id, row.revision, row.version, row.pending, row.mutation_id, row.sealed)


def _upsert(session: Session, rows: Sequence[Stored]) -> None:
    if not rows:
        return
    statement = insert(DocumentRow)
    changed = {name: statement.excluded[name] for name in ("revision", "version", "pending", "mutation_id", "sealed")}
    session.connection().execute(
        statement.on_conflict_do_update(index_elements=["id"], set_=changed),
        [
            {
                "id": row.id,
                "revision": row.revision,
                "version": row.version,
                "pending": row.pending,
                "mutation_id": row.mutation_id,
                "sealed": row.sealed,
            }
            for row in rows
        ],
    )


def _quarantine(session: Session, bad: Sequence[VaultRecord], good: Sequence[Opened]) -> None:
    """Keep what does not open; let go of what was replaced by a version that does."""
    for opened in good:
        if (row := session.get(QuarantineRow, opened.row.id)) and row.revision <= opened.row.revision:
            session.delete(row)
    for record in bad:
        session.merge(QuarantineRow(id=record.id, revision=record.revision, sealed=record.sealed))
