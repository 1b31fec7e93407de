"""Days and times as other journals and spreadsheets write them. Only what stands there is read: no zone moves a day."""

import re
from datetime import date, datetime, time
from typing import Literal

Order = Literal["ymd", "dmy", "mdy"]
ORDERS: tuple[Order, ...] = ("ymd", "dmy", "mdy")

_SPACES = re.compile(r"[\s\u00a0\u202f\u200e\u200f]+")
_CLOCK = re.compile(r"(\d{1,2})(?:\s?[:.hH時시]\s?(\d{2}))?(?:[:.](\d{2})(?:[.,]\d+)?)?\s?(?:分|분|Uhr)?")
_MORNING = frozenset({"am", "a", "上午", "午前", "오전", "ص", "π.μ", "πμ", "de", "dop", "vorm", "öö", "sa"})
_EVENING = frozenset({"pm", "p", "下午", "午後", "오후", "م", "μ.μ", "μμ", "du", "odp", "nachm", "ös", "ch"})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERS = re.compile(r"(\d{1,4})[-/. ]+(\d{1,2})[-/. ]+(\d{1,4})\.?")
_MONTH_INSIDE = re.compile(r"(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th|\.)?[ -]([a-z]{3,9})\.?,?[ -](\d{4})", re.I)
_MONTH_FIRST = re.compile(r"(?:[a-z]+,? )?([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.I)


def read_clock(text: str) -> time | None:
    """Return a civil time written with 24 or with 12 hours, such as `20:39`, `8:30 pm`, `8:30 p. m.` or `午後8:30`."""
    clean = _SPACES.sub(" ", text).strip()
    found = _CLOCK.search(clean)
    if found is None:
        return None
    beside = (clean[: found.start()] + clean[found.end() :]).casefold()
    marks = beside.replace(" ", "").strip(".").replace(".m", "m") if beside.strip() else ""
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found[2] is None and not marks:
        return None
    if marks:
        if marks not in _MORNING | _EVENING or not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if marks in _EVENING else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def read_day(text: str, order: Order = "ymd") -> date | None:
    """Return a civil date; numbers alone are read in `order`, a year of four digits in front always comes first."""
    clean = _SPACES.sub(" ", text).strip()
    if found := _NUMBERS.fullmatch(clean):
        one, two, three = (int(part) for part in found.groups())
        if len(found[1]) == 4:
            return _date(one, two, three)
        if order == "ymd" or len(found[3]) not in (2, 4):
            return None
        year = three if len(found[3]) == 4 else 2000 + three
        return _date(year, two, one) if order == "dmy" else _date(year, one, two)
    if re.fullmatch(r"\d{8}", clean):
        return _date(int(clean[:4]), int(clean[4:6]), int(clean[6:]))
    if found := _MONTH_INSIDE.fullmatch(clean):
        return _date(int(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_FIRST.fullmatch(clean):
        return _date(int(found[3]), _month(found[1]), int(found[2]))
    return None


def read_moment(text: str, order: Order = "ymd") -> tuple[date, time | None, int | None] | None:
    """Return (civil date, civil time or None, offset from UTC in minutes or None) of a date with or without a time,
    just as it is written."""
    clean = _SPACES.sub(" ", text).strip()
    try:
        moment = datetime.fromisoformat(clean)
    except ValueError:
        pass
    else:
        offset = moment.utcoffset()
        has_time = len(clean) > 10 and (":" in clean or "T" in clean)
        minutes = int(offset.total_seconds() // 60) if offset is not None else None
        return moment.date(), moment.time().replace(microsecond=0) if has_time else None, minutes
    if day := read_day(clean, order):
        return day, None, None
    pieces = clean.split(" ")
    for cut in range(len(pieces) - 1, 0, -1):
        day, at = read_day(" ".join(pieces[:cut]).rstrip(","), order), read_clock(" ".join(pieces[cut:]))
        if day is not None and at is not None:
            return day, at, None
    return None


def read_duration(text: str) -> float | None:
    """Return the minutes of `7:30`, `7h 30m` or `1:02:03`."""
    clean = _SPACES.sub(" ", text).strip()
    if found := re.fullmatch(r"(-?)(\d{1,6}):(\d{1,2})(?::(\d{1,2}))?", clean):
        minutes = int(found[2]) * 60 + int(found[3]) + int(found[4] or 0) / 60
        return -minutes if found[1] else minutes
    if found := re.fullmatch(r"(?:(\d{1,6}) ?h(?:ours?)?)? ?(?:(\d{1,6}) ?m(?:in(?:utes?)?)?)?", clean, re.I):
        return int(found[1] or 0) * 60.0 + int(found[2] or 0) if found[1] or found[2] else None
    return None


def read_number(text: str, thousands: str = "") -> float | None:
    """Return a number written with a point or a comma; None for what is none or out of all measure. With `thousands`,
    a point or a comma, `10,432` is ten thousand."""
    clean = _SPACES.sub("", text)
    if thousands and is_in_thousands(clean, thousands):
        clean = clean.replace(thousands, "")
    if not re.fullmatch(r"[-+]?\d{1,15}([.,]\d{1,15})?", clean):
        return None
    return float(clean.replace(",", "."))


def is_in_thousands(text: str, sign: str) -> bool:
    """Return whether a number can be read as one with a sign between its thousands."""
    return re.fullmatch(rf"[-+]?[1-9]\d{{0,2}}({re.escape(sign)}\d{{3}})+", _SPACES.sub("", text)) is not None


def _month(name: str) -> int:
    return next((place for place, month in enumerate(_MONTHS, 1) if name.lower().startswith(month)), 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
