"""Files as other journals write them, made small: every trap of a format is in one of these writers."""

import base64
import csv
import io
import json
import zipfile
from collections.abc import Generator, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from mobile.transfer.formats import format_of, look
from mobile.transfer.imported import Imported
from mobile.transfer.source_file import SourceFile

T = TypeVar("T")

CUSTOM_MOODS = [
    {"id": 1, "custom_name": "", "mood_group_id": 1, "mood_group_order": 0, "predefined_name_id": 1, "state": 0},
    {"id": 2, "custom_name": "", "mood_group_id": 2, "mood_group_order": 0, "predefined_name_id": 2, "state": 0},
    {"id": 3, "custom_name": "", "mood_group_id": 3, "mood_group_order": 0, "predefined_name_id": 3, "state": 0},
    {"id": 4, "custom_name": "", "mood_group_id": 4, "mood_group_order": 0, "predefined_name_id": 4, "state": 0},
    {"id": 5, "custom_name": "", "mood_group_id": 5, "mood_group_order": 0, "predefined_name_id": 5, "state": 0},
    {"id": 6, "custom_name": "Floating", "mood_group_id": 1, "mood_group_order": 1, "predefined_name_id": -1},
]  # fmt: skip
TAGS = [
    {"id": 1, "name": "work", "icon": 3, "order": 1, "state": 0, "id_tag_group": 1},
    {"id": 2, "name": "Long walk", "icon": 4, "order": 2, "state": 0, "id_tag_group": 2},
    {"id": 3, "name": "Old club", "icon": 5, "order": 3, "state": 1, "id_tag_group": 0},
]


def run(reading: Generator[float, None, T]) -> T:
    """Return what a reading ends with."""
    try:
        while True:
            next(reading)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]


def read(content: bytes, name: str = "file") -> Imported:
    """Read a file as the import does."""
    looked = run(look(SourceFile(name, content)))
    found = format_of(looked)
    assert found is not None and found.read is not None
    return run(found.read(looked))


def daylio_entry(number: int = 1, **values: Any) -> dict[str, Any]:
    """Return one entry of a backup; `moment` is what the wall clock said, `offset_min` where it hung."""
    moment: datetime = values.pop("moment", datetime(2024, 1, 31, 23, 50))
    offset = timedelta(minutes=values.pop("offset_min", 120))
    return {
        "id": number,
        "minute": moment.minute,
        "hour": moment.hour,
        "day": moment.day,
        "month": moment.month - 1,
        "year": moment.year,
        "datetime": int((moment - offset).replace(tzinfo=UTC).timestamp() * 1000),
        "timeZoneOffset": int(offset.total_seconds() * 1000),
        "mood": 2,
        "note": "",
        "note_title": "",
        "tags": [],
        "assets": [],
        **values,
    }


def daylio_json(entries: Sequence[Mapping[str, Any]], **parts: Any) -> bytes:
    """Return the JSON of a backup."""
    whole = {
        "version": 15,
        "customMoods": CUSTOM_MOODS,
        "tags": TAGS,
        "dayEntries": entries,
        "tag_groups": [{"id": 1, "name": "Doing"}, {"id": 2, "name": "Outside things"}],
        "metadata": {"number_of_entries": len(entries), "platform": "android"},
        "assets": [],
        "prefs": [{"key": "PIN", "value": "1234"}],
        **parts,
    }
    return json.dumps(whole).encode()


def daylio_backup(
    entries: Sequence[Mapping[str, Any]], photos: Mapping[str, bytes] | None = None, **parts: Any
) -> bytes:
    """Return a backup; `photos` maps checksums to pictures."""
    return zipped(
        {
            "backup.daylio": base64.b64encode(daylio_json(entries, **parts)),
            **{f"assets/photos/2024/01/{name}": content for name, content in (photos or {}).items()},
        }
    )


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def table(header: str, rows: Iterable[Sequence[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Return a CSV; `header` is written with commas here."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


DAYLIO_HEADER = "full_date,date,weekday,time,mood,activities,scales,note_title,note"


def daylio_row(day: str, clock: str, mood: str, activities: str = "", note: str = "", **more: str) -> list[str]:
    """Return one row of a Daylio export."""
    return [day, "30 May", "Saturday", clock, mood, activities, more.get("scales", ""), more.get("title", ""), note]
