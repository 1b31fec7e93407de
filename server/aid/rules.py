"""The rules of mutual aid: plain data in, plain data out. What they decide is carried out in `server.aid.rounds`.

They stand apart from every query because they are promises to people: that nobody waits unseen, that no helper is worn
out, that no newcomer is overlooked. Each is proven over made-up histories.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from uuid import UUID
from zoneinfo import ZoneInfo

from api_client.wire.aid import KeptRange

WEEK = timedelta(days=7)
# Posts and newcomers older than this start nothing: a host that comes back after a month does not flood people.
LOOK_BACK = timedelta(days=7)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_MORNING_HOUR = 9
_CHECK_WITHOUT_ZONE = timedelta(hours=20)
_CHECK_NOT_BEFORE = timedelta(hours=5)  # sooner than this is not yet "tomorrow", even at four in the morning
_CHECK_GRACE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pace:
    """What the host decides about waiting and load; the figures stand in `server.settings.AidSettings`."""

    volunteers_after: timedelta = timedelta(hours=4)
    ask_again_after: timedelta = timedelta(hours=4)
    facilitators_after: timedelta = timedelta(hours=12)
    asked_at_once: int = 3
    fair_load: int = 20  # replies to others in a week, asks that wait for one included
    greet_within: timedelta = timedelta(hours=24)
    rest_again_after: timedelta = timedelta(days=28)


class Step(Enum):
    """What is to be done now for somebody who waits."""

    NOTHING = "nothing"
    VOLUNTEERS = "volunteers"
    FACILITATORS = "facilitators"


@dataclass(frozen=True, slots=True)
class WaitingPost:
    """A post that calls for an answer, and what was done about it so far. `asked` are the volunteers, and when."""

    author_id: UUID
    posted_at: datetime
    ends_at: datetime | None = None
    is_settled: bool = False  # answered by another, with company, or closed by its writer
    asked: Mapping[UUID, datetime] = field(default_factory=dict)
    facilitators_asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Helper:
    """A member as somebody who could be asked. `load` as `load_of` counts it."""

    account_id: UUID
    is_willing: bool
    load: int = 0
    last_asked_at: datetime | None = None


def volunteers_due_at(post: WaitingPost, pace: Pace) -> datetime:
    """When volunteers are asked; a post that ends soon is brought to them within a quarter of its time."""
    return post.posted_at + _shortened(post, pace.volunteers_after, 4)


def facilitators_due_at(post: WaitingPost, pace: Pace) -> datetime:
    """When facilitators hear; of a post that ends soon within half of its time."""
    return post.posted_at + _shortened(post, pace.facilitators_after, 2)


def next_step(post: WaitingPost, now: datetime, pace: Pace) -> Step:
    """Return what is to be done now for a post, whatever was missed meanwhile.

    Volunteers are asked a few at a time, again after a while, until facilitators hear; then the queue rests.
    """
    is_over = post.ends_at is not None and post.ends_at <= now
    if post.is_settled or is_over or post.facilitators_asked_at is not None:
        return Step.NOTHING
    if now >= facilitators_due_at(post, pace):
        return Step.FACILITATORS
    if now < volunteers_due_at(post, pace):
        return Step.NOTHING
    again = max(post.asked.values()) + pace.ask_again_after if post.asked else now
    return Step.VOLUNTEERS if now >= again else Step.NOTHING


def choose_helpers(
    helpers: Iterable[Helper], *, not_these: Collection[UUID], count: int, pace: Pace
) -> tuple[UUID, ...]:
    """Return who is asked next, at most `count`: willing, below the fair load, and least recently asked first."""
    free = [h for h in helpers if h.is_willing and h.load < pace.fair_load and h.account_id not in not_these]
    free.sort(key=lambda h: (h.last_asked_at or _LONG_AGO, h.load, h.account_id))
    return tuple(h.account_id for h in free[:count])


def load_of(replies: Iterable[datetime], open_asks: Iterable[datetime], now: datetime) -> int:
    """Return how much a member carries: replies to others in the last week, and asks of the last week that still wait
    for this member's reply. An ask that was answered became a reply, so no more than the fair load is ever asked in
    a week."""
    return sum(1 for at in (*replies, *open_asks) if now - WEEK < at <= now)


def offers_rest(replies: int, offered_at: datetime | None, now: datetime, pace: Pace) -> bool:
    """Whether a member with so many replies to others in a week is told that resting is fine: once, and not again for
    weeks."""
    return replies >= pace.fair_load and (offered_at is None or now - offered_at >= pace.rest_again_after)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who joined, and what was done to greet them."""

    joined_at: datetime
    is_greeted: bool = False
    greeter_asked_at: datetime | None = None
    facilitators_asked_at: datetime | None = None


def greeting_step(newcomer: Newcomer, now: datetime, pace: Pace) -> Step:
    """Return what is to be done now for a newcomer: VOLUNTEERS asks one greeter (where nobody volunteered, those who
    look after the group); FACILITATORS tells these that a day went by without a greeting."""
    if newcomer.is_greeted or newcomer.facilitators_asked_at is not None:
        return Step.NOTHING
    if now >= newcomer.joined_at + pace.greet_within:
        return Step.FACILITATORS
    return Step.VOLUNTEERS if newcomer.greeter_asked_at is None else Step.NOTHING


@dataclass(frozen=True, slots=True)
class Promise:
    """That somebody said they would ask tomorrow. `replies` are the promiser's own to that post."""

    promised_at: datetime
    zone: str | None = None
    replies: tuple[datetime, ...] = ()
    reminded_at: datetime | None = None
    facilitators_asked_at: datetime | None = None


def check_due_at(promise: Promise) -> datetime:
    """Return when to remind: the next morning where the promiser lives, at least a night away, or after 20 hours where
    that is unknown. Somebody who promises at three in the morning is reminded on the same day."""
    if promise.zone is None:
        return promise.promised_at + _CHECK_WITHOUT_ZONE
    there = (promise.promised_at + _CHECK_NOT_BEFORE).astimezone(ZoneInfo(promise.zone))
    morning = there.replace(hour=_MORNING_HOUR, minute=0, second=0, microsecond=0)
    if morning < there:
        morning += timedelta(days=1)
    return morning.astimezone(UTC)


def is_kept(promise: Promise) -> bool:
    """Whether the promiser came back: wrote there after at least a night."""
    return any(at >= promise.promised_at + _CHECK_NOT_BEFORE for at in promise.replies)


def check_step(promise: Promise, now: datetime) -> Step:
    """Return what is to be done now for a promise: VOLUNTEERS reminds the promiser, FACILITATORS tells them quietly, a
    day after that."""
    if is_kept(promise) or promise.facilitators_asked_at is not None or now < check_due_at(promise):
        return Step.NOTHING
    if promise.reminded_at is None:
        return Step.VOLUNTEERS
    return Step.FACILITATORS if now >= promise.reminded_at + _CHECK_GRACE else Step.NOTHING


_RANGES = ((30, KeptRange.MANY), (10, KeptRange.SEVERAL), (3, KeptRange.FEW))


def kept_range(count: int) -> KeptRange | None:
    """Return the range of a count: 3 to 9 is a few, 10 to 29 several, 30 and more many, and below 3 nothing is told."""
    return next((name for least, name in _RANGES if count >= least), None)


def _shortened(post: WaitingPost, usual: timedelta, part: int) -> timedelta:
    return usual if post.ends_at is None else min(usual, (post.ends_at - post.posted_at) / part)
