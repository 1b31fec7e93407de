"""Reads the JSON of Daily You: a list of entries with `timeCreated`, `timeModified`, `mood` (-2 to 2, or none), `text`
and `images`.

Times are those on the wall without a zone, as Dart writes a local time (Demizo/Daily_You, `lib/models/entry.dart`).
Pictures stand in the file as Base64, or as a path into another file's folder: then only a ZIP that holds both has them.
"""

import base64
import binascii
from collections.abc import Callable
from datetime import datetime
from typing import Any

from mobile.transfer.imported import (
    NO_MOOD,
    ROWS_MAX,
    ROWS_PER_STEP,
    Imported,
    ImportedEntry,
    ImportedPhoto,
    ImportRefused,
    Reading,
)
from mobile.transfer.json_text import stream
from mobile.transfer.source_file import Zip

KEYS = frozenset({"timeCreated", "text"})
_KNOWN = frozenset({"timeCreated", "timeModified", "mood", "text", "images", "imgPath", "id"})
_PHOTO_BYTES_MAX = 40 * 1024 * 1024


def read(text: str, archive: Zip | None = None) -> Reading[Imported]:
    """Read the list of entries."""
    imported = Imported("daily_you")
    names = {name.rpartition("/")[2]: name for name in archive.names} if archive else {}
    seen: dict[str, int] = {}
    for count, (_, value, share) in enumerate(stream(text)):
        if len(imported.entries) > ROWS_MAX:
            raise ImportRefused("too_many")
        _add(imported, value, archive, names, seen)
        if count % ROWS_PER_STEP == 0:
            yield share
    return imported


def _add(imported: Imported, value: Any, archive: Zip | None, names: dict[str, str], seen: dict[str, int]) -> None:
    created = _moment(value.get("timeCreated")) if isinstance(value, dict) else None
    if created is None:
        imported.findings.add("no_day", value)
        return
    offset = created.utcoffset()
    key = str(value["timeCreated"])
    seen[key] = seen.get(key, 0) + 1
    mood = value.get("mood")
    if mood is None:
        mood_key = imported.mood(NO_MOOD, "")
    elif type(mood) in (int, float) and mood in (-2, -1, 0, 1, 2):
        mood_key = imported.mood(f"{mood:g}", f"{mood:+g}" if mood else "0", int(mood) + 3, is_level=True)
    else:
        mood_key = imported.mood(str(mood)[:40], str(mood)[:40])
    imported.entries.append(
        ImportedEntry(
            source_key=key if seen[key] == 1 else f"{key}#{seen[key]}",
            felt_on=created.date(),
            felt_at=created.time().replace(second=0, microsecond=0, tzinfo=None),
            utc_offset_min=int(offset.total_seconds() // 60) if offset is not None else None,
            moods=[mood_key],
            note=str(value.get("text") or "").replace("\0", "").strip(),
            photos=_photos(imported, value, created, archive, names),
            extra={
                f"daily_you.{name}": one
                for name, one in value.items()
                if name not in _KNOWN and isinstance(one, str | int | float) and one not in ("", False)
            },
        )
    )


def _photos(
    imported: Imported, value: dict[str, Any], created: datetime, archive: Zip | None, names: dict[str, str]
) -> list[ImportedPhoto]:
    images = value.get("images")
    listed = list(images) if isinstance(images, list) else []
    if value.get("imgPath"):
        listed.append(value["imgPath"])
    found = []
    for image in listed:
        said = image if isinstance(image, str) else _inside(image)
        read = _reader(said, archive, names) if said else None
        if read is None:
            imported.findings.add("missing_photo", created.date())
        else:
            found.append(ImportedPhoto(said[:40], read))
    return found


def _inside(image: Any) -> str:
    """Return what an image that is an object says of itself: its bytes, else its path."""
    values = image if isinstance(image, dict) else {}
    named = (values.get(name) for name in ("bytes", "data", "base64", "imgPath", "path"))
    return next((one for one in named if isinstance(one, str)), "")


def _reader(said: str, archive: Zip | None, names: dict[str, str]) -> Callable[[], bytes] | None:
    file_name = said.replace("\\", "/").rpartition("/")[2]
    if archive is not None and file_name in names:
        path = names[file_name]
        return lambda: archive.read(path, _PHOTO_BYTES_MAX)
    if len(said) < 200:
        return None
    return lambda: _decoded(said)


def _decoded(said: str) -> bytes:
    try:
        return base64.b64decode(said.partition("base64,")[2] or said, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ImportRefused("broken_base64") from error


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
