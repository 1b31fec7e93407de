"""An example community: invented people, four groups, and a year of what they wrote to each other.

The words stand in one file per group beside this one. The same day gives the same community: chance is seeded, and
everything goes through the service functions with a clock set back, so an example breaks no rule that members keep.
Nobody can sign in as one of these people; Sam and Priya come from their own devices and join by the codes below.
"""

import os
import random
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from argon2 import PasswordHasher
from sqlalchemy import select, update
from sqlmodel import col

from api_client.wire import accounts as accounts_wire
from api_client.wire import feed as wire
from api_client.wire import groups as groups_wire
from api_client.wire import limits
from api_client.wire.photos import SetPhoto
from server.accounts import service as accounts
from server.example.drawings import draw_photo, draw_small
from server.example.marks import list_marks
from server.feed import posts, reactions, replies
from server.groups import service as groups
from server.rate_limits import make_rate_limits
from server.settings import RateSettings
from server.tables import AccountRow, GroupRow, InviteRow
from server.transaction import Transaction

# file -> join code, in the form that `normalize_join_code` gives; the example devices know them too
JOIN_CODES = {
    "night_owls": "N1GHT0W1S1",
    "morning_people": "M0RN1NGS11",
    "carers": "CARERS0001",
    "returning_to_work": "BACKT0W0RK",
}
# The passphrases of the two people who come from devices of their own; they are no secret.
PASSPHRASES = {"sam": "quiet harbour lights at low tide", "priya": "eleven paper boats on the canal"}
SEED = 20
DAYS = 400

_FOLDER = Path(__file__).parent
_REPLY = re.compile(r"(?P<who>\w+)(?: \(\+(?P<later>\w+)\))?: (?P<body>.+)", re.DOTALL)
_FITTING_REACTIONS = {
    wire.PostKind.SHARE: (wire.ReactionKind.HEAR_YOU, wire.ReactionKind.ME_TOO, wire.ReactionKind.WITH_YOU),
    wire.PostKind.ASK: (wire.ReactionKind.HEAR_YOU, wire.ReactionKind.WITH_YOU, wire.ReactionKind.ME_TOO),
    wire.PostKind.WIN: (wire.ReactionKind.WITH_YOU, wire.ReactionKind.THANK_YOU),
    wire.PostKind.STRATEGY: (wire.ReactionKind.HELPED_ME, wire.ReactionKind.THANK_YOU),
    wire.PostKind.QUESTION: (wire.ReactionKind.ME_TOO, wire.ReactionKind.HEAR_YOU),
    wire.PostKind.RESOURCE: (wire.ReactionKind.THANK_YOU, wire.ReactionKind.HELPED_ME),
    wire.PostKind.OFFER: (wire.ReactionKind.THANK_YOU, wire.ReactionKind.WITH_YOU),
    wire.PostKind.THEME: (wire.ReactionKind.WITH_YOU, wire.ReactionKind.ME_TOO),
    wire.PostKind.STORY: (wire.ReactionKind.THANK_YOU, wire.ReactionKind.HEAR_YOU, wire.ReactionKind.ME_TOO),
}


@dataclass(frozen=True, slots=True)
class _Event:
    """Something that somebody did at a time."""

    at: datetime
    act: Callable[[Transaction], object]


class _Chance:
    """Seeded chance: ids, secrets, delays."""

    def __init__(self) -> None:
        self.random = random.Random(SEED)  # noqa: S311  (an example is repeatable; nothing of it protects anything)
        self.photos = random.Random(SEED + 1)  # noqa: S311  (apart, so that a photo more changes nothing else)

    def new_id(self, at: datetime | None = None) -> UUID:
        """Return a UUIDv7 of `at`, or a UUIDv4."""
        bits = self.random.getrandbits(128)
        if at is None:
            return UUID(int=bits, version=4)
        milliseconds = int(at.timestamp() * 1000) << 80
        return UUID(int=(milliseconds | bits & ((1 << 80) - 1)) & ~(0xF << 76 | 0x3 << 62) | 0x7 << 76 | 0x2 << 62)

    def minutes(self, low: int, high: int) -> timedelta:
        """Return a delay."""
        return timedelta(seconds=self.random.randint(low * 60, high * 60))


def seed(tx: Transaction) -> bool:
    """Fill an empty database with the example community, up to `tx.now`; return whether it was empty."""
    if tx.connection.execute(select(col(AccountRow.id)).limit(1)).first() is not None:
        return False
    chance = _Chance()
    communities = {name: tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8")) for name in JOIN_CODES}
    people: dict[str, UUID] = {}
    unknown_hash = PasswordHasher().hash(os.urandom(32))
    for community in communities.values():
        for name in (community["facilitator"], *community["members"]):
            if name not in people:
                people[name] = chance.new_id()
                _sign_up(_at(tx, tx.now - timedelta(days=DAYS + 10)), people[name], name, unknown_hash)
    events: list[_Event] = []
    for name, community in communities.items():
        events += _group_events(chance, tx.now, community, people, JOIN_CODES[name])
    for event in sorted(events, key=lambda event: event.at):
        event.act(_at(tx, event.at))
    return True


def _at(tx: Transaction, moment: datetime) -> Transaction:
    """Return the same transaction at another time; nobody is listening yet, so announcements go nowhere."""
    return replace(tx, now=moment, announcements=[])


def _sign_up(tx: Transaction, account_id: UUID, name: str, auth_hash: str) -> None:
    parameters = accounts_wire.KeyParameters(
        salt=os.urandom(limits.SALT_BYTES),
        memory_kib=limits.KDF_MEMORY_KIB,
        passes=limits.KDF_PASSES,
        lanes=limits.KDF_LANES,
    )
    secret, wrapped = os.urandom(limits.AUTH_SECRET_BYTES), os.urandom(60)
    request = accounts_wire.CreateAccount(
        id=account_id,
        handle=f"{name.lower()}.example",
        display_name=name,
        of_age=True,
        rules_accepted=True,
        credentials=accounts_wire.Credentials(parameters=parameters, auth_secret=secret, wrapped_key=wrapped),
        recovery=accounts_wire.Recovery(auth_secret=os.urandom(limits.AUTH_SECRET_BYTES), wrapped_key=wrapped),
        device_name="Phone",
    )
    accounts.create_account(tx, make_rate_limits(RateSettings(sign_ups_per_hour=0), b""), request, auth_hash, "", b"")


def _group_events(
    chance: _Chance, now: datetime, community: dict[str, Any], people: dict[str, UUID], join_code: str
) -> Iterator[_Event]:
    """Give what happened in one group: its start, who joined, and its threads."""
    started_at = now - timedelta(days=DAYS + 8) + chance.minutes(0, 600)
    group_id = chance.new_id(started_at)
    request = groups_wire.CreateGroup(
        id=group_id,
        name=community["name"],
        description=community["description"],
        agreement=tuple(community["agreement"]),
    )

    def start(tx: Transaction) -> None:
        groups.create_group(tx, people[community["facilitator"]], request)
        tx.connection.execute(update(InviteRow).where(col(InviteRow.group_id) == group_id).values(code=join_code))
        if drawing := community.get("drawing"):
            picture = groups_wire.Picture(colour=groups_wire.PictureColour.CLAY, photo=draw_small(drawing))
            found = update(GroupRow).where(col(GroupRow.id) == group_id)
            tx.connection.execute(found.values(picture=picture.model_dump_json()))
        if way_in := community.get("entry"):  # found in the list, where the host keeps one
            found = update(GroupRow).where(col(GroupRow.id) == group_id)
            tx.connection.execute(found.values(entry=groups_wire.JoinPolicy(way_in).value, listed=True))

    yield _Event(started_at, start)
    for name in community["members"]:
        joined_at = started_at + chance.minutes(60, 6 * 24 * 60)
        yield _Event(joined_at, partial(groups.join_group, account_id=people[name], group_id=group_id))
    members = [people[name] for name in (community["facilitator"], *community["members"])]
    threads = community["threads"]
    for thread, posted_at in zip(threads, _times(chance, now, threads, community["hours"]), strict=True):
        yield from _thread_events(chance, now, thread, posted_at, group_id, people, members)


def _times(chance: _Chance, now: datetime, threads: list[dict[str, Any]], hours: list[int]) -> Iterator[datetime]:
    """Give each thread its time: the fixed ones, then the rest ever more sparsely back through the year."""
    local_now = now.astimezone()
    fixed = [_ago(local_now, thread["ago"]) for thread in threads if "ago" in thread]
    yield from fixed
    newest = (local_now - min(fixed)).days + 1
    rest = len(threads) - len(fixed)
    for index in range(rest):
        days = newest + (DAYS - newest) * ((index + chance.random.uniform(0.2, 0.8)) / rest) ** 1.6
        day = local_now - timedelta(days=days)
        hour, minute = chance.random.choice(hours), chance.random.randrange(60)
        yield day.replace(hour=hour, minute=minute, second=chance.random.randrange(60))


def _ago(now: datetime, text: str) -> datetime:
    """Return the time of `26m`, `9h`, `3d`, or `1d 23:40`: yesterday at that time of day."""
    span, _, clock = text.partition(" ")
    at = now - _span(span)
    if clock:
        hour, minute = map(int, clock.split(":"))
        at = at.replace(hour=hour, minute=minute, second=0)
    return at


def _span(text: str) -> timedelta:
    unit = {"m": "minutes", "h": "hours", "d": "days"}[text[-1]]
    return timedelta(**{unit: int(text[:-1])})


def _thread_events(
    chance: _Chance,
    now: datetime,
    thread: dict[str, Any],
    posted_at: datetime,
    group_id: UUID,
    people: dict[str, UUID],
    members: list[UUID],
) -> Iterator[_Event]:
    """Give a post, its replies and its reactions, all of them before `now`."""
    author = people[thread["by"]]
    post = _post_of(chance, now, thread, posted_at)
    create_post = partial(posts.create_post, account_id=author, group_id=group_id, request=post)
    yield _Event(posted_at, partial(create_post, chance=chance.random))
    said: list[tuple[datetime, str, str]] = []
    at = posted_at
    for text in thread["replies"]:
        parts = _REPLY.fullmatch(text)
        if parts is None:
            raise ValueError(f"a reply needs a name in front: {text}")
        at += _span(parts["later"]) if parts["later"] else chance.minutes(2, 45)
        said.append((at, parts["who"], parts["body"]))
    # What would lie ahead of now is drawn together into the time since the post.
    pace = min(1.0, (now - posted_at) / (at - posted_at) * 0.9) if at > posted_at else 1.0
    reply_ids: list[UUID] = []
    for planned, who, body in said:
        replied_at = posted_at + (planned - posted_at) * pace
        reply = wire.CreateReply(id=chance.new_id(), body=body)
        reply_ids.append(reply.id)
        create = partial(replies.create_reply, account_id=people[who], group_id=group_id, post_id=post.id)
        yield _Event(replied_at, partial(create, request=reply))
    for act in list_marks(thread, group_id, post.id, reply_ids, people, members[0]):
        yield _Event(posted_at + (now - posted_at) * 0.97, act)
    for member in members:
        if member != author and chance.random.random() < 0.45:
            kind = chance.random.choice(_FITTING_REACTIONS[post.kind])
            reacted_at = min(posted_at + chance.minutes(4, 900), posted_at + (now - posted_at) * chance.random.random())
            react = partial(reactions.set_reaction, account_id=member, group_id=group_id, post_id=post.id)
            yield _Event(reacted_at, partial(react, kind=kind))


def _post_of(chance: _Chance, now: datetime, thread: dict[str, Any], posted_at: datetime) -> wire.CreatePost:
    names = ("kind", "need", "title", "content_note", "details", "without_name")
    words = {name: thread[name] for name in names if name in thread}
    if words["kind"] == wire.PostKind.THEME:
        words["details"] = {"kind": "theme", "week_of": posted_at.date() - timedelta(days=posted_at.weekday())}
    if "ends" in thread:
        words["expires_at"] = now + _span(thread["ends"])
    if photo := thread.get("photo"):
        photo_id = UUID(int=chance.photos.getrandbits(128), version=4)
        content = draw_photo(photo["drawing"])
        words["photo"] = SetPhoto(id=photo_id, description=photo["description"], content=content)
    post_id = chance.new_id(None if "without_name" in words else posted_at)
    return wire.CreatePost(id=post_id, body=thread["body"].strip(), **words)
