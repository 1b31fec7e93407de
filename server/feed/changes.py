"""The change log of a group as a device reads it: what changed since a cursor, with the words of each subject as they
are now. It stands in this slice because nearly all of its rows are posts and replies."""

from uuid import UUID

from sqlalchemy import Integer, and_, bindparam, or_, select, type_coerce
from sqlalchemy.orm import aliased
from sqlmodel import col

from api_client.wire import groups as wire
from api_client.wire.errors import ProblemCode
from server.answers import join_json, take_page
from server.blocks import is_seen, list_unseen, reads_anew_from, unseen_by
from server.change_log import ChangeKind
from server.errors import Refusal
from server.feed.apart import post_as_seen, reply_as_seen
from server.feed.pages import ids_json, is_mine, reactions_json
from server.feed.tables import PostRow, ReactionRow, ReplyRow
from server.membership import get_group, require_member
from server.statements import Fast, fast
from server.tables import ChangeRow
from server.transaction import Transaction

_of_subject = (col(ChangeRow.group_id), col(ChangeRow.subject_id))
_parent = aliased(PostRow)


def _page_statement(*, apart: bool) -> Fast:
    """Return what changed, with the words of each subject; `apart` leaves out the words that a viewer with a block does
    not see, and the replies to a post that is not seen."""
    post = and_(col(PostRow.group_id) == _of_subject[0], col(PostRow.id) == _of_subject[1])
    reply = and_(col(ReplyRow.group_id) == _of_subject[0], col(ReplyRow.id) == _of_subject[1])
    parent = and_(col(_parent.group_id) == _of_subject[0], col(_parent.id) == col(ChangeRow.parent_id))
    mine = and_(
        col(ReactionRow.group_id) == _of_subject[0],
        col(ReactionRow.post_id) == _of_subject[1],
        col(ReactionRow.account_id) == bindparam("viewer"),
    )
    page = select(
        col(ChangeRow.revision),
        col(ChangeRow.kind),
        col(ChangeRow.subject_id),
        col(ChangeRow.parent_id),
        col(PostRow.wire),
        col(ReplyRow.wire),
        col(ReactionRow.kinds),
        type_coerce(or_(is_mine(PostRow), is_mine(ReplyRow)), Integer),
    ).select_from(ChangeRow)
    if apart:
        page = (
            page.join(PostRow, and_(post, is_seen(col(PostRow.author_id), col(PostRow.alias))), isouter=True)
            .join(_parent, and_(parent, is_seen(col(_parent.author_id), col(_parent.alias))), isouter=True)
            .join(
                ReplyRow,
                and_(reply, col(_parent.id).is_not(None), is_seen(col(ReplyRow.author_id), col(ReplyRow.alias))),
                isouter=True,
            )
        )
    else:
        page = page.join(PostRow, post, isouter=True).join(ReplyRow, reply, isouter=True)
    return fast(
        page.join(ReactionRow, mine, isouter=True)
        .where(col(ChangeRow.group_id) == bindparam("in_group"), col(ChangeRow.revision) > bindparam("after"))
        .order_by(col(ChangeRow.revision))
        .limit(bindparam("limit"))
    )


PAGE, PAGE_APART = _page_statement(apart=False), _page_statement(apart=True)


def list_changes(tx: Transaction, account_id: UUID, group_id: UUID, after: int, limit: int) -> bytes:
    """Return one page of `wire.GroupChanges` as JSON: at most `limit` changes and 1 MiB, but at least one change."""
    standing = require_member(tx, account_id, group_id)
    group = get_group(tx, group_id, standing)
    unseen = list_unseen(tx, standing)
    if after > group.revision:
        raise Refusal(ProblemCode.EPOCH_CHANGED)  # a cursor of another history: read anew
    if unseen is not None and after < reads_anew_from(tx, standing, group_id):
        raise Refusal(ProblemCode.EPOCH_CHANGED)  # from before a block: the log cannot take back what lies on a device
    apart = unseen_by(standing) if unseen else {}
    statement = PAGE_APART if unseen else PAGE
    rows = statement.each(tx, in_group=group_id, viewer=account_id, after=after, limit=limit + 1, **apart)
    page, more = take_page(rows, limit, lambda row: len(row[4] or row[5] or b""))
    changes: list[bytes] = []
    reactions: dict[UUID, str] = {}
    mine: list[UUID] = []
    for revision, kind, subject_id, parent_id, post, reply, kinds, is_own in page:
        if unseen:
            if kind in (ChangeKind.POST, ChangeKind.REPLY) and not (post or reply):
                continue
            post = post and post_as_seen(tx, post, unseen)
            reply = reply and reply_as_seen(reply, unseen)
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
