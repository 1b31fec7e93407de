"""The rules of reactions: each kind once per member and post; setting or removing it again changes nothing.

They are counted and name nobody, so the writer of a post without a name may react to it like anybody else.
"""

import json
from uuid import UUID

from sqlmodel import bindparam, col, delete, insert, select, update

from api_client.wire import feed as wire
from server.change_log import move_head
from server.feed.apart import lock_seen_post
from server.feed.stored import store_post
from server.feed.tables import ReactionRow
from server.membership import require_writer
from server.statements import fast
from server.transaction import Transaction

_is_mine = (
    col(ReactionRow.group_id) == bindparam("in_group"),
    col(ReactionRow.post_id) == bindparam("post"),
    col(ReactionRow.account_id) == bindparam("of"),
)
_find = fast(select(ReactionRow.kinds).where(*_is_mine))
_insert = fast(insert(ReactionRow))
_set = fast(update(ReactionRow).where(*_is_mine).values(kinds=bindparam("to")))
_delete = fast(delete(ReactionRow).where(*_is_mine))


def set_reaction(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID, kind: wire.ReactionKind) -> None:
    """Let the member's reaction of this kind stand at the post."""
    _change(tx, account_id, group_id, post_id, kind, is_wanted=True)


def remove_reaction(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID, kind: wire.ReactionKind) -> None:
    """Take the member's reaction of this kind back."""
    _change(tx, account_id, group_id, post_id, kind, is_wanted=False)


def _change(
    tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID, kind: wire.ReactionKind, *, is_wanted: bool
) -> None:
    standing = require_writer(tx, account_id, group_id, agreed=False)
    post = lock_seen_post(tx, standing, group_id, post_id).post
    found = _find.first(tx, in_group=group_id, post=post_id, of=account_id)
    before = frozenset(json.loads(found[0])) if found is not None else frozenset()
    after = before | {kind.value} if is_wanted else before - {kind.value}
    if after == before:
        return
    revision, _ = move_head(tx, group_id, changes=1)
    kinds = json.dumps([k.value for k in wire.ReactionKind if k.value in after])
    if found is None:
        _insert.run(tx, group_id=group_id, post_id=post_id, account_id=account_id, kinds=kinds)
    elif after:
        _set.run(tx, in_group=group_id, post=post_id, of=account_id, to=kinds)
    else:
        _delete.run(tx, in_group=group_id, post=post_id, of=account_id)
    counts = {**post.reactions, kind: post.reactions.get(kind, 0) + (1 if is_wanted else -1)}
    counts = {k: counts[k] for k in wire.ReactionKind if counts.get(k, 0) > 0}
    store_post(tx, post.model_copy(update={"reactions": counts, "revision": revision}))
