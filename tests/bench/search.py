"""Searching a group's posts: a word that stands in most of them, and one that stands in a single one."""

import http.client
import sqlite3
import time
from contextlib import closing

from server.feed import search
from server.word_index import ask_for
from tests.bench.data import Community, add_passages
from tests.bench.lab import Lab, Measured, compare, measure, medians, take_turns
from tests.bench.load import Plan, Request
from tests.bench.plans import explain
from tests.bench.report import Figure, Section, median

CONNECTIONS = 8
FLOOR_SHARE = 0.5
P99_MS = 100.0  # an answer that feels like one
TIMES_MAX = 3.0  # a word's list is longer in a larger index, and so is the way through it
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
    def once(community: Community, *, bare: bool = False) -> Measured:
        server = lab.floor(community) if bare else lab.kith(community)
        requests: list[Request] = [
            ("GET", f"/api/v1/groups/{one.group_id}/search?q={word}", one.token, None)
            for one in community.members[:CONNECTIONS]
        ]
        return measure(server, Plan(server.port, requests, CONNECTIONS, lab.scale.seconds, lab.scale.warm_up))

    _check_same_answer(lab, many, word)
    who = {"kith": lambda: once(many), "floor": lambda: once(many, bare=True), "few": lambda: once(few)}
    rounds = take_turns(lab.scale.runs, who)
    ours, floor, less = (medians(rounds[one]) for one in ("kith", "floor", "few"))
    to_floor = compare(rounds["kith"], rounds["floor"])
    growth = ours.cpu_us / max(1.0, less.cpu_us)
    section.figures += [
        Figure(
            f"search, a {name} word, {lab.scale.posts_search:,} posts",
            f"{ours.rate:,.0f}/s",
            f"{floor.rate:,.0f}/s bare Starlette and FTS5",
            str(to_floor),
            f">= {FLOOR_SHARE}",
            to_floor.ratio >= FLOOR_SHARE,
        ),
        Figure(
            "  p99",
            f"{ours.p99:.1f} ms",
            f"{floor.p99:.1f} ms",
            "",
            f"<= {P99_MS:.0f} ms",
            ours.p99 <= P99_MS,
            to_floor.is_disturbed,
        ),
        Figure(
            f"  against {lab.scale.posts_small:,} posts",
            f"{ours.cpu_us:.0f} us each",
            f"{less.cpu_us:.0f} us",
            f"{growth:.2f}",
            f"<= {TIMES_MAX:.0f}",
            growth <= TIMES_MAX,
            to_floor.is_disturbed,
        ),
    ]


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
