"""Standing by a post: "I'm here" to an ask or an offer, and the promise to ask tomorrow.

Names stand in the post itself, so that everybody sees who is there. The writer stands by no post of their own: under
an alias it would put the name beside it.
"""

from uuid import UUID

from sqlmodel import bindparam, col, delete, insert, select

from api_client.wire import feed as wire
from api_client.wire import limits
from api_client.wire.errors import ProblemCode
from api_client.wire.notices import NoticeKind
from server.change_log import move_head
from server.errors import Refusal
from server.feed.access import may_stand_by
from server.feed.apart import lock_seen_post
from server.feed.posts import AID
from server.feed.stored import LockedPost, lock_post, store_post
from server.feed.tables import CompanyRow
from server.membership import author_of, require_member, require_writer
from server.notify import notify
from server.statements import fast
from server.transaction import Transaction

COMPANY, CHECK = "company", "check"

_insert = fast(insert(CompanyRow))
_delete = fast(
    delete(CompanyRow).where(
        col(CompanyRow.group_id) == bindparam("in_group"),
        col(CompanyRow.post_id) == bindparam("post"),
        col(CompanyRow.part) == bindparam("as_part"),
        col(CompanyRow.account_id) == bindparam("of"),
    )
)

_list_stood_by = fast(
    select(col(CompanyRow.post_id)).where(
        col(CompanyRow.group_id) == bindparam("in_group"), col(CompanyRow.account_id) == bindparam("of")
    )
)


def join_company(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID) -> None:
    """Say "I'm here"; saying it again changes nothing."""
    locked = _lock_for(tx, account_id, group_id, post_id)
    post = locked.post
    if post.kind not in AID:
        raise Refusal(ProblemCode.INVALID, fields={"kind": "not_of_this_kind"})
    if any(one.account_id == account_id for one in post.company):
        return
    if len(post.company) >= limits.COMPANY_MAX:
        raise Refusal(ProblemCode.NO_ROOM)
    who = author_of(tx, account_id)
    revision, _ = move_head(tx, group_id, changes=1)
    _insert.run(tx, group_id=group_id, post_id=post_id, part=COMPANY, account_id=account_id)
    store_post(tx, post.model_copy(update={"company": (*post.company, who), "revision": revision}))
    notify(tx, locked.author_id, NoticeKind.COMPANY, group_id, post_id=post_id, actor=who)


def leave_company(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID) -> None:
    """Take "I'm here" back; what was not said may be taken back, too."""
    require_member(tx, account_id, group_id)
    post = lock_post(tx, group_id, post_id).post
    rest = tuple(one for one in post.company if one.account_id != account_id)
    if len(rest) == len(post.company):
        return
    revision, _ = move_head(tx, group_id, changes=1)
    _delete.run(tx, in_group=group_id, post=post_id, as_part=COMPANY, of=account_id)
    store_post(tx, post.model_copy(update={"company": rest, "revision": revision}))


def promise_check(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID) -> None:
    """Promise to ask tomorrow, where somebody wants that; one person does."""
    locked = _lock_for(tx, account_id, group_id, post_id)
    post = locked.post
    if post.need is not wire.Need.CHECK_ON_ME:
        raise Refusal(ProblemCode.INVALID, fields={"need": "not_of_this_kind"})
    if post.check_by is not None:
        if post.check_by.account_id == account_id:
            return
        raise Refusal(ProblemCode.ALREADY_PROMISED)
    who = author_of(tx, account_id)
    revision, _ = move_head(tx, group_id, changes=1)
    _insert.run(tx, group_id=group_id, post_id=post_id, part=CHECK, account_id=account_id)
    store_post(tx, post.model_copy(update={"check_by": who, "revision": revision}))
    notify(tx, locked.author_id, NoticeKind.CHECK_PROMISED, group_id, post_id=post_id, actor=who)


def withdraw_check(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID) -> None:
    """Take one's own promise back; somebody else's stays."""
    require_member(tx, account_id, group_id)
    post = lock_post(tx, group_id, post_id).post
    if post.check_by is None or post.check_by.account_id != account_id:
        return
    revision, _ = move_head(tx, group_id, changes=1)
    _delete.run(tx, in_group=group_id, post=post_id, as_part=CHECK, of=account_id)
    store_post(tx, post.model_copy(update={"check_by": None, "revision": revision}))


def stand_by_no_more(tx: Transaction, account_id: UUID, group_id: UUID) -> None:
    """Take somebody who goes out of the group away from every post they stand by; a promise is open to others then."""
    for post_id in sorted({found[0] for found in _list_stood_by.all(tx, in_group=group_id, of=account_id)}):
        post = lock_post(tx, group_id, post_id).post
        changes = {
            "company": tuple(one for one in post.company if one.account_id != account_id),
            "check_by": None if post.check_by and post.check_by.account_id == account_id else post.check_by,
        }
        revision, _ = move_head(tx, group_id, changes=1)
        for part in (COMPANY, CHECK):
            _delete.run(tx, in_group=group_id, post=post_id, as_part=part, of=account_id)
        store_post(tx, post.model_copy(update={**changes, "revision": revision}))
        tx.erases = True


def _lock_for(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID) -> LockedPost:
    standing = require_writer(tx, account_id, group_id)
    locked = lock_seen_post(tx, standing, group_id, post_id)
    if not may_stand_by(standing, locked.author_id):
        raise Refusal(ProblemCode.NOT_ALLOWED)
    return locked
