"""Whether a figure stays what it is when the host has a thousand times as much: the feed, and the pull of a vault.

The target speaks of 1,000 accounts with 36,000 records each, which is 20 GB. Here 100 accounts share the database and
hold a tenth of that each (all of it with --full): enough that the account's rows lie scattered on the disk.
"""

import http.client
import re
import time
from datetime import UTC, datetime, timedelta

from server.cursors import write_cursor
from server.feed import pages
from server.vault.service import _list_after
from tests.bench.data import Community, Member, add_vaults
from tests.bench.lab import Lab, Measured, measure, medians, take_turns
from tests.bench.load import Plan, Request
from tests.bench.plans import explain
from tests.bench.processes import Running
from tests.bench.report import Figure, Section, median

TIMES_MAX = 1.5
CONNECTIONS = 32
_CURSOR = re.compile(rb'"cursor":(\d+),"more":(true|false)}$')


def run(lab: Lab) -> Section:
    """Measure both, on one small host and on one large."""
    section = Section("growth")
    scale = lab.scale
    small = lab.community("small", scale.posts_small, groups=1, members=CONNECTIONS)
    members = max(CONNECTIONS, scale.pull_accounts)
    large = lab.community("large", scale.posts_large, groups=1, members=members, alone=True)
    # The last member's vault is the one that is pulled.
    others = large.members[::-1][: scale.pull_accounts]
    add_vaults(small, small.members[-1:], 0, of_first=scale.pull_records)
    add_vaults(large, others, scale.pull_records_of_others, of_first=scale.pull_records)
    _measure_feed(lab, section, small, large)
    _measure_pull(lab, section, small, large)
    return section


def _measure_feed(lab: Lab, section: Section, less: Community, more: Community) -> None:
    who = {"small": lambda: _read_pages(lab, less, lab.scale.posts_small)}
    who["large"] = lambda: _read_pages(lab, more, lab.scale.posts_large)
    rounds = take_turns(lab.scale.runs, who)
    small, large = medians(rounds["small"]), medians(rounds["large"])
    by_p99, by_processor = large.p99 / max(0.001, small.p99), large.cpu_us / max(1.0, small.cpu_us)
    disturbed = median([one.others for name in rounds for one in rounds[name]])
    decides = by_p99 if disturbed <= 0.25 else by_processor
    section.figures.append(
        Figure(
            f"feed p99 with {lab.scale.posts_large:,} posts",
            f"{large.p99:.1f} ms ({large.cpu_us:.0f} us each)",
            f"{small.p99:.1f} ms ({small.cpu_us:.0f} us) with {lab.scale.posts_small:,}",
            f"{by_p99:.2f} ({by_processor:.2f} by processor)",
            f"<= {TIMES_MAX}",
            decides <= TIMES_MAX,
        )
    )
    section.notes.append(f"half of the pages are from the middle of the feed; others used {disturbed:.2f} cores")
    section.plans.append(("page of a million", explain(more.path, pages.PAGES[False, False])))


def _read_pages(lab: Lab, community: Community, posts_count: int) -> Measured:
    """Read the newest page and one from the middle of the only group, as its members would."""
    server, now = lab.kith(community), datetime.now(UTC)
    middle = write_cursor(now - timedelta(minutes=posts_count) / 2, community.members[0].account_id)
    requests: list[Request] = []
    for number, member in enumerate(community.members[:CONNECTIONS]):
        before = f"&before={middle}" if number % 2 else ""
        requests.append(("GET", f"/api/v1/groups/{member.group_id}/posts?limit=30{before}", member.token, None))
    return measure(server, Plan(server.port, requests, CONNECTIONS, lab.scale.seconds, lab.scale.warm_up))


def _measure_pull(lab: Lab, section: Section, alone: Community, among: Community) -> None:
    records, accounts = lab.scale.pull_records, lab.scale.pull_accounts
    took: dict[str, list[tuple[float, float]]] = {"alone": [], "among": []}
    for _ in range(lab.scale.runs):
        for name, community in (("alone", alone), ("among", among)):
            server = lab.kith(community)
            before = server.cpu_seconds()
            took[name].append((_pull(server, community.members[-1], records), server.cpu_seconds() - before))
    wall = {name: median([one[0] for one in rounds]) for name, rounds in took.items()}
    processor = {name: median([one[1] for one in rounds]) for name, rounds in took.items()}
    by_processor = processor["among"] / max(0.01, processor["alone"])
    section.figures.append(
        Figure(
            f"pull of {records:,} records among {accounts} accounts",
            f"{wall['among']:.2f} s (processor {processor['among']:.2f} s)",
            f"{wall['alone']:.2f} s ({processor['alone']:.2f} s) alone",
            f"{wall['among'] / wall['alone']:.2f} ({by_processor:.2f} by processor)",
            f"<= {TIMES_MAX}",
            min(wall["among"] / wall["alone"], by_processor) <= TIMES_MAX,
        )
    )
    section.notes.append(f"each of the other {accounts - 1} accounts has {lab.scale.pull_records_of_others:,} records")
    section.plans.append(("records after a cursor", explain(among.path, _list_after)))


def _pull(server: Running, member: Member, count: int) -> float:
    """Read a whole vault page by page; return the seconds it took."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    headers = {"Authorization": f"Bearer {member.token}"}
    cursor, more, found = b"0", True, 0
    began = time.perf_counter()
    while more:
        connection.request("GET", f"/api/v1/vault/changes?after={cursor.decode()}", headers=headers)
        body = connection.getresponse().read()
        end = _CURSOR.search(body)
        if end is None:
            raise RuntimeError(f"no page: {body[:200]!r}")
        cursor, more = end[1], end[2] == b"true"
        found += body.count(b'"sealed":')
    took = time.perf_counter() - began
    connection.close()
    if found != count:
        raise RuntimeError(f"{found} records came of {count}")
    return took
