"""`python -m tests.bench [--only NAME] [--quick | --full]`: measure, and print the table of figures and floors."""

import argparse
import importlib
import sys
import time
from pathlib import Path

from tests.bench.lab import Lab, core_count, open_lab
from tests.bench.report import Section, print_table
from tests.bench.scale import DEFAULT, FULL, QUICK, TINY

NAMES = ("feed", "search", "writes", "growth", "vault", "device", "journal", "home", "aid", "imports", "start", "live")
SCALES = {"quick": QUICK, "full": FULL, "tiny": TINY}


def run_one(name: str, lab: Lab) -> Section:
    """Run one benchmark."""
    section: Section = importlib.import_module(f"tests.bench.{name}").run(lab)
    return section


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", choices=NAMES, action="append", help="one benchmark; may be repeated")
    parser.add_argument("--folder", type=Path, help="on which disk to measure (default: that of temporary files)")
    size = parser.add_mutually_exclusive_group()
    for name in SCALES:
        size.add_argument(f"--{name}", dest="scale", action="store_const", const=SCALES[name], default=DEFAULT)
    chosen = parser.parse_args()
    sections = []
    with open_lab(chosen.scale, chosen.folder) as lab:
        for name in NAMES:  # in their order: writing changes what the feed's floor has copied
            if chosen.only and name not in chosen.only:
                continue
            began = time.perf_counter()
            sections.append(run_one(name, lab))
            print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    print(f"Kith, scale {chosen.scale.name}, median of {chosen.scale.runs} runs, {core_count()} cores")
    print_table(sections)


if __name__ == "__main__":
    main()
