"""The change log of a group: which subject changed last at which revision, one row per subject.

The counter is moved as late as possible: on PostgreSQL the group's row stays locked from there to the commit, and
revisions become visible in their order. Writing a subject again removes its older row, so the log never grows beyond
what there is to know; of what was removed it keeps the id.
"""

from enum import StrEnum
from uuid import UUID

from sqlmodel import bindparam, col, delete, insert, select, update

from server.statements import fast
from server.tables import ChangeRow, GroupRow
from server.transaction import GroupMoved, Transaction


class ChangeKind(StrEnum):
    """What a row of the log says of its subject; the words are those of `wire.groups`."""

    POST = "post"
    POST_REMOVED = "post_removed"
    REPLY = "reply"
    REPLY_REMOVED = "reply_removed"
    GROUP = "group"


_move = fast(
    update(GroupRow)
    .where(col(GroupRow.id) == bindparam("of"))
    .values(revision=GroupRow.revision + bindparam("changes"), post_count=GroupRow.post_count + bindparam("posts"))
    .returning(col(GroupRow.revision), col(GroupRow.post_count))
)
_is_subject = (col(ChangeRow.group_id) == bindparam("in_group"), col(ChangeRow.subject_id) == bindparam("subject"))
_find = fast(select(ChangeRow.kind, ChangeRow.parent_id).where(*_is_subject))
_forget = fast(delete(ChangeRow).where(*_is_subject))
_insert = fast(insert(ChangeRow))


def move_head(tx: Transaction, group_id: UUID, *, changes: int, posts: int = 0) -> tuple[int, int]:
    """Take the next `changes` revisions (and places for `posts`); return the last of each."""
    revision, post_count = _move.one(tx, of=group_id, changes=changes, posts=posts)
    tx.announce(GroupMoved(group_id, revision))
    return revision, post_count


def find_subject(tx: Transaction, group_id: UUID, subject_id: UUID) -> ChangeKind | None:
    """Return what the log last said of a subject; None when the group never had it."""
    found = _find.first(tx, in_group=group_id, subject=subject_id)
    return None if found is None else ChangeKind(found[0])


def record_change(
    tx: Transaction,
    group_id: UUID,
    revision: int,
    kind: ChangeKind,
    subject_id: UUID,
    *,
    parent_id: UUID | None = None,
    is_new: bool = False,
) -> None:
    """Write the subject's one row anew at `revision`; `is_new` spares looking for an older one."""
    if not is_new:
        _forget.run(tx, in_group=group_id, subject=subject_id)
    _insert.run(tx, group_id=group_id, revision=revision, kind=kind.value, subject_id=subject_id, parent_id=parent_id)


def record_group_change(tx: Transaction, group_id: UUID) -> int:
    """Note that the group's words or members changed; return the revision."""
    revision, _ = move_head(tx, group_id, changes=1)
    record_change(tx, group_id, revision, ChangeKind.GROUP, group_id)
    return revision
