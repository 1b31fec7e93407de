"""Who sees a photo: whoever sees what it belongs to, and nobody else."""

from uuid import UUID

from sqlalchemy import String, Uuid, column, table
from sqlmodel import bindparam, col, select

from api_client.wire.encoding import encode_base64
from api_client.wire.errors import ProblemCode
from server.blocks import is_unseen
from server.errors import Refusal
from server.membership import require_member
from server.statements import fast
from server.tables import PhotoRow
from server.transaction import Transaction

# The post's table is named by its columns: slices do not import each other.
_post = table("post", column("group_id", Uuid()), column("id", Uuid()), column("alias", String()))
FIND = fast(
    select(col(PhotoRow.content), col(PhotoRow.account_id), _post.c.alias)
    .join(_post, (_post.c.group_id == col(PhotoRow.group_id)) & (_post.c.id == col(PhotoRow.post_id)), isouter=True)
    .where(col(PhotoRow.group_id) == bindparam("in_group"), col(PhotoRow.id) == bindparam("photo"))
)


def get_photo(tx: Transaction, account_id: UUID, group_id: UUID, photo_id: UUID) -> bytes:
    """Return `wire.PhotoContent` as JSON."""
    standing = require_member(tx, account_id, group_id)
    found = FIND.first(tx, in_group=group_id, photo=photo_id)
    if found is None:
        raise Refusal(ProblemCode.NOT_FOUND)
    content, added_by, alias = found
    if alias is None and is_unseen(tx, standing, added_by):
        raise Refusal(ProblemCode.NOT_FOUND)
    return b'{"id":"%s","content":"%s"}' % (str(photo_id).encode(), encode_base64(content).encode())
