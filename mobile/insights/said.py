"""What the pictures of insights say, in words: for who does not see them, and below them for everybody."""

from collections.abc import Sequence
from datetime import date
from math import ceil, floor

from mobile.built_in_words import energy_word
from mobile.insights import numbers
from mobile.insights.days import ENERGY, Day, mean_level
from mobile.insights.links import Kind, Link
from mobile.insights.periods import Period
from mobile.insights.trend import Trend
from mobile.scale_values import value_text, value_words
from mobile.ui import dates
from mobile.vocabulary import Vocabulary
from mobile.words import t, tn


def begin(text: str) -> str:
    """Return `text` as the beginning of a line."""
    return text[:1].upper() + text[1:]


def span(period: Period, today: date) -> str:
    """Return from when to when a time reaches."""
    first, last = ends(period, today)
    return t("{first} to {last}", first=first, last=last)


def ends(period: Period, today: date) -> tuple[str, str]:
    """Return the first and the last day of a time; years stand there when one is not this year."""
    if period.first.year == period.last.year == today.year:
        return dates.short_day(period.first), dates.short_day(period.last)
    return dates.day_with_year(period.first), dates.day_with_year(period.last)


def amounts(days: int, check_ins: int) -> str:
    """Return how many days and check-ins there are."""
    return t(
        "{days} · {check_ins}",
        days=tn("{count} day", "{count} days", days),
        check_ins=tn("{count} check-in", "{count} check-ins", check_ins),
    )


def near(day: date, today: date) -> str:
    """Return a day within a sentence."""
    return dates.short_day(day) if day.year == today.year else dates.day_with_year(day)


def trend_words(trend: Trend, today: date) -> str:
    """Return what the line is and where it has been going."""
    if not trend.line:
        return t("The line begins when three days within a week have a check-in.")
    what = {
        "day": t("The line is a 7-day average."),
        "week": t("Each dot is a week. The line looks back on four weeks."),
        "month": t("Each dot is a month. The line looks back on half a year."),
    }[trend.step]
    going = trend.direction
    if going is None:
        return what
    since = near(going.since, today)
    course = {
        "rising": t("You’ve been lifting since {day}.", day=since),
        "falling": t("It has been lower since {day}.", day=since),
        "steady": t("It has stayed much the same."),
        "mixed": t("It has gone up and down."),
    }[going.course]
    return t("{what} {course}", what=what, course=course)


def mood_label(trend: Trend, days: Sequence[Day], period: Period, today: date) -> str:
    """Return the mood picture in words: how many days, from when to when, their range and the line's direction."""
    if not days:
        return t("Mood, {span}: no check-ins.", span=span(period, today))
    lowest, highest = min(day.mean for day in days), max(day.mean for day in days)
    return t(
        "Mood, {span}: {days}, their means from {lowest} to {highest} of 5, {mean} on average. {course}",
        span=span(period, today),
        days=tn("{count} day", "{count} days", len(days)),
        lowest=numbers.level(lowest),
        highest=numbers.level(highest),
        mean=numbers.level(mean_level(days) or 0),
        course=trend_words(trend, today),
    )


def count_words(counts: Sequence[int], levels: Sequence[str]) -> str:
    """Return how many days had each of the `levels`, which are named lowest first; those that there were."""
    said = [
        t("{level} {count}", level=level, count=count) for level, count in zip(levels, counts, strict=True) if count
    ]
    return ", ".join(said) if said else t("no check-ins")


def link_name(link: Link, vocabulary: Vocabulary) -> str:
    """Return what a link is about, as the beginning of a line."""
    if link.kind is Kind.TAG:
        return begin(vocabulary.tag(link.id))
    if link.kind is Kind.FEELING:
        return begin(vocabulary.feeling(link.id))
    name = scale_name(link.id, vocabulary)
    return begin(t("{scale}: {value} or more", scale=name, value=reading(link.id, link.cut or 0, vocabulary)))


def scale_name(scale: str, vocabulary: Vocabulary) -> str:
    """Return the name of a scale or of energy, also of a scale whose document is not here."""
    if scale == ENERGY:
        return t("Energy")
    found = vocabulary.scale(scale)
    return begin(found.name) if found else t("A scale that is not here yet")


def reading(scale: str, value: float, vocabulary: Vocabulary) -> str:
    """Return a reading of a scale in its unit."""
    if scale == ENERGY:
        return t("{words} ({value} of 5)", words=_energy_words(value, value), value=numbers.plain(value))
    found = vocabulary.scale(scale)
    return value_words(found, round(value, 1)) if found else numbers.plain(value)


def reading_range(scale: str, least: float, most: float, vocabulary: Vocabulary) -> str:
    """Return from where to where readings go, with their unit once."""
    last = reading(scale, most, vocabulary)
    if least == most:
        return last
    if scale == ENERGY:
        words = _energy_words(least, most)
        ends = t("{least} to {most}", least=numbers.plain(least), most=numbers.plain(most))
        return t("{words} ({value} of 5)", words=words, value=ends)
    found = vocabulary.scale(scale)
    first = value_text(found, round(least, 1)) if found else numbers.plain(least)
    return t("{least} to {most}", least=first, most=last)


def _energy_words(least: float, most: float) -> str:
    """Return the steps of energy that readings lie within; a day's mean may lie between two."""
    first, last = energy_word(floor(least)), energy_word(ceil(most))
    return first if first == last else t("{least} to {most}", least=first, most=last)


def link_words(link: Link, vocabulary: Vocabulary) -> str:
    """Return a link as one spoken sentence."""
    words = {
        "name": link_name(link, vocabulary),
        "difference": numbers.level(abs(link.difference.value)),
        "days": tn("{count} day", "{count} days", link.with_days),
    }
    if not link.difference.is_clear:
        return t("{name}: no clear difference, {days}", **words)
    if link.difference.value > 0:
        return t("{name}: days with it were {difference} higher, {days}", **words)
    return t("{name}: days with it were {difference} lower, {days}", **words)
