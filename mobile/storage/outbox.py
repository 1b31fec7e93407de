"""The outbox: calls that a member made and the host has not answered yet.

A call is kept as the operation's name, its arguments and its request, so that it can be made again after a kill; ids
were made here, so a repeat is the same thing. It is `queued`, then `sending`, and then gone (settled) or `failed` with
the host's reason, to be edited or discarded by the member.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlmodel import Session, col, select

from api_client.client import OPERATIONS
from api_client.wire.model import WireRequest
from mobile.device import Clock
from mobile.signal import Signal
from mobile.storage.database import Database
from mobile.storage.tables import OutboxRow
from mobile.vault.sealing import Keyring

MutationState = Literal["queued", "sending", "failed"]
PARENT_FAILED = "parent_failed"  # what it answers to was refused; it is sent when that is
GROUP_ENDED = "group_ended"  # the group was removed, or the member is no longer in it
UNREADABLE = "unreadable"  # what was stored does not open any more


@dataclass(frozen=True, slots=True)
class Mutation:
    """One stored call. `subject` orders: calls of one subject are sent one after another."""

    id: int
    operation: str
    arguments: Mapping[str, str]
    request: WireRequest | None
    subject: str
    state: MutationState
    created_at: datetime
    error_code: str | None = None
    error_fields: dict[str, str] = field(default_factory=dict)

    @property
    def group_id(self) -> str | None:
        """The group that the call is about, in the one written form of an id."""
        given = self.arguments.get("group_id") or (str(self.creates) if self.operation == "groups.create_group" else "")
        return str(UUID(given)) if given else None

    @property
    def creates(self) -> UUID | None:
        """The id of the thing that this call makes, None when it makes none."""
        made = getattr(self.request, "id", None)
        return made if isinstance(made, UUID) else None

    def needs(self, earlier: "Mutation") -> bool:
        """Say whether this call is about something that `earlier` makes."""
        return earlier.creates is not None and str(earlier.creates) in self.arguments.values()


class Outbox:
    """Stored calls, oldest first."""

    def __init__(self, database: Database, keyring: Keyring, signal: Signal, clock: Clock) -> None:
        self._database = database
        self._keyring = keyring
        self._signal = signal
        self._clock = clock

    async def add(
        self, operation: str, arguments: Mapping[str, str], request: WireRequest | None, *, subject: str
    ) -> int:
        """Store a call; it is on the disk when this returns its id. Nudge the sync engine afterwards.

        Raises ValueError for a call that the client does not offer, so that a slip shows at the tap and not at night.
        """
        _check(operation, request)
        name = uuid4()
        row = OutboxRow(
            name=name,
            operation=operation,
            subject=subject,
            state="queued",
            created_at=self._clock.now().isoformat(),
            sealed=await self._seal(name, arguments, request),
        )

        def insert(session: Session) -> int:
            session.add(row)
            session.flush()
            return row.id or 0

        mutation_id = await self._database.write(insert)
        self._signal.emit("outbox")
        return mutation_id

    async def list(self) -> tuple[Mutation, ...]:
        """Return every stored call, oldest first."""
        rows = await self._database.read(
            lambda session: session.exec(select(OutboxRow).order_by(col(OutboxRow.id))).all()
        )
        opened = await self._keyring.open_all([(mutation_name(row.name), row.sealed) for row in rows])
        return tuple(_mutation(row, plain) for row, plain in zip(rows, opened, strict=True))

    async def get(self, mutation_id: int) -> Mutation | None:
        """Return one stored call."""
        return next((mutation for mutation in await self.list() if mutation.id == mutation_id), None)

    async def count(self) -> tuple[int, int]:
        """Return how many calls wait, and how many failed."""
        states = await self._database.read(lambda session: session.exec(select(OutboxRow.state)).all())
        failed = sum(1 for state in states if state == "failed")
        return len(states) - failed, failed

    async def discard(self, mutation_id: int) -> None:
        """Throw a call away, and with it the calls about what it would have made."""
        mutations = await self.list()
        doomed = {mutation_id}
        for mutation in mutations:
            if any(earlier.id in doomed and mutation.needs(earlier) for earlier in mutations):
                doomed.add(mutation.id)

        def remove(session: Session) -> None:
            for doomed_id in doomed:
                remove_mutation(session, doomed_id)

        await self._change(remove)

    async def retry(self, mutation_id: int) -> None:
        """Queue a failed call again, and the calls that failed with it."""
        waiting = await self._children(mutation_id)
        await self._change(lambda session: _queue(session, {mutation_id, *waiting}))

    async def replace(self, mutation_id: int, request: WireRequest) -> None:
        """Queue a failed call again with another request: what the member made of it after the refusal."""
        mutation = await self.get(mutation_id)
        if mutation is None:
            raise KeyError(mutation_id)
        _check(mutation.operation, request)
        name = uuid4()
        sealed = await self._seal(name, mutation.arguments, request)
        waiting = await self._children(mutation_id)

        def change(session: Session) -> None:
            session.execute(update(OutboxRow).where(col(OutboxRow.id) == mutation_id).values(name=name, sealed=sealed))
            _queue(session, {mutation_id, *waiting})

        await self._change(change)

    async def mark_sending(self, mutation_id: int) -> bool:
        """Note that the call is on its way; return False when it was discarded meanwhile."""
        return await self._set_state(mutation_id, "sending")

    async def mark_queued(self, mutation_id: int) -> None:
        """Note that the call did not arrive and waits again."""
        await self._set_state(mutation_id, "queued")

    async def mark_failed(self, mutation_id: int, code: str, fields: Mapping[str, str]) -> None:
        """Keep a refused call with its reason; what is about the thing it would have made fails with it."""
        children = await self._children(mutation_id, failed=False)

        def change(session: Session) -> None:
            fail_mutation(session, mutation_id, code, fields)
            for child in children:
                fail_mutation(session, child, PARENT_FAILED)

        await self._change(change)

    def changed(self) -> None:
        """Tell the screens, after a transaction elsewhere that used `remove_mutation` or `fail_mutation`."""
        self._signal.emit("outbox")

    async def _children(self, mutation_id: int, *, failed: bool = True) -> set[int]:
        """Return the calls about what a call makes, all that failed with it or all that still wait."""
        mutations = await self.list()
        parents = {mutation_id}
        for mutation in mutations:
            fits = mutation.error_code == PARENT_FAILED if failed else mutation.state != "failed"
            if fits and any(earlier.id in parents and mutation.needs(earlier) for earlier in mutations):
                parents.add(mutation.id)
        return parents - {mutation_id}

    async def _set_state(self, mutation_id: int, state: MutationState) -> bool:
        def change(session: Session) -> bool:
            row = session.get(OutboxRow, mutation_id)
            if row is not None and row.state != "failed":
                row.state = state
                session.add(row)
                return True
            return False

        changed = await self._database.write(change)
        self._signal.emit("outbox")
        return changed

    async def _change(self, change: Callable[[Session], None]) -> None:
        await self._database.write(change)
        self._signal.emit("outbox")

    async def _seal(self, name: UUID, arguments: Mapping[str, str], request: WireRequest | None) -> bytes:
        stored: dict[str, Any] = {"arguments": dict(arguments), "request": request and request.model_dump(mode="json")}
        return await self._keyring.seal(mutation_name(name), json.dumps(stored).encode())


def remove_mutation(session: Session, mutation_id: int) -> None:
    """Take a call out of the outbox, inside the transaction that stores what its answer changed."""
    if row := session.get(OutboxRow, mutation_id):
        session.delete(row)


def fail_mutation(session: Session, mutation_id: int, code: str, fields: Mapping[str, str] | None = None) -> None:
    """Mark a call as failed with its reason."""
    if row := session.get(OutboxRow, mutation_id):
        row.state, row.error_code, row.error_fields = "failed", code, dict(fields or {})
        session.add(row)


def _queue(session: Session, ids: set[int]) -> None:
    session.execute(
        update(OutboxRow).where(col(OutboxRow.id).in_(ids)).values(state="queued", error_code=None, error_fields={})
    )


def _check(operation: str, request: WireRequest | None) -> None:
    if operation not in OPERATIONS or OPERATIONS[operation] is not (type(request) if request is not None else None):
        raise ValueError("no such call")


def _mutation(row: OutboxRow, plain: bytes | None) -> Mutation:
    try:
        stored = json.loads(plain or b"")
        model = OPERATIONS[row.operation]
        request = model.model_validate(stored["request"]) if model and stored["request"] else None
        arguments = dict(stored["arguments"])
    except (ValueError, KeyError, TypeError):
        return _make(row, {}, None, "failed", UNREADABLE)
    return _make(row, arguments, request, row.state, row.error_code)


def _make(
    row: OutboxRow, arguments: dict[str, str], request: WireRequest | None, state: Any, error_code: str | None
) -> Mutation:
    return Mutation(
        id=row.id or 0,
        operation=row.operation,
        arguments=arguments,
        request=request,
        subject=row.subject,
        state=state,
        created_at=datetime.fromisoformat(row.created_at),
        error_code=error_code,
        error_fields=dict(row.error_fields or {}),
    )


def mutation_name(name: UUID) -> str:
    """Return what a sealed call is bound to."""
    return f"outbox|{name}"
