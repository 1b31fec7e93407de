"""Durable posts and replies, against bare group commit of the same rows and against the textbook."""

import json

from server.feed import replies
from server.feed.stored import LOCK_POST
from tests.bench.data import Community
from tests.bench.lab import Lab, Measured, compare, measure, medians, take_turns
from tests.bench.load import Plan, Request
from tests.bench.plans import explain
from tests.bench.processes import Running
from tests.bench.report import Figure, Section

CONNECTIONS = 32
FLOOR_SHARE = 0.5
TEXTBOOK_TIMES = 4.0
P99_OF_P50 = 3.0
_BODY = "I walked to the shop and back, and nothing terrible happened. Small, but I count it today."


def write_plan(lab: Lab, community: Community, port: int, *, reply: bool) -> Plan:
    """Return the load of members of all groups who post, or who answer the newest posts of their group."""
    step = max(1, len(community.members) // CONNECTIONS)
    requests: list[Request] = []
    for number, member in enumerate(community.members[::step][:CONNECTIONS]):
        path = f"/api/v1/groups/{member.group_id}/posts"
        body = {"id": "{id}", "body": _BODY}
        if reply:
            posts = community.posts[member.group_id]
            path += f"/{posts[number % len(posts)].id}/replies"
        else:
            body["kind"] = "share"
        requests.append(("POST", path, member.token, json.dumps(body)))
    return Plan(port, requests, CONNECTIONS, lab.scale.seconds, lab.scale.warm_up)


def run(lab: Lab) -> Section:
    """Measure both kinds of writes."""
    community = lab.community("community", lab.scale.posts_small)
    servers = {"kith": lab.kith(community), "floor": lab.floor(community), "textbook": lab.textbook(community)}
    section = Section("writes")
    for name, reply in (("durable post", False), ("durable reply", True)):
        _measure_kind(lab, community, servers, section, name, reply=reply)
    section.notes.append("the floor writes the same rows with group commit and answers the same words, nothing else")
    section.plans += [
        ("the post that is answered", explain(community.path, LOCK_POST)),
        ("page of replies", explain(community.path, replies.PAGE)),
    ]
    return section


def _measure_kind(
    lab: Lab, community: Community, servers: dict[str, Running], section: Section, name: str, *, reply: bool
) -> None:
    def once(server: Running) -> Measured:
        return measure(server, write_plan(lab, community, server.port, reply=reply))

    rounds = take_turns(lab.scale.runs, {who: lambda at=at: once(at) for who, at in servers.items()})  # type: ignore[misc]
    ours, floor, textbook = (medians(rounds[who]) for who in ("kith", "floor", "textbook"))
    to_floor = compare(rounds["kith"], rounds["floor"])
    to_textbook = compare(rounds["kith"], rounds["textbook"])
    tail = ours.p99 / max(0.001, ours.p50)
    section.figures += [
        Figure(
            f"{name}, {CONNECTIONS} connections",
            f"{ours.rate:,.0f}/s",
            f"{floor.rate:,.0f}/s bare group commit",
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
            "  p50 and p99",
            f"{ours.p50:.1f} and {ours.p99:.1f} ms",
            f"{floor.p50:.1f} and {floor.p99:.1f} ms",
            f"{tail:.1f} x p50",
            f"<= {P99_OF_P50:.0f} x p50",
            tail <= P99_OF_P50,
            to_floor.is_disturbed,
        ),
        Figure("  processor time of one", f"{ours.cpu_us:.0f} us", f"{floor.cpu_us:.0f} us"),
    ]
    slowest = max(one.result.slowest for one in rounds["textbook"])
    section.notes.append(
        f"{name}: textbook p99 {textbook.p99:.0f} ms, slowest {slowest:.0f} ms, refused {textbook.refused}; "
        f"ours refused {ours.refused}; others used {to_floor.others:.2f} cores"
    )
