"""The value of a scale as it is typed, read and told: a number in its unit, or a duration as hours:minutes.

Durations are kept in minutes. Numbers are read with a comma or a point, whichever keyboard is at hand.
"""

import re
from dataclasses import replace
from typing import Literal

from babel import numbers

from mobile.vocabulary_words import DURATION, Scale
from mobile.words import language, t

_CLOCK = re.compile(r"(\d{1,4})\s*[:h]\s*(\d{1,2})\s*(?:m|min)?")
_MINUTES = re.compile(r"(\d{1,6})\s*(?:m|min)")
_HOURS = re.compile(r"(\d{1,4}(?:[.,٫]\d{1,4})?)\s*h?")
_DECIMAL = re.compile(r"[-−]?\d{1,12}(?:[.,٫]\d{1,9})?")
_IN_THOUSANDS = re.compile(r"[-−]?\d{1,3}(?:[.,\s’']\d{3})+")
_POINTS = str.maketrans({",": ".", "٫": ".", "−": "-"})

Problem = Literal["", "unreadable", "outside"]


def value_text(scale: Scale, value: float) -> str:
    """Return a value as it stands in its field: `7:30`, `7.5`."""
    if scale.sort == DURATION:
        minutes = round(value)
        sign = "-" if minutes < 0 else ""
        return f"{sign}{abs(minutes) // 60}:{abs(minutes) % 60:02}"
    return numbers.format_decimal(value, "0.######", locale=language())


def value_words(scale: Scale, value: float) -> str:
    """Return a value as it is told, with its unit: `7:30 h`, `3 points`."""
    if scale.sort == DURATION:
        return t("{hours_and_minutes} h", hours_and_minutes=value_text(scale, value))
    text = numbers.format_decimal(value, "#,##0.######", locale=language())
    if not scale.unit:
        return text
    return t("{value} {unit}", value=text, unit=scale.unit)


def range_words(scale: Scale) -> str:
    """Return from where to where a scale goes, such as `0 to 10 points`."""
    is_duration = scale.sort == DURATION
    least = value_text(scale, scale.least) if is_duration else value_words(replace(scale, unit=""), scale.least)
    return t("{least} to {most}", least=least, most=value_words(scale, scale.most))


def read_value(scale: Scale, text: str) -> tuple[float | None, Problem]:
    """Return the value that was typed and what is wrong with it. An empty field is no value and nothing wrong."""
    text = text.strip().casefold()
    if not text:
        return None, ""
    value = _minutes(text) if scale.sort == DURATION else read_number(text, is_whole=scale.step == int(scale.step))
    if value is None:
        return None, "unreadable"
    return (value, "") if scale.least <= value <= scale.most else (None, "outside")


def read_number(text: str, *, is_whole: bool = False) -> float | None:
    """Return the number that was typed, None when it is none. Where whole numbers are asked for, `10.000` is ten
    thousand and not ten."""
    text = text.strip()
    if is_whole and _IN_THOUSANDS.fullmatch(text):
        text = re.sub(r"[.,\s’']", "", text)
    if not _DECIMAL.fullmatch(text):
        return None
    return float(text.translate(_POINTS))


def read_duration(text: str) -> float | None:
    """Return the minutes of `7:30`, `7 h 30`, `45 min`, or of hours such as `7` and `7.5`; None when it is none."""
    return _minutes(text.strip().casefold())


def _minutes(text: str) -> float | None:
    if found := _CLOCK.fullmatch(text):
        hours, minutes = int(found[1]), int(found[2])
        return hours * 60.0 + minutes if minutes < 60 else None
    if found := _MINUTES.fullmatch(text):
        return float(found[1])
    if found := _HOURS.fullmatch(text):
        return float(round(float(found[1].translate(_POINTS)) * 60))
    return None


def stepped(scale: Scale, value: float | None, by: int) -> float:
    """Return the value one step up (`by` 1) or down (-1), within the range; from nothing it begins in the middle."""
    if value is None:
        steps = round((scale.most - scale.least) / 2 / scale.step)
        return min(scale.least + steps * scale.step, scale.most)
    return round(min(max(value + by * scale.step, scale.least), scale.most), 6)
