"""Searching a group's posts: a word that stands in most of them, and one that stands in a single one."""

import http.client
import sqlite3
import time
from contextlib import closing

from server.feed import search
from server.word_index import ask_for
from tests.bench.data import Community, add_passages
from tests.bench.few_and_many import Aim, read_few_and_many
from tests.bench.lab import Lab
from tests.bench.load import Request
from tests.bench.plans import explain
from tests.bench.report import Section, median

# An answer that feels like one; a word's list is longer in a larger index, and so is the way through it.
AIM = Aim(connections=8, p99_ms=100.0, times_max=3.0)
_COMMON = "outs"  # of outside


def run(lab: Lab) -> Section:
    """Measure both on a host with many posts, and the same on one with few."""
    section, scale = Section("search"), lab.scale
    few = lab.community("few", scale.posts_small, groups=1)
    many = lab.community("many", scale.posts_search, groups=1, alone=True)
    for community in (few, many):
        add_passages(community)
    for name, word in (("common", _COMMON), ("rare", "day7")):
        _measure_word(lab, section, few, many, name, word)
    section.notes.append(f"the index alone: {_read_index(many):.2f} ms for a common word, in a process of its own")
    section.plans.append(("hits of a word", explain(many.path, search.SQLITE)))
    return section


def _measure_word(lab: Lab, section: Section, few: Community, many: Community, name: str, word: str) -> None:
    def requests(community: Community) -> list[Request]:
        readers = community.members[: AIM.connections]
        return [("GET", f"/api/v1/groups/{one.group_id}/search?q={word}", one.token, None) for one in readers]

    _check_same_answer(lab, many, word)
    title = f"search, a {name} word, {lab.scale.posts_search:,} posts"
    section.figures += read_few_and_many(
        lab, few, many, requests, AIM, name=title, floor_name="bare Starlette and FTS5"
    )


def _check_same_answer(lab: Lab, community: Community, word: str) -> None:
    """Fail unless the floor answers the same bytes as the server."""
    caller, answers = community.members[0], []
    floor = lab.floor(community)  # copies the database, so before the server opens it and tidies the index
    for server in (lab.kith(community), floor):
        with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
            path = f"/api/v1/groups/{caller.group_id}/search?q={word}"
            connection.request("GET", path, headers={"Authorization": f"Bearer {caller.token}"})
            answers.append(connection.getresponse().read())
    if answers[0] != answers[1] or b'"post"' not in answers[0]:
        raise RuntimeError(f"the floor finds something else than the server: {answers[0][:200]!r}")


def _read_index(community: Community) -> float:
    """Return how many milliseconds SQLite alone takes for one page of a common word."""
    asked = ask_for(_COMMON, [community.members[0].group_id.hex], sqlite=True)
    took = []
    with closing(sqlite3.connect(community.path)) as connection:
        for _ in range(20):
            began = time.perf_counter()
            statement = "SELECT rowid FROM passage_index WHERE passage_index MATCH ? ORDER BY rowid DESC LIMIT 31"
            connection.execute(statement, (asked,)).fetchall()
            took.append(time.perf_counter() - began)
    return median(took) * 1000
