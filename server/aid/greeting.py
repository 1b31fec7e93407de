"""Newcomers: somebody says hello within a day, or who looks after the group hears that nobody did.

Greeted is whom a member greeted with a tap, and whose post another answered.
"""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import and_, exists, func, type_coerce
from sqlalchemy.sql.sqltypes import BigInteger
from sqlmodel import bindparam, col, delete, insert, select, update

from api_client.wire import aid as wire
from api_client.wire import limits
from api_client.wire.errors import ProblemCode
from api_client.wire.groups import Role
from api_client.wire.notices import NoticeKind
from server.aid.people import count_load, list_facilitators
from server.aid.rules import LOOK_BACK, Helper, Newcomer, Pace, Step, choose_helpers, greeting_step
from server.aid.tables import GreeterRow, WelcomeRow
from server.errors import Refusal
from server.feed.tables import PostRow, ReplyRow
from server.membership import author_of, find_member, require_member, require_writer
from server.notify import notify, read_wishes
from server.schema import from_microseconds
from server.statements import fast
from server.tables import GroupRow, MemberRow
from server.transaction import Transaction

# One inside the other, so that the newcomer's own posts are looked at and never every reply of the group.
_has_reply = (
    exists()
    .where(
        col(ReplyRow.group_id) == col(PostRow.group_id),
        col(ReplyRow.post_id) == col(PostRow.id),
        col(ReplyRow.author_id) != col(PostRow.author_id),
        col(ReplyRow.posted_at) > col(MemberRow.joined_at),
    )
    .correlate(PostRow, MemberRow)
)
_answered = exists().where(
    col(PostRow.group_id) == col(MemberRow.group_id),
    col(PostRow.author_id) == col(MemberRow.account_id),
    _has_reply,
)
NEW = fast(
    select(
        col(MemberRow.account_id),
        col(MemberRow.joined_at),
        col(WelcomeRow.greeter_asked_at),
        col(WelcomeRow.facilitators_asked_at),
    )
    .join(GroupRow, col(GroupRow.id) == col(MemberRow.group_id))
    .join(
        WelcomeRow,
        and_(
            col(WelcomeRow.group_id) == col(MemberRow.group_id),
            col(WelcomeRow.account_id) == col(MemberRow.account_id),
        ),
        isouter=True,
    )
    .where(
        col(MemberRow.group_id) == bindparam("in_group"),
        col(MemberRow.joined_at) > bindparam("since", type_=MemberRow.joined_at.type),  # type: ignore[attr-defined]
        col(MemberRow.joined_at) > col(GroupRow.created_at),
        col(MemberRow.role) == bindparam("role"),
        col(WelcomeRow.greeted_at).is_(None),
        ~_answered,
    )
    .order_by(col(MemberRow.joined_at), col(MemberRow.account_id))
)
_is_welcome = (
    col(WelcomeRow.group_id) == bindparam("in_group"),
    col(WelcomeRow.account_id) == bindparam("newcomer"),
)
_find_welcome = fast(select(col(WelcomeRow.greeted_at)).where(*_is_welcome).with_for_update())
_insert = fast(insert(WelcomeRow))
_set_told = fast(update(WelcomeRow).where(*_is_welcome).values(facilitators_asked_at=bindparam("moment")))
_set_greeted = fast(update(WelcomeRow).where(*_is_welcome).values(greeted_at=bindparam("moment")))
_list_greeters = fast(
    select(
        col(GreeterRow.account_id),
        select(func.max(type_coerce(col(WelcomeRow.greeter_asked_at), BigInteger)))
        .where(
            col(WelcomeRow.group_id) == col(GreeterRow.group_id),
            col(WelcomeRow.greeter_id) == col(GreeterRow.account_id),
        )
        .correlate(GreeterRow)
        .scalar_subquery(),
    ).where(col(GreeterRow.group_id) == bindparam("in_group"))
)
_is_greeter = (col(GreeterRow.group_id) == bindparam("in_group"), col(GreeterRow.account_id) == bindparam("of"))
_find_greeter = fast(select(col(GreeterRow.account_id)).where(*_is_greeter))
_insert_greeter = fast(insert(GreeterRow))
_delete_greeter = fast(delete(GreeterRow).where(*_is_greeter))


def anybody_is_new(tx: Transaction, group_id: UUID, pace: Pace) -> bool:
    """Whether something is to be done for a newcomer."""
    return any(greeting_step(newcomer, tx.now, pace) is not Step.NOTHING for _, newcomer in _each_new(tx, group_id))


def greet(tx: Transaction, group_id: UUID, pace: Pace) -> None:
    """Ask a greeter for each newcomer, and tell facilitators of whom nobody greeted within a day."""
    for account_id, newcomer in list(_each_new(tx, group_id)):
        match greeting_step(newcomer, tx.now, pace):
            case Step.VOLUNTEERS:
                _ask_somebody(tx, group_id, account_id, pace)
            case Step.FACILITATORS:
                _tell_facilitators(tx, group_id, account_id)
                if newcomer.greeter_asked_at is None:
                    _write_welcome(tx, group_id, account_id, None, facilitators_asked_at=tx.now)
                else:
                    _set_told.run(tx, in_group=group_id, newcomer=account_id, moment=tx.now)


def _each_new(tx: Transaction, group_id: UUID) -> Iterator[tuple[UUID, Newcomer]]:
    rows = NEW.all(tx, in_group=group_id, since=tx.now - LOOK_BACK, role=Role.MEMBER.value)
    for account_id, joined_at, greeter_asked_at, facilitators_asked_at in rows:
        yield (
            account_id,
            Newcomer(joined_at, greeter_asked_at=greeter_asked_at, facilitators_asked_at=facilitators_asked_at),
        )


def _ask_somebody(tx: Transaction, group_id: UUID, newcomer_id: UUID, pace: Pace) -> None:
    """Ask the greeter whose turn it is; where none can be reached, everybody who looks after the group."""
    greeters = [
        Helper(
            account_id,
            is_willing=not read_wishes(tx, account_id).is_on_break(tx.now),
            load=count_load(tx, account_id),
            last_asked_at=None if asked_at is None else from_microseconds(asked_at),
        )
        for account_id, asked_at in _list_greeters.all(tx, in_group=group_id)
    ]
    for greeter_id in choose_helpers(greeters, not_these={newcomer_id}, count=len(greeters), pace=pace):
        if _tell(tx, greeter_id, group_id, newcomer_id):
            _write_welcome(tx, group_id, newcomer_id, greeter_id, greeter_asked_at=tx.now)
            return
    _tell_facilitators(tx, group_id, newcomer_id)
    _write_welcome(tx, group_id, newcomer_id, None, greeter_asked_at=tx.now)


def _tell_facilitators(tx: Transaction, group_id: UUID, newcomer_id: UUID) -> None:
    for account_id in list_facilitators(tx, group_id):
        _tell(tx, account_id, group_id, newcomer_id)


def _tell(tx: Transaction, account_id: UUID, group_id: UUID, newcomer_id: UUID) -> bool:
    key = f"{group_id} {newcomer_id}"  # a notice for each: two who join at once are two to greet
    return notify(tx, account_id, NoticeKind.NEWCOMER, group_id, actor=author_of(tx, newcomer_id), key=key)


def _write_welcome(tx: Transaction, group_id: UUID, newcomer_id: UUID, greeter_id: UUID | None, **done: object) -> None:
    steps = {"greeter_asked_at": None, "facilitators_asked_at": None, "greeted_at": None, **done}
    _insert.run(tx, group_id=group_id, account_id=newcomer_id, greeter_id=greeter_id, **steps)


def greet_member(tx: Transaction, account_id: UUID, group_id: UUID, newcomer_id: UUID) -> None:
    """Say hello to somebody; the first hello is noted, each reaches them."""
    require_writer(tx, account_id, group_id)
    if find_member(tx, newcomer_id, group_id) is None or newcomer_id == account_id:
        raise Refusal(ProblemCode.NOT_FOUND)
    found = _find_welcome.first(tx, in_group=group_id, newcomer=newcomer_id)
    if found is None:
        _write_welcome(tx, group_id, newcomer_id, None, greeted_at=tx.now)
    elif found[0] is None:
        _set_greeted.run(tx, in_group=group_id, newcomer=newcomer_id, moment=tx.now)
    else:
        return  # greeted already: a second hello by a repeated request is none
    notify(tx, newcomer_id, NoticeKind.GREETED, group_id, actor=author_of(tx, account_id))


def forget_greeter(tx: Transaction, account_id: UUID, _keeps_posts: bool) -> None:
    """Let nothing say any more whom this account was asked to greet."""
    asked = update(WelcomeRow).where(col(WelcomeRow.greeter_id) == account_id)
    tx.connection.execute(asked.values(greeter_id=None))


def start_greeting(tx: Transaction, account_id: UUID, group_id: UUID) -> None:
    """Volunteer to greet whoever joins."""
    require_member(tx, account_id, group_id)
    if _find_greeter.first(tx, in_group=group_id, of=account_id) is None:
        _insert_greeter.run(tx, group_id=group_id, account_id=account_id)


def stop_greeting(tx: Transaction, account_id: UUID, group_id: UUID) -> None:
    """Greet no more."""
    require_member(tx, account_id, group_id)
    _delete_greeter.run(tx, in_group=group_id, of=account_id)


def list_newcomers(tx: Transaction, account_id: UUID, group_id: UUID) -> wire.Newcomers:
    """Return who joined lately and waits for a hello, and whether the viewer greets here."""
    require_member(tx, account_id, group_id)
    new = [newcomer_id for newcomer_id, _ in _each_new(tx, group_id) if newcomer_id != account_id]
    return wire.Newcomers(
        i_greet=_find_greeter.first(tx, in_group=group_id, of=account_id) is not None,
        newcomers=tuple(author_of(tx, newcomer_id) for newcomer_id in new[: limits.WAITING_MAX]),
    )
