"""Reads the CSV that Daylio exports: UTF-8 with a mark in front, newest entry first, columns found by their names.

`full_date` is the only date that does not depend on the language; `time` is written as the phone writes times, and a
mood stands by its name alone, so a name that is not one of Daylio's English five is asked for. Older files have no
`scales`. (Seen in real exports and in the parsers MichaelCurrin/daylio-csv-parser and staticf0x/daylio-parser.)
"""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Mapping

from mobile.transfer.clocks import read_clock, read_day, read_duration, read_number
from mobile.transfer.html_text import join_title, plain_text
from mobile.transfer.imported import NO_MOOD, ROWS_PER_STEP, Imported, ImportedEntry, Reading
from mobile.transfer.text_files import Table

COLUMNS = frozenset({"full_date", "mood"})
_KNOWN = frozenset({"full_date", "date", "weekday", "time", "mood", "activities", "scales", "note_title", "note"})
_LOCAL = ("date", "weekday")  # said in the language of the phone, which may be another one next time
_LEVELS = {"rad": 5, "good": 4, "meh": 3, "bad": 2, "awful": 1}
_OUT_OF = re.compile(r"(-?[\d.,]+)\s*/\s*([\d.,]+)\s*(.*)")


def read(table: Table) -> Reading[Imported]:
    """Read the table of a Daylio export."""
    reader = _Reader(table)
    for count, (number, cells, share) in enumerate(table.rows()):
        reader.add(number, cells)
        if count % ROWS_PER_STEP == 0:
            yield share
    return reader.imported


class _Reader:
    def __init__(self, table: Table) -> None:
        self.imported = Imported("daylio_csv")
        self._names = table.names
        self._header = table.header
        self._keys: Counter[str] = Counter()

    def add(self, number: int, cells: list[str]) -> None:
        row = {name: cells[place].strip() for name, place in self._names.items()}
        findings = self.imported.findings
        felt_on = read_day(row["full_date"])
        if felt_on is None:
            findings.add("no_day", f"{number}: {', '.join(cells)}")
            return
        at = row.get("time", "")
        felt_at = read_clock(at)
        if at and felt_at is None:
            findings.add("odd_time", f"{felt_on}: {at}")
        if len(cells) > len(self._header):
            findings.add("too_many_cells", f"{number}: {', '.join(cells[len(self._header) :])}")
        body, was_marked = plain_text(row.get("note", ""))
        if was_marked:
            findings.add("formatting")
        entry = ImportedEntry(
            source_key=row_key(row, self._keys, without=_LOCAL),
            felt_on=felt_on,
            felt_at=felt_at,
            moods=[self._mood(row["mood"])],
            tags=[self.imported.tag(name) for name in split_words(row.get("activities", ""))],
            note=join_title(row.get("note_title", ""), body),
            extra={f"daylio.{name}": value for name, value in row.items() if name not in _KNOWN and value},
        )
        self._add_scales(entry, row.get("scales", ""))
        self.imported.entries.append(entry)

    def _mood(self, name: str) -> str:
        level = _LEVELS.get(name.casefold())
        key = self.imported.mood(name.casefold() or NO_MOOD, name, level, is_level=level is not None)
        return key

    def _add_scales(self, entry: ImportedEntry, text: str) -> None:
        """Read `Sleep Quality: 8/10 points | Sleep Time: 7:30`; the space behind the colon is a hard one."""
        add = self.imported.add_scale
        for part in split_words(text.replace("\u00a0", " ").replace("\u202f", " ")):
            name, _, said = part.rpartition(": ")
            said = said.strip()
            if out_of := _OUT_OF.fullmatch(said):
                value, most = read_number(out_of[1]), read_number(out_of[2])
                if value is not None and most is not None:
                    add(entry, name, value, unit=out_of[3].strip(), most=most)
                    continue
            if (minutes := read_duration(said)) is not None:
                add(entry, name, minutes, sort="duration")
                continue
            value_and_unit = re.fullmatch(r"(-?[\d.,]+)\s*(.*)", said)
            value = read_number(value_and_unit[1]) if value_and_unit else None
            if value is None or value_and_unit is None or not name:
                self.imported.findings.add("odd_scale", f"{entry.felt_on}: {part}")
            else:
                add(entry, name, value, unit=value_and_unit[2].strip(), most=10.0)


def split_words(text: str, separator: str = "|") -> list[str]:
    """Return the parts of `a | b | c` without stray spaces."""
    return [word for part in text.split(separator) if (word := part.strip())]


def row_key(row: Mapping[str, str], seen: Counter[str], without: Collection[str] = ()) -> str:
    """Return a key for a row without an id: the same row of the same file always gets the same one, and the second of
    two that are alike another. What the columns `without` say makes no difference."""
    content = "\x1f".join(f"{name}={value}" for name, value in sorted(row.items()) if value and name not in without)
    digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    seen[digest] += 1
    return digest if seen[digest] == 1 else f"{digest}#{seen[digest]}"
