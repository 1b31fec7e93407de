"""The journal as a compact table in memory: one small row per check-in, one record per day, kept beside the documents.

It is built once, in steps that never hold the loop for long, and brought up to date by the ids that changed; so the
pictures of ten years cost the same whether the app has just been opened or a check-in was just written.
"""

import asyncio
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from sys import intern
from typing import TYPE_CHECKING
from uuid import UUID

from mobile.entries.document import KIND, entry_from_document
from mobile.insights.days import ENERGY, CheckIn, Day, make_day
from mobile.vault.beside import Beside
from mobile.vault.documents import TRASH_FIELD, Document, Documents
from mobile.vault.values import Value

if TYPE_CHECKING:
    from mobile.services import Services

_STEP = 500  # documents, some milliseconds

# One table per set of open documents, gone with them.
_tables: Beside["InsightTable"] = Beside()


async def open_table(services: "Services") -> "InsightTable":
    """Return the table of the journal, up to date."""
    table = _tables.get(services.documents)
    if table is None:
        table = _tables[services.documents] = InsightTable(services.documents)
    await table.refresh()
    return table


class InsightTable:
    """Check-ins and days in order; await `refresh` before reading, it is cheap when nothing changed."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._mark = -1
        self._rows: dict[UUID, CheckIn] = {}
        self._ids: dict[date, set[UUID]] = {}
        self._order: list[date] = []
        self._days: dict[date, Day] = {}
        self._turn = asyncio.Lock()

    async def refresh(self) -> None:
        """Take in what changed since the last call; a long journal is read in steps."""
        async with self._turn:
            mark, changed = self._documents.changed_since(self._mark)
            if changed is None:
                await self._rebuild()
                self._mark = mark
                mark, changed = self._documents.changed_since(mark)
            for document_id in changed or ():
                self._replace(document_id)
            self._mark = -1 if changed is None else mark

    @property
    def first_day(self) -> date | None:
        """The first day that has check-ins."""
        return self._order[0] if self._order else None

    @property
    def dates(self) -> Sequence[date]:
        """The days that have check-ins, oldest first."""
        return self._order

    def days(self, first: date = date.min, last: date = date.max) -> list[Day]:
        """Return the days that have check-ins from `first` to `last`, both included, oldest first."""
        return [self._day(day) for day in self._between(first, last)]

    def check_ins(self, first: date = date.min, last: date = date.max) -> Iterator[CheckIn]:
        """Return the check-ins of those days, day by day, in no order within one."""
        rows = self._rows
        return (rows[id_] for id_ in chain.from_iterable(self._ids[day] for day in self._between(first, last)))

    def _between(self, first: date, last: date) -> Sequence[date]:
        return self._order[bisect_left(self._order, first) : bisect_right(self._order, last)]

    def _day(self, day: date) -> Day:
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = make_day(day, [self._rows[id_] for id_ in self._ids[day]])
        return found

    async def _rebuild(self) -> None:
        rows: dict[UUID, CheckIn] = {}
        ids: dict[date, set[UUID]] = {}
        documents = self._documents.list(KIND)
        reader = _Reader()
        for start in range(0, len(documents), _STEP):
            for document in documents[start : start + _STEP]:
                if (row := reader.read(document)) is not None:
                    rows[document.id] = row
                    ids.setdefault(row.day, set()).add(document.id)
            await asyncio.sleep(0)
        # All at once: whoever reads between two steps sees the table as it was.
        self._rows, self._ids, self._days, self._order = rows, ids, {}, sorted(ids)

    def _replace(self, document_id: UUID) -> None:
        old = self._rows.pop(document_id, None)
        if old is not None:
            self._days.pop(old.day, None)
            self._ids[old.day].discard(document_id)
            if not self._ids[old.day]:
                del self._ids[old.day]
                self._order.pop(bisect_left(self._order, old.day))
        document = self._documents.get(document_id)
        if document is None or document.kind != KIND or document.fields.get(TRASH_FIELD):
            return
        row = _Reader().read(document)
        if row is None:
            return
        self._rows[document_id] = row
        self._days.pop(row.day, None)
        if row.day not in self._ids:
            self._ids[row.day] = set()
            insort(self._order, row.day)
        self._ids[row.day].add(document_id)


class _Reader:
    """Reads rows out of documents. Dates, and the sets of ids that come again and again, are made once."""

    def __init__(self) -> None:
        self._dates: dict[Value, date | None] = {}
        self._sets: dict[tuple[str, ...], tuple[str, ...]] = {}

    def read(self, document: Document) -> CheckIn | None:
        """Return the check-in of a document; None when no day can be made of it."""
        fields = document.fields
        day = self._read_day(document)
        if day is None:
            return None
        feelings: list[str] = []
        tags: list[str] = []
        scales: list[tuple[str, float]] = []
        for name, value in fields.items():
            if value is True:
                if name.startswith("tags."):
                    tags.append(name[5:])
                elif name.startswith("feelings."):
                    feelings.append(name[9:])
            elif name.startswith("scales.") and isinstance(value, int | float) and not isinstance(value, bool):
                scales.append((intern(name[7:]), float(value)))
        energy = fields.get("energy")
        if type(energy) is int and 1 <= energy <= 5:
            scales.append((ENERGY, float(energy)))
        level = fields.get("level")
        known_level = level if type(level) is int and 1 <= level <= 5 else 3
        minute = _minute(fields.get("felt_at"))
        return CheckIn(day, known_level, minute, self._known(feelings), self._known(tags), tuple(scales))

    def _read_day(self, document: Document) -> date | None:
        text = document.fields.get("felt_on")
        if text in self._dates:
            return self._dates[text]
        day = entry_from_document(document).felt_on
        found = day if day != date.min else None
        if isinstance(text, str) and found is not None and found.isoformat() == text:
            self._dates[text] = found
        return found

    def _known(self, ids: Iterable[str]) -> tuple[str, ...]:
        key = tuple(ids)
        if not key:
            return ()
        found = self._sets.get(key)
        if found is None:
            found = self._sets[key] = tuple(intern(one) for one in key)
        return found


def _minute(value: Value) -> int | None:
    """Return the minute of the day of a civil time as this app writes it, `HH:MM`; None for anything else."""
    if not isinstance(value, str) or len(value) < 5 or value[2] != ":":
        return None
    try:
        hour, minute = int(value[:2]), int(value[3:5])
    except ValueError:
        return None
    return hour * 60 + minute if 0 <= hour < 24 and 0 <= minute < 60 else None
