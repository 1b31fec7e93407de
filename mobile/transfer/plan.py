"""What an import would do, worked out before anything is written: the dry run behind the preview.

An entry is here already when its journal's own key is, or when the same moment holds the same level and the same note,
whichever journal they came from. What such an entry says beyond the one that is here is told; where neither has a time
or a note, a day and a level are too little to take them for the same. Only what is not here becomes a document.
"""

import hashlib
import itertools
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from api_client.sealing import RECORD_PLAINTEXT_BYTES_MAX
from mobile.device import new_private_id
from mobile.transfer.clocks import read_number
from mobile.transfer.here import SOURCE_MARK, Here, moment_of, parts_of
from mobile.transfer.imported import (
    ROWS_PER_STEP,
    Findings,
    Imported,
    ImportedEntry,
    ImportedPhoto,
    Reading,
    clean,
)
from mobile.transfer.words_of import NewWord, Words
from mobile.vault.documents import TRASH_FIELD
from mobile.vault.values import Value
from mobile.vocabulary import SCALE, TAG, Vocabulary
from mobile.words import t, tn

LEAVE_OUT = 0  # the level of a mood whose entries are not wanted
IMPORT_ID, MARK = "import_id", "import_mark"
# The same for what an archive brought back, whose documents may have been imported from somewhere else before.
RESTORE_ID, RESTORE_MARK = "restore_id", "restore_mark"
_NO_CHANGE = frozenset({MARK, RESTORE_ID, RESTORE_MARK, TRASH_FIELD})  # fields that say nothing of what was written
# Journals whose rows have no key: a row that says something else cannot be told from another row.
_WITHOUT_KEYS = frozenset({"daylio_csv", "how_we_feel", "csv"})
FIRST_DAY, TRUSTED_FROM = date(1900, 1, 1), date(1990, 1, 1)
_FIELDS_BYTES_MAX = RECORD_PLAINTEXT_BYTES_MAX - 2_048  # what the form of a sealed document adds
_FIELD_NAME_CHARACTERS_MAX = 100


@dataclass(slots=True)
class PlannedEntry:
    """A document that would be written, and pictures that would be added to it."""

    id: UUID
    fields: dict[str, Value]
    photos: list[ImportedPhoto]


@dataclass(slots=True)
class Plan:
    """The outcome of a dry run. `imported_before` and `same_moment` count entries that are here already, `left_out`
    those that the member does not want or that no entry can be made of, `waiting` those whose mood is not said yet."""

    import_id: UUID
    source: str
    entries: list[PlannedEntry] = field(default_factory=list)
    words: list[NewWord] = field(default_factory=list)
    imported_before: int = 0
    same_moment: int = 0
    left_out: int = 0
    waiting: int = 0
    first_day: date | None = None
    last_day: date | None = None
    findings: Findings = field(default_factory=Findings)

    @property
    def photo_count(self) -> int:
        """How many pictures come along."""
        return sum(len(entry.photos) for entry in self.entries)

    def names(self, kind: str) -> list[str]:
        """Return the names of the new words of a kind."""
        return [str(word.fields["name"]) for word in self.words if word.kind == kind]


def make_plan(
    imported: Imported,
    levels: Mapping[str, int | None],
    here: Here,
    vocabulary: Vocabulary,
    now: datetime,
) -> Reading[Plan]:
    """Return what importing would write, with `levels` for the moods by their keys (LEAVE_OUT for those not wanted).

    An entry of a mood without a level is left out, too: the screen asks for it before.
    """
    planner = _Planner(imported, levels, here, Words(vocabulary, now, imported.source, here.words), now)
    ordered = sorted(imported.entries, key=lambda entry: (entry.felt_on, str(entry.felt_at or "")))
    for count, entry in enumerate(ordered):
        planner.add(entry, count)
        if count % ROWS_PER_STEP == 0:
            yield count / len(ordered)
    for count, _ in enumerate(planner.finish()):
        if count % ROWS_PER_STEP == 0:
            yield 1.0
    return planner.plan


class _Planner:
    def __init__(
        self, imported: Imported, levels: Mapping[str, int | None], here: Here, words: Words, now: datetime
    ) -> None:
        self._imported, self._levels, self._here, self._words, self._now = imported, levels, here, words, now
        self._moods: dict[str, str | None] = {}
        self._ids: dict[tuple[str, str], str] = {}
        self._last_day = now.date() + timedelta(days=1)  # somewhere it is tomorrow
        self.plan = Plan(new_private_id(), imported.source, findings=imported.findings.copy())

    def add(self, entry: ImportedEntry, place: int) -> None:
        """Plan one entry, or say why not."""
        plan, source = self.plan, self._imported.source
        before = self._here.keys.get((source, entry.source_key))
        if before is not None:
            plan.imported_before += 1
            if before and before != self._source_mark(entry):
                plan.findings.add("changed_there", entry.felt_on)
            return
        if not FIRST_DAY <= entry.felt_on <= self._last_day:
            plan.findings.add("impossible_day", f"{entry.felt_on}: {entry.note}")
            plan.left_out += 1
            return
        level = self._level(entry)
        if level is None:
            is_open = any(self._levels.get(mood) is None for mood in entry.moods)
            plan.waiting += is_open
            if not is_open:
                plan.left_out += 1
                plan.findings.add("mood_left_out", self._said(entry))
            return
        fields = self._fields(entry, level, place)
        if self._is_same_moment(fields, entry):
            plan.same_moment += 1
            return
        if source in _WITHOUT_KEYS and entry.felt_at and (source, *moment_of(fields)[:2]) in self._here.times:
            plan.findings.add("same_time", self._said(entry))
        if not self._make_fit(fields, entry):
            plan.left_out += 1
            return
        if entry.felt_on < TRUSTED_FROM:
            plan.findings.add("early_day", entry.felt_on)
        plan.entries.append(PlannedEntry(new_private_id(), fields, entry.photos))
        plan.first_day = min(plan.first_day or entry.felt_on, entry.felt_on)
        plan.last_day = max(plan.last_day or entry.felt_on, entry.felt_on)

    def _is_same_moment(self, fields: Mapping[str, Value], entry: ImportedEntry) -> bool:
        """Return whether an entry is here under another key, and tell if it says more than the one that is here."""
        source = self._imported.source
        known = [
            said
            for said in self._here.moments.get(moment_of(fields), ())
            if said.source != source or source in _WITHOUT_KEYS  # another key of the same journal is another entry
        ]
        parts, photo_count = parts_of(fields), len(entry.photos)
        if any(parts <= said.parts and photo_count <= said.photo_count for said in known):
            return True
        if not known or not (entry.felt_at or entry.note):
            return False
        photos = tn("{count} photo", "{count} photos", photo_count) if photo_count else ""
        self.plan.findings.add("said_more", f"{self._said(entry)} {photos}")
        return True

    def _level(self, entry: ImportedEntry) -> int | None:
        found = [level for mood in entry.moods if (level := self._levels.get(mood))]
        if not found:
            return None
        if len(set(found)) > 1:
            self.plan.findings.add("several_moods", entry.felt_on)
        return int(sum(found) / len(found) + 0.5)

    def _fields(self, entry: ImportedEntry, level: int, place: int) -> dict[str, Value]:
        imported = self._imported
        moods = [imported.moods[key] for key in dict.fromkeys(entry.moods) if key in imported.moods]
        created = entry.created_at or self._now.replace(microsecond=min(place, 999_999))
        fields: dict[str, Value] = {
            "felt_on": entry.felt_on.isoformat(),
            "felt_at": entry.felt_at.isoformat("minutes") if entry.felt_at else None,
            "utc_offset_min": entry.utc_offset_min,
            "zone": entry.zone,
            "level": level,
            "mood_id": self._mood(moods[0].key, level) if len(moods) == 1 else None,
            "energy": entry.energy,
            "note": entry.note or None,
            "source": imported.source,
            "source_key": entry.source_key,
            "created_at": created.isoformat(timespec="seconds" if entry.created_at else "microseconds"),
            IMPORT_ID: str(self.plan.import_id),
            SOURCE_MARK: self._source_mark(entry),
        }
        fields = {name: value for name, value in fields.items() if value is not None}
        felt = [*entry.feelings, *(mood.name for mood in moods if mood.is_feeling)]
        fields |= {f"feelings.{self._words.feeling(name, level)}": True for name in dict.fromkeys(felt)}
        fields |= {f"tags.{self._tag(key)}": True for key in dict.fromkeys(entry.tags)}
        for key, measured in entry.scales.items():
            if fields.setdefault(f"scales.{self._scale(key)}", measured) != measured:
                self.plan.findings.add("second_value", f"{entry.felt_on}: {imported.scales[key].name} {measured:g}")
        if rated := [mood.name for mood in moods if mood.is_level and read_number(mood.name) not in (None, level)]:
            fields[f"{imported.source}.mood"] = ", ".join(rated)  # seven of ten is more than a level can say
        for name, value in entry.extra.items():
            fields[_free_name(name, fields)] = value
        return {name: self._keep(entry, name, value) for name, value in fields.items()}

    def _keep(self, entry: ImportedEntry, name: str, value: Value) -> Value:
        """Return a value as a document can hold it; a number beyond all numbers is none."""
        if isinstance(value, float) and not math.isfinite(value):
            self.plan.findings.add("unknown_value", f"{entry.felt_on}: {name}")
            return None
        return clean(value) if isinstance(value, str) else value

    def _said(self, entry: ImportedEntry) -> str:
        """Return an entry in one line, for a report."""
        imported = self._imported
        when = f"{entry.felt_on}, {entry.felt_at:%H:%M}" if entry.felt_at else str(entry.felt_on)
        moods = ", ".join(imported.moods[key].name for key in entry.moods if key in imported.moods)
        tags = ", ".join(imported.tags[key].name for key in entry.tags)
        return f"{when}: {moods or t('without a mood')}{f' ({tags})' if tags else ''} {entry.note}"

    def _source_mark(self, entry: ImportedEntry) -> str:
        """Return a digest of what the other journal says of an entry, to tell when it says something else later."""
        said = (
            str(entry.felt_on),
            str(entry.felt_at),
            [self._imported.moods[key].name for key in entry.moods if key in self._imported.moods],
            [self._imported.tags[key].name for key in entry.tags],
            sorted((self._imported.scales[key].name, value) for key, value in entry.scales.items()),
            (entry.feelings, entry.energy, entry.note, [photo.name for photo in entry.photos]),
        )
        return _digest(said)

    def _mood(self, key: str, level: int) -> str | None:
        if key not in self._moods:
            self._moods[key] = self._words.mood(self._imported.moods[key], level)
        return self._moods[key]

    def _tag(self, key: str) -> str:
        if (TAG, key) not in self._ids:
            self._ids[TAG, key] = self._words.tag(self._imported.tags[key])
        return self._ids[TAG, key]

    def _scale(self, key: str) -> str:
        if (SCALE, key) not in self._ids:
            self._ids[SCALE, key] = self._words.scale(self._imported.scales[key])
        return self._ids[SCALE, key]

    def _make_fit(self, fields: dict[str, Value], entry: ImportedEntry) -> bool:
        """Cut a note that no sealed document can hold; an entry that is too long without one cannot be carried."""
        too_much = _size(fields) - _FIELDS_BYTES_MAX
        if too_much <= 0:
            return True
        note = entry.note.encode("utf-8", "replace")
        # Quotation marks and line ends take two bytes in the document, so a cut by bytes may need a second one.
        for keep in (len(note) - too_much - 64, (len(note) - too_much) // 2 - 64):
            fields["note"] = note[: max(0, keep)].decode("utf-8", "ignore") + "…"
            if keep > 0 and _size(fields) <= _FIELDS_BYTES_MAX:
                self.plan.findings.add("long_note", entry.felt_on)
                return True
        self.plan.findings.add("too_long", entry.felt_on)
        return False

    def finish(self) -> Iterator[None]:
        """Give the plan the words that it needs. The first time those come along, too, that no entry names; later they
        would bring back what the member has renamed or does not want."""
        if not self.plan.imported_before:
            for key, mood in self._imported.moods.items():
                if level := self._levels.get(key):
                    self._words.mood(mood, level)
            for key in self._imported.tags:
                self._tag(key)
                yield
            for name, text in self._imported.templates.items():
                self._words.template(name, text)
                yield
        for word in self._words.made.values():
            word.fields[IMPORT_ID] = str(self.plan.import_id)
        self.plan.words = list(self._words.made.values())


def mark_of(fields: Mapping[str, Value]) -> str:
    """Return what tells whether a document is still as it was imported: a short digest of all its fields. Being in the
    trash is no change."""
    said = sorted((name, value) for name, value in fields.items() if name not in _NO_CHANGE and value is not None)
    return _digest(said)


def _free_name(name: str, fields: Mapping[str, Value]) -> str:
    """Return a name for a field, short enough and not taken yet: long names of columns may begin alike."""
    name = clean(name)[:_FIELD_NAME_CHARACTERS_MAX]
    others = (f"{name} ({number})" for number in itertools.count(2))
    return name if name not in fields else next(other for other in others if other not in fields)


def _digest(said: object) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _size(fields: Mapping[str, Value]) -> int:
    return len(json.dumps(fields, ensure_ascii=False).encode("utf-8", "surrogatepass"))
