"""The board over twenty groups and the queue of a busy one, and whether either grows with what lies behind.

In both hosts the posts of the busy group are ten minutes apart, so that a week holds as many of them: what differs is
how many came before.
"""

import http.client
import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from server.aid import board, waiting
from server.schema import to_microseconds
from tests.bench.data import Community, Member, Row, insert, open_fast
from tests.bench.few_and_many import Aim, read_few_and_many
from tests.bench.lab import Lab
from tests.bench.load import Request
from tests.bench.plans import explain
from tests.bench.report import Section

GROUPS = 20
MEMBERS = 16
MINUTES = 10  # from post to post: a thousand a week
UNANSWERED = 20  # one post in so many
AIM = Aim(connections=16, p99_ms=50.0, times_max=1.5)

Path = Callable[[Member], str]
_READS: dict[str, Path] = {
    f"board over {GROUPS} groups": lambda member: "/api/v1/board?limit=30",
    "queue of a group with 1,000 posts a week": lambda member: f"/api/v1/groups/{member.group_id}/waiting",
}


def run(lab: Lab) -> Section:
    """Measure both on a host with few posts and on one with many."""
    section, scale = Section("aid"), lab.scale
    few = lab.community("aid-few", scale.posts_small, groups=GROUPS, members=MEMBERS, minutes=MINUTES, alone=True)
    many = lab.community("aid-many", scale.posts_search, groups=GROUPS, members=MEMBERS, minutes=MINUTES, alone=True)
    for community in (few, many):
        _let_them_help(community)
    for name, path in _READS.items():
        _measure(lab, section, few, many, name, path)
    section.notes.append(f"the board sorts what is open in all groups: {' · '.join(explain(many.path, board.PAGE))}")
    section.plans.append(("queue", explain(many.path, waiting.QUEUE)))
    return section


def readers(community: Community) -> list[Member]:
    """Return who reads: the members of the busy group but the one who looks after it."""
    return community.members[1:MEMBERS]


def _let_them_help(community: Community) -> None:
    """Let the members of the first group be in all groups and ready to listen, and answer all but a few posts."""
    now = datetime.now(UTC)
    until = to_microseconds(now + timedelta(days=1))
    groups = list(dict.fromkeys(member.group_id for member in community.members))
    week = to_microseconds(now - timedelta(days=8))
    with closing(open_fast(community.path)) as connection:
        rows: list[Row] = [
            {
                "group_id": group_id.hex,
                "account_id": member.account_id.hex,
                "role": "member",
                "joined_at": to_microseconds(now),
                "read_sequence": 0,
            }
            for group_id in groups[1:]
            for member in readers(community)
        ]
        insert(connection, "member", rows)
        connection.execute("UPDATE account SET capacity = 'listen', capacity_until = ?", (until,))
        posts = connection.execute(
            "SELECT group_id, id, author_id, posted_at FROM post WHERE posted_at > ? ORDER BY posted_at", (week,)
        ).fetchall()
        helper = community.members[0].account_id.hex
        insert(
            connection,
            "reply",
            (
                {
                    "group_id": group_id,
                    "id": uuid4().hex,
                    "post_id": post_id,
                    "author_id": helper,
                    "posted_at": posted_at + 1,
                    "created_digest": b"",
                    "wire": b"{}",
                }
                for number, (group_id, post_id, author_id, posted_at) in enumerate(posts)
                if number % UNANSWERED and author_id != helper
            ),
        )
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _measure(lab: Lab, section: Section, few: Community, many: Community, name: str, path: Path) -> None:
    def requests(community: Community) -> list[Request]:
        return [("GET", path(one), one.token, None) for one in readers(community)]

    count = _check_same_answer(lab, many, path)
    section.figures += read_few_and_many(lab, few, many, requests, AIM, name=f"{name}, {count} shown")


def _check_same_answer(lab: Lab, community: Community, path: Path) -> int:
    """Fail unless the floor answers the same bytes as the server; return how many posts they hold."""
    caller, answers = readers(community)[0], []
    for server in (lab.kith(community), lab.floor(community)):
        with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
            connection.request("GET", path(caller), headers={"Authorization": f"Bearer {caller.token}"})
            answers.append(connection.getresponse().read())
    if answers[0] != answers[1]:
        raise RuntimeError(f"the floor answers other bytes than the server: {answers[0][:200]!r} {answers[1][:200]!r}")
    return len(json.loads(answers[0])["posts"])
