"""What a benchmark hands back, and how the table is printed: figure, floor, ratio, target, met or missed."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

OTHERS_MAX = 0.25  # cores that others may use before rates are called disturbed


@dataclass(frozen=True)
class Figure:
    """One line of the table. `is_met` is None for a figure that has no target of its own, and what was missed while
    others kept the machine busy is called `disturbed`: a tail of milliseconds then tells nothing about us."""

    path: str
    value: str
    floor: str = ""
    ratio: str = ""
    target: str = ""
    is_met: bool | None = None
    disturbed: bool = False

    @property
    def verdict(self) -> str:
        """Return the last word on this line."""
        if self.is_met is None or self.is_met:
            return "met" if self.is_met else ""
        return "disturbed" if self.disturbed else "MISSED"


@dataclass(frozen=True)
class Comparison:
    """How one thing stands to its floor: by what passed in a second, and by the processor time of one answer.

    On a machine that others keep busy, the first says more about them than about us; then the second decides.
    """

    by_rate: float
    by_processor: float
    others: float

    @property
    def is_disturbed(self) -> bool:
        """Whether others used so much of the machine that rates mean little."""
        return self.others > OTHERS_MAX

    @property
    def ratio(self) -> float:
        """The ratio that decides."""
        return self.by_processor if self.is_disturbed else self.by_rate

    def __str__(self) -> str:
        """Return both, the one that decides first."""
        if self.is_disturbed:
            return f"{self.by_processor:.2f} by processor ({self.by_rate:.2f} by rate, disturbed)"
        return f"{self.by_rate:.2f} ({self.by_processor:.2f} by processor)"


@dataclass
class Section:
    """The figures of one benchmark, the plans of its hot queries, and what a reader should know."""

    name: str
    figures: list[Figure] = field(default_factory=list)
    plans: list[tuple[str, list[str]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def median(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def print_table(sections: Sequence[Section]) -> None:
    """Print every figure as one table, then notes and query plans."""
    head = ("path", "figure", "floor", "ratio", "target", "")
    rows = [head]
    for section in sections:
        rows += [(f.path, f.value, f.floor, f.ratio, f.target, f.verdict) for f in section.figures]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    for number, row in enumerate(rows):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    for section in sections:
        for note in section.notes:
            print(f"\n{section.name}: {note}", end="")
    print()
    for section in sections:
        for title, lines in section.plans:
            print(f"\n{section.name} · {title}")
            print("\n".join(f"    {line}" for line in lines))
