"""A long journal looked through and taken along: search at every letter, insights, a year, exports, an import."""

import json
from pathlib import Path
from typing import Any

from tests.bench.lab import Lab
from tests.bench.processes import Idleness, children_seconds, run_apart
from tests.bench.report import OTHERS_MAX, Figure, Section, median

SEARCH_MS = 100.0
YEAR_MS = 200.0
INSIGHTS_SECONDS = 1.0
IMPORT_SECONDS = 60.0
_COMMAND = ("-m", "tests.bench.looking_back")


def run(lab: Lab) -> Section:
    """Measure a journal of 3 years and one of 10."""
    section = Section("journal")
    for count in (lab.scale.records, lab.scale.entries):
        if lab.scale.is_tiny and count == lab.scale.records:
            continue  # one size shows that it runs
        _measure(lab, section, lab.folder / f"journal-{count}", count)
    return section


def _measure(lab: Lab, section: Section, folder: Path, count: int) -> None:
    if lab.scale.is_tiny:
        found = _run("all", str(folder), "--count", str(count))
        _show_look(section, f"{count:,} entries", found["look"], disturbed=False)
        _show_export(section, found["export"])
        _show_import(section, found["import"])
        return
    _run("fill", str(folder), "--count", str(count))
    idleness, before = Idleness(), children_seconds()
    looks = [_run("look", str(folder)) for _ in range(lab.scale.runs)]
    exports = [_run("export", str(folder)) for _ in range(lab.scale.runs)]
    empty = [str(folder / f"empty-{number}") for number in range(lab.scale.runs)]
    imports = [_run("import", into, "--count", str(count)) for into in empty]
    disturbed = idleness.others(children_seconds() - before) > OTHERS_MAX
    _show_look(section, f"{count:,} entries", _medians(looks), disturbed)
    _show_export(section, _medians(exports))
    _show_import(section, _medians(imports))


def _show_look(section: Section, entries: str, found: dict[str, float], disturbed: bool) -> None:
    section.figures += [
        Figure(
            f"{entries}: search at a letter",
            f"p50 {found['search_p50']:.1f} ms, p95 {found['search_p95']:.1f} ms",
            f"{found['search_bare_p50']:.1f} ms bare look through the notes",
            f"{found['search_p50'] / found['search_bare_p50']:.1f}",
            f"p95 <= {SEARCH_MS:.0f} ms",
            found["search_p95"] <= SEARCH_MS,
            disturbed,
        ),
        Figure("  search made ready", f"{found['search_built']:.2f} s, others held {found['search_held']:.0f} ms"),
        Figure(
            "  insights over all of it, first time",
            f"{found['insights_cold']:.2f} s, others held {found['insights_held']:.0f} ms",
            target=f"<= {INSIGHTS_SECONDS:.0f} s",
            is_met=found["insights_cold"] <= INSIGHTS_SECONDS,
            disturbed=disturbed,
        ),
        Figure("  insights again", f"{found['insights_warm'] * 1000:.0f} ms"),
        Figure(
            "  a year as squares",
            f"{found['year'] * 1000:.1f} ms",
            target=f"<= {YEAR_MS:.0f} ms",
            is_met=found["year"] * 1000 <= YEAR_MS,
        ),
        Figure("  memory for all that", f"{found['memory']:.0f} MB"),
    ]


def _show_export(section: Section, found: dict[str, float]) -> None:
    names = {"archive": "archive", "table": "table for spreadsheets", "text": "text to read"}
    section.figures += [
        Figure(
            f"  export: {name}",
            f"{found[kind]:.2f} s, {found[f'{kind}_bytes'] / 1e6:.1f} MB, others held {found[f'{kind}_held']:.0f} ms",
            f"{found['bare']:.2f} s bare JSON in a ZIP",
            f"{found[kind] / found['bare']:.1f}",
        )
        for kind, name in names.items()
    ]


def _show_import(section: Section, found: dict[str, float]) -> None:
    took, held = found["read"] + found["write"], max(found["read_held"], found["write_held"])
    section.figures += [
        Figure(
            "  import of as many",
            f"{took:.1f} s ({found['read']:.1f} s to the preview), others held {held:.0f} ms, {found['memory']:.0f} MB",
            f"{found['bare']:.2f} s bare rows",
            f"{took / found['bare']:.0f}",
            f"<= {IMPORT_SECONDS:.0f} s",
            took <= IMPORT_SECONDS,
        ),
        Figure("  taken out again", f"{found['undo']:.1f} s, others held {found['undo_held']:.0f} ms"),
    ]


def _medians(rounds: list[dict[str, Any]]) -> dict[str, float]:
    return {name: median([one[name] for one in rounds]) for name in rounds[0]}


def _run(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run_apart([*_COMMAND, *arguments]))
    return found
