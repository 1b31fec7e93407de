"""A made-up community over the real server: members who join, write, read, answer, rest and vanish, hour by hour.

Everything goes through the server's own service functions and its own rounds, on a clock that the simulation moves. The
`Ledger` keeps what people did, apart from every row of the server: the promises are judged by it.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, ParamSpec
from uuid import UUID

from uuid6 import uuid7

from api_client.wire.aid import Thank
from api_client.wire.feed import CreatePost, CreateReply, Need, Post, PostKind
from api_client.wire.groups import CreateGroup, Role, SetRole
from api_client.wire.profiles import Capacity, SetCapacity
from server.aid import greeting, thanks
from server.errors import Refusal
from server.feed import company, marks, posts, replies
from server.groups import members, profiles, service
from server.moderation import blocking
from server.transaction import Transaction
from tests.support.server import LocalHost, MovedClock

P = ParamSpec("P")
HOUR = timedelta(hours=1)
LOUD_SHARE = 0.75  # of all posts are written by
LOUD_PEOPLE = 0.01  # of all members
OPENS_ON_A_DAY = 0.17
EVENING = (20, 21, 22, 23)
_OF_AN_HOUR = timedelta(minutes=55)
_LOOKS = 8  # at most, by each who opens the app on a day


@dataclass(slots=True)
class Written:
    """A post as the people know it. `ended` says when nobody had to answer any more: closed, or company came."""

    id: UUID
    group_id: UUID
    author: UUID
    at: datetime
    request: CreatePost
    alias: str | None
    replies: list[tuple[datetime, UUID, UUID]] = field(default_factory=list)
    ended: datetime | None = None

    @property
    def first_answer(self) -> datetime | None:
        """When somebody else first came, or it was closed."""
        others = [at for at, author, _ in self.replies if author != self.author]
        return min([*others, *([self.ended] if self.ended else [])], default=None)


@dataclass(slots=True)
class Ledger:
    """What people did, and when."""

    posts: dict[UUID, Written] = field(default_factory=dict)
    joined: dict[tuple[UUID, UUID], datetime] = field(default_factory=dict)  # (group, account)
    greeted: dict[tuple[UUID, UUID], datetime] = field(default_factory=dict)
    replies_to_others: dict[UUID, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    listening: dict[UUID, datetime] = field(default_factory=dict)  # until
    apart: set[frozenset[UUID]] = field(default_factory=set)
    facilitators: dict[UUID, tuple[UUID, ...]] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a community is, and for how long it lives."""

    members: int
    groups: int
    days: int
    posts_a_day: float


class Community:
    """Members with habits drawn from `seed`."""

    def __init__(self, here: LocalHost, clock: MovedClock, size: Size, seed: int) -> None:
        self.here = here
        self.clock = clock
        self.size = size
        self.chance = Random(seed)
        self.ledger = Ledger()
        self.people: list[UUID] = []
        self.groups: list[UUID] = []
        self.start = clock.now
        self.joins_at: dict[UUID, datetime] = {}
        self.thanked = 0

    async def settle(self) -> None:
        """Sign everybody up, start the groups, and draw when each joins."""
        self.people = [(await self.here.sign_up(f"member{n}")).id for n in range(self.size.members)]
        await self.here.host.database.write(self._found_groups)
        founders = {one for pair in self.ledger.facilitators.values() for one in pair}
        for person in self.people:
            late = self.chance.random() < 0.4 and person not in founders and person not in self.loud
            day = self.chance.uniform(0, self.size.days * 0.8) if late else 0.0
            self.joins_at[person] = self.start + timedelta(days=day)

    def _found_groups(self, tx: Transaction) -> None:
        for number in range(self.size.groups):
            first, second = self.people[2 * number], self.people[2 * number + 1]
            group_id = uuid7()
            service.create_group(tx, first, CreateGroup(id=group_id, name=f"Group {number}"))
            service.join_group(tx, second, group_id)
            members.set_role(tx, first, group_id, second, SetRole(role=Role.FACILITATOR))
            self.groups.append(group_id)
            self.ledger.facilitators[group_id] = (first, second)

    @property
    def loud(self) -> list[UUID]:
        """The few who write most."""
        return self.people[-max(1, round(self.size.members * LOUD_PEOPLE)) :]

    def hour(self, tx: Transaction) -> None:
        """Let an hour go by, as one transaction whose moment moves on with each act."""
        begins = tx.now
        self._arrive(tx)
        if begins.hour == 8:
            self._wake(tx)
        acts: list[Callable[[Transaction], None]] = [self._write] * self._count_posts()
        acts += [self._read] * round(self.chance.random() * self._readers(begins.hour))
        self.chance.shuffle(acts)
        for number, act in enumerate(acts, 1):
            tx.now = begins + number * _OF_AN_HOUR / (len(acts) + 2)  # all of it before the round at its end
            act(tx)

    def _count_posts(self) -> int:
        whole, rest = divmod(self.size.posts_a_day / 24, 1)
        return int(whole) + (self.chance.random() < rest)

    def _readers(self, hour: int) -> float:
        opens = self.size.members * OPENS_ON_A_DAY
        return opens * _LOOKS * (0.7 / len(EVENING) if hour in EVENING else 0.3 / 20)

    def _arrive(self, tx: Transaction) -> None:
        for person, at in list(self.joins_at.items()):
            if at > tx.now:
                continue
            del self.joins_at[person]
            for group_id in self.chance.sample(self.groups, self.chance.choice((1, 1, min(2, len(self.groups))))):
                if person in self.ledger.facilitators[group_id]:
                    continue
                service.join_group(tx, person, group_id)
                self.ledger.joined[group_id, person] = tx.now
                # The first group has no greeters: there, whoever looks after it is asked at once.
                if group_id != self.groups[0] and self.chance.random() < 0.06:
                    greeting.start_greeting(tx, person, group_id)
            if self.chance.random() < 0.03:
                other = self.chance.choice(self.people)
                if other != person:
                    blocking.block(tx, person, other)
                    self.ledger.apart.add(frozenset((person, other)))

    def _wake(self, tx: Transaction) -> None:
        """Let each say, for a day, whether they can listen; most say nothing."""
        for person in self.people:
            if self.chance.random() < 0.12:
                until = tx.now + timedelta(hours=16)
                profiles.set_capacity(tx, person, SetCapacity(capacity=Capacity.LISTEN, until=until))
                self.ledger.listening[person] = until

    def groups_of(self, person: UUID) -> list[UUID]:
        """Return where somebody is."""
        joined = [group for group, one in self.ledger.joined if one == person]
        return joined + [group for group, pair in self.ledger.facilitators.items() if person in pair]

    def _write(self, tx: Transaction) -> None:
        loud = self.chance.random() < LOUD_SHARE
        person = self.chance.choice(self.loud if loud else self.people)
        if not (groups := self.groups_of(person)):
            return
        group_id = self.chance.choice(groups)
        kind = self.chance.choices(list(PostKind)[:6], weights=(5, 3, 1, 1, 1, 1))[0]  # share, ask, win, ...
        hidden = self.chance.random() < 0.2
        request = CreatePost(
            id=UUID(int=self.chance.getrandbits(128), version=4) if hidden else uuid7(),
            kind=kind,
            need=self.chance.choice(list(Need)),
            body="Words.",
            without_name=hidden,
            expires_at=tx.now + HOUR * self.chance.choice((2, 6, 24, 72)) if kind is PostKind.ASK else None,
        )
        made, _ = posts.create_post(tx, person, group_id, request, self.chance)
        alias = Post.model_validate_json(made).author.display_name if hidden else None
        self.ledger.posts[request.id] = Written(request.id, group_id, person, tx.now, request, alias)

    def _read(self, tx: Transaction) -> None:
        """Let somebody open the app: answer what waits, most likely where they were asked or look after the group."""
        person = self.chance.choice(self.people)
        groups = set(self.groups_of(person))
        recent = [one for one in self._recent(tx.now) if one.group_id in groups and one.author != person]
        duty = any(person in pair for pair in self.ledger.facilitators.values())
        listens = self.ledger.listening.get(person, self.start) > tx.now
        for one in self.chance.sample(recent, min(len(recent), 4 if listens or duty else 2)):
            if frozenset((person, one.author)) in self.ledger.apart and not one.alias:
                continue
            if self.chance.random() < (0.5 if listens or duty else 0.15):
                self._answer(tx, person, one)
        for newcomer in self._ungreeted(groups, tx.now):
            if self.chance.random() < (0.3 if duty else 0.03) and newcomer[1] != person:
                self._try(greeting.greet_member, tx, person, *newcomer)
                self.ledger.greeted.setdefault(newcomer, tx.now)

    def _answer(self, tx: Transaction, person: UUID, one: Written) -> None:
        what = self.chance.random()
        if what < 0.1 and one.request.kind in (PostKind.ASK, PostKind.OFFER):
            if self._try(company.join_company, tx, person, one.group_id, one.id):
                one.ended = one.ended or tx.now
            return
        if what < 0.2 and one.request.need is Need.CHECK_ON_ME:
            self._try(company.promise_check, tx, person, one.group_id, one.id)
        request = CreateReply(id=uuid7(), body="I hear you.")
        if not self._try(replies.create_reply, tx, person, one.group_id, one.id, request):
            return
        one.replies.append((tx.now, person, request.id))
        self.ledger.replies_to_others[person].append(tx.now)
        self.ledger.greeted.setdefault((one.group_id, one.author), tx.now)
        if self.chance.random() < 0.3:  # the writer answers in turn, under the alias where there is one
            back = CreateReply(id=UUID(int=self.chance.getrandbits(128), version=4), body="Thank you.")
            replies.create_reply(tx, one.author, one.group_id, one.id, back)
            one.replies.append((tx.now, one.author, back.id))
        if self.chance.random() < 0.2:
            words = Thank(id=UUID(int=self.chance.getrandbits(128), version=4), reply_id=request.id, words="Thank you.")
            self.thanked += self._try(thanks.thank, tx, one.author, one.group_id, one.id, words)
        if self.chance.random() < 0.05 and one.request.kind is PostKind.ASK:
            marks.set_closed(tx, one.author, one.group_id, one.id, closed=True)
            one.ended = one.ended or tx.now

    def _recent(self, now: datetime) -> list[Written]:
        return [one for one in list(self.ledger.posts.values())[-60:] if now - one.at < timedelta(days=2)]

    def _ungreeted(self, groups: set[UUID], now: datetime) -> list[tuple[UUID, UUID]]:
        new = [key for key, at in self.ledger.joined.items() if key[0] in groups and now - at < timedelta(days=3)]
        return [key for key in new if key not in self.ledger.greeted]

    def _try(self, act: Callable[P, Any], *arguments: P.args, **named: P.kwargs) -> bool:
        """Do what the host may refuse: a full company, somebody kept apart."""
        try:
            act(*arguments, **named)
        except Refusal as refusal:
            self.ledger.refusals.append(refusal.code)
            return False
        return True
