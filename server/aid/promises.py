"""Promises to ask somebody tomorrow: who made one is reminded; when it is not kept, facilitators hear quietly."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select
from sqlmodel import bindparam, col, insert, update

from api_client.wire.feed import Author, Post
from api_client.wire.notices import NoticeKind
from server.aid.people import list_facilitators
from server.aid.rules import Pace, Promise, Step, check_step, is_kept
from server.aid.tables import PromiseRow
from server.feed.tables import CompanyRow, PostRow, ReplyRow
from server.notify import notify, read_wishes
from server.statements import fast
from server.transaction import Transaction

CHECK = "check"  # a part in `CompanyRow`
_is_row = (col(PromiseRow.group_id) == col(CompanyRow.group_id), col(PromiseRow.post_id) == col(CompanyRow.post_id))
GIVEN = fast(
    select(
        col(CompanyRow.post_id),
        col(CompanyRow.account_id),
        col(PromiseRow.account_id),
        col(PromiseRow.promised_at),
        col(PromiseRow.reminded_at),
        col(PromiseRow.ended_at),
    )
    .join(PromiseRow, and_(*_is_row), isouter=True)
    .where(col(CompanyRow.group_id) == bindparam("in_group"), col(CompanyRow.part) == CHECK)
    .order_by(col(CompanyRow.post_id))
)
_list_replies = fast(
    select(col(ReplyRow.posted_at)).where(
        col(ReplyRow.group_id) == bindparam("in_group"),
        col(ReplyRow.post_id) == bindparam("post"),
        col(ReplyRow.author_id) == bindparam("of"),
    )
)
_find_post = fast(
    select(col(PostRow.author_id), col(PostRow.wire)).where(
        col(PostRow.group_id) == bindparam("in_group"), col(PostRow.id) == bindparam("post")
    )
)
_is_promise = (col(PromiseRow.group_id) == bindparam("in_group"), col(PromiseRow.post_id) == bindparam("post"))
_insert = fast(insert(PromiseRow))
_anew = fast(
    update(PromiseRow)
    .where(*_is_promise)
    .values(
        account_id=bindparam("by"),
        promised_at=bindparam("moment"),
        reminded_at=bindparam("no"),
        ended_at=bindparam("no"),
    )
)
_set_reminded = fast(update(PromiseRow).where(*_is_promise).values(reminded_at=bindparam("moment")))
_set_ended = fast(update(PromiseRow).where(*_is_promise).values(ended_at=bindparam("moment")))


@dataclass(frozen=True, slots=True)
class _Given:
    """A promise that stands at a post; `promise` is None when this host saw it only now."""

    post_id: UUID
    account_id: UUID
    promise: Promise | None
    has_row: bool


def any_is_due(tx: Transaction, group_id: UUID, _: Pace) -> bool:
    """Whether a promise is new, due, or was kept since."""
    return any(
        given.promise is None or check_step(given.promise, tx.now) is not Step.NOTHING or is_kept(given.promise)
        for given in _each_given(tx, group_id)
    )


def recall(tx: Transaction, group_id: UUID, _: Pace) -> None:
    """Note new promises, remind whoever made one, and tell facilitators of those that were not kept."""
    for given in list(_each_given(tx, group_id)):
        if given.promise is None:
            _note(tx, group_id, given)
            continue
        author_id, ready = _find_post.one(tx, in_group=group_id, post=given.post_id)
        post = Post.model_validate_json(ready)
        if is_kept(given.promise) or post.closed_at is not None:
            _set_ended.run(tx, in_group=group_id, post=given.post_id, moment=tx.now)
            continue
        match check_step(given.promise, tx.now):
            case Step.VOLUNTEERS:
                _set_reminded.run(tx, in_group=group_id, post=given.post_id, moment=tx.now)
                _tell(tx, given.account_id, NoticeKind.CHECK_DUE, post, author_id)
            case Step.FACILITATORS:
                _set_ended.run(tx, in_group=group_id, post=given.post_id, moment=tx.now)
                for account_id in list_facilitators(tx, group_id):
                    if account_id not in (given.account_id, author_id):
                        _tell(tx, account_id, NoticeKind.ESCALATED, post, author_id)


def _each_given(tx: Transaction, group_id: UUID) -> Iterator[_Given]:
    for post_id, account_id, noted_id, promised_at, reminded_at, ended_at in GIVEN.all(tx, in_group=group_id):
        if noted_id != account_id:
            yield _Given(post_id, account_id, None, has_row=noted_id is not None)
        elif ended_at is None:
            zone = read_wishes(tx, account_id).zone
            replies = tuple(at for (at,) in _list_replies.all(tx, in_group=group_id, post=post_id, of=account_id))
            # UTC is what stands there before anybody says where they live.
            promise = Promise(promised_at, None if zone == "UTC" else zone, replies, reminded_at)
            yield _Given(post_id, account_id, promise, has_row=True)


def _note(tx: Transaction, group_id: UUID, given: _Given) -> None:
    if given.has_row:
        _anew.run(tx, in_group=group_id, post=given.post_id, by=given.account_id, moment=tx.now, no=None)
        return
    _insert.run(
        tx,
        group_id=group_id,
        post_id=given.post_id,
        account_id=given.account_id,
        promised_at=tx.now,
        reminded_at=None,
        ended_at=None,
    )


def _tell(tx: Transaction, account_id: UUID, kind: NoticeKind, post: Post, author_id: UUID) -> None:
    author: Author = post.author
    notify(tx, account_id, kind, post.group_id, post_id=post.id, actor=author, by=author_id)
