"""Push, changes, digest: the three acts of vault sync, as `protocol.md` section 3 states them.

The revision is a counter per account, taken while the account's row is locked from the start: two devices can then
not both pass the base check, and revisions become visible in their order, so that no reader steps over one.
"""

from uuid import UUID

from sqlmodel import bindparam, col, insert, select, update

from api_client.wire import limits
from api_client.wire import vault as wire
from api_client.wire.encoding import encode_base64
from api_client.wire.errors import ProblemCode
from server.answers import join_json, take_page
from server.errors import Refusal
from server.statements import fast
from server.tables import AccountRow, HostRow
from server.transaction import Transaction, VaultMoved
from server.vault.tables import RecordRow

_is_account = col(AccountRow.id) == bindparam("of")
_get_epoch = fast(select(HostRow.epoch))
_get_counters = fast(select(AccountRow.revision, AccountRow.record_count, AccountRow.revision_sum).where(_is_account))
_lock_account = fast(select(AccountRow.revision).where(_is_account).with_for_update())
_move_account = fast(
    update(AccountRow)
    .where(_is_account)
    .values(
        revision=AccountRow.revision + bindparam("accepted"),
        record_count=AccountRow.record_count + bindparam("added"),
        revision_sum=AccountRow.revision_sum + bindparam("grown"),
    )
    .returning(col(AccountRow.revision))
)
_is_record = (col(RecordRow.account_id) == bindparam("of"), col(RecordRow.id) == bindparam("record"))
_find = fast(select(RecordRow.revision, RecordRow.mutation_id, RecordRow.sealed).where(*_is_record))
_insert = fast(insert(RecordRow))
_replace = fast(
    update(RecordRow)
    .where(*_is_record)
    .values(revision=bindparam("to"), mutation_id=bindparam("mutation"), sealed=bindparam("bytes"))
)
_list_after = fast(
    select(RecordRow.id, RecordRow.revision, RecordRow.sealed)
    .where(RecordRow.account_id == bindparam("of"), RecordRow.revision > bindparam("after"))
    .order_by(col(RecordRow.revision))
    .limit(bindparam("limit"))
)


def push_records(tx: Transaction, account_id: UUID, request: wire.PushRecords) -> wire.PushAnswer:
    """Store what was made from the newest version; answer the rest with the current record, unchanged."""
    if sum(len(record.sealed) for record in request.records) > limits.PUSH_BYTES_MAX:
        raise Refusal(ProblemCode.TOO_LARGE)
    (from_revision,) = _lock_account.one(tx, of=account_id)
    (epoch,) = _get_epoch.one(tx)
    if request.epoch not in (None, epoch):
        raise Refusal(ProblemCode.EPOCH_CHANGED)
    accepted = added = grown = 0
    results = []
    for record in request.records:
        current = _find.first(tx, of=account_id, record=record.id)
        revision, mutation_id, sealed = current or (0, None, None)
        if mutation_id == record.mutation_id:  # a repeat after a lost answer
            results.append(wire.PushResult(id=record.id, accepted=True, revision=revision))
            continue
        if revision != record.base_revision:
            results.append(wire.PushResult(id=record.id, accepted=False, revision=revision, sealed=sealed))
            continue
        accepted += 1
        new_revision = from_revision + accepted
        grown += new_revision - revision
        if current is None:
            added += 1
            _insert.run(
                tx,
                account_id=account_id,
                id=record.id,
                revision=new_revision,
                mutation_id=record.mutation_id,
                sealed=record.sealed,
            )
        else:
            _replace.run(
                tx, of=account_id, record=record.id, to=new_revision, mutation=record.mutation_id, bytes=record.sealed
            )
        results.append(wire.PushResult(id=record.id, accepted=True, revision=new_revision))
    revision = from_revision
    if accepted:
        (revision,) = _move_account.one(tx, of=account_id, accepted=accepted, added=added, grown=grown)
        tx.announce(VaultMoved(account_id, revision))
    return wire.PushAnswer(epoch=epoch, from_revision=from_revision, revision=revision, results=tuple(results))


def list_changes(tx: Transaction, account_id: UUID, epoch: UUID | None, after: int, limit: int) -> bytes:
    """Return one page of `wire.VaultChanges` as JSON: at most `limit` records and 1 MiB, but at least one record."""
    (ours,) = _get_epoch.one(tx)
    head, _, _ = _get_counters.one(tx, of=account_id)
    if epoch not in (None, ours) or after > head:
        raise Refusal(ProblemCode.EPOCH_CHANGED)
    page, more = take_page(
        _list_after.each(tx, of=account_id, after=after, limit=limit + 1), limit, lambda row: len(row[2])
    )
    cursor = page[-1][1] if more else head
    records = join_json(
        b'{"id":"%s","revision":%d,"sealed":"%s"}' % (str(id_).encode(), revision, encode_base64(sealed).encode())
        for id_, revision, sealed in page
    )
    return b'{"epoch":"%s","records":%s,"cursor":%d,"more":%s}' % (
        str(ours).encode(),
        records,
        cursor,
        b"true" if more else b"false",
    )


def get_digest(tx: Transaction, account_id: UUID) -> wire.VaultDigest:
    """Return the counters that a device compares with what it holds. They are kept by each push, apart from the
    records: were records lost here, the two would no longer agree."""
    (epoch,) = _get_epoch.one(tx)
    revision, record_count, revision_sum = _get_counters.one(tx, of=account_id)
    return wire.VaultDigest(epoch=epoch, record_count=record_count, revision_sum=revision_sum, revision=revision)
