"""The journal's photos as rows, and the queries over them: functions over one session, run inside somebody's
transaction.

There is a row for each photo that is here or that the host is known to have; `sealed` is empty where only the host has
the bytes. So a sum over the rows says how much room is left, without asking anybody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, func, text, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col, select

from mobile.storage.tables import JournalPhotoRow

_IDS_PER_QUERY = 500
_FORGET_OLDEST = text(
    "UPDATE journal_photo SET sealed = NULL WHERE id IN (SELECT id FROM (SELECT id, "
    "sum(size) OVER (ORDER BY placed_at DESC, id) AS total FROM journal_photo WHERE NOT pending AND sealed IS NOT NULL)"
    " WHERE total > :kept)"
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one photo, without its bytes. `is_pending` says that the host does not have it yet, `is_here`
    that this device has its bytes; `unused_since` is when it was first seen to stand in no document (microseconds)."""

    id: UUID
    is_pending: bool
    is_here: bool
    unused_since: int | None


def put_new(session: Session, photo_id: UUID, sealed: bytes, *, now: int) -> None:
    """Keep a photo that was added here at `now` (microseconds since 1970) and offer it to the host."""
    _upsert(session, photo_id, sealed, now=now, pending=True)


def keep_fetched(session: Session, photo_id: UUID, sealed: bytes, *, now: int, kept: int) -> None:
    """Keep the host's bytes of a photo, and forget those of the oldest beyond `kept` bytes that the host has, too."""
    _upsert(session, photo_id, sealed, now=now, pending=False)
    session.execute(_FORGET_OLDEST, {"kept": kept})


def read_sealed(session: Session, photo_id: UUID) -> bytes | None:
    """Return the bytes of a photo that is here."""
    return session.exec(select(JournalPhotoRow.sealed).where(JournalPhotoRow.id == photo_id)).first()


def list_pending(session: Session) -> list[UUID]:
    """Return the photos that the host does not have yet."""
    return list(session.exec(select(JournalPhotoRow.id).where(col(JournalPhotoRow.pending)).order_by("id")))


def settle(session: Session, photo_id: UUID, sent: bytes, *, kept: int) -> None:
    """Note that the host has a photo, unless it was added once more since it was `sent`."""
    is_same = (col(JournalPhotoRow.id) == photo_id, col(JournalPhotoRow.sealed) == sent)
    session.execute(update(JournalPhotoRow).where(*is_same).values(pending=False))
    session.execute(_FORGET_OLDEST, {"kept": kept})


def list_known(session: Session) -> list[Known]:
    """Return what is known of every photo."""
    row = JournalPhotoRow
    columns = select(row.id, row.pending, col(row.sealed).is_not(None), row.unused_since)
    return [Known(*found) for found in session.exec(columns)]


def list_here(session: Session) -> list[UUID]:
    """Return the photos whose bytes are on this device."""
    return list(session.exec(select(JournalPhotoRow.id).where(col(JournalPhotoRow.sealed).is_not(None))))


def add_up(session: Session) -> tuple[int, int]:
    """Return how many photos there are, here and at the host, and their sealed bytes."""
    count, total = session.execute(select(func.count(), func.coalesce(func.sum(JournalPhotoRow.size), 0))).one()
    return int(count), int(total)


def note_at_host(session: Session, sizes: Mapping[UUID, int]) -> None:
    """Make the rows agree with the photos that the host has, and their sizes: what it lacks is offered again, and what
    nobody has any more is forgotten."""
    known = {row.id: row for row in list_known(session)}
    for photo_id in sizes.keys() - known.keys():
        session.add(JournalPhotoRow(id=photo_id, size=sizes[photo_id], pending=False))
    lacking = [row for row in known.values() if not row.is_pending and row.id not in sizes]
    offer_again(session, [row.id for row in lacking if row.is_here])
    remove(session, [row.id for row in lacking if not row.is_here])


def forget_hosts(session: Session) -> None:
    """Forget the photos that only the host has: it is another one, or another account."""
    session.execute(delete(JournalPhotoRow).where(col(JournalPhotoRow.sealed).is_(None)))


def offer_again(session: Session, ids: Iterable[UUID]) -> None:
    """Offer photos whose bytes are here to the host once more."""
    for some in _in_turn(ids):
        is_here = (col(JournalPhotoRow.id).in_(some), col(JournalPhotoRow.sealed).is_not(None))
        session.execute(update(JournalPhotoRow).where(*is_here).values(pending=True))


def note_unused(session: Session, ids: Iterable[UUID], since: int | None) -> None:
    """Note since when photos stand in no document, None when they do."""
    for some in _in_turn(ids):
        session.execute(update(JournalPhotoRow).where(col(JournalPhotoRow.id).in_(some)).values(unused_since=since))


def forget_bytes(session: Session, photo_id: UUID) -> None:
    """Let go of bytes that do not open, of a photo that the host has."""
    is_known = (col(JournalPhotoRow.id) == photo_id, col(JournalPhotoRow.pending).is_(False))
    session.execute(update(JournalPhotoRow).where(*is_known).values(sealed=None))


def remove(session: Session, ids: Iterable[UUID]) -> None:
    """Forget photos altogether."""
    for some in _in_turn(ids):
        session.execute(delete(JournalPhotoRow).where(col(JournalPhotoRow.id).in_(some)))


def remove_unused(session: Session, ids: Iterable[UUID]) -> None:
    """Forget those of `ids` that were still noted as standing nowhere."""
    for some in _in_turn(ids):
        is_unused = (col(JournalPhotoRow.id).in_(some), col(JournalPhotoRow.unused_since).is_not(None))
        session.execute(delete(JournalPhotoRow).where(*is_unused))


def _upsert(session: Session, photo_id: UUID, sealed: bytes, *, now: int, pending: bool) -> None:
    values = {"sealed": sealed, "size": len(sealed), "placed_at": now, "unused_since": None, "pending": pending}
    statement = insert(JournalPhotoRow).values(id=photo_id, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


def _in_turn(ids: Iterable[UUID]) -> Iterable[list[UUID]]:
    """Give ids in parts that one statement takes."""
    all_ = list(ids)
    return (all_[start : start + _IDS_PER_QUERY] for start in range(0, len(all_), _IDS_PER_QUERY))
