"""Dates and times as the member's language writes them (Unicode CLDR, through Babel)."""

from datetime import date, datetime, time, timedelta

from babel import Locale
from babel import dates as cldr

from mobile.words import language, t, tn


def day(value: date) -> str:
    """Return a weekday with day and month, such as `Thursday, 12 November`."""
    return cldr.format_skeleton("MMMMEEEEd", value, locale=language())


def day_with_year(value: date) -> str:
    """Return a full date, such as `12 November 2026`."""
    return cldr.format_date(value, "long", locale=language())


def from_to(first: date, last: date) -> str:
    """Return the days that something spans; one day is said once."""
    if first == last:
        return t("On {day}", day=day_with_year(first))
    return t("From {first} to {last}", first=day_with_year(first), last=day_with_year(last))


def short_day(value: date) -> str:
    """Return day and month, such as `12 Nov`."""
    return cldr.format_skeleton("MMMd", value, locale=language())


def month(value: date) -> str:
    """Return a month with its year, such as `November 2026`."""
    return cldr.format_skeleton("yMMMM", value, locale=language())


def month_name(value: date) -> str:
    """Return the short name of a month, such as `Nov`."""
    return cldr.format_date(value, "LLL", locale=language())


def weekday_initials() -> list[tuple[str, str]]:
    """Return (narrow, full) names of the weekdays, from the first day of the member's week on."""
    first = Locale.parse(language()).first_week_day
    narrow = cldr.get_day_names("narrow", "stand-alone", language())
    full = cldr.get_day_names("wide", "stand-alone", language())
    return [(narrow[(first + offset) % 7], full[(first + offset) % 7]) for offset in range(7)]


def first_weekday() -> int:
    """Return the first day of the member's week, 0 = Monday."""
    return int(Locale.parse(language()).first_week_day)


def clock(value: time | datetime) -> str:
    """Return a time of day, such as `18:42`."""
    return cldr.format_time(value, "short", locale=language())


def counts_to_24() -> bool:
    """Whether `clock` counts the hours of a day through, without a morning and an afternoon."""
    pattern = cldr.get_time_format("short", locale=language()).pattern
    return any(sign in pattern for sign in "Hk")  # CLDR's letters for the hours of a whole day


def day_title(value: date, today: date) -> str:
    """Return `Today`, `Yesterday`, or the weekday with the date; the year stands there when it is another."""
    if value == today:
        return t("Today")
    if value == today - timedelta(days=1):
        return t("Yesterday")
    return day(value) if value.year == today.year else f"{day(value)} {value.year}"


def ago(moment: datetime, now: datetime) -> str:
    """Return how long ago `moment` was while that is short, then the day. A clock that is behind shows `now`."""
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return t("now")
    if minutes < 60:
        return tn("{count} min ago", "{count} min ago", minutes)
    return past(moment, now)


def past(moment: datetime, now: datetime) -> str:
    """Return when `moment` was, in words that stay true while they stand on a screen: the time today, then the day."""
    local = moment.astimezone(now.tzinfo)
    if local.date() == now.date():
        return clock(local)
    if local.date() == now.date() - timedelta(days=1):
        return t("Yesterday, {time}", time=clock(local))
    if now.date() - local.date() < timedelta(days=7):
        return cldr.format_date(local, "EEE", locale=language())
    return short_day(local) if local.year == now.year else day_with_year(local.date())


def greeting(moment: datetime) -> str:
    """Return a greeting that fits the local time of day; the small hours have one of their own."""
    if moment.hour < 5:
        return t("Still up")
    if moment.hour < 12:
        return t("Good morning")
    return t("Good afternoon") if moment.hour < 18 else t("Good evening")
