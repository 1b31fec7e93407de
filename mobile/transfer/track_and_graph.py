"""Reads the CSV of Track & Graph: `FeatureName,Timestamp,Value,Label,Note`, one row per reading of a tracker.

`Timestamp` holds the time on the wall with its offset (or `Z` where that was zero); `Value` is a number or a duration
`h:mm:ss`, in older files with the label behind another colon (SamAmco/track-and-graph, `CSVReadWriterImpl` and its
test). Readings of one minute are one check-in. A tracker called Mood gives the level; what else there is are scales.
"""

import re
from datetime import date, datetime, time

from mobile.transfer.bearable import levels_of_numbers
from mobile.transfer.clocks import read_duration, read_number
from mobile.transfer.imported import NO_MOOD, ROWS_PER_STEP, Imported, ImportedEntry, ImportedMood, Reading
from mobile.transfer.text_files import Table

COLUMNS = frozenset({"featurename", "timestamp", "value"})
_MOODS = frozenset({"mood", "stimmung", "estado de ánimo", "humor", "humeur", "المزاج"})
_DURATION = re.compile(r"(-?\d+):(-?\d+):(-?\d+)(?::(.*))?", re.S)


def read(table: Table) -> Reading[Imported]:
    """Read the table of an export."""
    imported = Imported("track_and_graph")
    entries: dict[tuple[date, time], ImportedEntry] = {}
    ratings: dict[str, float] = {}
    notes: dict[str, list[str]] = {}
    names = table.names
    for count, (number, cells, share) in enumerate(table.rows()):
        row = {name: cells[place].strip() for name, place in names.items()}
        moment = _moment(row["timestamp"])
        if moment is None:
            imported.findings.add("no_day", f"{number}: {', '.join(cells)}")
            continue
        at = moment.time().replace(second=0, microsecond=0, tzinfo=None)
        entry = entries.get((moment.date(), at))
        if entry is None:
            offset = moment.utcoffset()
            minutes = int(offset.total_seconds() // 60) if offset is not None else None
            key = f"{moment.date()}T{at:%H:%M}"
            entry = ImportedEntry(key, moment.date(), at, utc_offset_min=minutes, moods=[], created_at=moment)
            entries[moment.date(), at] = entry
        _add(imported, entry, row, ratings)
        if row.get("note"):
            notes.setdefault(entry.source_key, []).append(row["note"])
        if count % ROWS_PER_STEP == 0:
            yield share
    levels = levels_of_numbers(list(ratings.values()))
    for key, value in sorted(ratings.items(), key=lambda item: item[1]):
        imported.moods[key] = ImportedMood(key, key, levels[value], is_level=True)
    for entry in entries.values():
        entry.moods = entry.moods or [imported.mood(NO_MOOD, "")]
        entry.note = "\n".join(notes.get(entry.source_key, ()))
        imported.entries.append(entry)
    return imported


def _add(imported: Imported, entry: ImportedEntry, row: dict[str, str], ratings: dict[str, float]) -> None:
    name, label = row["featurename"], row.get("label", "")
    value, is_duration, inside = _value(row["value"])
    label = label or inside
    if value is None:
        imported.findings.add("odd_scale", f"{entry.felt_on}: {name} {row['value']}")
    elif name.casefold() in _MOODS and not is_duration:
        key = f"{value:g}"
        ratings[key] = value
        entry.moods.append(key)
    else:
        imported.add_scale(entry, name, value, sort="duration" if is_duration else "number", most=10.0)
    if label:
        entry.tags.append(imported.tag(label, name))


def _value(text: str) -> tuple[float | None, bool, str]:
    """Return (value, whether it is a duration in minutes, label behind it)."""
    if found := _DURATION.fullmatch(text):
        hours, minutes, seconds = (min(int(part), 10**9) for part in found.groups()[:3])
        return hours * 60 + minutes + seconds / 60, True, (found[4] or "").strip()
    number, _, label = text.partition(":")
    if label and (short := read_duration(text)) is not None:
        return short, True, ""
    return read_number(number), False, label.strip()


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
