"""Writing a believable year: 400 days, up to three check-ins a day, in one transaction."""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mobile.example.vocabulary import OwnWords
from mobile.vault.values import Value

if TYPE_CHECKING:
    from mobile.services import Services

DAYS = 400
_WEEK = (-0.45, -0.25, -0.1, 0.0, 0.25, 0.5, 0.15)  # Monday first
_REST_DAYS = 55  # before the same note comes again
_NOTE_SHARE = 0.45
_TAIL_SHARE = 0.3
_SKIPPED_SHARE = 0.12
_AWAY = ((118, 125), (296, 300))  # days ago: a journey without the phone


async def write_journal(services: "Services", person: Mapping[str, Any]) -> int:
    """Write the year of `person` up to now; return how many entries there are."""
    now, zone = services.clock.now(), services.clock.zone()
    words = OwnWords(person, now)
    entries = [fields | words.used_by(fields) for fields in _year(person, now, zone)]
    await services.documents.save_all([*words.items, *((None, "entry", fields) for fields in entries)])
    return len(entries)


def _year(person: Mapping[str, Any], now: datetime, zone: str) -> Iterator[dict[str, Value]]:
    chance = random.Random(person["seed"])  # noqa: S311 (an example, the same every time)
    last_used: dict[str, int] = {}
    weather = 0.0
    for days_ago in range(DAYS, 0, -1):
        day = now.date() - timedelta(days=days_ago)
        weather = 0.75 * weather + chance.gauss(0, 0.55)
        if any(first <= days_ago <= last for first, last in _AWAY) or chance.random() < _SKIPPED_SHARE:
            continue
        progress = 1 - days_ago / DAYS
        season = 0.35 * math.sin(2 * math.pi * (day.timetuple().tm_yday - 100) / 365)
        base = person["mean"] + person["gain"] * progress + season + weather + _WEEK[day.weekday()]
        for at in _times(chance, person["per_day"]):
            level = min(5, max(1, round(base + chance.gauss(0, 0.45) + (0.2 if at.hour >= 17 else 0))))
            words = _choose(chance, person, level, days_ago, last_used)
            yield _entry(day, at, level, words, now, zone)
    for planned in person["today"]:
        at = _earlier(time.fromisoformat(planned["at"]), now)
        yield _entry(now.date(), at, planned["level"], planned, now, zone)


def _times(chance: random.Random, per_day: float) -> list[time]:
    """Return when a day's check-ins are, in order."""
    count = 1 + (chance.random() < per_day - 1) + (chance.random() < (per_day - 1) / 4)
    hours = sorted(chance.sample((7, 8, 12, 13, 17, 18, 20, 21, 22, 23), count))
    return [time(hour, chance.randrange(60)) for hour in hours]


def _choose(
    chance: random.Random, person: Mapping[str, Any], level: int, days_ago: int, last_used: dict[str, int]
) -> Mapping[str, Any]:
    """Return words for a level: often only feelings and tags, and no note twice within some weeks."""
    fitting: Sequence[Mapping[str, Any]] = [note for note in person["notes"] if note["level"] == level]
    fresh = [note for note in fitting if last_used.get(note["note"], DAYS * 2) - days_ago >= _REST_DAYS]
    chosen = dict(chance.choice(fresh or fitting))
    if not fresh or chance.random() >= _NOTE_SHARE:
        chosen["note"] = None
        return chosen
    last_used[chosen["note"]] = days_ago
    if chance.random() < _TAIL_SHARE:
        chosen["note"] = f"{chosen['note']} {chance.choice(person['tails'])}"
    return chosen


def _entry(day: date, at: time, level: int, words: Mapping[str, Any], now: datetime, zone: str) -> dict[str, Value]:
    """Return the fields of one entry, as the check-in form writes them."""
    moment = datetime.combine(day, at, tzinfo=_zone(zone) or now.tzinfo)
    offset = moment.utcoffset() or timedelta()
    fields: dict[str, Value] = {
        "created_at": moment.isoformat(timespec="seconds"),
        "felt_on": day.isoformat(),
        "felt_at": at.isoformat("minutes"),
        "utc_offset_min": int(offset.total_seconds() // 60),
        "zone": zone,
        "level": level,
    }
    fields |= {f"feelings.{feeling}": True for feeling in words["feelings"]}
    fields |= {f"tags.{tag}": True for tag in words["tags"]}
    return fields | ({"note": words["note"]} if words["note"] else {})


def _earlier(at: time, now: datetime) -> time:
    """Return `at`, or as far into the day so far as `at` is into a whole one when it has not come yet today."""
    minutes, passed = at.hour * 60 + at.minute, now.hour * 60 + now.minute
    if minutes > passed:
        minutes = minutes * passed // (24 * 60)
    return time(minutes // 60, minutes % 60)


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None
