"""What another journal holds, in one plain shape: every reader makes it, and everything after a reader knows only this.

A reader keeps what it understands, puts single values that it does not know into `extra`, and tells of all the rest in
its findings: nothing is dropped without a word.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Literal, TypeVar

from mobile.vault.values import Value

Source = Literal[
    "daylio_backup",
    "daylio_csv",
    "how_we_feel",
    "bearable",
    "pixels",
    "daily_you",
    "track_and_graph",
    "csv",
    "kith_table",
]
T = TypeVar("T")
# A reader yields the share that is done, from 0 to 1, after every few entries, and returns what it read.
Reading = Generator[float, None, T]

NO_MOOD = ""  # the key of the mood of an entry that names none
ROWS_MAX = 200_000  # entries or rows of one file: more than fifty years of ten a day
ROWS_PER_STEP = 50
EXAMPLES_MAX = 200  # of one finding
EXAMPLE_CHARACTERS_MAX = 120

Reason = Literal[
    "empty", "too_large", "too_many", "unknown", "not_text", "broken_text", "broken_zip", "locked_zip", "bomb",
    "broken_base64", "broken_json", "broken_table", "no_entries", "gone", "no_memory",
]  # fmt: skip


def clean(text: str) -> str:
    """Return a text as a document can hold it: without NUL, and without the half characters that JSON may spell."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


class ImportRefused(ValueError):
    """A file that nothing can be taken from; `reason` says why, `row` where, counted from 1 with the header."""

    def __init__(self, reason: Reason, row: int = 0) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.row = row


@dataclass(frozen=True, slots=True)
class ImportedMood:
    """A mood as the other journal has it. `level` None: the member has to say. `is_level`: it stands for one of the
    five levels and nothing more; `is_feeling`: it is a word for how it feels, beside the level."""

    key: str
    name: str
    level: int | None = None
    is_level: bool = False
    is_feeling: bool = False


@dataclass(frozen=True, slots=True)
class ImportedTag:
    """A tag, with the name of its group if it has one."""

    key: str
    name: str
    group: str = ""
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class ImportedScale:
    """A scale; `sort` is "number" or "duration", durations are in minutes."""

    key: str
    name: str
    unit: str = ""
    sort: str = "number"
    least: float = 0.0
    most: float = 10.0


@dataclass(frozen=True, slots=True)
class ImportedPhoto:
    """A picture that is read only when it is wanted; `read` raises ImportRefused when it is damaged."""

    name: str
    read: Callable[[], bytes]


@dataclass(slots=True)
class ImportedEntry:
    """One check-in. The day is the civil date that the other journal showed; nothing here is computed from UTC.

    `moods` and `tags` are keys of `Imported`, `scales` maps such keys to values; several moods count as their mean.
    """

    source_key: str
    felt_on: date
    felt_at: time | None = None
    utc_offset_min: int | None = None
    zone: str | None = None
    moods: list[str] = field(default_factory=lambda: [NO_MOOD])
    energy: int | None = None
    feelings: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    scales: dict[str, float] = field(default_factory=dict)
    note: str = ""
    photos: list[ImportedPhoto] = field(default_factory=list)
    created_at: datetime | None = None
    extra: dict[str, Value] = field(default_factory=dict)


@dataclass(slots=True)
class Finding:
    """Something that could not be carried, or not as it was: how often, with examples, and how many of these there was
    no room for."""

    code: str
    count: int = 0
    examples: list[str] = field(default_factory=list)
    rest: int = 0


class Findings:
    """What a report tells of, by code; the sentences stand in `mobile.transfer.report`."""

    def __init__(self) -> None:
        self._found: dict[str, Finding] = {}

    def add(self, code: str, example: object = "", count: int = 1) -> None:
        """Note one more of a kind."""
        finding = self._found.setdefault(code, Finding(code))
        finding.count += count
        text = " ".join(clean(str(example)).split())
        if text and len(finding.examples) == EXAMPLES_MAX:
            finding.rest += 1
        elif text:
            cut = text if len(text) <= EXAMPLE_CHARACTERS_MAX else text[: EXAMPLE_CHARACTERS_MAX - 1] + "…"
            finding.examples.append(cut)

    def copy(self) -> "Findings":
        """Return the same findings, to be added to."""
        other = Findings()
        other._found = {code: replace(one, examples=list(one.examples)) for code, one in self._found.items()}
        return other

    def all(self) -> tuple[Finding, ...]:
        """Return what was found, in the order of finding."""
        return tuple(self._found.values())


@dataclass(slots=True)
class Imported:
    """Everything that was read from one file. `templates` maps names to texts."""

    source: Source
    entries: list[ImportedEntry] = field(default_factory=list)
    moods: dict[str, ImportedMood] = field(default_factory=dict)
    tags: dict[str, ImportedTag] = field(default_factory=dict)
    scales: dict[str, ImportedScale] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)

    def mood(self, key: str, name: str, level: int | None = None, *, is_level: bool = False) -> str:
        """Know a mood by `key`, and return the key."""
        if key not in self.moods:
            self.moods[key] = ImportedMood(key, name, level, is_level)
        return key

    def tag(self, name: str, group: str = "") -> str:
        """Know a tag by its name, and return its key."""
        key = name.casefold()
        if key not in self.tags:
            self.tags[key] = ImportedTag(key, name, group)
        return key

    def scale(self, name: str, value: float, *, sort: str = "number", unit: str = "", most: float = 0.0) -> str:
        """Know a scale by name and sort, wide enough for `value`, and return its key."""
        key = f"{sort}:{unit.casefold()}:{name.casefold()}"
        known = self.scales.get(key) or ImportedScale(
            key, name, unit, sort, 0.0, 1_440.0 if sort == "duration" else most
        )
        if known.key not in self.scales or not known.least <= value <= known.most or most > known.most:
            widened = ImportedScale(key, name, unit, sort, min(known.least, value), max(known.most, value, most))
            self.scales[key] = widened
        return key

    def add_scale(
        self, entry: ImportedEntry, name: str, value: float, *, sort: str = "number", unit: str = "", most: float = 0.0
    ) -> None:
        """Give an entry a value of a scale; of two for the same one the first stays, and the second is told of."""
        key = self.scale(name, value, sort=sort, unit=unit, most=most)
        if entry.scales.setdefault(key, value) != value:
            self.findings.add("second_value", f"{entry.felt_on}: {name} {value:g}")
