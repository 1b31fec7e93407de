"""What the app imports before its first frame, against Flet alone; storage must not be among it."""

import json

from tests.bench.lab import Lab
from tests.bench.processes import run_apart
from tests.bench.report import Figure, Section, median

SECONDS = 0.5
# The first frame is drawn by `mobile.app.Root`; storage and the screens are imported in a thread behind it.
FIRST_FRAME = "import mobile.command, mobile.app"
STORAGE = "import mobile.starting, mobile.router"
_PROGRAM = """
import json, sys, time
began, spent = time.perf_counter(), time.process_time()
{imports}
took = time.perf_counter() - began, time.process_time() - spent
heavy = sorted(name for name in ("sqlmodel", "sqlalchemy", "httpx", "cryptography") if name in sys.modules)
print(json.dumps([*took, len(sys.modules), heavy]))
"""


def run(lab: Lab) -> Section:
    """Measure imports in fresh interpreters, in turns."""
    runs = max(lab.scale.runs + 2, 3) if lab.scale.runs > 1 else 1
    wanted = {"flet": "import flet", "frame": FIRST_FRAME}
    if not lab.scale.is_tiny:
        wanted["storage"] = f"{FIRST_FRAME}\n{STORAGE}"
    rounds: dict[str, list[tuple[float, float]]] = {name: [] for name in wanted}
    heavy: list[str] = []
    for _ in range(runs):
        for name, imports in wanted.items():
            wall, processor, _, found = json.loads(run_apart(["-c", _PROGRAM.format(imports=imports)]))
            rounds[name].append((wall, processor))
            heavy = found if name == "frame" else heavy
    wall = {name: median([one[0] for one in took]) for name, took in rounds.items()}
    processor = {name: median([one[1] for one in took]) for name, took in rounds.items()}
    section = Section("imports")
    section.figures += [
        Figure(
            "app imports before the first frame",
            f"{wall['frame']:.2f} s (processor {processor['frame']:.2f} s)",
            f"{wall['flet']:.2f} s ({processor['flet']:.2f} s) import flet",
            f"{processor['frame'] / processor['flet']:.2f} by processor",
            f"<= {SECONDS} s",
            min(wall["frame"], processor["frame"]) <= SECONDS,
        ),
        Figure(
            "  without SQLModel and SQLAlchemy",
            "none of them" if not {"sqlmodel", "sqlalchemy"} & set(heavy) else ", ".join(heavy),
            target="none of them",
            is_met=not {"sqlmodel", "sqlalchemy"} & set(heavy),
        ),
    ]
    if "storage" in wanted:
        later, spent = wall["storage"] - wall["frame"], processor["storage"] - processor["frame"]
        section.figures.append(Figure("  storage, in a thread after it", f"{later:.2f} s (processor {spent:.2f} s)"))
    if heavy:
        section.notes.append(f"before the first frame also: {', '.join(heavy)}")
    return section
