"""Photos as this host keeps them: each belongs to one thing and goes with it, so none is ever left over.

A slice that shows photos keeps and drops them here, in the transaction that writes what they belong to. Who added one
stands in its row, for the limits, and nowhere else.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import func
from sqlmodel import bindparam, col, delete, insert, select, update

from api_client.wire import limits
from api_client.wire.errors import ProblemCode
from api_client.wire.jpeg import read_size
from api_client.wire.photos import Photo, SetPhoto
from server.errors import Refusal
from server.statements import fast
from server.tables import NOBODY, PhotoRow
from server.transaction import Transaction

_DAY = timedelta(days=1)
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_is_photo = (col(PhotoRow.group_id) == bindparam("in_group"), col(PhotoRow.id) == bindparam("photo"))
_find = fast(select(col(PhotoRow.id)).where(*_is_photo))
_insert = fast(insert(PhotoRow))
_delete = fast(delete(PhotoRow).where(*_is_photo))
COUNT = fast(
    select(func.count()).where(col(PhotoRow.account_id) == bindparam("of"), col(PhotoRow.added_at) > bindparam("since"))
)


def name_photo(photo: SetPhoto) -> Photo:
    """Return how a new photo is named where it is shown; raise Refusal(invalid) when its bytes are missing."""
    if photo.content is None:
        raise Refusal(ProblemCode.INVALID, fields={"photo": "photo_missing"})
    width, height = read_size(photo.content)
    return Photo(id=photo.id, width=width, height=height, description=photo.description)


def keep_photo(tx: Transaction, account_id: UUID, group_id: UUID, photo: SetPhoto, *, post_id: UUID) -> None:
    """Keep the bytes of a new photo with the post that it belongs to, which is there already.

    Raise Refusal(id_taken), or Refusal(invalid) when the account added as many as this host takes.
    """
    if _find.first(tx, in_group=group_id, photo=photo.id) is not None:
        raise Refusal(ProblemCode.ID_TAKEN)
    _require_room(tx, account_id)
    _insert.run(
        tx,
        group_id=group_id,
        id=photo.id,
        account_id=account_id,
        post_id=post_id,
        added_at=tx.now,
        content=photo.content,
    )


def change_photo(
    tx: Transaction, account_id: UUID, group_id: UUID, before: Photo | None, wanted: SetPhoto | None, *, post_id: UUID
) -> Photo | None:
    """Put `wanted` in the place of `before` and return how it is named there. What is taken out is gone at once, with
    its bytes: it may be the reason for the change."""
    if wanted is not None and before is not None and wanted.id == before.id:
        return before.model_copy(update={"description": wanted.description})
    if before is not None:
        _delete.run(tx, in_group=group_id, photo=before.id)
        tx.erases = True
    if wanted is None:
        return None
    photo = name_photo(wanted)
    keep_photo(tx, account_id, group_id, wanted, post_id=post_id)
    return photo


def disown_photos(tx: Transaction, account_id: UUID) -> None:
    """Let nothing say any more that this account added its photos."""
    tx.connection.execute(update(PhotoRow).where(col(PhotoRow.account_id) == account_id).values(account_id=NOBODY))


def is_as_wanted(photo: Photo | None, wanted: SetPhoto | None) -> bool:
    """Return whether `photo` is what `change_photo` would leave."""
    if photo is None or wanted is None:
        return photo is None and wanted is None
    return (photo.id, photo.description) == (wanted.id, wanted.description)


def _require_room(tx: Transaction, account_id: UUID) -> None:
    today, all_ = (COUNT.one(tx, of=account_id, since=since)[0] for since in (tx.now - _DAY, _EVER))
    if today >= limits.PHOTOS_PER_DAY_MAX or all_ >= limits.PHOTOS_PER_ACCOUNT_MAX:
        raise Refusal(ProblemCode.INVALID, fields={"photo": "too_many_photos"})
