"""Reads any other table, by what the member says of its columns: which is the day, the mood, the note, the words.

What a header lets one guess is filled in before they are asked. Whether 3/4/2025 is a day in March or in April cannot
be guessed when no row tells, so both readings are shown.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mobile.transfer.bearable import levels_of_numbers
from mobile.transfer.clocks import ORDERS, Order, is_in_thousands, read_clock, read_duration, read_moment, read_number
from mobile.transfer.daylio_csv import row_key, split_words
from mobile.transfer.html_text import plain_text
from mobile.transfer.imported import NO_MOOD, ROWS_PER_STEP, Imported, ImportedEntry, ImportedMood, Reading
from mobile.transfer.sample import Sample, days_of, may_hold, take_sample
from mobile.transfer.text_files import Table

SEPARATORS = (",", ";", "|", "/", "\n")
# What columns are called in the exports of trackers and in one's own tables, in the four languages of the app.
_NAMES: dict[str, tuple[str, ...]] = {
    "day": ("date", "full_date", "day", "datum", "tag", "fecha", "día", "dia", "timestamp", "created", "التاريخ"),
    "time": ("time", "time of day", "uhrzeit", "zeit", "hora", "الوقت"),
    "mood": ("mood", "rating", "score", "level", "stimmung", "laune", "estado de ánimo", "humor", "المزاج"),
    "note": ("note", "notes", "text", "comment", "journal", "entry", "notiz", "notizen", "nota", "notas", "ملاحظة"),
    "tags": ("tags", "activities", "labels", "aktivitäten", "etiquetas", "actividades", "وسوم"),
}


@dataclass(frozen=True, slots=True)
class Mapping:
    """What each column of a table is; columns by their names, "" for none. `scales` and `notes` may be several."""

    day: str = ""
    order: Order = "ymd"
    time: str = ""
    mood: str = ""
    notes: tuple[str, ...] = ()
    tags: str = ""
    separator: str = ","
    scales: tuple[str, ...] = ()

    @property
    def is_enough(self) -> bool:
        """Whether a day can be read; all else may be missing."""
        return bool(self.day)


def header_key(header: Sequence[str]) -> str:
    """Return what names a header without saying its words."""
    return hashlib.sha256("\x1f".join(header).casefold().encode("utf-8", "surrogatepass")).hexdigest()[:32]


def guess(table: Table) -> Mapping:
    """Return the mapping that header and first rows suggest."""
    return guess_by(table.header, take_sample(table))


def guess_by(header: Sequence[str], sample: Sample) -> Mapping:
    """Return the mapping that a header and the rows below it suggest."""
    by_name = {name.casefold(): name for name in reversed(header)}

    def named(role: str) -> str:
        return next((by_name[name] for name in _NAMES[role] if name in by_name), "")

    day = named("day")
    days = days_of(sample, day)
    if not days.orders:
        read = ((name, days_of(sample, name)) for name in header if may_hold("day", sample.values(name)))
        day, days = next(((name, found) for name, found in read if found.orders), (day, days))
    clocks = named("time")
    notes = tuple(by_name[name] for name in _NAMES["note"] if name in by_name)
    tags = named("tags")
    return Mapping(
        day=day,
        order=days.orders[0] if days.orders else "ymd",
        time=clocks if clocks != day else "",
        mood=named("mood"),
        notes=tuple(dict.fromkeys(notes)),
        tags=tags,
        separator=_separator_of(sample.values(tags)),
    )


def number_columns(sample: Sample) -> list[str]:
    """Return the columns whose sample holds numbers or durations alone: those that may be scales."""
    return [name for name, values in (sample.columns or {}).items() if _are_numbers(values)]


def _are_numbers(values: Sequence[str]) -> bool:
    said = [value for value in values if value.strip()]
    return bool(said) and all(read_number(value) is not None or read_duration(value) is not None for value in said)


def without_strangers(mapping: Mapping, table: Table) -> Mapping:
    """Return a remembered mapping without columns that this table does not have."""
    here = set(table.header)

    def known(name: str) -> str:
        return name if name in here else ""

    return replace(
        mapping,
        day=known(mapping.day),
        order=mapping.order if mapping.order in ORDERS else "ymd",
        time=known(mapping.time),
        mood=known(mapping.mood),
        notes=tuple(name for name in mapping.notes if name in here),
        tags=known(mapping.tags),
        scales=tuple(name for name in mapping.scales if name in here),
    )


def read(table: Table, mapping: Mapping) -> Reading[Imported]:
    """Read a table by its mapping. Columns that are nothing stand beside the entry, by their names."""
    imported, seen = Imported("csv"), Counter[str]()
    notes = [name for name in mapping.notes if name not in (mapping.day, mapping.time, mapping.mood, mapping.tags)]
    thousands = yield from _thousands(table, mapping.scales)
    used = {mapping.day, mapping.time, mapping.mood, mapping.tags, *mapping.notes, *mapping.scales}
    for count, (number, cells, share) in enumerate(table.rows()):
        if count % ROWS_PER_STEP == 0:
            yield share
        row = {name: cells[place].strip() for place, name in enumerate(table.header)}
        moment = read_moment(row[mapping.day], mapping.order)
        if moment is None:
            imported.findings.add("no_day", f"{number}: {', '.join(cells)}")
            continue
        felt_on, felt_at, offset = moment
        at = row.get(mapping.time, "")
        if at:  # the column that was chosen for it; a spreadsheet adds 00:00:00 to every day
            said = read_clock(at)
            felt_at = said or felt_at
            if said is None:
                imported.findings.add("odd_time", f"{felt_on}: {at}")
        if len(cells) > len(table.header):
            imported.findings.add("too_many_cells", f"{number}: {', '.join(cells[len(table.header) :])}")
        mood = row.get(mapping.mood, "")
        entry = ImportedEntry(
            source_key=row_key(row, seen),
            felt_on=felt_on,
            felt_at=felt_at,
            utc_offset_min=offset,
            moods=[imported.mood(mood.casefold() or NO_MOOD, mood)],
            tags=[imported.tag(word) for word in split_words(row.get(mapping.tags, ""), mapping.separator)],
            note="\n\n".join(part for name in notes if (part := _note(imported, row.get(name, "")))),
            extra={f"csv.{name}": value for name, value in row.items() if name not in used and value},
        )
        for name in mapping.scales:
            _add_scale(imported, entry, name, row[name], thousands.get(name, ""))
        imported.entries.append(entry)
    _level_numbers(imported)
    return imported


def _note(imported: Imported, cell: str) -> str:
    text, was_marked = plain_text(cell)
    if was_marked:
        imported.findings.add("formatting")
    return text


def _add_scale(imported: Imported, entry: ImportedEntry, name: str, said: str, thousands: str) -> None:
    if (value := read_number(said, thousands)) is not None:
        imported.add_scale(entry, name, value, most=10.0)
        if thousands and is_in_thousands(said, thousands):
            imported.findings.add("thousands", f"{entry.felt_on}: {name} {said}")
    elif (minutes := read_duration(said)) is not None:
        imported.add_scale(entry, name, minutes, sort="duration")
    elif said:
        imported.findings.add("odd_scale", f"{entry.felt_on}: {name}: {said}")


def _thousands(table: Table, columns: Sequence[str]) -> Reading[dict[str, str]]:
    """Return the columns whose numbers have a sign between their thousands, with the sign.

    `10,432` alone may be either, so the whole column has to be whole numbers if it is read so, and the sign the one
    that stands there where people write tables like this: a comma where commas part the columns, for a point parts the
    decimals there; a point where semicolons do.
    """
    sign = {",": ",", ";": "."}.get(table.delimiter, "")
    places = {name: place for place, name in enumerate(table.header) if name in columns} if sign else {}
    found: set[str] = set()
    for count, (_, cells, _) in enumerate(table.rows() if places else ()):
        for name in list(places):
            said = cells[places[name]].strip()
            if is_in_thousands(said, sign):
                found.add(name)
            elif said and not said.lstrip("+-").isdecimal():
                del places[name]
        if count % ROWS_PER_STEP == 0:
            yield 0.0
    return {name: sign for name in places if name in found}


def _level_numbers(imported: Imported) -> None:
    """Suggest a level for moods that are numbers, by the range they lie in."""
    numbers = {key: value for key in imported.moods if (value := read_number(key)) is not None}
    levels = levels_of_numbers(list(numbers.values()))
    for key, value in numbers.items():
        imported.moods[key] = ImportedMood(key, imported.moods[key].name, levels[value], is_level=True)


def _separator_of(values: Iterable[str]) -> str:
    counts = Counter({separator: sum(value.count(separator) for value in values) for separator in SEPARATORS})
    separator, count = counts.most_common(1)[0]
    return separator if count else ","
