"""Reads the JSON backup of Pixels: a list of days,
`{"date": "2025-01-31", "type": "Mood", "scores": [4, 4], "notes": "", "tags": [{"type": "Emotions", "entries": []}]}`.

A day has up to as many scores as it has parts; each becomes a check-in of its own without a time, the words stand with
the first. Months and days may lack a zero in front (`2026-9-1`).
"""

from collections import Counter
from typing import Any

from mobile.transfer.clocks import read_day
from mobile.transfer.html_text import plain_text
from mobile.transfer.imported import NO_MOOD, ROWS_MAX, ROWS_PER_STEP, Imported, ImportedEntry, ImportRefused, Reading
from mobile.transfer.json_text import stream

KEYS = frozenset({"date", "scores"})
_KNOWN = frozenset({"date", "type", "scores", "notes", "tags"})
_SCORES_MAX = 24
_SCORE_MAX = 1_000_000


def read(text: str) -> Reading[Imported]:
    """Read the list of days."""
    imported, seen = Imported("pixels"), Counter[str]()
    for count, (_, value, share) in enumerate(stream(text)):
        if len(imported.entries) > ROWS_MAX:
            raise ImportRefused("too_many")
        _add(imported, value, seen)
        if count % ROWS_PER_STEP == 0:
            yield share
    return imported


def _add(imported: Imported, value: Any, seen: Counter[str]) -> None:
    day = read_day(value["date"]) if isinstance(value, dict) and isinstance(value.get("date"), str) else None
    if day is None:
        imported.findings.add("no_day", value)
        return
    kind = str(value.get("type") or "Mood")
    scores = value.get("scores")
    numbers = [float(one) for one in (scores if isinstance(scores, list) else []) if _is_score(one)]
    if isinstance(scores, list) and len(numbers) != len(scores):
        imported.findings.add("odd_mood", f"{day}: {scores}")
    first = ImportedEntry(source_key="", felt_on=day)
    if isinstance(value.get("notes"), str):
        first.note, _ = plain_text(value["notes"])
    _add_words(imported, first, value.get("tags"))
    for name, one in value.items():
        if name not in _KNOWN and one not in (None, "", False, [], {}):
            if isinstance(one, str | int | float):
                first.extra[f"pixels.{name}"] = one
            else:
                imported.findings.add("unknown_value", f"{day}: {name}")
    if kind.casefold() != "mood":
        if numbers:
            mean = sum(numbers) / len(numbers)
            first.scales = {imported.scale(kind.capitalize(), mean, most=5.0): mean}
        numbers = []
    moods = [_mood(imported, number) for number in numbers[:_SCORES_MAX]] or [imported.mood(NO_MOOD, "")]
    for place, mood in enumerate(moods):
        entry = first if place == 0 else ImportedEntry(source_key="", felt_on=day)
        base = f"{day}/{kind.casefold()}"
        seen[base] += 1
        entry.source_key, entry.moods = f"{base}/{seen[base]}", [mood]
        imported.entries.append(entry)


def _is_score(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) <= _SCORE_MAX  # which no NaN is


def _mood(imported: Imported, score: float) -> str:
    is_level = score in (1, 2, 3, 4, 5)
    return imported.mood(f"{score:g}", f"{score:g}", int(score) if is_level else None, is_level=is_level)


def _add_words(imported: Imported, entry: ImportedEntry, groups: Any) -> None:
    for group in groups if isinstance(groups, list) else []:
        name = str(group.get("type") or "") if isinstance(group, dict) else ""
        words = group.get("entries") if isinstance(group, dict) else group
        for other in [one for one in words if not isinstance(one, str)] if isinstance(words, list) else [words]:
            if other is not None:
                imported.findings.add("unknown_value", f"{entry.felt_on}: {other}")
        found = [word.strip() for word in words if isinstance(word, str)] if isinstance(words, list) else []
        found = [word for word in found if word]
        if name.casefold() == "emotions":
            entry.feelings += found
        else:
            entry.tags += [imported.tag(word, name) for word in found]
