"""Reads the table (CSV) that Kith itself writes, `mobile.transfer.table`: every text comes back as it was.

Words stand in it by their names, so they find the member's own, or are made. Of a note that was written apart, the
texts come back below each other; photos are not in a table.
"""

import re
from collections import Counter
from contextlib import suppress
from datetime import date, time

from mobile.transfer.clocks import read_duration
from mobile.transfer.daylio_csv import row_key
from mobile.transfer.imported import ROWS_PER_STEP, Imported, ImportedEntry, Reading
from mobile.transfer.table import CLOCK_UNIT, SCALE_COLUMN, from_cell, parted
from mobile.transfer.text_files import Table
from mobile.vault.fields import read_instant

# What no other journal's table has together.
COLUMNS = frozenset({"date", "time", "utc_offset", "zone", "level", "mood", "feelings", "tags", "note", "other_notes"})
_OFFSET = re.compile(r"UTC([+-])(\d\d):(\d\d)", re.ASCII)
_SCALE = re.compile(rf"{re.escape(SCALE_COLUMN)}(.*?)(?: \(([^()]*)\))?( #\d+)?")


def read(table: Table) -> Reading[Imported]:
    """Read the table of a Kith export."""
    imported = Imported("kith_table")
    scales = {place: found for place, name in enumerate(table.header) if (found := _SCALE.fullmatch(name))}
    keys: Counter[str] = Counter()
    for count, (number, cells, share) in enumerate(table.rows()):
        row = {name: cells[place] for name, place in table.names.items()}
        entry = _entry(imported, row, number, keys)
        if entry is not None:
            for place, found in scales.items():
                _add_scale(imported, entry, found, cells[place].strip())
            imported.entries.append(entry)
        if count % ROWS_PER_STEP == 0:
            yield share
    return imported


def _entry(imported: Imported, row: dict[str, str], number: int, keys: Counter[str]) -> ImportedEntry | None:
    findings, day, level = imported.findings, row["date"].strip(), row["level"].strip()
    try:
        felt_on = date.fromisoformat(day)
    except ValueError:
        findings.add("no_day", f"{number}: {day}")
        return None
    if level not in ("1", "2", "3", "4", "5"):
        findings.add("odd_mood", f"{day}: {level}")
        return None
    if row.get("photos", "").strip():
        findings.add("missing_photo", day)
    name, energy = from_cell(row["mood"]), row.get("energy", "").strip()
    notes = [text for text in (from_cell(row["note"]), *parted(row["other_notes"])) if text]
    return ImportedEntry(
        source_key=row.get("id", "").strip() or row_key(row, keys),
        felt_on=felt_on,
        felt_at=_time(imported, row["time"].strip(), day),
        utc_offset_min=_offset(row["utc_offset"].strip()),
        zone=from_cell(row["zone"]) or None,
        moods=[imported.mood(f"{level}/{name.casefold()}", name, int(level))],
        energy=int(energy) if energy in ("1", "2", "3", "4", "5") else None,
        feelings=parted(row["feelings"]),
        tags=[imported.tag(tag) for tag in parted(row["tags"])],
        note="\n\n".join(notes),
        created_at=read_instant(row.get("created_at", "").strip()),
    )


def _time(imported: Imported, text: str, day: str) -> time | None:
    try:
        return time.fromisoformat(text).replace(tzinfo=None) if text else None
    except ValueError:
        imported.findings.add("odd_time", f"{day}: {text}")
        return None


def _offset(text: str) -> int | None:
    found = _OFFSET.fullmatch(text)
    if found is None:
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    return -minutes if found[1] == "-" else minutes


def _add_scale(imported: Imported, entry: ImportedEntry, column: re.Match[str], cell: str) -> None:
    """Give an entry what stands in the column of a scale; the second of one name keeps the number behind it."""
    name, unit = column[1] + (column[3] or ""), column[2] or ""
    if not cell:
        return
    if unit == CLOCK_UNIT:
        minutes = read_duration(cell)
        if minutes is not None:
            imported.add_scale(entry, name, minutes, sort="duration")
            return
    else:
        with suppress(ValueError):
            imported.add_scale(entry, name, float(cell), unit=unit, most=10.0)
            return
    imported.findings.add("odd_scale", f"{name}: {cell}")
