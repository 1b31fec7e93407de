"""Dates as somebody types them into a search: `12 nov`, `november 2024`, `2024-11`, `12.11.2024`, `monday`.

A word that may be a date is looked for as a word, too, so nothing is lost when it was meant as one. Names of months
and weekdays are those of the member's language (Unicode CLDR, through Babel).
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

from babel import Locale
from babel import dates as cldr

from mobile.muted_words import fold
from mobile.words import language

DayTest = Callable[[str], bool]  # takes a day as ISO 8601 writes it
_YEAR = re.compile(r"(19|20|21)\d\d")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_NUMBERS = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_BEGINS = 4  # letters that are enough for a name that stands alone: "mar" may be anything
_BEGINS_BESIDE_A_NUMBER = 3


def day_tests(words: Sequence[str]) -> list[DayTest | None]:
    """Return for each folded word of a search what it says of a day, None when it is no part of a date."""
    names = _names(language())
    numbered = any(_DAY.fullmatch(word) or _YEAR.fullmatch(word) for word in words)
    months = [_named(word, names[0], _BEGINS_BESIDE_A_NUMBER if numbered else _BEGINS) for word in words]
    return [_test(word, month, any(months), names[1]) for word, month in zip(words, months, strict=True)]


def _test(word: str, months: frozenset[int], any_month: bool, weekdays: tuple[tuple[str, int], ...]) -> DayTest | None:
    if months:
        return lambda day: int(day[5:7]) in months
    if _YEAR.fullmatch(word):
        return lambda day: day[:4] == word
    if iso := _ISO.fullmatch(word):
        begin = "-".join([iso[1], *(part.zfill(2) for part in iso.groups()[1:] if part)])
        return lambda day: day.startswith(begin)
    if numbers := _NUMBERS.fullmatch(word):
        return _numeric(numbers[1], numbers[2], numbers[3] or "")
    if any_month and (number := _DAY.fullmatch(word)) and 1 <= int(number[1]) <= 31:
        wanted = number[1].zfill(2)
        return lambda day: day[8:] == wanted
    if found := _named(word, weekdays, _BEGINS):
        return lambda day: date.fromisoformat(day).weekday() in found
    return None


def _numeric(first: str, second: str, year: str) -> DayTest:
    """Day and month stand in the order of the member's language; a year may have two digits."""
    pattern = Locale.parse(language()).date_formats["short"].pattern
    day, month = (second, first) if pattern.index("M") < pattern.index("d") else (first, second)
    end = f"-{month.zfill(2)}-{day.zfill(2)}"
    return lambda text: text.endswith(end) and text[:4].endswith(year)


def _named(word: str, names: tuple[tuple[str, int], ...], begins: int) -> frozenset[int]:
    """Return the numbers of the names that `word` is, or begins with at least `begins` letters."""
    return frozenset(
        number for name, number in names if word == name or (len(word) >= begins and name.startswith(word))
    )


@lru_cache(maxsize=4)
def _names(locale: str) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]:
    """Return (name, number) of months and of weekdays (Monday is 0), folded, in both of their grammatical forms."""
    months = {
        (fold(name).rstrip("."), number)
        for context in ("format", "stand-alone")
        for number, name in cldr.get_month_names("wide", context, locale).items()
    }
    weekdays = {
        (fold(name), number)
        for context in ("format", "stand-alone")
        for number, name in cldr.get_day_names("wide", context, locale).items()
    }
    return tuple(sorted(months)), tuple(sorted(weekdays))
