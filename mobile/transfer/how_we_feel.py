"""Reads the CSV of How We Feel: `Date,Locale,Mood Keys,Mood,Tags (People),Tags (Places),Tags (Events),Notes,
Reflections,Takeaways`, dates such as `2026 Wed Jul 22 11:36 PM`.

Its moods are words for feelings, not steps from low to high, so each becomes a feeling, and the level follows from
where Kith offers that word; one that Kith does not know is asked for. `Reflections` and `Takeaways` are lists in JSON.
"""

import json
import re
from collections import Counter
from datetime import date, time

from mobile.built_in_words import FEELINGS, HIGH, LOW, PLATFORM_NAMES
from mobile.transfer.clocks import read_clock, read_day
from mobile.transfer.daylio_csv import row_key
from mobile.transfer.imported import NO_MOOD, ROWS_PER_STEP, Imported, ImportedEntry, ImportedMood, Reading
from mobile.transfer.text_files import Table

COLUMNS = frozenset({"date", "mood keys", "mood"})
_KNOWN = frozenset({"date", "locale", "mood keys", "mood", "notes", "reflections", "takeaways"})
_GROUP = re.compile(r"tags \((.+)\)")
_DATE = re.compile(r"(\d{4}) (?:\w+ )?(\w+) (\d{1,2}) (.+)")


def read(table: Table) -> Reading[Imported]:
    """Read the table of a How We Feel export."""
    imported, seen, names = Imported("how_we_feel"), Counter[str](), table.names
    for count, (number, cells, share) in enumerate(table.rows()):
        row = {name: cells[place].strip() for name, place in names.items()}
        moment = _moment(row["date"])
        if moment is None:
            imported.findings.add("no_day", f"{number}: {', '.join(cells)}")
            continue
        imported.entries.append(
            ImportedEntry(
                source_key=row_key(row, seen, without=("locale", "mood") if row["mood keys"] else ("locale",)),
                felt_on=moment[0],
                felt_at=moment[1],
                moods=_moods(row, imported),
                tags=_tags(row, imported),
                note="\n\n".join(part for name in ("notes", "reflections", "takeaways") if (part := _text(row, name))),
                extra={
                    f"how_we_feel.{name}": value
                    for name, value in row.items()
                    if name not in _KNOWN and not _GROUP.fullmatch(name) and value
                },
            )
        )
        if count % ROWS_PER_STEP == 0:
            yield share
    return imported


def _moment(text: str) -> tuple[date, time] | None:
    found = _DATE.fullmatch(" ".join(text.split()))
    day = read_day(f"{found[3]} {found[2]} {found[1]}") if found else None
    at = read_clock(found[4]) if found else None
    return (day, at) if day and at else None


def _moods(row: dict[str, str], imported: Imported) -> list[str]:
    """Return the moods of a row by their keys, which do not depend on the language; the words are the member's."""
    keys, words = re.split(r"[,|]", row["mood keys"]), re.split(r"[,|]", row["mood"])
    found = []
    for place, key in enumerate(key.strip() for key in keys):
        word = words[place].strip() if len(words) == len(keys) else key
        name = (key or word).casefold()
        if name and name not in imported.moods:
            imported.moods[name] = ImportedMood(name, word or key, level_of_feeling(name), is_feeling=True)
        if name:
            found.append(name)
    return list(dict.fromkeys(found)) or [imported.mood(NO_MOOD, "")]


def level_of_feeling(name: str) -> int | None:
    """Return the level where Kith offers a feeling, None when it does not know the word."""
    key = name.strip().casefold().replace(" ", "_").replace("-", "_")
    where = FEELINGS.get(PLATFORM_NAMES.get(key, key))
    return None if where is None else {LOW: 2, HIGH: 4}.get(where, 3)


def _tags(row: dict[str, str], imported: Imported) -> list[str]:
    found: list[str] = []
    for name, value in row.items():
        group = _GROUP.fullmatch(name)
        if group and value:
            found += [
                imported.tag(word.strip(), group[1].capitalize()) for word in re.split(r"[,|;]", value) if word.strip()
            ]
    return found


def _text(row: dict[str, str], name: str) -> str:
    """Return a cell that holds words, or a JSON list of words, or of objects with words in them."""
    value = row.get(name, "")
    if not value.startswith("["):
        return value
    try:
        parts = json.loads(value)
    except (ValueError, RecursionError):
        return value
    lines = []
    for part in parts if isinstance(parts, list) else []:
        values = list(part.values()) if isinstance(part, dict) else [part]
        lines += [str(one).strip() for one in values if isinstance(one, str | int | float) and str(one).strip()]
    return "\n".join(lines)
