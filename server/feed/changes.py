"""The change log of a group as a device reads it: what changed since a cursor, with the words of each subject as they
are now. It stands in this slice because nearly all of its rows are posts and replies."""

from uuid import UUID

from sqlalchemy import Integer, and_, bindparam, or_, select, type_coerce
from sqlmodel import col

from api_client.wire import groups as wire
from api_client.wire.errors import ProblemCode
from server.answers import join_json, take_page
from server.change_log import ChangeKind
from server.errors import Refusal
from server.feed.pages import ids_json, is_mine, reactions_json
from server.feed.tables import PostRow, ReactionRow, ReplyRow
from server.membership import get_group, require_member
from server.statements import fast
from server.tables import ChangeRow
from server.transaction import Transaction

_of_subject = (col(ChangeRow.group_id), col(ChangeRow.subject_id))
PAGE = fast(
    select(
        col(ChangeRow.revision),
        col(ChangeRow.kind),
        col(ChangeRow.subject_id),
        col(ChangeRow.parent_id),
        col(PostRow.wire),
        col(ReplyRow.wire),
        col(ReactionRow.kinds),
        type_coerce(or_(is_mine(PostRow), is_mine(ReplyRow)), Integer),
    )
    .join(PostRow, and_(col(PostRow.group_id) == _of_subject[0], col(PostRow.id) == _of_subject[1]), isouter=True)
    .join(ReplyRow, and_(col(ReplyRow.group_id) == _of_subject[0], col(ReplyRow.id) == _of_subject[1]), isouter=True)
    .join(
        ReactionRow,
        and_(
            col(ReactionRow.group_id) == _of_subject[0],
            col(ReactionRow.post_id) == _of_subject[1],
            col(ReactionRow.account_id) == bindparam("viewer"),
        ),
        isouter=True,
    )
    .where(col(ChangeRow.group_id) == bindparam("in_group"), col(ChangeRow.revision) > bindparam("after"))
    .order_by(col(ChangeRow.revision))
    .limit(bindparam("limit"))
)


def list_changes(tx: Transaction, account_id: UUID, group_id: UUID, after: int, limit: int) -> bytes:
    """Return one page of `wire.GroupChanges` as JSON: at most `limit` changes and 1 MiB, but at least one change."""
    group = get_group(tx, group_id, require_member(tx, account_id, group_id))
    if after > group.revision:
        raise Refusal(ProblemCode.EPOCH_CHANGED)  # a cursor of another history: read anew
    rows = PAGE.each(tx, in_group=group_id, viewer=account_id, after=after, limit=limit + 1)
    page, more = take_page(rows, limit, lambda row: len(row[4] or row[5] or b""))
    changes: list[bytes] = []
    reactions: dict[UUID, str] = {}
    mine: list[UUID] = []
    for revision, kind, subject_id, parent_id, post, reply, kinds, is_own in page:
        changes.append(_change_json(revision, ChangeKind(kind), subject_id, parent_id, post or reply, group))
        if kinds is not None:
            reactions[subject_id] = kinds
        if is_own:
            mine.append(subject_id)
    return b'{"changes":%s,"my_reactions":%s,"mine":%s,"cursor":%d,"more":%s}' % (
        join_json(changes),
        reactions_json(reactions),
        ids_json(mine),
        page[-1][0] if more else group.revision,
        b"true" if more else b"false",
    )


def _change_json(
    revision: int, kind: ChangeKind, subject_id: UUID, parent_id: UUID, ready: bytes, group: wire.Group
) -> bytes:
    """Return one change; `parent_id` is that of a reply, `ready` its words or its post's."""
    match kind:
        case ChangeKind.POST:
            return b'{"kind":"post","revision":%d,"post":%s}' % (revision, ready)
        case ChangeKind.REPLY:
            return b'{"kind":"reply","revision":%d,"reply":%s}' % (revision, ready)
        case ChangeKind.POST_REMOVED:
            return wire.PostRemoved(revision=revision, post_id=subject_id).model_dump_json().encode()
        case ChangeKind.REPLY_REMOVED:
            removed = wire.ReplyRemoved(revision=revision, post_id=parent_id, reply_id=subject_id)
            return removed.model_dump_json().encode()
        case ChangeKind.GROUP:
            return wire.GroupChanged(revision=revision, group=group).model_dump_json().encode()
