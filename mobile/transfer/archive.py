"""The archive: everything private in one JSON file that people, other programs and a later Kith can read.

    kith.json           this shape; `kith-archive.schema.json` beside this file says it for any program
    photos/<hash>.jpg   each photo once, by the SHA-256 of its bytes

An entry has the public shape below. What does not fit it exactly, because another hand wrote it, stands in `extra`
under the document's own field name; so a document that goes out and comes back is the same document. Every other kind,
also one that this version does not know, is `kind` and `fields`. Keys that this version does not know are kept in the
document and stand in their old place when it is exported again.
"""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from mobile.entries.document import KIND as ENTRY
from mobile.transfer.plan import RESTORE_ID, RESTORE_MARK
from mobile.vault.documents import Document
from mobile.vault.fields import list_elements, read_day, read_id, read_time
from mobile.vault.values import Value

FORMAT, VERSION = "kith-archive", 1
JSON_NAME, README_NAME, PHOTO_FOLDER = "kith.json", "README.txt", "photos/"
SCHEMA_FILE = Path(__file__).with_name("kith-archive.schema.json")
_UNKNOWN = "unknown."  # a document's field that keeps a key of the archive which this version does not know
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"\d\d:\d\d(:\d\d(\.\d{1,6})?)?", re.ASCII)

Id = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Number = int | float
Plain = bool | int | float | str | None


class _Part(BaseModel):
    # Read as it stands: a text that looks like a number stays a text, and what is not known is kept.
    model_config = ConfigDict(extra="allow", frozen=True, strict=True, hide_input_in_errors=True)


class ScaleValue(_Part):
    """One number of an entry: the id of the scale (built in, or that of its document) and what was chosen; durations
    in minutes."""

    id: str
    value: Number


class NamedPhoto(_Part):
    """One photo: `hash` names the file in `photos/`, null when it was not at hand; `type` is the media type with width
    and height in pixels. `id` is what it was called in the journal that it comes from."""

    id: str
    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    type: str


class ArchivedEntry(_Part):
    """One check-in. The day is a civil date and never follows from a zone; `felt_at` is the civil time or null."""

    id: Id
    felt_on: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")] | None = None
    felt_at: Annotated[str, Field(pattern=r"^\d\d:\d\d(:\d\d(\.\d{1,6})?)?$")] | None = None
    utc_offset_min: Annotated[int, Field(ge=-1_440, le=1_440)] | None = None
    zone: str | None = None
    level: Annotated[int, Field(ge=1, le=5)] | None = None
    mood_id: str | None = None
    energy: Annotated[int, Field(ge=1, le=5)] | None = None
    feelings: list[str] = []
    tags: list[str] = []
    scales: list[ScaleValue] = []
    note: str | None = None
    other_notes: list[str] = Field([], description="texts written apart on other devices, newest first")
    photos: list[NamedPhoto] = []
    source: str | None = None
    source_key: str | None = None
    created_at: str | None = None
    edited_at: str | None = None
    extra: dict[str, Plain] = {}


class ArchivedDocument(_Part):
    """Anything else that is private: a mood, word, tag, scale, template, goal, the safety plan, a saved strategy, a
    measure, a setting. An element of a set or of a map is a field of its own, such as `steps.<id>`."""

    id: Id
    kind: str
    fields: dict[str, Plain] = {}
    other_notes: list[str] = []
    photos: list[NamedPhoto] = []


class Archive(_Part):
    """The whole file. `missing_photos` are ids of photos that were not at hand when it was written."""

    format: Annotated[str, Field(pattern=f"^{FORMAT}$")]
    version: Annotated[int, Field(ge=1)]
    made_at: str
    entries: list[ArchivedEntry] = []
    documents: list[ArchivedDocument] = []
    missing_photos: list[str] = []


@dataclass(frozen=True, slots=True)
class Restored:
    """What one part of an archive becomes: a document's id, kind and fields, the other texts of its note, and its
    photos as (id, hash or None, type), which get the ids of the journal that they come to."""

    id: UUID
    kind: str
    fields: dict[str, Value]
    other_notes: tuple[str, ...] = ()
    photos: tuple[tuple[str, str | None, str], ...] = ()


def schema_text() -> str:
    """Return the JSON Schema of the archive as it stands in `kith-archive.schema.json`."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Archive.model_json_schema()}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write_schema() -> None:
    """Write the JSON Schema to where it is published, after the shapes here have changed."""
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")


def archived_entry(document: Document, hashes: Mapping[str, str]) -> dict[str, Any]:
    """Return the public shape of an entry; `hashes` maps the id of a photo to its file's, without those not at hand."""
    fields = _finite(document.fields)
    entry: dict[str, Any] = {"id": str(document.id)}
    entry |= {name: fields.pop(name) if fits(fields.get(name)) else None for name, fits in _FITS.items()}
    for name in ("feelings", "tags"):
        entry[name] = list(_take(fields, f"{name}.", lambda value: value is True))
    scales = _take(fields, "scales.", lambda value: type(value) in (int, float))
    entry["scales"] = [{"id": key, "value": value} for key, value in scales.items()]
    entry["photos"] = _take_photos(fields, hashes)
    entry["other_notes"] = _other_notes(document)
    unknown = _take_unknown(fields, ArchivedEntry)
    return entry | {"extra": fields} | unknown


def archived_document(document: Document, hashes: Mapping[str, str]) -> dict[str, Any]:
    """Return the shape of any other document; `hashes` as for an entry."""
    fields = _finite(document.fields)
    unknown = _take_unknown(fields, ArchivedDocument)
    photos = _take_photos(fields, hashes)
    found: dict[str, Any] = {"id": str(document.id), "kind": document.kind, "fields": fields}
    if several := _other_notes(document):
        found["other_notes"] = several
    if photos:
        found["photos"] = photos
    return found | unknown


def restored_entry(item: Mapping[str, Any]) -> Restored:
    """Return what an entry of an archive becomes; raise ValueError (pydantic's) for one that is none."""
    entry = ArchivedEntry.model_validate(item)
    fields: dict[str, Value] = {name: item[name] for name in _FITS if item.get(name) is not None}
    for name in ("feelings", "tags"):
        fields |= {f"{name}.{key}": True for key in item.get(name, ())}
    fields |= {f"scales.{one['id']}": one["value"] for one in item.get("scales", ())}
    fields |= {name: value for name, value in item.get("extra", {}).items() if value is not None}
    return Restored(
        UUID(entry.id), ENTRY, fields | _unknown_of(entry), tuple(entry.other_notes), _photos_of(entry.photos)
    )


def restored_document(item: Mapping[str, Any]) -> Restored:
    """Return what any other document of an archive becomes; raise ValueError (pydantic's) for one that is none."""
    document = ArchivedDocument.model_validate(item)
    fields = {name: value for name, value in item.get("fields", {}).items() if value is not None}
    fields |= _unknown_of(document)
    photos = _photos_of(document.photos)
    return Restored(UUID(document.id), document.kind, fields, tuple(document.other_notes), photos)


def named_photos(document: Document) -> list[str]:
    """Return the ids of the photos that stand in a document."""
    return [key for key, value in list_elements(document.fields, "photos.") if type(value) is str and read_id(key)]


def _whole(least: int, most: int) -> Callable[[Value], bool]:
    return lambda value: type(value) is int and least <= value <= most


def _is_text(value: Value) -> bool:
    return type(value) is str


def _is_day(value: Value) -> bool:
    return type(value) is str and bool(_DAY.fullmatch(value)) and read_day(value) is not None


def _is_time(value: Value) -> bool:
    return type(value) is str and bool(_TIME.fullmatch(value)) and read_time(value) is not None


# Field of an entry -> whether a value has the public shape; the order is that of the archive.
_FITS: dict[str, Callable[[Value], bool]] = {
    "felt_on": _is_day,
    "felt_at": _is_time,
    "utc_offset_min": _whole(-1_440, 1_440),
    "zone": _is_text,
    "level": _whole(1, 5),
    "mood_id": _is_text,
    "energy": _whole(1, 5),
    "note": _is_text,
    "source": _is_text,
    "source_key": _is_text,
    "created_at": _is_text,
    "edited_at": _is_text,
}


def _finite(fields: Mapping[str, Value]) -> dict[str, Value]:
    """Return the fields that JSON can say: all but numbers that are none. Which archive brought a document here tells
    of this journal alone."""
    return {
        name: value
        for name, value in fields.items()
        if name not in (RESTORE_ID, RESTORE_MARK) and (type(value) is not float or math.isfinite(value))
    }


def _take(fields: dict[str, Value], prefix: str, fits: Callable[[Value], bool]) -> dict[str, Value]:
    """Take the elements of a set or a map that fit out of `fields`, and return them by id."""
    found = {key: value for key, value in list_elements(fields, prefix) if fits(value)}
    for key in found:
        del fields[prefix + key]
    return found


def _take_photos(fields: dict[str, Value], hashes: Mapping[str, str]) -> list[dict[str, Any]]:
    named = [(key, value) for key, value in list_elements(fields, "photos.") if type(value) is str and read_id(key)]
    for key, _ in named:
        del fields["photos." + key]
    return [{"id": key, "hash": hashes.get(key), "type": value} for key, value in named]


def _photos_of(photos: list[NamedPhoto]) -> tuple[tuple[str, str | None, str], ...]:
    return tuple((one.id, one.hash, one.type) for one in photos)


def _other_notes(document: Document) -> list[str]:
    return list(document.versions.get("note", ())[1:])


def _take_unknown(fields: dict[str, Value], shape: type[BaseModel]) -> dict[str, Any]:
    """Take the keys that came from an archive and are none of ours out of `fields`, and return them as they were."""
    found: dict[str, Any] = {}
    for name in [name for name in fields if name.startswith(_UNKNOWN)]:
        key, text = name[len(_UNKNOWN) :], fields[name]
        try:
            value = json.loads(text) if isinstance(text, str) else None
        except ValueError:
            continue
        if isinstance(text, str) and key not in shape.model_fields and _as_text(value) == text:
            found[key] = value
            del fields[name]
    return found


def _unknown_of(part: BaseModel) -> dict[str, Value]:
    return {_UNKNOWN + key: _as_text(value) for key, value in (part.model_extra or {}).items()}


def _as_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
