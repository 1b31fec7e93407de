"""Shared things that need no query of their own: notices, requests to join, thanks, and what later issues bring.

One table holds them all, sealed: a kind, an id, a group and a post to go away with, and a place in an order. So a new
kind of shared thing costs the device no migration. What is searched by more than that gets a table instead.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from api_client.wire.model import WireModel
from mobile.storage.database import Database
from mobile.storage.tables import SharedRow
from mobile.vault.sealing import Keyring

M = TypeVar("M", bound=WireModel)
SETTINGS_ID = UUID(int=0)  # of a kind of which there is only one


@dataclass(frozen=True, slots=True)
class SharedThing:
    """One thing to keep. `position` orders those of its kind; it goes with its group, and with the post it is about."""

    kind: str
    id: UUID
    model: WireModel
    position: int = 0
    group_id: UUID | None = None
    post_id: UUID | None = None


class SharedCache:
    """Reads shared things from the device; the functions below write them, together with a cursor."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    async def list(self, kind: str, model: type[M], *, group_id: UUID | None = None) -> tuple[M, ...]:
        """Return the things of a kind, highest position first; of one group when it is given. What does not open, or
        is of a later shape, is left out."""
        statement = select(SharedRow).where(SharedRow.kind == kind)
        if group_id is not None:
            statement = statement.where(SharedRow.group_id == group_id)
        statement = statement.order_by(col(SharedRow.position).desc(), col(SharedRow.id).desc())
        rows = await self._database.read(lambda session: session.exec(statement).all())
        opened = await self._keyring.open_all([(shared_name(kind, row.id), row.sealed) for row in rows])
        parsed = [_parse(model, plain) for plain in opened]
        return tuple(one for one in parsed if one is not None)

    async def get(self, kind: str, thing_id: UUID, model: type[M]) -> M | None:
        """Return one thing, None when it is not here."""
        row = await self._database.read(lambda session: session.get(SharedRow, (kind, thing_id)))
        return None if row is None else _parse(model, await self._keyring.open(shared_name(kind, row.id), row.sealed))


async def prepare_shared(keyring: Keyring, things: Iterable[SharedThing]) -> Callable[[Session], None]:
    """Return what writes `things` inside a transaction, each in place of the one before; sealing is awaited first."""
    kept = list(things)
    sealed = await keyring.seal_all(
        (shared_name(thing.kind, thing.id), thing.model.model_dump_json().encode()) for thing in kept
    )

    def write(session: Session) -> None:
        for thing, one in zip(kept, sealed, strict=True):
            session.merge(
                SharedRow(
                    kind=thing.kind,
                    id=thing.id,
                    group_id=thing.group_id,
                    post_id=thing.post_id,
                    position=thing.position,
                    sealed=one,
                )
            )

    return write


def remove_shared(session: Session, kind: str, thing_ids: Collection[UUID]) -> None:
    """Forget things of a kind."""
    if thing_ids:
        session.execute(delete(SharedRow).where(col(SharedRow.kind) == kind, col(SharedRow.id).in_(list(thing_ids))))


def clear_shared(session: Session, kind: str, *, group_id: UUID | None = None) -> None:
    """Forget every thing of a kind, or those of one group: for a list that always comes whole."""
    found = delete(SharedRow).where(col(SharedRow.kind) == kind)
    if group_id is not None:
        found = found.where(col(SharedRow.group_id) == group_id)
    session.execute(found)


def shared_name(kind: str, thing_id: UUID) -> str:
    """Return what a sealed thing is bound to."""
    return f"shared|{kind}|{thing_id}"


def _parse(model: type[M], plain: bytes | None) -> M | None:
    try:
        return model.model_validate_json(plain) if plain is not None else None
    except ValueError:
        return None
