"""Planted bugs: each takes one care out of the code, and some seed must notice. A simulation that cannot catch these
proves nothing by passing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from api_client.wire.live import VAULT_SCOPE
from api_client.wire.vault import PushAnswer, PushRecords, VaultRecord
from mobile.device import new_shared_id
from mobile.storage.cursors import Cursor, write_cursor
from mobile.storage.outbox import remove_mutation
from mobile.sync import calls
from mobile.vault import plain, registers
from mobile.vault.records import Opened, Records
from mobile.vault.registers import Registers, Write
from mobile.vault.rows import Stored
from mobile.vault.values import Value
from server.transaction import Transaction
from server.vault import service
from tests.mobile.sync.simulation.replaced import replaced
from tests.mobile.sync.simulation.world import Plan


@dataclass(frozen=True)
class Mutant:
    """A planted bug, and the kind of world in which it shows."""

    plant: Callable[[], AbstractContextManager[None]]
    plan: Plan


@contextmanager
def ack_clears_dirty() -> Iterator[None]:
    """An answered push counts for an edit that was made while it was on its way."""
    settle = Records.settle

    async def mutant(self: Records, sent: Sequence[Stored], answer: PushAnswer) -> None:
        rows = await self._read([row.id for row in sent])
        await settle(self, [replace(row, version=rows[row.id].version) for row in sent], answer)

    with replaced(Records, "settle", mutant):
        yield


@contextmanager
def cursor_jump() -> Iterator[None]:
    """The cursor moves with every push, over what others wrote meanwhile."""
    settle = Records.settle

    async def mutant(self: Records, sent: Sequence[Stored], answer: PushAnswer) -> None:
        await settle(self, sent, answer)
        jumped = Cursor(answer.revision, answer.epoch)
        await self._database.write(lambda session: write_cursor(session, VAULT_SCOPE, jumped))

    with replaced(Records, "settle", mutant):
        yield


@contextmanager
def no_base_check() -> Iterator[None]:
    """The host takes every push, whatever it was made from."""
    push = service.push_records

    def mutant(tx: Transaction, account_id: UUID, request: PushRecords) -> PushAnswer:
        records = []
        for record in request.records:
            current = service._find.first(tx, of=account_id, record=record.id)
            base = current[0] if current else 0
            records.append(record.model_copy(update={"base_revision": base}))
        return push(tx, account_id, request.model_copy(update={"records": tuple(records)}))

    with replaced(service, "push_records", mutant):
        yield


@contextmanager
def wall_clock() -> Iterator[None]:
    """Stamps come from the clock alone, not pushed past what was seen."""
    edit = registers.edit

    def mutant(old: Registers, changes: Mapping[str, Value], *, now: int, device: str) -> Registers:
        return {
            name: tuple(write if write in old.get(name, ()) else write._replace(stamp=now) for write in writes)
            for name, writes in edit(old, changes, now=now, device=device).items()
        }

    with replaced(registers, "edit", mutant):
        yield


@contextmanager
def pull_overwrites() -> Iterator[None]:
    """What comes from the host replaces what waits to be sent."""

    async def mutant(self: Records, row: Stored, record: VaultRecord, kind: str, theirs: Registers) -> Opened:
        return Opened(replace(row, revision=record.revision, pending=False, sealed=record.sealed), kind, theirs)

    with replaced(Records, "_join", mutant):
        yield


@contextmanager
def cursor_before_rows() -> Iterator[None]:
    """The cursor is stored first, the rows in a transaction after it."""
    receive = Records.receive

    async def mutant(self: Records, records: Sequence[VaultRecord], cursor: Cursor) -> None:
        await self._database.write(lambda session: write_cursor(session, VAULT_SCOPE, cursor))
        await receive(self, records, cursor)

    with replaced(Records, "receive", mutant):
        yield


@contextmanager
def clean_overwrite() -> Iterator[None]:
    """A record without unsent edits takes what the host serves, without a join."""
    join = Records._join

    async def mutant(self: Records, row: Stored, record: VaultRecord, kind: str, theirs: Registers) -> Opened | None:
        if row.pending:
            return await join(self, row, record, kind, theirs)
        return Opened(replace(row, revision=record.revision, pending=False, sealed=record.sealed), kind, theirs)

    with replaced(Records, "_join", mutant):
        yield


@contextmanager
def no_alternatives() -> Iterator[None]:
    """A note is a plain field: of two written apart, one is gone."""
    with replaced(registers, "TEXT_FIELDS", frozenset()), replaced(plain, "TEXT_FIELDS", frozenset()):
        yield


@contextmanager
def nothing() -> Iterator[None]:
    """The code as it is; the plan takes the care away."""
    yield


@contextmanager
def outbox_not_idempotent() -> Iterator[None]:
    """Each try to send a post or a reply makes a new one."""
    send = calls._send

    async def mutant(client: Any, local: Any, mutation: Any) -> None:
        if getattr(mutation.request, "id", None) is not None:
            fresh = mutation.request.model_copy(update={"id": new_shared_id()})
            mutation = replace(mutation, request=fresh)
        await send(client, local, mutation)

    with replaced(calls, "_send", mutant):
        yield


@contextmanager
def settled_before_stored() -> Iterator[None]:
    """A call leaves the outbox before it was made."""
    send = calls._send

    async def mutant(client: Any, local: Any, mutation: Any) -> None:
        await local.database.write(lambda session: remove_mutation(session, mutation.id))
        await send(client, local, mutation)

    with replaced(calls, "_send", mutant):
        yield


@contextmanager
def erase_forgets() -> Iterator[None]:
    """Deleting for good drops the writes, so that an old copy brings them back."""

    def mutant(old: Registers) -> Registers:
        return {name: () for name in old} | {"gone": (Write(None, 1, "x"),)}

    with replaced(registers, "erase", mutant):
        yield


_EDITS = Plan(edits_only=True, documents_max=2, restore=False, replay=False, lose_phone=False)
_FEED = Plan(restore=False, replay=False, lose_phone=False)
MUTANTS: dict[str, Mutant] = {
    "ack_clears_dirty": Mutant(ack_clears_dirty, replace(_EDITS, documents_max=30, delay=60.0)),
    "cursor_jump": Mutant(cursor_jump, replace(_EDITS, digest=False)),
    "no_base_check": Mutant(no_base_check, replace(_EDITS, documents_max=1, lose_phone=True)),
    "wall_clock": Mutant(wall_clock, replace(_EDITS, documents_max=1)),
    "pull_overwrites": Mutant(pull_overwrites, _EDITS),
    "cursor_before_rows": Mutant(cursor_before_rows, replace(_EDITS, documents_max=30, digest=False, kill_odds=0.08)),
    "clean_overwrite": Mutant(clean_overwrite, replace(_EDITS, replay=True)),
    "no_alternatives": Mutant(no_alternatives, _EDITS),
    "no_epoch": Mutant(nothing, replace(_EDITS, restore=True, rotate_epoch=False, digest=False)),
    "outbox_not_idempotent": Mutant(outbox_not_idempotent, _FEED),
    "settled_before_stored": Mutant(settled_before_stored, _FEED),
    "erase_forgets": Mutant(erase_forgets, _EDITS),
}
