"""The promises of a group, in a community that lives for weeks: everybody who waits is brought to somebody, nobody is
worn out, nobody who joins is overlooked, and no alias leads to its bearer.

The usual run is a small community; KITH_WHOLE_COMMUNITY=1 makes it 200 members over 90 days.
"""

import json
import os
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from api_client.wire.feed import Need, PostKind
from server.aid.board import list_board
from server.aid.thanks import list_thanks
from server.feed.pages import list_posts
from server.feed.replies import list_replies
from server.settings import AidSettings
from server.tables import NoticeRow
from server.transaction import Transaction
from tests.community.simulation import HOUR, LOUD_SHARE, Community, Size, Written
from tests.support.server import MovedClock, local_host

SMALL = Size(members=60, groups=3, days=16, posts_a_day=10)
WHOLE = Size(members=200, groups=8, days=90, posts_a_day=24)
SIZE = WHOLE if os.environ.get("KITH_WHOLE_COMMUNITY") else SMALL
SEED = 20261123
FAIR_LOAD = 4  # so few that it matters among these members
VOLUNTEERS_AFTER, FACILITATORS_AFTER, WEEK = timedelta(hours=4), timedelta(hours=12), timedelta(days=7)
SAYS_HOW_ONE_IS = (PostKind.SHARE, PostKind.ASK, PostKind.QUESTION, PostKind.STORY)


@dataclass(slots=True)
class Lived:
    """A community after its last day, and what each notice told, as it came."""

    community: Community
    ends: datetime
    told: list[dict[str, Any]] = field(default_factory=list)
    unasked_although_somebody_was_free: list[tuple[Any, ...]] = field(default_factory=list)
    pages: dict[tuple[UUID, UUID], str] = field(default_factory=dict)  # all that a member reads of a group

    def who_heard(self, kind: str, **about: object) -> dict[UUID, datetime]:
        """Return who was told of something, and when first."""
        found: dict[UUID, datetime] = {}
        for one in self.told:
            if one["kind"] == kind and all(one[name] == value for name, value in about.items()):
                found.setdefault(one["account_id"], one["noticed_at"])
        return found


def calls(post: Written) -> bool:
    """Whether a post has a need to be answered."""
    return post.request.kind in SAYS_HOW_ONE_IS or post.request.need is not Need.LISTEN


def due(post: Written, usual: timedelta, part: int) -> datetime:
    """Return when people are brought to a post, sooner where it ends soon."""
    life = post.request.expires_at - post.at if post.request.expires_at else None
    return post.at + (min(usual, life / part) if life else usual)


def open_until(post: Written, ends: datetime) -> datetime:
    """Return until when nobody had answered, at most until the post or the story ended."""
    return min(post.first_answer or ends, post.request.expires_at or ends, ends)


@pytest.fixture(scope="module")
async def lived(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Lived]:
    """Let the community live once, for every test of this module."""
    clock = MovedClock(datetime(2026, 3, 1, tzinfo=UTC))
    folder: Path = tmp_path_factory.mktemp("community")
    async with local_host(folder, clock=clock, aid=AidSettings(fair_load_replies_per_week=FAIR_LOAD)) as here:
        community = Community(here, clock, SIZE, SEED)
        await community.settle()
        lived = Lived(community, clock.now + timedelta(days=SIZE.days))
        begins = clock.now
        for hour in range(SIZE.days * 24):
            clock.now = begins + hour * HOUR
            await here.host.database.write(community.hour)
            clock.now = begins + (hour + 1) * HOUR - timedelta(minutes=1)
            await here.host.jobs.run_due()
            await here.host.database.read(_listen, lived, begins + hour * HOUR)
            _look_for_free_people(lived, clock.now)
        for group_id, pair in community.ledger.facilitators.items():
            joined = [person for group, person in community.ledger.joined if group == group_id]
            for reader in (*pair, *joined[:4]):
                lived.pages[group_id, reader] = await here.host.database.read(_read_all, reader, group_id)
        yield lived


def _listen(tx: Transaction, lived: Lived, since: datetime) -> None:
    """Note what was told since the last round."""
    names = ("account_id", "kind", "group_id", "post_id", "actor_id", "actor_alias", "noticed_at")
    wanted = select(*(getattr(NoticeRow, name) for name in names)).where(col(NoticeRow.noticed_at) >= since)
    lived.told += [dict(zip(names, row, strict=True)) for row in tx.connection.execute(wanted)]


def _look_for_free_people(lived: Lived, now: datetime) -> None:
    """Note each post that should have been brought to a volunteer by this round and was not."""
    ledger = lived.community.ledger
    asked = [one for one in lived.told if one["kind"] == "needs_answer" and one["noticed_at"] > now - WEEK]
    asked_for = {one["post_id"] for one in asked}
    for post in list(ledger.posts.values())[-80:]:
        waits = calls(post) and due(post, VOLUNTEERS_AFTER, 4) <= now < open_until(post, lived.ends)
        if not waits or post.id in asked_for or now >= due(post, FACILITATORS_AFTER, 2):
            continue
        for person, until in ledger.listening.items():
            load = sum(1 for at in ledger.replies_to_others[person] if at > now - WEEK)
            load += sum(1 for one in asked if one["account_id"] == person)
            is_apart = frozenset((person, post.author)) in ledger.apart
            in_group = post.group_id in lived.community.groups_of(person)
            if until > now and in_group and person != post.author and not is_apart and load < FAIR_LOAD:
                lived.unasked_although_somebody_was_free.append((now, post.id, person))
                break


def _read_all(tx: Transaction, reader: UUID, group_id: UUID) -> str:
    """Return every byte of a group that a member's device reads, and of the member's own thanks; without `mine`, which
    tells only the writer's own devices."""
    read: list[str] = []
    before, more = None, True
    while more:
        page = json.loads(list_posts(tx, reader, group_id, before, None, None, 100))
        read.append(json.dumps(page["posts"]))
        for post in page["posts"]:
            if post["author"]["account_id"] is None:
                thread = json.loads(list_replies(tx, reader, group_id, UUID(post["id"]), None, 100))
                read.append(json.dumps(thread["replies"]))
        before, more = page["cursor"], page["more"]
    read.append(list_board(tx, reader, None, 100).decode())
    read.append(list_thanks(tx, reader, None, 100).model_dump_json())
    return "\n".join(read)


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Give every object in `value`."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from objects(part)
    if isinstance(value, list):
        for part in value:
            yield from objects(part)


async def test_the_community_is_as_skewed_as_real_ones(lived: Lived) -> None:
    written = list(lived.community.ledger.posts.values())
    loud = sum(1 for post in written if post.author in lived.community.loud)
    assert len(written) > SIZE.days * SIZE.posts_a_day * 0.7
    assert abs(loud / len(written) - LOUD_SHARE) < 0.1
    assert lived.community.thanked > 0


async def test_every_post_with_a_need_is_answered_or_reaches_who_looks_after_the_group(lived: Lived) -> None:
    late = early = 0
    for post in filter(calls, lived.community.ledger.posts.values()):
        others = [one for one in lived.community.ledger.facilitators[post.group_id] if one != post.author]
        heard = lived.who_heard("escalated", post_id=post.id) if others else {}
        due_at = due(post, FACILITATORS_AFTER, 2)
        if open_until(post, lived.ends) > due_at + HOUR:
            late += 1
            assert set(others) <= set(heard), post
            assert all(due_at <= heard[one] <= due_at + HOUR for one in others), post
        elif (post.first_answer or lived.ends) <= due_at and post.request.need is not Need.CHECK_ON_ME:
            early += 1
            assert not heard, post
    assert late > 5 and early > 20


async def test_a_post_that_waits_is_brought_to_a_volunteer_whenever_one_is_free(lived: Lived) -> None:
    assert lived.unasked_although_somebody_was_free == []
    assert len({one["post_id"] for one in lived.told if one["kind"] == "needs_answer"}) > 10


async def test_nobody_is_asked_beyond_the_fair_load(lived: Lived) -> None:
    asked: dict[UUID, list[datetime]] = defaultdict(list)
    for one in lived.told:
        if one["kind"] == "needs_answer":
            asked[one["account_id"]].append(one["noticed_at"])
    busiest = 0
    for person, moments in asked.items():
        replies = lived.community.ledger.replies_to_others[person]
        for moment in moments:
            assert sum(1 for at in replies if moment - WEEK < at <= moment) < FAIR_LOAD
            busiest = max(busiest, sum(1 for at in moments if moment - WEEK < at <= moment))
    assert busiest == FAIR_LOAD  # reached, and never passed
    rested = lived.who_heard("rest")
    assert rested and all(len(lived.community.ledger.replies_to_others[person]) >= FAIR_LOAD for person in rested)


async def test_no_newcomer_goes_ungreeted_unnoticed(lived: Lived) -> None:
    overlooked = 0
    for (group_id, person), at in lived.community.ledger.joined.items():
        heard = lived.who_heard("newcomer", group_id=group_id, actor_id=person)
        greeted = lived.community.ledger.greeted.get((group_id, person), lived.ends)
        if greeted > at + HOUR and at + HOUR < lived.ends:
            assert any(moment <= at + HOUR for moment in heard.values()), "somebody is asked to greet at once"
        if greeted <= at + timedelta(hours=25) or at + timedelta(hours=25) >= lived.ends:
            continue
        overlooked += 1
        told = [one for one in lived.told if one["kind"] == "newcomer" and one["actor_id"] == person]
        told = [one for one in told if one["group_id"] == group_id and one["noticed_at"] >= at + timedelta(hours=24)]
        assert {one["account_id"] for one in told} & set(lived.community.ledger.facilitators[group_id])
    assert overlooked > 0


async def test_aliases_never_link(lived: Lived) -> None:
    hidden = {str(post.id): post for post in lived.community.ledger.posts.values() if post.alias}
    in_group: dict[UUID, list[str | None]] = defaultdict(list)
    by_author: dict[UUID, list[str | None]] = defaultdict(list)
    for post in hidden.values():
        in_group[post.group_id].append(post.alias)
        by_author[post.author].append(post.alias)
    assert all(len(aliases) == len(set(aliases)) for aliases in in_group.values())
    # Drawn by chance, an alias may come again in another group, as rarely for one author as for any two.
    longest = max(by_author.values(), key=len)
    assert len(longest) > 2 and len(set(longest)) > 0.9 * len(longest)
    seen = 0
    for page in lived.pages.values():
        for part in page.splitlines():
            for one in objects(json.loads(part)):
                about = one.get("id") if one.get("id") in hidden else one.get("post_id")
                if about not in hidden or "author" not in one:
                    continue
                post = hidden[about]
                seen += 1
                if one["id"] == str(post.id) or one["author"]["display_name"] == post.alias:
                    assert one["author"]["account_id"] is None
                assert str(post.author) not in json.dumps(one), "an answer names who is behind an alias"
    assert seen > 50
    for notice in lived.told:
        if notice["actor_id"] and str(notice["post_id"]) in hidden:
            assert notice["actor_id"] != hidden[str(notice["post_id"])].author
