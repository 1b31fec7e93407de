"""When and where a Daylio entry was made: its day and time on the wall, its moment, and the offset between the two."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

_DAY_MS = 86_400_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LEAST_MIN, _MOST_MIN = -12 * 60, 14 * 60  # the offsets of all clocks on earth
_QUARTER_MIN = 15  # every clock hangs on a quarter of an hour
_NEAR_SECONDS = 60  # the wall has no seconds, the moment has


def read_day(value: Mapping[str, Any]) -> date | None:
    """Return the day of an entry; its `month` counts from 0."""
    year, month, day = value.get("year"), value.get("month"), value.get("day")
    if type(year) is not int or type(month) is not int or type(day) is not int:
        return None
    try:
        return date(year, month + 1, day)
    except (ValueError, OverflowError):
        return None


def read_time(hour: Any, minute: Any) -> time | None:
    """Return a time of day; hour and minute -1 mean that none was kept."""
    if type(hour) is not int or type(minute) is not int or not (0 <= hour < 24 and 0 <= minute < 60):
        return None
    return time(hour, minute)


def read_offset(value: Mapping[str, Any], felt_on: date, felt_at: time | None) -> int | None:
    """Return how far the clock of an entry was ahead of UTC, in minutes.

    Real backups say `timeZoneOffset` 0 of entries whose clock and moment lie hours apart; then these two tell.
    """
    said = value.get("timeZoneOffset")
    told = said // 60_000 if type(said) is int and abs(said) <= _DAY_MS else None
    moment = _read_utc(value.get("datetime"))
    if moment is None or felt_at is None:
        return told
    between = (datetime.combine(felt_on, felt_at, UTC) - moment).total_seconds()
    if told is not None and abs(between - told * 60) <= _NEAR_SECONDS:
        return told
    nearest = round(between / 60 / _QUARTER_MIN) * _QUARTER_MIN
    is_clock = _LEAST_MIN <= nearest <= _MOST_MIN and abs(between - nearest * 60) <= _NEAR_SECONDS
    return nearest if is_clock else told


def read_moment(milliseconds: Any, offset_min: int | None) -> datetime | None:
    """Return when an entry was made, on a clock of that offset."""
    moment = _read_utc(milliseconds)
    if moment is None:
        return None
    try:
        return moment.astimezone(timezone(timedelta(minutes=offset_min or 0)))
    except (OverflowError, ValueError):
        return None


def _read_utc(milliseconds: Any) -> datetime | None:
    if type(milliseconds) is not int:
        return None
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None
