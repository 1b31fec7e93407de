"""How far this device has read each scope of the host.

A cursor is written in the transaction that stores what was read up to it, never on its own: that is what these
functions over a session are for.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, select

from mobile.storage.tables import CursorRow


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in one scope; `epoch` is the host's history that it belongs to, None before the first answer."""

    position: int = 0
    epoch: UUID | None = None


def read_cursor(session: Session, scope: str) -> Cursor:
    """Return where the device stands in `scope`, the beginning when it was never read."""
    row = session.get(CursorRow, scope)
    return Cursor(row.position, row.epoch) if row else Cursor()


def write_cursor(session: Session, scope: str, cursor: Cursor) -> None:
    """Set where the device stands in `scope`."""
    session.merge(CursorRow(scope=scope, position=cursor.position, epoch=cursor.epoch))


def remove_cursor(session: Session, scope: str) -> None:
    """Forget a scope that ended."""
    if row := session.get(CursorRow, scope):
        session.delete(row)


def list_cursors(session: Session) -> dict[str, int]:
    """Return every scope with its position."""
    return {row.scope: row.position for row in session.exec(select(CursorRow))}
