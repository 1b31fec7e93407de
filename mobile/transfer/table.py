"""The check-ins as a table (CSV) for spreadsheets and statistics: one row each, a column per scale, names for words.

UTF-8 with a byte order mark, because spreadsheets guess wrong without one. A text that a spreadsheet would take for a
formula gets an apostrophe before it, and so does a text that begins with one: taking one apostrophe away gives back
exactly what was written (the signs are those of OWASP's "CSV Injection"). Words in one cell stand between ` | `; a bar
or a backslash within a word has a backslash before it.
"""

import asyncio
import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from typing import BinaryIO

from mobile.entries.document import Entry
from mobile.scale_values import value_text
from mobile.vocabulary import DURATION, Scale, Vocabulary

COLUMNS = (
    "date", "time", "utc_offset", "zone", "level", "mood", "energy", "feelings", "tags", "note", "other_notes",
    "photos", "created_at", "id",
)  # fmt: skip
SCALE_COLUMN = "scale: "
CLOCK_UNIT = "h:mm"
_TAKEN_FOR_FORMULAS = "=+-@\t\r\n＝＋－＠"
_ROWS_PER_STEP = 100
_PART = re.compile(r"(?:\\.|[^|\\])+", re.DOTALL)
_UNIT_LIKE = re.compile(r"\)( #\d+)?$")  # the end of a name that would be read as a unit
Progress = Callable[[int, int], None]


async def write_table(
    entries: Sequence[Entry], vocabulary: Vocabulary, out: BinaryIO, *, on_progress: Progress | None = None
) -> None:
    """Write `entries` into `out`, in their order, in steps between which everything else has its turn."""
    scales = _scales(entries, vocabulary)
    text = io.StringIO()
    writer = csv.writer(text)
    out.write(b"\xef\xbb\xbf")
    writer.writerow([*COLUMNS, *_names_of_columns(scales)])
    for count, entry in enumerate(entries, start=1):
        writer.writerow(_row(entry, vocabulary, scales))
        if count % _ROWS_PER_STEP == 0 or count == len(entries):
            out.write(text.getvalue().encode())
            text.seek(0)
            text.truncate()
            if on_progress is not None:
                on_progress(count, len(entries))
            await asyncio.sleep(0)
    out.write(text.getvalue().encode())


def as_cell(text: str) -> str:
    """Return a text as no spreadsheet takes it for a formula; `from_cell` gives it back."""
    return f"'{text}" if text[:1] in (*_TAKEN_FOR_FORMULAS, "'") else text


def from_cell(cell: str) -> str:
    """Return the text that `as_cell` was given."""
    return cell.removeprefix("'")


def joined(words: Iterable[str]) -> str:
    """Return several words as one cell; `parted` gives them back."""
    return as_cell(" | ".join(re.sub(r"([|\\])", r"\\\1", word) for word in words))


def parted(cell: str) -> list[str]:
    """Return the words of a cell."""
    found = (re.sub(r"\\(.)", r"\1", part.strip(" "), flags=re.DOTALL) for part in _PART.findall(from_cell(cell)))
    return [word for word in found if word]


def _row(entry: Entry, vocabulary: Vocabulary, scales: Sequence[Scale]) -> list[str | int]:
    tags = dict.fromkeys(vocabulary.tag_id(tag) for tag in entry.tags)
    return [
        entry.felt_on.isoformat(),
        entry.felt_at.isoformat("minutes") if entry.felt_at else "",
        "" if entry.utc_offset_min is None else _offset(entry.utc_offset_min),
        as_cell(entry.zone or ""),
        entry.level,
        as_cell(vocabulary.mood(entry.level, entry.mood_id)),
        entry.energy or "",
        joined(vocabulary.feeling(one) for one in entry.feelings),
        joined(vocabulary.tag(one) for one in tags),
        as_cell(entry.note),
        joined(entry.notes[1:]),
        len(entry.photos) or "",
        entry.created_at.isoformat(timespec="seconds") if entry.created_at else "",
        str(entry.id),
        *(_value(scale, entry.scales.get(scale.id)) for scale in scales),
    ]


def _offset(minutes: int) -> str:
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _value(scale: Scale, value: float | None) -> str:
    if value is None:
        return ""
    return value_text(scale, value) if scale.sort == DURATION else f"{value:.10g}"


def _scales(entries: Sequence[Entry], vocabulary: Vocabulary) -> list[Scale]:
    """Return every scale that stands in an entry: in the member's order, then those that are not here any more."""
    used = dict.fromkeys(key for entry in entries for key in entry.scales)
    known = [scale for scale in vocabulary.all_scales if scale.id in used]
    return known + [Scale(key, key) for key in used if vocabulary.scale(key) is None]


def _names_of_columns(scales: Sequence[Scale]) -> list[str]:
    names: dict[str, int] = {}
    columns = []
    for scale in scales:
        unit = CLOCK_UNIT if scale.sort == DURATION else scale.unit
        name = f"{SCALE_COLUMN}{scale.name}" + (f" ({unit})" if unit or _UNIT_LIKE.search(scale.name) else "")
        names[name] = names.get(name, 0) + 1
        columns.append(name if names[name] == 1 else f"{name} #{names[name]}")
    return columns
