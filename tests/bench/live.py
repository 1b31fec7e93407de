"""Open live streams: how soon all members of a group of 200 hear that somebody wrote, while many more listen."""

import json

from tests.bench.lab import Lab
from tests.bench.processes import run_apart
from tests.bench.report import Figure, Section, median

LISTENERS = 200
HINT_MS = 250.0


def run(lab: Lab) -> Section:
    """Measure hints."""
    groups = -(-lab.scale.streams // LISTENERS)
    community = lab.community("live", 60, groups=groups, members=LISTENERS)
    server = lab.kith(community)
    idle = server.memory_mb()
    streams, group_id = community.members[: lab.scale.streams], community.members[0].group_id
    listeners = sum(member.group_id == group_id for member in streams)
    plan = {
        "port": server.port,
        "tokens": [member.token for member in streams],
        "group_id": str(group_id),
        "listeners": listeners,
        "hints": lab.scale.hints,
        "server_pid": server.process.pid,
    }
    rounds = [
        json.loads(run_apart(["-m", "tests.bench.listeners"], json.dumps(plan))) for _ in range(min(3, lab.scale.runs))
    ]
    heard = {name: median([one[name] for one in rounds]) for name in rounds[0] if name != "lasts"}
    missing = int(sum(one["missing"] for one in rounds))
    section = Section("live")
    section.figures += [
        Figure(
            f"hint to {listeners} members, {lab.scale.streams:,} streams open, p99",
            f"{heard['p99']:.0f} ms (p50 {heard['p50']:.0f} ms)",
            f"{heard['answer_p50']:.0f} ms to the answer of the post",
            "",
            f"<= {HINT_MS:.0f} ms",
            heard["p99"] <= HINT_MS and not missing,
        ),
        Figure(
            "  last of them, median post and slowest", f"{heard['last_p50']:.0f} and {heard['last_slowest']:.0f} ms"
        ),
        Figure(
            "  memory of one open stream",
            f"{(heard['memory_mb'] - idle) * 1024 / lab.scale.streams:.0f} kB",
        ),
        Figure("  opening all of them", f"{heard['open_seconds']:.1f} s"),
    ]
    section.notes.append(f"times are from sending the post, its commit included; {missing} hints were missing")
    return section
