"""The journal's photos: kept, given, listed, removed. They have no revisions: a photo is there or it is not.

A device removes what no record names any more. Whether one does only the member's devices can tell, so a removal says
how far the device had read: had another device pushed something since, it is refused, and that one's photo stays.
"""

from uuid import UUID

from sqlalchemy import func
from sqlmodel import bindparam, col, delete, insert, select

from api_client.wire import limits
from api_client.wire import vault_photos as wire
from api_client.wire.encoding import encode_base64
from api_client.wire.errors import ProblemCode
from server.errors import Refusal
from server.statements import fast
from server.tables import AccountRow, HostRow
from server.transaction import Transaction
from server.vault.tables import VaultPhotoRow

_FIRST = UUID(int=0)
_of_account = col(VaultPhotoRow.account_id) == bindparam("of")
_is_photo = (_of_account, col(VaultPhotoRow.id) == bindparam("photo"))
_get_epoch = fast(select(HostRow.epoch))
_lock_account = fast(select(AccountRow.revision).where(col(AccountRow.id) == bindparam("of")).with_for_update())
_find = fast(select(VaultPhotoRow.size).where(*_is_photo))
_insert = fast(insert(VaultPhotoRow))
_delete = fast(delete(VaultPhotoRow).where(*_is_photo))
READ = fast(select(VaultPhotoRow.sealed).where(*_is_photo))
ADD_UP = fast(select(func.count(), func.coalesce(func.sum(VaultPhotoRow.size), 0)).where(_of_account))
LIST = fast(
    select(VaultPhotoRow.id, VaultPhotoRow.size)
    .where(_of_account, col(VaultPhotoRow.id) > bindparam("after"))
    .order_by(col(VaultPhotoRow.id))
    .limit(bindparam("limit"))
)


def put_photo(tx: Transaction, account_id: UUID, photo_id: UUID, request: wire.PutSealedPhoto) -> None:
    """Keep a photo, unless it is here already. Raise Refusal(no_room) when the account has as many as it may."""
    _lock_account.one(tx, of=account_id)  # two devices do not both take the last room
    if _find.first(tx, of=account_id, photo=photo_id) is not None:
        return
    count, size = ADD_UP.one(tx, of=account_id)
    new_size = len(request.sealed)
    if count >= limits.JOURNAL_PHOTOS_MAX or size + new_size > limits.JOURNAL_PHOTO_BYTES_MAX:
        raise Refusal(ProblemCode.NO_ROOM)
    _insert.run(tx, account_id=account_id, id=photo_id, size=new_size, sealed=request.sealed)


def get_photo(tx: Transaction, account_id: UUID, photo_id: UUID) -> bytes:
    """Return `wire.SealedPhoto` as JSON."""
    found = READ.first(tx, of=account_id, photo=photo_id)
    if found is None:
        raise Refusal(ProblemCode.NOT_FOUND)
    return b'{"id":"%s","sealed":"%s"}' % (str(photo_id).encode(), encode_base64(found[0]).encode())


def remove_photo(tx: Transaction, account_id: UUID, photo_id: UUID, epoch: UUID, revision: int) -> None:
    """Remove a photo and its bytes, unless the vault moved on from `revision` of `epoch`."""
    (current,) = _lock_account.one(tx, of=account_id)
    (ours,) = _get_epoch.one(tx)
    if epoch != ours:
        raise Refusal(ProblemCode.EPOCH_CHANGED)
    if revision != current:
        raise Refusal(ProblemCode.VERSION_CONFLICT)
    if _delete.run(tx, of=account_id, photo=photo_id):
        tx.erases = True


def list_photos(tx: Transaction, account_id: UUID, after: UUID | None, limit: int) -> wire.KeptPhotos:
    """Return one page of what is kept, without a byte of it."""
    rows = LIST.all(tx, of=account_id, after=after or _FIRST, limit=limit + 1)
    page = tuple(wire.KeptPhoto(id=id_, size=size) for id_, size in rows[:limit])
    return wire.KeptPhotos(photos=page, more=len(rows) > limit)
