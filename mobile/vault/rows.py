"""Documents as rows, and the queries over them: functions over one session, run inside somebody's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col, select

from api_client.wire.limits import PUSH_BYTES_MAX, PUSH_RECORDS_MAX
from api_client.wire.vault import VaultRecord
from mobile.storage.tables import DocumentRow, QuarantineRow

_KEYS_PER_QUERY = 500
_WIRE_OVERHEAD_BYTES = 200  # ids, revision and punctuation around one record of a push


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


def read_rows(session: Session, ids: Sequence[UUID]) -> dict[UUID, Stored]:
    """Return the rows of `ids` that are here."""
    found: dict[UUID, Stored] = {}
    for start in range(0, len(ids), _KEYS_PER_QUERY):
        some = ids[start : start + _KEYS_PER_QUERY]
        rows = session.exec(select(DocumentRow).where(col(DocumentRow.id).in_(some)))
        found.update((row.id, _stored(row)) for row in rows)
    return found


def list_known(session: Session, ids: Sequence[UUID]) -> set[UUID]:
    """Return those of `ids` that have a row, without reading what is in it."""
    found: set[UUID] = set()
    for start in range(0, len(ids), _KEYS_PER_QUERY):
        found.update(
            session.exec(select(DocumentRow.id).where(col(DocumentRow.id).in_(ids[start : start + _KEYS_PER_QUERY])))
        )
    return found


def read_sealed(session: Session) -> list[tuple[UUID, bytes, bool]]:
    """Return id, sealed bytes and whether it waits to be sent, for every row; by the driver, for there may be many."""
    driver = session.connection().connection.driver_connection
    if driver is None:
        return []
    rows = driver.execute("SELECT id, sealed, pending FROM document")
    return [(UUID(key), sealed, bool(pending)) for key, sealed, pending in rows]


def list_pending(session: Session) -> tuple[Stored, ...]:
    """Return rows to send, as many as one push may hold. What stands beside an unreadable record waits."""
    held = select(QuarantineRow.id)
    statement = (
        select(DocumentRow)
        .where(col(DocumentRow.pending), col(DocumentRow.id).not_in(held))
        .order_by(col(DocumentRow.id))
        .limit(PUSH_RECORDS_MAX)
    )
    rows = tuple(_stored(row) for row in session.exec(statement))
    size, count = 0, 0
    for row in rows:
        size += len(row.sealed) * 4 // 3 + _WIRE_OVERHEAD_BYTES
        if size > PUSH_BYTES_MAX:
            break
        count += 1
    return rows[: max(count, 1)]


def upsert(session: Session, rows: Sequence[Stored]) -> None:
    """Insert or replace rows."""
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


def hold_back(session: Session, bad: Sequence[VaultRecord], good: Sequence[Stored]) -> None:
    """Keep what does not open; let go of what was replaced by a version that does."""
    revisions = {row.id: row.revision for row in good}
    for start in range(0, len(good), _KEYS_PER_QUERY):  # one by one would cost more than all the rest of a first sync
        some = [row.id for row in good[start : start + _KEYS_PER_QUERY]]
        for held in session.exec(select(QuarantineRow).where(col(QuarantineRow.id).in_(some))).all():
            if held.revision <= revisions[held.id]:
                session.delete(held)
    for record in bad:
        session.merge(QuarantineRow(id=record.id, revision=record.revision, sealed=record.sealed))


def set_aside(session: Session, ids: Sequence[UUID]) -> None:
    """Move rows that do not open into quarantine."""
    for row in (session.get(DocumentRow, document_id) for document_id in ids):
        if row is not None:
            session.merge(QuarantineRow(id=row.id, revision=row.revision, sealed=row.sealed))
            session.delete(row)


def make_all_new(session: Session) -> None:
    """Make every row one that the host has never seen."""
    session.execute(
        text(
            "UPDATE document SET revision = 0, pending = 1, version = version + 1,"
            " mutation_id = lower(hex(randomblob(16)))"
        )
    )
    session.execute(text("UPDATE quarantine SET revision = 0"))


def add_up(session: Session) -> tuple[int, int]:
    """Return how many records the host should hold and the sum of their revisions."""
    count, total = session.execute(
        text(
            "SELECT count(*), coalesce(sum(revision), 0) FROM (SELECT revision FROM quarantine UNION ALL SELECT"
            " revision FROM document WHERE id NOT IN (SELECT id FROM quarantine)) WHERE revision > 0"
        )
    ).one()
    return int(count), int(total)


def count_rows(session: Session) -> tuple[int, int]:
    """Return how many documents wait to be sent, and how many records do not open."""
    pending = session.execute(text("SELECT count(*) FROM document WHERE pending")).scalar_one()
    return int(pending), int(session.execute(text("SELECT count(*) FROM quarantine")).scalar_one())


def _stored(row: DocumentRow) -> Stored:
    return Stored(row.id, row.revision, row.version, row.pending, row.mutation_id, row.sealed)
