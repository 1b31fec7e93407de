"""The round that a host makes every minute: who waits for an answer, for a greeting, for a promise.

What is due is read first and written only then, group by group, so that a quiet minute writes nothing. What was done
stands in rows, in the transaction that also writes the notice: nothing is done twice, and nothing is forgotten when
the host stops in between.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, insert, select

from api_client.wire.notices import NoticeKind
from server.aid import board, greeting, promises
from server.aid.gratitude import tell_of_gratitude
from server.aid.people import list_facilitators, list_volunteers
from server.aid.rest import offer_rest
from server.aid.rules import Helper, Pace, Step, choose_helpers, next_step
from server.aid.tables import AskedRow, StepRow
from server.aid.waiting import FACILITATORS_HEARD, Unanswered, each_unanswered
from server.blocks import is_apart
from server.database import Database
from server.jobs import Jobs
from server.notify import notify
from server.settings import AidSettings
from server.statements import fast
from server.tables import GroupRow
from server.transaction import Transaction

_insert_asked = fast(insert(AskedRow))
_insert_step = fast(insert(StepRow))


def pace_of(settings: AidSettings) -> Pace:
    """Return the host's figures as the rules take them."""
    return Pace(
        volunteers_after=timedelta(hours=settings.volunteer_after_hours),
        ask_again_after=timedelta(hours=settings.ask_again_after_hours),
        facilitators_after=timedelta(hours=settings.facilitator_after_hours),
        asked_at_once=settings.asked_at_once,
        fair_load=settings.fair_load_replies_per_week,
        greet_within=timedelta(hours=settings.greet_within_hours),
    )


@dataclass(frozen=True, slots=True)
class Round:
    """One part of the round, in one group: whether anything is due, and doing it."""

    is_due: Callable[[Transaction, UUID, Pace], bool]
    go: Callable[[Transaction, UUID, Pace], None]


def add_jobs(jobs: Jobs, database: Database, pace: Pace) -> None:
    """Let the host make its rounds."""

    async def round_(now: datetime) -> None:
        await go_round(database, pace, now)

    async def gratitude(now: datetime) -> datetime:
        return await tell_of_gratitude(database, now)

    jobs.add_errand("aid.go_round", round_)
    jobs.add_errand("aid.tell_of_gratitude", gratitude)
    jobs.add("aid.offer_rest", lambda tx, now: offer_rest(tx, now, pace))


async def go_round(database: Database, pace: Pace, _: datetime) -> None:
    """Do everything that is due in every group that is not archived."""
    for group_id in await database.read(_list_groups):
        for part in PARTS:
            if await database.read(part.is_due, group_id, pace):
                await database.write(part.go, group_id, pace)
        await asyncio.sleep(0)  # reads run on the event loop; requests go in between


def _list_groups(tx: Transaction) -> list[UUID]:
    return list(tx.connection.scalars(select(col(GroupRow.id)).where(col(GroupRow.archived_at).is_(None))))


def _anybody_waits(tx: Transaction, group_id: UUID, pace: Pace) -> bool:
    return any(next_step(one.waiting, tx.now, pace) is not Step.NOTHING for one in each_unanswered(tx, group_id))


def bring_to_people(tx: Transaction, group_id: UUID, pace: Pace) -> None:
    """Ask volunteers about what waits, and tell facilitators of what waited too long."""
    due = [one for one in each_unanswered(tx, group_id) if next_step(one.waiting, tx.now, pace) is not Step.NOTHING]
    volunteers: list[Helper] = []
    if due:
        volunteers = list_volunteers(tx, group_id)
    for one in due:
        if next_step(one.waiting, tx.now, pace) is Step.FACILITATORS and _tell_facilitators(tx, group_id, one):
            continue
        # Where nobody but the writer looks after the group, volunteers are all there is.
        if not one.waiting.asked or max(one.waiting.asked.values()) + pace.ask_again_after <= tx.now:
            volunteers = _ask_volunteers(tx, group_id, one, volunteers, pace)


def _ask_volunteers(
    tx: Transaction, group_id: UUID, one: Unanswered, volunteers: list[Helper], pace: Pace
) -> list[Helper]:
    """Ask a few about one post; return the volunteers with what they carry then. Whom no notice reaches (blocked, or
    this kind switched off) was not asked, and the next one is."""
    not_these = {one.waiting.author_id, *one.waiting.asked}
    asked_count = 0
    while asked_count < pace.asked_at_once:
        chosen = choose_helpers(volunteers, not_these=not_these, count=1, pace=pace)
        if not chosen:
            break
        (account_id,) = chosen
        not_these.add(account_id)
        if is_apart(tx, account_id, one.waiting.author_id) or not _tell(tx, account_id, NoticeKind.NEEDS_ANSWER, one):
            continue
        asked_count += 1
        _insert_asked.run(tx, group_id=group_id, post_id=one.post.id, account_id=account_id, asked_at=tx.now)
        volunteers = [
            replace(v, load=v.load + 1, last_asked_at=tx.now) if v.account_id == account_id else v for v in volunteers
        ]
    return volunteers


def _tell_facilitators(tx: Transaction, group_id: UUID, one: Unanswered) -> bool:
    """Tell everybody who looks after the group, but the writer; return whether there is anybody."""
    others = [account_id for account_id in list_facilitators(tx, group_id) if account_id != one.waiting.author_id]
    if not others:
        return False
    for account_id in others:
        _tell(tx, account_id, NoticeKind.ESCALATED, one)
    _insert_step.run(tx, group_id=group_id, post_id=one.post.id, step=FACILITATORS_HEARD, done_at=tx.now)
    return True


def _tell(tx: Transaction, account_id: UUID, kind: NoticeKind, one: Unanswered) -> bool:
    post, author_id = one.post, one.waiting.author_id
    return notify(tx, account_id, kind, post.group_id, post_id=post.id, actor=post.author, by=author_id)


PARTS = (
    Round(_anybody_waits, bring_to_people),
    Round(greeting.anybody_is_new, greeting.greet),
    Round(promises.any_is_due, promises.recall),
    Round(board.anything_ended, board.tell_ended),
)
