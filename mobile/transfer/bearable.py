"""Reads the CSV of Bearable: `date,weekday,time of day,category,rating/amount,detail,notes`, one row per reading.

Readings of one date and time of day are one check-in. Dates are written `8th Dec 2021`; the time of day is a time, or
one of `pre`, `am`, `mid`, `pm` and `all day`, which are no times and are kept beside the entry. (What the categories
hold was looked up in public readers of such exports, rhermanek/bearable_viewer among them.)
"""

import re
from datetime import date

from mobile.transfer.clocks import read_clock, read_day, read_duration, read_number
from mobile.transfer.daylio_csv import split_words
from mobile.transfer.imported import NO_MOOD, ROWS_PER_STEP, Imported, ImportedEntry, ImportedMood, Reading
from mobile.transfer.text_files import Table

COLUMNS = frozenset({"date", "time of day", "category", "rating/amount"})
_KNOWN = frozenset({"date", "date formatted", "weekday", "time of day", "category", "rating/amount", "detail", "notes"})
_DEGREE = re.compile(r"(.+?)\s*\(([^()]*)\)")
_WORD_CATEGORIES = frozenset({"factors", "meds/supplements"})


def read(table: Table) -> Reading[Imported]:
    """Read the table of a Bearable export."""
    reader = _Reader(table)
    for count, (number, cells, share) in enumerate(table.rows()):
        reader.add(number, cells)
        if count % ROWS_PER_STEP == 0:
            yield share
    return reader.finish()


class _Reader:
    def __init__(self, table: Table) -> None:
        self.imported = Imported("bearable")
        self._names = table.names
        self._entries: dict[tuple[date, str], ImportedEntry] = {}
        self._ratings: dict[str, float] = {}
        self._notes: dict[str, list[str]] = {}

    def add(self, number: int, cells: list[str]) -> None:
        row = {name: cells[place].strip() for name, place in self._names.items()}
        felt_on = read_day(row.get("date formatted", "")) or read_day(row["date"], "dmy")
        if felt_on is None:
            self.imported.findings.add("no_day", f"{number}: {', '.join(cells)}")
            return
        part = row["time of day"].casefold()
        entry = self._entries.get((felt_on, part))
        if entry is None:
            at = read_clock(part)
            entry = ImportedEntry(source_key=f"{felt_on}/{part}", felt_on=felt_on, felt_at=at, moods=[])
            if part and at is None:
                entry.extra["bearable.time_of_day"] = part
            self._entries[felt_on, part] = entry
        entry.extra |= {f"bearable.{name}": one for name, one in row.items() if name not in _KNOWN and one}
        if row.get("notes"):
            self._notes.setdefault(entry.source_key, []).append(row["notes"])
        self._add_reading(entry, row["category"], row["rating/amount"], row.get("detail", ""))

    def _add_reading(self, entry: ImportedEntry, category: str, amount: str, detail: str) -> None:
        kind, value = category.casefold(), read_number(amount, thousands=",")
        if kind == "mood":
            self._add_mood(entry, value, amount, detail)
        elif kind == "energy" and value is not None and value in (1, 2, 3, 4, 5) and entry.energy is None:
            entry.energy = int(value)
        elif kind in _WORD_CATEGORIES:
            self._add_tags(entry, category, detail or amount)
            if value is not None and kind != "factors" and detail:
                self._add_scale(entry, detail, value)
            elif detail:
                self._keep_amount(entry, category, detail, amount)
        elif value is not None:
            named = _DEGREE.fullmatch(detail)
            self._add_scale(entry, (named[1] if named else detail) or category, value)
        elif (minutes := read_duration(amount)) is not None:
            self.imported.add_scale(entry, category, minutes, sort="duration")
            self._add_tags(entry, category, detail)
        elif detail:
            self._add_tags(entry, category, detail)
            self._keep_amount(entry, category, detail, amount)
        elif amount:
            self._add_tags(entry, category, amount)

    def _add_mood(self, entry: ImportedEntry, value: float | None, amount: str, detail: str) -> None:
        if value is None:
            if amount:
                self.imported.findings.add("odd_mood", f"{entry.felt_on}: {amount}")
        else:
            key = f"{value:g}"
            self._ratings[key] = value
            entry.moods.append(key)
        entry.feelings += split_words(detail)

    def _add_tags(self, entry: ImportedEntry, category: str, detail: str) -> None:
        entry.tags += [self.imported.tag(word, category) for word in split_words(detail)]

    def _add_scale(self, entry: ImportedEntry, name: str, value: float) -> None:
        self.imported.add_scale(entry, name, value, most=10.0 if value > 5 else 5.0)

    def _keep_amount(self, entry: ImportedEntry, category: str, detail: str, amount: str) -> None:
        """Keep how much of something there was, where that is no value of a scale, beside the entry."""
        if amount and entry.extra.setdefault(f"bearable.{category}: {detail}", amount) != amount:
            self.imported.findings.add("second_value", f"{entry.felt_on}: {detail} {amount}")

    def finish(self) -> Imported:
        """Name the ratings that stand for moods, now that it is known how high they go."""
        levels = levels_of_numbers(list(self._ratings.values()))
        for key, value in sorted(self._ratings.items(), key=lambda item: item[1]):
            self.imported.moods[key] = ImportedMood(key, key, levels[value], is_level=True)
        for entry in self._entries.values():
            entry.moods = entry.moods or [self.imported.mood(NO_MOOD, "")]
            entry.note = "\n".join(self._notes.get(entry.source_key, ()))
            self.imported.entries.append(entry)
        return self.imported


def levels_of_numbers(values: list[float]) -> dict[float, int | None]:
    """Return a level for each rating by the range that the ratings lie in: -2 to 2, 1 to 5, 0 to 10 or 0 to 100."""
    if not values:
        return {}
    least, most = min(values), max(values)
    if least < 0:
        low, high = (-2.0, 2.0) if least >= -2 and most <= 2 else (-max(-least, most), max(-least, most))
    elif most <= 5:
        low, high = (1.0, 5.0) if least >= 1 else (0.0, 5.0)
    elif most <= 10:
        low, high = (1.0, 10.0) if least >= 1 else (0.0, 10.0)
    else:
        low, high = 0.0, 100.0
    if most > 100 and least >= 0:
        return dict.fromkeys(values)
    return {value: 1 + int((value - low) / (high - low) * 4 + 0.5) for value in values}
