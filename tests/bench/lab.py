"""What benchmarks share: a folder on the disk, the scale, and servers that are started once and used by several."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.data import Community, make_community
from tests.bench.load import Plan, Result
from tests.bench.processes import Idleness, Running, kept_apart, put_load, running
from tests.bench.report import OTHERS_MAX, Comparison, median
from tests.bench.scale import Scale

# A host's limits on attempts from one address; all of a benchmark's members come from one.
NO_LIMITS = {"KITH_RATE_SIGN_UPS_PER_HOUR": "0", "KITH_RATE_SIGN_IN_FAILURES_PER_ADDRESS": "0"}
GROUPS = 8
MEMBERS = 20


@dataclass
class Lab:
    """One run of the benchmarks."""

    scale: Scale
    folder: Path
    stack: ExitStack
    _communities: dict[str, Community] = field(default_factory=dict)
    _servers: dict[str, Running] = field(default_factory=dict)

    def community(
        self,
        name: str,
        posts: int,
        *,
        groups: int = GROUPS,
        members: int = MEMBERS,
        minutes: int = 1,
        alone: bool = False,
    ) -> Community:
        """Return the community of that name, made the first time. At the tiny scale all share one host, but `alone`."""
        if self.scale.is_tiny and not alone:
            name, posts, groups, members = "community", self.scale.posts_small, GROUPS, MEMBERS
        if name not in self._communities:
            folder = self.folder / name
            self._communities[name] = make_community(
                folder, groups=groups, members=members, posts=posts, minutes=minutes
            )
        return self._communities[name]

    def kith(self, community: Community) -> Running:
        """Return the real server over a community."""
        return self._server(f"kith-{community.folder.name}", serve_command(community.folder), NO_LIMITS)

    def floor(self, community: Community) -> Running:
        """Return the bare application over a copy of a community."""
        name = f"floor-{community.folder.name}"
        if name not in self._servers:
            copy = self.folder / f"{name}.sqlite"
            shutil.copy(community.path, copy)
            callers = {f"Bearer {one.token}": (str(one.account_id), one.name) for one in community.members}
            listed = self.folder / f"{name}.json"
            listed.write_text(json.dumps(callers))
            command = ["-m", "tests.bench.floors", "--database", str(copy), "--callers", str(listed)]
            return self._server(name, command, {})
        return self._servers[name]

    def textbook(self, community: Community) -> Running:
        """Return the textbook application over the newest posts of a community."""
        name = f"textbook-{community.folder.name}"
        if name not in self._servers:
            from tests.bench.textbook import fill

            path = self.folder / f"{name}.sqlite"
            fill(path, community)
            return self._server(name, ["-m", "tests.bench.textbook", "--database", str(path)], {})
        return self._servers[name]

    def fixed(self, size: int) -> Running:
        """Return a socket that answers `size` ready bytes."""
        return self._server(f"fixed-{size}", ["-m", "tests.bench.floors", "--fixed", str(size)], {})

    def _server(self, name: str, command: Sequence[str], environment: dict[str, str]) -> Running:
        if name not in self._servers:
            log = self.folder / f"{name}.log"
            self._servers[name] = self.stack.enter_context(running(command, log, environment))
        return self._servers[name]


def serve_command(folder: Path) -> list[str]:
    """Return the command that serves a host's folder."""
    return ["-m", "server.cli", "serve", "--data", str(folder)]


@contextmanager
def open_lab(scale: Scale, folder: Path | None = None) -> Iterator[Lab]:
    """Give a lab in a new folder (inside `folder`, which decides which disk is measured); it is removed afterwards."""
    with ExitStack() as stack:
        place = stack.enter_context(tempfile.TemporaryDirectory(prefix="kith-bench-", dir=folder))
        yield Lab(scale, Path(place), stack)


@dataclass(frozen=True)
class Measured:
    """One measurement: what the load saw, the server's processor time per answer (µs), the cores others used."""

    result: Result
    cpu_us: float
    others: float


def measure(server: Running, plan: Plan) -> Measured:
    """Put load on a server."""
    idleness, before = Idleness(), server.cpu_seconds()
    with kept_apart(server.process.pid):
        result = put_load(plan)
    cpu = server.cpu_seconds() - before
    return Measured(result, cpu / max(1, result.total) * 1e6, idleness.others(cpu + result.cpu_seconds))


def compare(ours: Sequence[Measured], floor: Sequence[Measured]) -> Comparison:
    """Return how rounds of ours stand to the rounds of a floor that ran in turns with them."""
    pairs = list(zip(ours, floor, strict=True))
    return Comparison(
        by_rate=median([a.result.rate / max(1.0, b.result.rate) for a, b in pairs]),
        by_processor=median([b.cpu_us / max(1.0, a.cpu_us) for a, b in pairs]),
        others=median([one.others for pair in pairs for one in pair]),
    )


def medians(measured: Sequence[Measured]) -> "Medians":
    """Return the median of each figure of several rounds."""
    return Medians(
        rate=median([one.result.rate for one in measured]),
        p50=median([one.result.p50 for one in measured]),
        p99=median([one.result.p99 for one in measured]),
        cpu_us=median([one.cpu_us for one in measured]),
        refused=sum(one.result.refused for one in measured),
    )


@dataclass(frozen=True)
class Medians:
    """Medians over rounds; `refused` is their sum."""

    rate: float
    p50: float
    p99: float
    cpu_us: float
    refused: int


def take_turns(runs: int, who: Mapping[str, Callable[[], Measured]]) -> dict[str, list[Measured]]:
    """Measure each in turns, `runs` times, so that what disturbs one disturbs the others too.

    While others keep the machine busy, up to as many rounds again are made, and those with the least of it are kept:
    they are chosen by what others did, never by what came out.
    """
    rounds: list[dict[str, Measured]] = []
    while len(rounds) < runs or (
        len(rounds) < 2 * runs and runs > 1 and _busiest(_quietest(rounds, runs)) > OTHERS_MAX
    ):
        rounds.append({name: once() for name, once in who.items()})
    kept = _quietest(rounds, runs)
    return {name: [one[name] for one in kept] for name in who}


def _quietest(rounds: Sequence[Mapping[str, Measured]], count: int) -> Sequence[Mapping[str, Measured]]:
    return sorted(rounds, key=lambda one: sum(measured.others for measured in one.values()))[:count]


def _busiest(rounds: Sequence[Mapping[str, Measured]]) -> float:
    return max(measured.others for one in rounds for measured in one.values())


def core_count() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0))
