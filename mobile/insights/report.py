"""The report: what one or two pages say of some days, for a therapist or for oneself. Worked out here, drawn elsewhere.

Only what the member chose is in it: the parts, the notes one by one, and a name only when it was written there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from mobile.day_span import ALL, Span
from mobile.entries.document import Entry, entry_from_document
from mobile.entries.opened import open_journal_index
from mobile.insights import numbers, said
from mobile.insights.days import Day, check_in_count, mean_level
from mobile.insights.links import Link, Links, find_links
from mobile.insights.patterns import Mean, by_weekday
from mobile.insights.pixels import Month, year_months
from mobile.insights.reading import merged_tags
from mobile.insights.table import open_table
from mobile.insights.trend import Trend, trend
from mobile.insights.usage import most_used_feelings, most_used_tags
from mobile.ui import dates
from mobile.vault.fields import read_day, read_text
from mobile.vocabulary import Vocabulary, open_vocabulary
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services
    from mobile.vault.documents import Document

TREND, CALENDAR, WEEKDAYS, LINKS, WORDS, MEASURES = PARTS = (
    "trend", "calendar", "weekdays", "links", "words", "measures",
)  # fmt: skip
MONTHS_MAX, LINKS_MAX, WORDS_MAX, MEASURES_MAX = 12, 5, 8, 12
NAME_MAX = 60
_MEASURE = "measure"  # a document that holds its own name, day and score
_WINDOW_DAYS = 182


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the member wants on paper. `notes` are ids of check-ins, `name` stands there only if it was written."""

    span: Span
    parts: frozenset[str] = frozenset(PARTS)
    notes: frozenset[UUID] = frozenset()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it stands on paper: when it was, how it felt, and its words."""

    head: str
    text: str


@dataclass(frozen=True)
class Report:
    """Everything that is drawn, each part None or empty where it was not wanted or there is nothing to say; `lacking`
    are those that were wanted and are empty. Weekdays begin on Monday."""

    title: str
    made_on: date
    summary: tuple[str, ...]
    level_names: tuple[str, ...]
    trend: Trend | None = None
    trend_words: str = ""
    first: date = date.min
    last: date = date.min
    months: tuple[Month, ...] = ()
    weekdays: tuple[Mean, ...] = ()
    links: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    lacking: tuple[str, ...] = ()


async def read_report(services: "Services", chosen: Chosen) -> Report:
    """Return the report of what was chosen."""
    table, today = await open_table(services), services.clock.today()
    first, last = _ends(chosen.span, table.dates, today)
    before = first - timedelta(days=min(_WINDOW_DAYS, (first - date.min).days))
    with_before = table.days(before, last)
    days = [day for day in with_before if day.day >= first]
    vocabulary = open_vocabulary(services.documents)
    same = merged_tags(services, days)
    parts = chosen.parts
    drawn = trend(with_before, first, last) if TREND in parts and days else None
    check_ins = list(table.check_ins(first, last)) if WORDS in parts else []
    feelings = [(vocabulary.feeling(one.id), one.count) for one in most_used_feelings(check_ins, WORDS_MAX)]
    tags = [(vocabulary.tag(one.id), one.count) for one in most_used_tags(check_ins, WORDS_MAX, same)]
    weekdays = by_weekday(days) if WEEKDAYS in parts else ()
    report = Report(
        title=t("How I have been"),
        made_on=today,
        summary=_summary(chosen.name, days, first, last, today),
        level_names=vocabulary.level_names,
        trend=drawn,
        trend_words=said.trend_words(drawn, today) if drawn else "",
        first=first,
        last=last,
        months=_months(days, first, last) if CALENDAR in parts and days else (),
        weekdays=weekdays if any(mean.level is not None for mean in weekdays) else (),
        links=_link_lines(find_links(days, same).around, vocabulary) if LINKS in parts else (),
        words=tuple(line for line in (_used(t("Words"), feelings), _used(t("Around it"), tags)) if line),
        measures=_measure_lines(services.documents.list(_MEASURE), first, last) if MEASURES in parts else (),
        notes=tuple(_note(entry, vocabulary) for entry in _chosen_notes(services, chosen, first, last)),
    )
    return replace(report, lacking=_lacking(report, parts))


def entries_with_notes(services: "Services", span: Span) -> list[Entry]:
    """Return the check-ins of some days that have a note, newest first."""
    index = open_journal_index(services.documents)
    entries = index.list_between(max(span.first, date(1, 1, 2)), span.last)
    return [entry for entry in reversed(entries) if entry.note.strip()]


def headings() -> dict[str, str]:
    """Return the heading of each part."""
    return {
        TREND: t("Mood over time"),
        CALENDAR: t("Calendar"),
        WEEKDAYS: t("By weekday"),
        LINKS: t("What goes with better and lower days"),
        WORDS: t("Most used"),
        MEASURES: t("Check-in measures"),
        "notes": t("Chosen notes"),
    }


def in_words(report: Report) -> list[tuple[str, list[str]]]:
    """Return the report as headings with lines: the preview, and the same that the pages say."""
    names = headings()
    found: list[tuple[str, list[str]]] = [(report.title, list(report.summary))]
    if report.trend is not None:
        found.append((names[TREND], [report.trend_words]))
    if report.months:
        found.append((names[CALENDAR], [month_words(month, report.level_names) for month in report.months]))
    if report.weekdays:
        found.append((names[WEEKDAYS], [weekday_words(place, mean) for place, mean in enumerate(report.weekdays)]))
    if report.links:
        found.append((names[LINKS], list(report.links)))
    if report.words:
        found.append((names[WORDS], list(report.words)))
    if report.measures:
        found.append((names[MEASURES], list(report.measures)))
    if report.notes:
        found.append((names["notes"], [t("{head}: {note}", head=note.head, note=note.text) for note in report.notes]))
    return found


def month_words(month: Month, levels: Sequence[str]) -> str:
    """Return how many days of a month had each level."""
    return t("{month}: {counts}", month=dates.month(month.first), counts=said.count_words(month.counts, levels))


def weekday_name(place: int) -> str:
    """Return the name of a weekday, 0 for Monday."""
    names = dates.weekday_initials()
    return names[(place - dates.first_weekday()) % 7][1]


def weekday_words(place: int, mean: Mean) -> str:
    """Return a weekday with its mean level and the days that it is known from."""
    days = tn("{count} day", "{count} days", mean.days)
    if mean.level is None:
        return t("{weekday}: too few days to say ({days})", weekday=weekday_name(place), days=days)
    return t(
        "{weekday}: {level} of 5 ({days})", weekday=weekday_name(place), level=numbers.level(mean.level), days=days
    )


def _lacking(report: Report, parts: frozenset[str]) -> tuple[str, ...]:
    said = {
        TREND: report.trend, CALENDAR: report.months, WEEKDAYS: report.weekdays, LINKS: report.links,
        WORDS: report.words, MEASURES: report.measures,
    }  # fmt: skip
    return tuple(part for part in PARTS if part in parts and not said[part])


def _ends(span: Span, known: Sequence[date], today: date) -> tuple[date, date]:
    if span.choice != ALL:
        return span.first, span.last
    return (known[0], max(today, known[-1])) if known else (today, today)


def _summary(name: str, days: Sequence[Day], first: date, last: date, today: date) -> tuple[str, ...]:
    lines = [name.strip()[:NAME_MAX]] if name.strip() else []
    lines.append(t("{first} to {last}", first=dates.day_with_year(first), last=dates.day_with_year(last)))
    counts = t(
        "{check_ins} on {days} of {all} days",
        check_ins=tn("{count} check-in", "{count} check-ins", check_in_count(days)),
        days=len(days),
        all=(last - first).days + 1,
    )
    mean = mean_level(days)
    lines.append(
        counts if mean is None else t("{counts}, {mean} of 5 on average", counts=counts, mean=numbers.level(mean))
    )
    return tuple(lines)


def _months(days: Sequence[Day], first: date, last: date) -> tuple[Month, ...]:
    """Return the last months of the time, MONTHS_MAX at most, oldest first; days outside of it are empty."""
    found: list[Month] = []
    for year in range(last.year, first.year - 1, -1):
        months = [month for month in year_months(days, year) if first.replace(day=1) <= month.first <= last]
        found = [*months, *found]
        if len(found) >= MONTHS_MAX:
            break
    return tuple(found[-MONTHS_MAX:])


def _link_lines(links: Links, vocabulary: Vocabulary) -> tuple[str, ...]:
    if not links.shown:
        return ()
    lines = [_link_line(link, vocabulary) for link in links.clear[:LINKS_MAX]]
    if not lines:
        lines = [t("No clear difference with anything that was looked at.")]
    looked_at = tn("{count} thing was looked at", "{count} things were looked at", links.looked_at)
    return (*lines, t("{looked_at}; a few differences come by chance. A link is not a cause.", looked_at=looked_at))


def _link_line(link: Link, vocabulary: Vocabulary) -> str:
    found = link.difference
    return t(
        "{name}: {difference} levels on days with it (95% interval {low} to {high}; {with_days} days with, "
        "{without_days} without)",
        name=said.link_name(link, vocabulary),
        difference=numbers.signed(found.value),
        low=numbers.signed(found.low),
        high=numbers.signed(found.high),
        with_days=link.with_days,
        without_days=link.without_days,
    )


def _used(name: str, counts: Iterable[tuple[str, int]]) -> str:
    words = ", ".join(t("{word} ({count})", word=word, count=count) for word, count in counts)
    return t("{name}: {words}", name=name, words=words) if words else ""


def _measure_lines(documents: Sequence["Document"], first: date, last: date) -> tuple[str, ...]:
    """Return the newest answers of the time, oldest first, as a name, a day, and a score within what is possible."""
    found = []
    for document in documents:
        fields = document.fields
        name, day, score, most = (fields.get(key) for key in ("name", "taken_on", "score", "most"))
        taken_on = read_day(day)
        if taken_on is None or not first <= taken_on <= last or not isinstance(score, int | float):
            continue
        value = (
            t("{score} of {most}", score=f"{score:g}", most=f"{most:g}")
            if isinstance(most, int | float)
            else f"{score:g}"
        )
        words = t("{name}, {day}: {value}", name=read_text(name) or "", day=dates.day_with_year(taken_on), value=value)
        found.append((taken_on, words))
    return tuple(words for _, words in sorted(found)[-MEASURES_MAX:])


def _chosen_notes(services: "Services", chosen: Chosen, first: date, last: date) -> list[Entry]:
    """Return the check-ins whose notes were chosen, oldest first, without those that are of other days."""
    found = [services.documents.get(entry_id) for entry_id in chosen.notes]
    entries = [entry_from_document(document) for document in found if document is not None]
    kept = [entry for entry in entries if first <= entry.felt_on <= last and entry.note.strip()]
    return sorted(kept, key=lambda entry: (entry.felt_on, str(entry.felt_at or ""), entry.id))


def _note(entry: Entry, vocabulary: Vocabulary) -> Note:
    head = t("{day} · {mood}", day=dates.day_with_year(entry.felt_on), mood=vocabulary.mood(entry.level, entry.mood_id))
    return Note(head, "\n".join(text for text in (entry.notes or (entry.note,)) if text.strip()))
