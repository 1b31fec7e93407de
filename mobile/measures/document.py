"""What was answered, as private documents: which measure, when, each answer, and what it added up to then.

The name and the score stand in the document, so that the history still reads when a host takes a pack away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from api_client.wire.measures import MeasurePack
from mobile.measures.scoring import Answers, score
from mobile.vault.documents import Document, Documents
from mobile.vault.fields import list_elements, read_day, read_text, read_whole
from mobile.vault.values import Value

KIND = "measure"


@dataclass(frozen=True, slots=True)
class Taken:
    """One measure, answered on a civil day. `score` is None when too much was left open; it lies between `least` and
    `most`."""

    id: UUID
    pack_id: str
    version: int
    name: str
    taken_on: date
    score: float | None = None
    least: float = 0.0
    most: float = 0.0
    answers: Mapping[str, int] = field(default_factory=dict)


def fields_of(pack: MeasurePack, answers: Answers, today: date, created_at: str) -> dict[str, Value]:
    """Return the fields of a document that holds `answers`, as they were given on the civil day `today`."""
    found = score(pack, answers)
    fields: dict[str, Value] = {
        "pack": pack.id,
        "version": pack.version,
        "name": pack.name,
        "taken_on": today.isoformat(),
        "score": found.value,
        "least": found.least,
        "most": found.most,
        "created_at": created_at,
        **{f"answers.{item}": place for item, place in answers.items()},
    }
    return {name: value for name, value in fields.items() if value is not None}


def read_taken(document: Document) -> Taken | None:
    """Return what a document of KIND holds; None when it names no measure or no day."""
    fields = document.fields
    pack_id, taken_on = read_text(fields.get("pack")), read_day(fields.get("taken_on"))
    if not pack_id or taken_on is None:
        return None
    return Taken(
        id=document.id,
        pack_id=pack_id,
        version=read_whole(fields.get("version"), 1, 1_000_000) or 1,
        name=read_text(fields.get("name")) or pack_id,
        taken_on=taken_on,
        score=_number(fields.get("score")),
        least=_number(fields.get("least")) or 0.0,
        most=_number(fields.get("most")) or 0.0,
        answers={item: place for item, place in list_elements(fields, "answers.") if type(place) is int},
    )


def list_taken(documents: Documents) -> Mapping[str, Sequence[Taken]]:
    """Return pack id -> what was answered, oldest first."""
    found = [taken for document in documents.list(KIND) if (taken := read_taken(document)) is not None]
    by_pack: dict[str, list[Taken]] = {}
    for one in sorted(found, key=lambda taken: (taken.taken_on, taken.id)):
        by_pack.setdefault(one.pack_id, []).append(one)
    return by_pack


def next_on(pack: MeasurePack, taken: Sequence[Taken], today: date) -> date:
    """Return the first day on which the measure may be taken again, today when that is so now.

    A day that lies ahead, as a clock that was wrong leaves behind, keeps nobody waiting longer than the pack says.
    """
    if not taken:
        return today
    last = min(max(one.taken_on for one in taken), today)
    return max(today, last + timedelta(days=pack.every_days))


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
