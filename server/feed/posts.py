"""The rules of posts. Each change rewrites the post's wire bytes once, so that reading is copying."""

import random
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import bindparam, col, delete, insert, select, update

from api_client.wire import feed as wire
from api_client.wire import limits
from api_client.wire.aid import leaves_board_at
from api_client.wire.details import ResourceDetails
from api_client.wire.errors import ProblemCode
from api_client.wire.notices import NoticeKind
from server.acts import ActKind, record_act
from server.blocks import is_apart, list_unseen
from server.change_log import ChangeKind, find_subject, move_head, record_change
from server.errors import Refusal
from server.feed import passages
from server.feed.access import may_edit, may_remove
from server.feed.aliases import make_alias
from server.feed.apart import post_as_seen
from server.feed.stored import as_bytes, digest_of, lock_post, missing_post
from server.feed.tables import CompanyRow, PostRow, RatingRow, ReplyRow
from server.feed.versions import keep_version
from server.kept_photos import change_photo, is_as_wanted, keep_photo, name_photo
from server.membership import Standing, author_of, require_member, require_name_rule, require_writer
from server.notify import notify
from server.statements import fast
from server.tables import ChangeRow, MemberRow
from server.transaction import Transaction

AID = (wire.PostKind.ASK, wire.PostKind.OFFER)  # kinds that people come to, and that end
CHANCE = random.SystemRandom()
WORDS = ("kind", "need", "title", "body", "content_note", "details", "mentions", "expires_at")

_is_post = (col(PostRow.group_id) == bindparam("in_group"), col(PostRow.id) == bindparam("post"))
_get = fast(select(col(PostRow.wire), col(PostRow.author_id), col(PostRow.alias)).where(*_is_post))
_insert = fast(insert(PostRow))
_set_words = fast(
    update(PostRow)
    .where(*_is_post)
    .values(
        wire=bindparam("bytes"), kind=bindparam("new_kind"), need=bindparam("new_need"), ends_at=bindparam("new_end")
    )
)
_delete = fast(delete(PostRow).where(*_is_post))
_replies = select(ReplyRow.id).where(
    col(ReplyRow.group_id) == bindparam("in_group"), col(ReplyRow.post_id) == bindparam("post")
)
_forget_replies = fast(  # the log's row of the post tells that its replies are gone
    delete(ChangeRow).where(col(ChangeRow.group_id) == bindparam("in_group"), col(ChangeRow.subject_id).in_(_replies))
)
_keep_up = fast(  # one's own post is not unread, when everything before it was read
    update(MemberRow)
    .where(
        col(MemberRow.group_id) == bindparam("in_group"),
        col(MemberRow.account_id) == bindparam("of"),
        col(MemberRow.read_sequence) == bindparam("read"),
    )
    .values(read_sequence=MemberRow.read_sequence + 1)
)


def create_post(
    tx: Transaction, account_id: UUID, group_id: UUID, request: wire.CreatePost, chance: random.Random = CHANCE
) -> tuple[bytes, bool]:
    """Write a post; return its JSON and whether it is new. The same request again is the same post.

    Without a name it is written under an alias, drawn by `chance`; the account stays in the row.
    """
    standing = require_writer(tx, account_id, group_id)
    digest = digest_of(account_id, request)
    known = find_subject(tx, group_id, request.id)
    if known is ChangeKind.POST:
        locked = lock_post(tx, group_id, request.id)
        if locked.created_digest != digest:
            raise Refusal(ProblemCode.ID_TAKEN)
        return as_bytes(locked.post), False
    if known is not None:
        raise Refusal(ProblemCode.GONE if known is ChangeKind.POST_REMOVED else ProblemCode.ID_TAKEN)
    require_name_rule(tx, group_id, without_name=request.without_name)
    _require_role(standing, request.kind)
    _require_ahead(tx.now, request.expires_at)
    alias = make_alias(tx, group_id, chance) if request.without_name else None
    mentions = keep_members(tx, account_id, group_id, request.mentions)
    revision, sequence = move_head(tx, group_id, changes=1, posts=1)
    post = wire.Post(
        id=request.id,
        group_id=group_id,
        sequence=sequence,
        revision=revision,
        version=1,
        kind=request.kind,
        need=request.need,
        title=request.title,
        body=request.body,
        content_note=request.content_note,
        from_journal=request.from_journal,
        author=wire.Author(account_id=None, display_name=alias) if alias else author_of(tx, account_id),
        posted_at=tx.now,
        edited_at=None,
        reply_count=0,
        reactions={},
        details=request.details,
        mentions=mentions,
        expires_at=request.expires_at,
        photo=None if request.photo is None else name_photo(request.photo),
    )
    ready = as_bytes(post)
    _insert.run(
        tx,
        group_id=group_id,
        id=post.id,
        sequence=sequence,
        author_id=account_id,
        kind=post.kind.value,
        need=post.need.value,
        posted_at=tx.now,
        created_digest=digest,
        wire=ready,
        alias=alias,
        ends_at=leaves_board_at(post),
    )
    if request.photo is not None:
        keep_photo(tx, account_id, group_id, request.photo, post_id=post.id)
    record_change(tx, group_id, revision, ChangeKind.POST, post.id, is_new=True)
    passages.add_post(tx, post)
    if standing.read_sequence == sequence - 1:
        _keep_up.run(tx, in_group=group_id, of=account_id, read=standing.read_sequence)
    tell_mentioned(tx, account_id, post, mentions)
    return ready, True


def get_post(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID) -> bytes:
    """Return a post's JSON."""
    return look_at_post(tx, require_member(tx, account_id, group_id), group_id, post_id)[0]


def look_at_post(
    tx: Transaction, standing: Standing, group_id: UUID, post_id: UUID
) -> tuple[bytes, frozenset[UUID] | None]:
    """Return a post's JSON as this member sees it, and whose words the member does not see."""
    found = _get.first(tx, in_group=group_id, post=post_id)
    if found is None:
        raise missing_post(tx, group_id, post_id)
    ready, author_id, alias = found
    unseen = list_unseen(tx, standing)
    if not unseen:
        return ready, unseen
    if alias is None and author_id in unseen:
        raise Refusal(ProblemCode.NOT_FOUND)
    return post_as_seen(tx, ready, unseen), unseen


def update_post(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID, request: wire.UpdatePost) -> bytes:
    """Change one's own post, as it was on the screen; the same change again is no conflict."""
    standing = require_writer(tx, account_id, group_id)
    locked = lock_post(tx, group_id, post_id)
    post = locked.post
    if not may_edit(standing, locked.author_id):
        raise Refusal(ProblemCode.NOT_ALLOWED)
    words: dict[str, Any] = {name: getattr(request, name) for name in WORDS}
    words["mentions"] = keep_members(tx, account_id, group_id, request.mentions)
    same = all(getattr(post, name) == words[name] for name in WORDS) and is_as_wanted(post.photo, request.photo)
    if post.version == request.base_version + 1 and same:
        return look_at_post(tx, standing, group_id, post_id)[0]
    if post.version != request.base_version:
        raise Refusal(ProblemCode.VERSION_CONFLICT)
    if request.kind is not post.kind:
        _require_role(standing, request.kind)
        if locked.alias is not None and request.kind is wire.PostKind.THEME:
            raise Refusal(ProblemCode.INVALID, fields={"kind": "theme_needs_name"})
    if request.expires_at != post.expires_at:
        _require_ahead(tx.now, request.expires_at)
    keep_version(tx, post)
    words["photo"] = change_photo(tx, account_id, group_id, post.photo, request.photo, post_id=post_id)
    revision, _ = move_head(tx, group_id, changes=1)
    words |= _forget_what_no_longer_fits(tx, post, request)
    post = post.model_copy(update={**words, "version": post.version + 1, "edited_at": tx.now, "revision": revision})
    _set_words.run(
        tx,
        in_group=group_id,
        post=post_id,
        bytes=as_bytes(post),
        new_kind=post.kind.value,
        new_need=post.need.value,
        new_end=leaves_board_at(post),
    )
    record_change(tx, group_id, revision, ChangeKind.POST, post_id)
    passages.change_post(tx, post)
    tx.erases = True  # words that the search no longer finds, and a version beyond those that are kept
    tell_mentioned(tx, account_id, post, set(post.mentions) - set(locked.post.mentions))
    return look_at_post(tx, standing, group_id, post_id)[0]


def remove_post(tx: Transaction, account_id: UUID, group_id: UUID, post_id: UUID) -> None:
    """Remove a post with its replies; what is gone already may be removed again."""
    standing = require_member(tx, account_id, group_id)
    if find_subject(tx, group_id, post_id) is ChangeKind.POST_REMOVED:
        return
    author_id = lock_post(tx, group_id, post_id).author_id
    if not may_remove(standing, author_id):
        raise Refusal(ProblemCode.NOT_ALLOWED)
    take_post(tx, group_id, post_id)
    if author_id != account_id:
        record_act(tx, group_id, ActKind.REMOVED_POST, account_id, post_id=post_id)


def take_post(tx: Transaction, group_id: UUID, post_id: UUID) -> None:
    """Take a post away with its replies, whoever wants it; it is there."""
    revision, _ = move_head(tx, group_id, changes=1)
    _forget_replies.run(tx, in_group=group_id, post=post_id)
    _delete.run(tx, in_group=group_id, post=post_id)  # all that hangs on it goes by cascade
    record_change(tx, group_id, revision, ChangeKind.POST_REMOVED, post_id)
    tx.erases = True


def keep_members(tx: Transaction, account_id: UUID, group_id: UUID, mentions: tuple[UUID, ...]) -> tuple[UUID, ...]:
    """Return those of `mentions` who are in the group, once each, without the writer and without who is kept apart from
    the writer.

    Others are dropped, not refused: somebody may have left while the words waited on a device, and a refusal would tell
    of a block. The writer's own id would give an alias away.
    """
    if not mentions:
        return ()
    present = set(
        tx.connection.scalars(
            select(col(MemberRow.account_id)).where(
                col(MemberRow.group_id) == group_id, col(MemberRow.account_id).in_(mentions)
            )
        )
    )
    return tuple(
        id_
        for id_ in dict.fromkeys(mentions)
        if id_ in present and id_ != account_id and not is_apart(tx, account_id, id_)
    )


def tell_mentioned(tx: Transaction, by: UUID, words: wire.Post | wire.Reply, mentioned: Collection[UUID]) -> None:
    """Tell those whom a post or a reply newly names."""
    post_id, reply_id = (words.id, None) if isinstance(words, wire.Post) else (words.post_id, words.id)
    for account_id in sorted(mentioned):
        notify(
            tx,
            account_id,
            NoticeKind.MENTIONED,
            words.group_id,
            post_id=post_id,
            reply_id=reply_id,
            actor=words.author,
            by=by,
        )


def _require_role(standing: Standing, kind: wire.PostKind) -> None:
    if kind is wire.PostKind.THEME and not standing.is_facilitator:
        raise Refusal(ProblemCode.NOT_ALLOWED)


def _require_ahead(now: datetime, expires_at: datetime | None) -> None:
    if expires_at is None:
        return
    if expires_at <= now:
        raise Refusal(ProblemCode.INVALID, fields={"expires_at": "not_ahead"})
    if expires_at > now + timedelta(days=limits.EXPIRES_DAYS_MAX):
        raise Refusal(ProblemCode.INVALID, fields={"expires_at": "too_far_ahead"})


def _forget_what_no_longer_fits(tx: Transaction, post: wire.Post, request: wire.UpdatePost) -> dict[str, Any]:
    """Return what falls away with the old kind, need or link, and remove the rows behind it."""
    gone: dict[str, Any] = {}
    of_post = (col(CompanyRow.group_id) == post.group_id, col(CompanyRow.post_id) == post.id)
    if request.kind not in AID and (post.company or post.closed_at):
        gone |= {"company": (), "closed_at": None}
        tx.connection.execute(delete(CompanyRow).where(*of_post, col(CompanyRow.part) == "company"))
    if request.need is not wire.Need.CHECK_ON_ME and post.check_by is not None:
        gone["check_by"] = None
        tx.connection.execute(delete(CompanyRow).where(*of_post, col(CompanyRow.part) == "check"))
    if post.link_flagged_at is not None and _link(request.details) != _link(post.details):
        gone["link_flagged_at"] = None
    if post.kind is wire.PostKind.STRATEGY and request.kind is not wire.PostKind.STRATEGY:
        gone["totals"] = None
        ratings = (col(RatingRow.group_id) == post.group_id, col(RatingRow.post_id) == post.id)
        tx.connection.execute(delete(RatingRow).where(*ratings))
    return gone


def _link(details: object) -> str | None:
    return details.url if isinstance(details, ResourceDetails) else None
