"""Telling a member that something happened to them: `notify` writes one notice, in the transaction of what happened.

Any slice calls it. Here stands, once, who is told and who is not, so that no slice can forget the blocked, the
archived or the break that somebody takes.
"""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import col

from api_client.wire import limits
from api_client.wire.feed import Author
from api_client.wire.groups import QuietHours
from api_client.wire.notices import NoticeKind, NoticeSettings
from server.blocks import is_apart
from server.change_log import ChangeKind, find_subject
from server.membership import find_member
from server.statements import fast
from server.tables import AccountRow, GroupRow, NoticeRow, NoticeSettingsRow
from server.transaction import NoticesMoved, Transaction

_move = fast(
    update(AccountRow)
    .where(col(AccountRow.id) == bindparam("of"))
    .values(notices_revision=AccountRow.notices_revision + bindparam("changes"))
    .returning(col(AccountRow.notices_revision))
)
_find_wishes = fast(select(col(NoticeSettingsRow.wishes)).where(col(NoticeSettingsRow.account_id) == bindparam("of")))
_find_group = fast(
    select(col(GroupRow.archived_at), col(GroupRow.quiet_hours)).where(col(GroupRow.id) == bindparam("of"))
)
_find_unread = fast(
    select(
        col(NoticeRow.id),
        col(NoticeRow.count),
        col(NoticeRow.and_others),
        col(NoticeRow.actor_id),
        col(NoticeRow.actor_alias),
    ).where(
        col(NoticeRow.account_id) == bindparam("of"),
        col(NoticeRow.kind) == bindparam("kind"),
        col(NoticeRow.subject) == bindparam("subject"),
        col(NoticeRow.read_at).is_(None),
    )
)
_insert = fast(insert(NoticeRow))
_merge = fast(
    update(NoticeRow)
    .where(col(NoticeRow.account_id) == bindparam("of"), col(NoticeRow.id) == bindparam("notice"))
    .values(
        revision=bindparam("to_revision"),
        reply_id=bindparam("to_reply"),
        actor_id=bindparam("to_actor"),
        actor_alias=bindparam("to_alias"),
        and_others=bindparam("to_others"),
        words=bindparam("to_words"),
        count=bindparam("to_count"),
        noticed_at=bindparam("to_moment"),
    )
)
_DEFAULT = NoticeSettings()
# What a facilitator hears of anybody: somebody must look after those, too, from whom a block keeps them apart.
_OF_DUTY = frozenset({NoticeKind.JOIN_REQUEST, NoticeKind.NEWCOMER, NoticeKind.ESCALATED, NoticeKind.REPORT_NEW})


def notify(
    tx: Transaction,
    account_id: UUID,
    kind: NoticeKind,
    group_id: UUID | None,
    *,
    post_id: UUID | None = None,
    reply_id: UUID | None = None,
    actor: Author | None = None,
    by: UUID | None = None,
    words: str | None = None,
    key: str | None = None,
) -> bool:
    """Tell `account_id` that `kind` happened; return whether a notice was written. Call it last in the transaction of
    what happened, after the post or reply was written, once per person to tell, in the order of their ids.

    `group_id` is None only for what belongs to no group. `actor` is who did it **as the group sees them**
    (`membership.author_of`, or the author that the post or reply carries): for something without a name that is the
    alias, and then `by` is the account behind it, which is never kept. `words` name the subject, never what was written
    in a post or reply; they are cut at NOTICE_WORDS_MAX.

    Repeats of one kind about one subject become one notice as long as it is unread: its count grows, and it shows the
    newest actor. The subject is `key`, or else the post, or else the group; what is of two groups is never one.

    Nobody is told of their own doing, nor, beyond a facilitator's duties, of what somebody did from whom a block keeps
    them apart; under an alias they are, as they see the rest of what it writes. A kind that the member switched off is
    not written; outside of the member's times, in a break, and in the quiet hours of the group it is written, and no
    device hears of it until it asks. Who is no member of the group is not told, and an archived group tells nobody
    anything.
    """
    doer = _doer(actor, by)
    if doer == account_id:
        return False
    quiet: QuietHours | None = None
    if group_id is not None:
        if find_member(tx, account_id, group_id) is None:
            return False
        archived_at, quiet_hours = _find_group.one(tx, of=group_id)
        if archived_at is not None:
            return False
        quiet = None if quiet_hours is None else QuietHours.model_validate_json(quiet_hours)
    has_name = actor is None or actor.account_id is not None  # that an alias is not heard would tell whose it is
    if doer is not None and has_name and kind not in _OF_DUTY and is_apart(tx, account_id, doer):
        return False
    settings = read_wishes(tx, account_id)
    if not settings.is_wanted(kind):
        return False
    if group_id is not None and post_id is not None and not _stands(tx, group_id, post_id):
        post_id = reply_id = None  # an outcome can be told after its post is gone
    revision = move_notices(tx, account_id)
    _write(
        tx,
        {
            "account_id": account_id,
            "revision": revision,
            "kind": kind.value,
            "subject": f"{group_id or ''}:{key or post_id or ''}",
            "group_id": group_id,
            "post_id": post_id,
            "reply_id": reply_id,
            "actor_id": actor.account_id if actor is not None else None,
            "actor_alias": actor.display_name if actor is not None and actor.account_id is None else None,
            "words": None if words is None else words[: limits.NOTICE_WORDS_MAX],
            "noticed_at": tx.now,
        },
    )
    if settings.may_tell(kind, tx.now) and not (quiet and quiet.hold_at(settings.local_time(tx.now))):
        tx.announce(NoticesMoved(account_id, revision))
    return True


def read_wishes(tx: Transaction, account_id: UUID) -> NoticeSettings:
    """Return how the account wants its notices, as far as it set that itself."""
    found = _find_wishes.first(tx, of=account_id)
    return _DEFAULT if found is None else NoticeSettings.model_validate_json(found[0])


def move_notices(tx: Transaction, account_id: UUID, *, changes: int = 1) -> int:
    """Take the next `changes` revisions of the account's notices; return the last."""
    revision: int
    (revision,) = _move.one(tx, of=account_id, changes=changes)
    return revision


def _doer(actor: Author | None, by: UUID | None) -> UUID | None:
    if actor is not None and actor.account_id is None and by is None:
        raise ValueError("an alias acts for an account: say which")
    return by or (actor.account_id if actor is not None else None)


def _stands(tx: Transaction, group_id: UUID, post_id: UUID) -> bool:
    known = find_subject(tx, group_id, post_id)
    if known is None:
        raise ValueError("the post must be written before anybody is told of it")
    return known is ChangeKind.POST


def _write(tx: Transaction, notice: dict[str, Any]) -> None:
    """Write a notice, or let the unread one about the same subject grow."""
    found = _find_unread.first(tx, of=notice["account_id"], kind=notice["kind"], subject=notice["subject"])
    if found is None:
        _insert.run(tx, id=uuid4(), and_others=False, count=1, read_at=None, **notice)
        return
    notice_id, count, and_others, actor_id, actor_alias = found
    _merge.run(
        tx,
        of=notice["account_id"],
        notice=notice_id,
        to_revision=notice["revision"],
        to_reply=notice["reply_id"],
        to_actor=notice["actor_id"],
        to_alias=notice["actor_alias"],
        to_others=and_others or (actor_id, actor_alias) != (notice["actor_id"], notice["actor_alias"]),
        to_words=notice["words"],
        to_count=count + 1,
        to_moment=notice["noticed_at"],
    )
