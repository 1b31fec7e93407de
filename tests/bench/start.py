"""How soon a host answers after its process was started, and what it holds in memory when nobody asks."""

from tests.bench.lab import Lab, serve_command
from tests.bench.processes import running
from tests.bench.report import Figure, Section, median

START_SECONDS = 1.5
IDLE_MB = 90


def run(lab: Lab) -> Section:
    """Measure starts in turns: an empty folder, the same folder again, the bare application."""
    rounds: dict[str, list[tuple[float, float, float]]] = {"empty": [], "known": [], "floor": []}
    for number in range(lab.scale.runs):
        host = serve_command(lab.folder / f"host-{number}")
        for name, command in (("empty", host), ("known", host), ("floor", ["-m", "tests.bench.floors"])):
            if name == "known" and lab.scale.is_tiny:
                continue  # every other benchmark starts one
            with running(command, lab.folder / "start.log") as server:
                rounds[name].append((server.start_seconds, server.cpu_seconds(), server.memory_mb()))
    floor = _medians(rounds.pop("floor"))
    starts = {name: _medians(found) for name, found in rounds.items() if found}
    section = Section("start")
    section.figures += [
        Figure(
            f"server start, {name} folder",
            f"{seconds:.2f} s (processor {processor:.2f} s)",
            f"{floor[0]:.2f} s ({floor[1]:.2f} s) bare Starlette",
            f"{processor / max(0.01, floor[1]):.1f} by processor",
            f"<= {START_SECONDS} s",
            min(seconds, processor * 1.1) <= START_SECONDS,
        )
        for name, (seconds, processor, _) in starts.items()
    ]
    idle = max(found[2] for found in starts.values())
    section.figures.append(
        Figure("server memory, idle", f"{idle:.0f} MB", f"{floor[2]:.0f} MB", "", f"<= {IDLE_MB} MB", idle <= IDLE_MB)
    )
    section.notes.append("a start is met when its processor time alone would fit: waiting for others is not its doing")
    return section


def _medians(rounds: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    seconds, processor, memory = (median([one[which] for one in rounds]) for which in range(3))
    return seconds, processor, memory
