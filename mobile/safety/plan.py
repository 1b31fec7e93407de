"""The safety plan: what a member wrote down for a hard day, in six parts.

It is one document. Each line is a few map fields under the line's own id (`parts.<id>`, `words.<id>`, `numbers.<id>`,
`places.<id>`), so two devices that add, change or move lines apart become one plan with all of it. Two devices may
also each begin a plan before they know of each other: then both documents are read as one.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from mobile.vault.documents import Documents
from mobile.vault.values import Value

if TYPE_CHECKING:
    from mobile.services import Services

KIND = "safety_plan"
SIGNS, HELPS, PEOPLE, PLACES, LINES, SAFER = "signs", "helps", "people", "places", "lines", "safer"
# In the order of use: notice, help oneself, be with people, ask people and helplines, make the surroundings safer
# (Stanley and Brown, Safety Planning Intervention, 2012).
PARTS = (SIGNS, HELPS, PEOPLE, PLACES, LINES, SAFER)
WITH_NUMBER = frozenset({PEOPLE, LINES})
WORDS_MAX, NUMBER_MAX, LINES_MAX = 200, 40, 30


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of the plan. `number` is what to call, as typed; `place` orders the lines of a part."""

    document_id: UUID
    id: str
    part: str
    words: str
    number: str = ""
    place: float = 0


@dataclass(frozen=True)
class Plan:
    """All lines, in the order of the parts and of each part."""

    lines: tuple[PlanLine, ...] = ()

    def part(self, part: str) -> Sequence[PlanLine]:
        """Return the lines of one part in their order."""
        return [line for line in self.lines if line.part == part]

    def people(self) -> Sequence[PlanLine]:
        """Return the people who can be called."""
        return [line for line in self.part(PEOPLE) if line.number]


def read_plan(documents: Documents) -> Plan:
    """Return the plan as the open documents have it; empty when there is none."""
    lines: list[PlanLine] = []
    for document in documents.list(KIND):
        fields = document.fields
        for name, part in fields.items():
            identity = name.removeprefix("parts.")
            words = fields.get(f"words.{identity}")
            if identity == name or part not in PARTS or not isinstance(words, str):
                continue
            number, place = fields.get(f"numbers.{identity}"), fields.get(f"places.{identity}")
            lines.append(
                PlanLine(
                    document.id,
                    identity,
                    str(part),
                    words,
                    number if isinstance(number, str) else "",
                    float(place) if isinstance(place, int | float) else 0,
                )
            )
    return Plan(tuple(sorted(lines, key=lambda line: (PARTS.index(line.part), line.place, line.id))))


async def add_line(services: "Services", part: str, words: str, number: str = "") -> str:
    """Put a line at the end of a part and return its id; the first line of all begins the plan."""
    plan = read_plan(services.documents)
    identity = uuid4().hex[:12]
    last = max((line.place for line in plan.part(part)), default=0.0)
    existing = sorted(document.id for document in services.documents.list(KIND))
    changes: dict[str, Value] = {
        f"parts.{identity}": part,
        f"words.{identity}": words.strip(),
        f"numbers.{identity}": number.strip() or None,
        f"places.{identity}": last + 1,
    }
    await services.documents.save(existing[0] if existing else None, KIND, changes)
    return identity


async def change_line(services: "Services", line: PlanLine, words: str, number: str = "") -> None:
    """Put other words and another number in a line; what stayed the same is not written."""
    changes: dict[str, Value] = {}
    if words.strip() != line.words:
        changes[f"words.{line.id}"] = words.strip()
    if number.strip() != line.number:
        changes[f"numbers.{line.id}"] = number.strip() or None
    if changes:
        await services.documents.save(line.document_id, KIND, changes)


async def remove_line(services: "Services", line: PlanLine) -> Callable[[], Awaitable[None]]:
    """Take a line out; return what puts it back where it was."""
    await services.documents.save(line.document_id, KIND, {f"parts.{line.id}": None})

    async def restore() -> None:
        await services.documents.save(line.document_id, KIND, {f"parts.{line.id}": line.part})

    return restore


async def move_line_up(services: "Services", line: PlanLine) -> None:
    """Put a line before the one above it; the first one stays."""
    lines = read_plan(services.documents).part(line.part)
    at = next((index for index, one in enumerate(lines) if one.id == line.id), 0)
    if at == 0:
        return
    above = lines[at - 1].place
    before = lines[at - 2].place if at > 1 else above - 1
    await services.documents.save(line.document_id, KIND, {f"places.{line.id}": (before + above) / 2})
