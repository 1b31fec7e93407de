"""What posts said before their changes: for the writer, and for those who look after the group."""

from uuid import UUID

from sqlmodel import bindparam, col, delete, insert, select

from api_client.wire import feed as wire
from api_client.wire import limits
from api_client.wire.errors import ProblemCode
from server.answers import join_json
from server.errors import Refusal
from server.feed.access import may_see_versions
from server.feed.stored import as_bytes, missing_post
from server.feed.tables import PostRow, PostVersionRow
from server.membership import require_member
from server.statements import fast
from server.transaction import Transaction

_of_post = (col(PostVersionRow.group_id) == bindparam("in_group"), col(PostVersionRow.post_id) == bindparam("post"))
_insert = fast(insert(PostVersionRow))
_forget = fast(delete(PostVersionRow).where(*_of_post, col(PostVersionRow.version) <= bindparam("last")))
LIST = fast(select(col(PostVersionRow.wire)).where(*_of_post).order_by(col(PostVersionRow.version).desc()))
_find_author = fast(
    select(col(PostRow.author_id)).where(
        col(PostRow.group_id) == bindparam("in_group"), col(PostRow.id) == bindparam("post")
    )
)


def keep_version(tx: Transaction, post: wire.Post) -> None:
    """Keep what `post` says, as it is about to change; the oldest beyond VERSIONS_MAX is forgotten."""
    version = wire.PostVersion(
        version=post.version,
        kind=post.kind,
        need=post.need,
        title=post.title,
        body=post.body,
        content_note=post.content_note,
        details=post.details,
        written_at=post.edited_at or post.posted_at,
        photo=post.photo,
    )
    _insert.run(tx, group_id=post.group_id, post_id=post.id, version=post.version, wire=as_bytes(version))
    _forget.run(tx, in_group=post.group_id, post=post.id, last=post.version - limits.VERSIONS_MAX)


def list_versions(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID) -> bytes:
    """Return `wire.PostVersions` as JSON, newest first."""
    standing = require_member(tx, account_id, group_id)
    found = _find_author.first(tx, in_group=group_id, post=post_id)
    if found is None:
        raise missing_post(tx, group_id, post_id)
    if not may_see_versions(standing, found[0]):
        raise Refusal(ProblemCode.NOT_ALLOWED)
    versions = LIST.all(tx, in_group=group_id, post=post_id)
    return b'{"versions":%s}' % join_json([row[0] for row in versions])
