"""A page of 30 posts, signed in, membership checked, against bare Starlette and the textbook on the same posts."""

import http.client

from server.feed import pages
from server.membership import _find as membership
from server.sign_in import _find as session
from tests.bench.data import Community
from tests.bench.lab import Lab, Measured, compare, measure, medians, take_turns
from tests.bench.load import Plan, Request
from tests.bench.plans import explain
from tests.bench.processes import Running
from tests.bench.report import Figure, Section

CONNECTIONS = 32
P99_MS = 25.0
FLOOR_SHARE = 0.5
TEXTBOOK_TIMES = 6.0
LOADED_MB = 130


def page_plan(lab: Lab, community: Community, port: int) -> Plan:
    """Return the load of members of all groups who read the newest page of theirs."""
    step = max(1, len(community.members) // CONNECTIONS)
    requests: list[Request] = [
        ("GET", f"/api/v1/groups/{one.group_id}/posts?limit=30", one.token, None)
        for one in community.members[::step][:CONNECTIONS]
    ]
    return Plan(port, requests, CONNECTIONS, lab.scale.seconds, lab.scale.warm_up)


def run(lab: Lab) -> Section:
    """Measure the feed page."""
    community = lab.community("community", lab.scale.posts_small)
    servers = {"kith": lab.kith(community), "floor": lab.floor(community), "textbook": lab.textbook(community)}
    size = _check_same_answer(community, servers)

    def once(server: Running) -> Measured:
        return measure(server, page_plan(lab, community, server.port))

    rounds = take_turns(lab.scale.runs, {name: lambda at=at: once(at) for name, at in servers.items()})  # type: ignore[misc]
    ours, floor, textbook = (medians(rounds[name]) for name in ("kith", "floor", "textbook"))
    to_floor = compare(rounds["kith"], rounds["floor"])
    to_textbook = compare(rounds["kith"], rounds["textbook"])
    memory = servers["kith"].memory_mb()
    section = Section("feed")
    section.figures += [
        Figure(
            f"feed page, 30 posts, {size / 1000:.1f} kB, {CONNECTIONS} connections",
            f"{ours.rate:,.0f}/s",
            f"{floor.rate:,.0f}/s bare Starlette",
            str(to_floor),
            f">= {FLOOR_SHARE}",
            to_floor.ratio >= FLOOR_SHARE,
        ),
        Figure(
            "  against the textbook",
            f"{ours.rate:,.0f}/s",
            f"{textbook.rate:,.0f}/s textbook",
            str(to_textbook),
            f">= {TEXTBOOK_TIMES:.0f}",
            to_textbook.ratio >= TEXTBOOK_TIMES,
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
        Figure("  processor time of one", f"{ours.cpu_us:.0f} us", f"{floor.cpu_us:.0f} us"),
        Figure("  memory under load", f"{memory:.0f} MB", "", "", f"<= {LOADED_MB} MB", memory <= LOADED_MB),
    ]
    section.notes.append(
        f"textbook p99 {textbook.p99:.0f} ms, {textbook.cpu_us:.0f} us each; refused {ours.refused + floor.refused}; "
        f"others used {to_floor.others:.2f} cores; {_calibrate(lab, community, size)}"
    )
    section.plans += [
        ("page of the newest posts", explain(community.path, pages.PAGES[False, False])),
        ("page of one kind", explain(community.path, pages.PAGES[True, False])),
        ("page of one need", explain(community.path, pages.PAGES[False, True])),
        ("who is signed in", explain(community.path, session)),
        ("who is in the group", explain(community.path, membership)),
    ]
    return section


def _check_same_answer(community: Community, servers: dict[str, Running]) -> int:
    """Fail unless the floor answers the same bytes as the server; return their number."""
    caller = community.members[0]
    answers = {}
    for name, server in servers.items():
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        path = f"/api/v1/groups/{caller.group_id}/posts?limit=30"
        connection.request("GET", path, headers={"Authorization": f"Bearer {caller.token}"})
        answer = connection.getresponse()
        answers[name] = answer.read()
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{name} answered {answer.status}: {answers[name][:200]!r}")
    if answers["kith"] != answers["floor"]:
        raise RuntimeError("the floor answers other bytes than the server")
    return len(answers["kith"])


def _calibrate(lab: Lab, community: Community, size: int) -> str:
    """Say what the load generator can do at most: against a socket that answers as many ready bytes."""
    fixed = lab.fixed(size)
    most = measure(fixed, page_plan(lab, community, fixed.port)).result
    share = most.cpu_seconds / (lab.scale.seconds + lab.scale.warm_up)
    return f"the load generator reaches {most.rate:,.0f}/s against ready bytes (using {share:.2f} of its core)"
