"""The vault: sealed records that only the member's devices can open. The host sees ids, sizes and revisions."""

from typing import Annotated

from pydantic import Field

from api_client.wire import limits
from api_client.wire.model import Base64Bytes, Id, WireModel, WireRequest

Sealed = Annotated[Base64Bytes, Field(min_length=1, max_length=limits.RECORD_BYTES_MAX)]


class PushRecord(WireRequest):
    """One record to store. `base_revision` is the revision it was made from, 0 for a new one; `mutation_id` names this
    very write, so that a repeat after a lost answer is recognised."""

    id: Id
    base_revision: int = Field(ge=0)
    mutation_id: Id
    sealed: Sealed


class PushRecords(WireRequest):
    """Records to store in one transaction. `epoch` is the history the device knows, None on the first push."""

    epoch: Id | None
    records: tuple[PushRecord, ...] = Field(max_length=limits.PUSH_RECORDS_MAX)


class PushResult(WireModel):
    """What became of one record: `accepted` with its new revision, or the host's current state (`sealed` is None when
    the host has no such record)."""

    id: Id
    accepted: bool
    revision: int
    sealed: Sealed | None = None


class PushAnswer(WireModel):
    """`from_revision` and `revision` are the account's counter before and after; see `sync.push` on the cursor."""

    epoch: Id
    from_revision: int
    revision: int
    results: tuple[PushResult, ...]


class VaultRecord(WireModel):
    """One record as stored."""

    id: Id
    revision: int
    sealed: Sealed


class VaultChanges(WireModel):
    """Records changed after a cursor, oldest change first; ask again from `cursor` while `more`."""

    epoch: Id
    records: tuple[VaultRecord, ...]
    cursor: int
    more: bool


class VaultDigest(WireModel):
    """How many records there are and the sum of their revisions: a truncated log does not add up."""

    epoch: Id
    record_count: int
    revision_sum: int
    revision: int
