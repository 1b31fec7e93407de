"""The private shape of an entry: how a journal document reads as what a member felt, and when.

The day is a civil date that the member chose; it is never derived from UTC, so no journey moves an entry to another
day. Fields that this version does not know stay in the document and in `extra`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from mobile.vault.documents import Document
from mobile.vault.fields import list_elements, read_day, read_instant, read_text, read_time, read_whole
from mobile.vault.values import Value

KIND = "entry"
_SETS = ("feelings", "tags")
_SINGLE = frozenset(
    {
        "felt_on",
        "felt_at",
        "utc_offset_min",
        "zone",
        "level",
        "mood_id",
        "energy",
        "note",
        "source",
        "source_key",
        "created_at",
        "edited_at",
        "trash",
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One check-in. `notes` holds every text when the note was written apart on two devices, newest first; `pending`
    says that the host does not have this version yet."""

    id: UUID
    felt_on: date
    level: int
    felt_at: time | None = None
    utc_offset_min: int | None = None
    zone: str | None = None
    mood_id: str | None = None
    energy: int | None = None
    feelings: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    scales: Mapping[str, float] = field(default_factory=dict)
    note: str = ""
    notes: tuple[str, ...] = ()
    photos: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None
    source_key: str | None = None
    created_at: datetime | None = None
    edited_at: datetime | None = None
    pending: bool = False
    extra: Mapping[str, Value] = field(default_factory=dict)

    @property
    def other_notes(self) -> tuple[str, ...]:
        """What other devices wrote for a note while they were apart, beside the one that stands."""
        return tuple(text for text in self.notes if text != self.note)


def entry_from_document(document: Document) -> Entry:
    """Return the entry that a document of KIND holds. What is missing or odd reads as not said; nothing raises."""
    fields = document.fields
    created_at = read_instant(fields.get("created_at"))
    felt_on = read_day(fields.get("felt_on")) or (created_at.date() if created_at else date.min)
    note = fields.get("note")
    return Entry(
        id=document.id,
        felt_on=felt_on,
        level=read_whole(fields.get("level"), 1, 5) or 3,
        felt_at=read_time(fields.get("felt_at")),
        utc_offset_min=read_whole(fields.get("utc_offset_min"), -1_440, 1_440),
        zone=read_text(fields.get("zone")),
        mood_id=read_text(fields.get("mood_id")),
        energy=read_whole(fields.get("energy"), 1, 5),
        feelings=_elements(fields, "feelings."),
        tags=_elements(fields, "tags."),
        scales={key: float(value) for key, value in list_elements(fields, "scales.") if isinstance(value, int | float)},
        note=note if isinstance(note, str) else "",
        notes=document.versions.get("note", ()),
        photos={key: str(value) for key, value in list_elements(fields, "photos.")},
        source=read_text(fields.get("source")),
        source_key=read_text(fields.get("source_key")),
        created_at=created_at,
        edited_at=read_instant(fields.get("edited_at")),
        pending=document.pending,
        extra={name: value for name, value in fields.items() if not _is_known(name)},
    )


def changes(before: Entry | None, after: Entry) -> dict[str, Value]:
    """Return the document fields to write so that `before` (None for a new entry) becomes `after`."""
    old = _fields(before) if before else {}
    new = _fields(after)
    changed: dict[str, Value] = {
        name: value for name, value in new.items() if name not in old or _differs(old[name], value)
    }
    for name in old.keys() - new.keys():
        changed[name] = False if name.partition(".")[0] in _SETS else None
    return changed


def _fields(entry: Entry) -> dict[str, Value]:
    plain: dict[str, Any] = {
        "felt_on": entry.felt_on.isoformat(),
        "felt_at": entry.felt_at.isoformat("minutes") if entry.felt_at else None,
        "utc_offset_min": entry.utc_offset_min,
        "zone": entry.zone,
        "level": entry.level,
        "mood_id": entry.mood_id,
        "energy": entry.energy,
        "note": entry.note or None,
        "source": entry.source,
        "source_key": entry.source_key,
        "created_at": entry.created_at.isoformat(timespec="seconds") if entry.created_at else None,
        "edited_at": entry.edited_at.isoformat(timespec="seconds") if entry.edited_at else None,
    }
    written = {name: value for name, value in plain.items() if value is not None}
    written |= {f"feelings.{one}": True for one in entry.feelings}
    written |= {f"tags.{one}": True for one in entry.tags}
    written |= {f"scales.{key}": value for key, value in entry.scales.items()}
    written |= {f"photos.{key}": value for key, value in entry.photos.items()}
    return written | dict(entry.extra)


def _differs(one: Value, other: Value) -> bool:
    return one != other or isinstance(one, bool) is not isinstance(other, bool)


def _is_known(name: str) -> bool:
    return name in _SINGLE or name.partition(".")[0] in ("feelings", "tags", "scales", "photos")


def _elements(fields: Mapping[str, Value], prefix: str) -> tuple[str, ...]:
    return tuple(name[len(prefix) :] for name, value in fields.items() if value is True and name.startswith(prefix))
