"""The journal by day: which days have entries, which entries a day has, and what a calendar shows of a month.

Kept in memory beside the documents and brought up to date by the ids that changed, so that a tap costs the same with
36,000 entries as with ten. It holds a date, a time, a level and an id per entry; the entry itself is read only when a
window shows it.
"""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mobile.entries.document import KIND, Entry, entry_from_document
from mobile.vault.documents import TRASH_FIELD, Document, Documents

# Sorts the entries of a day: without a time first, then by time, then by when they were made.
Place = tuple[str, str, str, UUID]


@dataclass(frozen=True, slots=True)
class DayLevels:
    """What a calendar shows of one day: the levels in the order of the day."""

    day: date
    levels: tuple[int, ...]

    @property
    def mean(self) -> float:
        """The mean level."""
        return sum(self.levels) / len(self.levels)


class JournalIndex:
    """Days and their entries; call `refresh` before reading, it is cheap when nothing changed."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._mark = -1
        self._places: dict[UUID, Place] = {}
        self._levels: dict[UUID, int] = {}
        self._days: dict[str, list[Place]] = {}
        self._order: list[str] = []  # ISO dates, oldest first

    def refresh(self) -> None:
        """Take in what changed since the last call."""
        self._mark, changed = self._documents.changed_since(self._mark)
        if changed is None:
            self._rebuild()
            return
        for document_id in changed:
            self._remove(document_id)
            document = self._documents.get(document_id)
            if document is not None and document.kind == KIND and not document.fields.get(TRASH_FIELD):
                self._add(document)

    @property
    def entry_count(self) -> int:
        """How many entries there are."""
        return len(self._places)

    @property
    def day_count(self) -> int:
        """How many days have entries."""
        return len(self._order)

    def list_days(self, *, before: date | None = None, limit: int = 30) -> Sequence[date]:
        """Return days that have entries, newest first, those earlier than `before`."""
        end = len(self._order) if before is None else bisect_left(self._order, before.isoformat())
        return [date.fromisoformat(day) for day in reversed(self._order[max(0, end - limit) : end])]

    def list_entries(self, day: date) -> Sequence[Entry]:
        """Return the entries of a day in the order of the day."""
        found = (self._documents.get(place[3]) for place in self._days.get(day.isoformat(), ()))
        return [entry_from_document(document) for document in found if document is not None]

    def list_between(self, first: date, last: date) -> Sequence[Entry]:
        """Return the entries of the days from `first` to `last`, both included, oldest first."""
        return [entry for day in self._between(first, last) for entry in self.list_entries(date.fromisoformat(day))]

    def levels_between(self, first: date, last: date) -> Sequence[DayLevels]:
        """Return the levels of each day that has entries from `first` to `last`, both included, oldest first."""
        return [
            DayLevels(date.fromisoformat(day), tuple(self._levels[place[3]] for place in self._days[day]))
            for day in self._between(first, last)
        ]

    def month_levels(self, year: int, month: int) -> dict[int, DayLevels]:
        """Return day of the month -> levels, for the days that have entries."""
        last = date(year + month // 12, month % 12 + 1, 1)
        return {found.day.day: found for found in self.levels_between(date(year, month, 1), last) if found.day < last}

    def months(self) -> dict[date, int]:
        """Return first day of a month -> how many of its days have entries, for the months that have some."""
        counts = Counter(day[:7] for day in self._order)
        return {date.fromisoformat(f"{month}-01"): days for month, days in counts.items()}

    def _between(self, first: date, last: date) -> Sequence[str]:
        start = bisect_left(self._order, first.isoformat())
        end = bisect_left(self._order, last.isoformat() + "~")
        return self._order[start:end]

    def _rebuild(self) -> None:
        self._places, self._levels, self._days = {}, {}, {}
        for document in self._documents.list(KIND):
            place = place_of(document)
            self._places[document.id], self._levels[document.id] = place, level_of(document)
            self._days.setdefault(place[0], []).append(place)
        for places in self._days.values():
            places.sort()
        self._order = sorted(self._days)

    def _add(self, document: Document) -> None:
        place = place_of(document)
        self._places[document.id], self._levels[document.id] = place, level_of(document)
        if place[0] not in self._days:
            self._days[place[0]] = []
            insort(self._order, place[0])
        insort(self._days[place[0]], place)

    def _remove(self, document_id: UUID) -> None:
        place = self._places.pop(document_id, None)
        self._levels.pop(document_id, None)
        if place is None:
            return
        day = self._days[place[0]]
        day.remove(place)
        if not day:
            del self._days[place[0]]
            self._order.pop(bisect_left(self._order, place[0]))


def place_of(document: Document) -> Place:
    """Return where an entry stands, from the plain strings of its document: ISO dates and times sort as text."""
    fields = document.fields
    day, at, made = fields.get("felt_on"), fields.get("felt_at"), fields.get("created_at")
    if not _is_day(day):
        day = entry_from_document(document).felt_on.isoformat()
    return str(day), at if isinstance(at, str) else "", made if isinstance(made, str) else "", document.id


def _is_day(value: object) -> bool:
    """Whether `value` is a date as this app writes it, checked without building one: this runs for every entry."""
    if not isinstance(value, str) or len(value) != 10:
        return False
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def level_of(document: Document) -> int:
    """Return the level of an entry, the middle one when it says none."""
    level = document.fields.get("level")
    return level if type(level) is int and 1 <= level <= 5 else 3
