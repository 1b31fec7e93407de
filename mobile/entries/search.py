"""Finding check-ins: by words in notes and names, by dates, and by what was chosen in them.

The texts stand in memory only, folded once (no case, no accents), and a search walks through all of them: with 36,000
check-ins that takes a few milliseconds, less than looking after an index of words would cost at each save. Names of
tags, words, moods and scales are looked up when somebody searches, so a new name needs nothing built anew.
"""

import asyncio
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter
from sys import intern
from uuid import UUID

from mobile.entries.dates import DayTest, day_tests
from mobile.entries.document import KIND
from mobile.entries.index import Place, level_of, place_of
from mobile.muted_words import fold
from mobile.vault.documents import TRASH_FIELD, Document, Documents

WORDS_MAX = 12  # of what is asked for; more would only slow the search down
_STEP = 400  # documents that are read before others may go on
_NAMED = ("tags.", "feelings.", "scales.")
Mood = tuple[int, str | None]  # a level, and the member's own mood of that level


@dataclass(frozen=True, slots=True)
class Filters:
    """What a check-in has to have: one of the levels or moods, one of the tags, one of the words (feelings), and all
    the rest. `tags` and `feelings` hold ids; `first` and `last` are civil days, both included."""

    levels: frozenset[int] = frozenset()
    moods: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    feelings: frozenset[str] = frozenset()
    photo: bool = False
    note: bool = False
    first: date | None = None
    last: date | None = None

    @property
    def count(self) -> int:
        """How many things are asked for."""
        chosen = len(self.levels) + len(self.moods) + len(self.tags) + len(self.feelings)
        return chosen + self.photo + self.note + (self.first is not None or self.last is not None)


@dataclass(frozen=True, slots=True)
class Naming:
    """What ids are called: `word` takes a field such as `tags.sleep`, `mood` a level and a mood's id or None. `same`
    returns the field that a field reads as, another one when a tag was merged into another."""

    word: Callable[[str], str]
    mood: Callable[[int, str | None], str]
    same: Callable[[str], str] = lambda name: name


@dataclass(frozen=True, slots=True)
class Row:
    """One check-in as it is searched: `text` is every note, folded; `named` are the fields of its tags, words and
    scales."""

    place: Place
    text: str
    named: tuple[str, ...]
    mood: Mood
    has_photo: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: days newest first, each with the ids of its check-ins in the order of the day."""

    days: Sequence[tuple[date, Sequence[UUID]]] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One word that is asked for, and everything that is called so."""

    text: str
    named: frozenset[str]
    moods: frozenset[Mood]
    days: frozenset[str]


def words_of(asked: str) -> list[str]:
    """Return the words that are asked for as they are compared, each once."""
    words = (word.strip("\"'.,;:!?()[]“”„‘’") for word in fold(asked).split())
    return list(dict.fromkeys(word for word in words if word))[:WORDS_MAX]


@dataclass
class SearchIndex:
    """Check-ins ready to be searched. Await `refresh` before `find`; it is always given the same documents, which it
    does not hold on to."""

    _mark: int = -1
    _rows: list[Row] = field(default_factory=list)  # in the order of their places, oldest first
    _by_id: dict[UUID, Row] = field(default_factory=dict)
    _names: set[str] = field(default_factory=set)  # every field of a tag, word or scale that was ever met
    _moods: set[Mood] = field(default_factory=set)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def count(self) -> int:
        """How many check-ins there are."""
        return len(self._rows)

    def forget(self) -> None:
        """Let go of every text; the next `refresh` reads them again."""
        self._mark = -1
        self._rows, self._by_id, self._names, self._moods = [], {}, set(), set()

    async def refresh(self, documents: Documents) -> None:
        """Take in what changed since the last call; the first call reads everything, in steps that let others go on."""
        async with self._lock:
            mark, changed = documents.changed_since(self._mark)
            while changed is None:
                await self._rebuild(documents)
                mark, changed = documents.changed_since(mark)  # what was written meanwhile
            self._mark = mark
            for document_id in changed:
                self._remove(document_id)
                document = documents.get(document_id)
                if document is not None and document.kind == KIND and not document.fields.get(TRASH_FIELD):
                    row = self._read(document)
                    self._by_id[document_id] = row
                    insort(self._rows, row, key=_row_place)

    def find(self, asked: str, filters: Filters, naming: Naming) -> Found:
        """Return the check-ins that have what `filters` say and hold every word of `asked`: in a note, in the name of
        a mood, tag, word or scale, or as a part of their date."""
        rows: Iterable[Row] = self._filtered(filters, naming)
        for one in self._wanted(asked, naming):
            rows = [row for row in rows if _holds(row, one)]
        days = [
            (date.fromisoformat(day), tuple(row.place[3] for row in of_day))
            for day, of_day in groupby(rows, key=lambda row: row.place[0])
        ]
        days.reverse()
        return Found(days, sum(len(ids) for _, ids in days))

    def tags_in_use(self, naming: Naming) -> dict[str, int]:
        """Return tag id -> number of check-ins that carry it, merged tags counted as what they read as."""
        return self._counts("tags.", naming)

    def feelings_in_use(self, naming: Naming) -> dict[str, int]:
        """Return feeling id -> number of check-ins that carry it."""
        return self._counts("feelings.", naming)

    def _counts(self, prefix: str, naming: Naming) -> dict[str, int]:
        same = {name: naming.same(name).removeprefix(prefix) for name in self._names if name.startswith(prefix)}
        counts: dict[str, int] = {}
        for row in self._rows:
            for one in {same[name] for name in row.named if name in same}:
                counts[one] = counts.get(one, 0) + 1
        return counts

    def _filtered(self, filters: Filters, naming: Naming) -> Sequence[Row]:
        rows: Sequence[Row] = self._rows
        if filters.first is not None or filters.last is not None:
            start = bisect_left(rows, (filters.first or date.min).isoformat(), key=_row_day)
            end = bisect_left(rows, f"{(filters.last or date.max).isoformat()}~", key=_row_day)
            rows = rows[start:end]
        if filters.levels or filters.moods:
            rows = [row for row in rows if row.mood[0] in filters.levels or row.mood[1] in filters.moods]
        for prefix, ids in (("tags.", filters.tags), ("feelings.", filters.feelings)):
            if ids:
                fields = {f"{prefix}{one}" for one in ids}
                fields |= {name for name in self._names if naming.same(name) in fields}
                rows = [row for row in rows if not fields.isdisjoint(row.named)]
        if filters.note:
            rows = [row for row in rows if row.text]
        return [row for row in rows if row.has_photo] if filters.photo else rows

    def _wanted(self, asked: str, naming: Naming) -> list[_Wanted]:
        words = words_of(asked)
        if not words:
            return []
        names = [(name, fold(naming.word(naming.same(name)))) for name in self._names]
        moods = [(mood, fold(naming.mood(*mood))) for mood in self._moods]
        return [
            _Wanted(
                word,
                frozenset(name for name, text in names if word in text),
                frozenset(mood for mood, text in moods if word in text),
                self._days(test),
            )
            for word, test in zip(words, day_tests(words), strict=True)
        ]

    def _days(self, test: DayTest | None) -> frozenset[str]:
        return frozenset(day for day in {row.place[0] for row in self._rows} if test(day)) if test else frozenset()

    async def _rebuild(self, documents: Documents) -> None:
        self.forget()
        rows = []
        for number, document in enumerate(documents.list(KIND)):
            rows.append(self._read(document))
            if number % _STEP == _STEP - 1:
                await asyncio.sleep(0)
        rows.sort(key=_row_place)
        self._rows, self._by_id = rows, {row.place[3]: row for row in rows}

    def _remove(self, document_id: UUID) -> None:
        row = self._by_id.pop(document_id, None)
        if row is not None:
            del self._rows[bisect_left(self._rows, row.place, key=_row_place)]

    def _read(self, document: Document) -> Row:
        fields = document.fields
        named: list[str] = []
        has_photo = False
        for name, value in fields.items():
            if name.startswith(_NAMED):
                if value is not None and value is not False:
                    named.append(intern(name))
            elif name.startswith("photos."):
                has_photo = has_photo or bool(value)
        notes = document.versions.get("note") or (fields.get("note"),)
        text = "\n".join(fold(note) for note in notes if isinstance(note, str))
        mood_id = fields.get("mood_id")
        mood = (level_of(document), intern(mood_id) if isinstance(mood_id, str) else None)
        self._names.update(named)
        self._moods.add(mood)
        return Row(place_of(document), text, tuple(named), mood, has_photo)


_row_place = attrgetter("place")


def _row_day(row: Row) -> str:
    return row.place[0]


def _holds(row: Row, wanted: _Wanted) -> bool:
    return (
        wanted.text in row.text
        or row.mood in wanted.moods
        or row.place[0] in wanted.days
        or not wanted.named.isdisjoint(row.named)
    )
