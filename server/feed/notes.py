"""A content note that a facilitator puts before somebody's post: the words stay, and open with a tap."""

from uuid import UUID

from api_client.wire.moderation import NotePost
from api_client.wire.notices import NoticeKind
from server.acts import ActKind, record_act
from server.change_log import move_head
from server.feed.posts import look_at_post
from server.feed.stored import lock_post, store_post
from server.membership import require_facilitator
from server.notify import notify
from server.transaction import Transaction


def note_post(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID, request: NotePost) -> bytes:
    """Put a note before a post, or take it away; return the post's JSON.

    The writer hears of it, without who it was. The version moves on: a writer who is changing the post meanwhile is
    told, and does not take the note away unseen.
    """
    standing = require_facilitator(tx, account_id, group_id)
    locked = lock_post(tx, group_id, post_id)
    post = locked.post
    if post.content_note != request.content_note:
        revision, _ = move_head(tx, group_id, changes=1)
        changes = {"content_note": request.content_note, "version": post.version + 1, "revision": revision}
        store_post(tx, post.model_copy(update=changes))
        record_act(tx, group_id, ActKind.NOTED_POST, account_id, post_id=post_id, reason=request.content_note)
        if locked.author_id != account_id:
            notify(tx, locked.author_id, NoticeKind.NOTED, group_id, post_id=post_id, words=request.content_note)
        tx.erases = True
    return look_at_post(tx, standing, group_id, post_id)[0]
