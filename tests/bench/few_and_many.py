"""A path that is read where little and where much lies behind it, beside a floor that answers the same bytes."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.bench.data import Community
from tests.bench.lab import Lab, Measured, compare, measure, medians, take_turns
from tests.bench.load import Plan, Request
from tests.bench.report import Figure

FLOOR_SHARE = 0.5


@dataclass(frozen=True)
class Aim:
    """What a path is held to: at so many connections, the slowest percent, and how much dearer many posts may be."""

    connections: int
    p99_ms: float
    times_max: float


def read_few_and_many(
    lab: Lab,
    few: Community,
    many: Community,
    requests: Callable[[Community], list[Request]],
    aim: Aim,
    *,
    name: str,
    floor_name: str = "bare Starlette",
) -> list[Figure]:
    """Return the figures of `requests` on the host with `many` posts, against its floor and the host with `few`."""

    def once(community: Community, *, bare: bool = False) -> Measured:
        server = lab.floor(community) if bare else lab.kith(community)
        plan = Plan(server.port, requests(community), aim.connections, lab.scale.seconds, lab.scale.warm_up)
        return measure(server, plan)

    who = {"kith": lambda: once(many), "floor": lambda: once(many, bare=True), "few": lambda: once(few)}
    rounds = take_turns(lab.scale.runs, who)
    ours, floor, less = (medians(rounds[one]) for one in ("kith", "floor", "few"))
    to_floor = compare(rounds["kith"], rounds["floor"])
    growth = ours.cpu_us / max(1.0, less.cpu_us)
    return [
        Figure(
            name,
            f"{ours.rate:,.0f}/s",
            f"{floor.rate:,.0f}/s {floor_name}",
            str(to_floor),
            f">= {FLOOR_SHARE}",
            to_floor.ratio >= FLOOR_SHARE,
        ),
        Figure(
            "  p99",
            f"{ours.p99:.1f} ms",
            f"{floor.p99:.1f} ms",
            "",
            f"<= {aim.p99_ms:.0f} ms",
            ours.p99 <= aim.p99_ms,
            to_floor.is_disturbed,
        ),
        Figure(
            f"  with {lab.scale.posts_search:,} posts against {lab.scale.posts_small:,}",
            f"{ours.cpu_us:.0f} us each",
            f"{less.cpu_us:.0f} us",
            f"{growth:.2f}",
            f"<= {aim.times_max:g}",
            growth <= aim.times_max,
            to_floor.is_disturbed,
        ),
    ]
