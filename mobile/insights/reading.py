"""Reads the journal for the screens of insights: one answer with every number that a time has.

It is worked out on the loop in parts of some ten milliseconds with a turn for everything else in between; ten years of
ten check-ins a day take a fifth of a second together.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from mobile.insights.days import Day, check_in_count
from mobile.insights.links import Kind, Link, Links, counter_examples, find_links
from mobile.insights.patterns import ByPart, Mean, by_part_of_day, by_weekday
from mobile.insights.periods import Period, has_earlier, period
from mobile.insights.pixels import Month, year_months
from mobile.insights.rhythm import Rhythm, Run, rhythm, run_of_days
from mobile.insights.scales import ScaleMood, scale_mood
from mobile.insights.table import InsightTable, open_table
from mobile.insights.trend import Trend, is_low_stretch, trend
from mobile.insights.trials import Change, Trial, changes_by_strategy
from mobile.insights.usage import Use, most_used_feelings, most_used_tags
from mobile.insights.view import View
from mobile.ui import dates
from mobile.vault.fields import list_elements, read_day, read_text, read_whole
from mobile.vocabulary import open_vocabulary

if TYPE_CHECKING:
    from mobile.services import Services
    from mobile.vault.documents import Document

SCOPES = ("journal", "documents")
RUN_PREFERENCE = "insights_run"  # whether the member asked for the run of days
USED_SHOWN = 12
_STRATEGY = "saved_strategy"
_WEEKS_KEPT = 60
_LONGEST_WINDOW = 182


@dataclass(frozen=True, eq=False)
class Insights:
    """Everything that the screen shows of one time. `total_days` and `total_check_ins` are of the whole journal;
    `weeks` are the days of the last weeks up to today, whatever time is looked at."""

    view: View
    today: date
    period: Period
    has_earlier: bool
    total_days: int
    days: Sequence[Day]
    check_ins: int
    trend: Trend
    is_low: bool
    weeks: Sequence[Day]
    links: Links
    weekdays: tuple[Mean, ...]
    parts: ByPart
    feelings: Sequence[Use]
    tags: Sequence[Use]
    scales: Sequence[ScaleMood]
    rhythm: Rhythm
    run: Run | None
    changes: Sequence[Change]
    strategies: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class LinkAnswer:
    """One link of a time, None when there are too few days; how many were looked at, and the days against it."""

    period: Period
    link: Link | None
    looked_at: int
    against: Sequence[Day]


@dataclass(frozen=True, eq=False)
class YearAnswer:
    """A year as squares, and the years that have days."""

    year: int
    months: tuple[Month, ...]
    first_year: int
    last_year: int


async def load_insights(services: "Services", view: View) -> Insights:
    """Return what the journal shows of a time."""
    today, table = services.clock.today(), await open_table(services)
    shown = _period(table, view, today)
    before = shown.first - timedelta(days=min(_LONGEST_WINDOW, (shown.first - date.min).days))
    with_before = table.days(before, shown.last)
    days = [day for day in with_before if day.day >= shown.first]
    same = merged_tags(services, days)
    await asyncio.sleep(0)
    drawn = trend(with_before, shown.first, shown.last)
    await asyncio.sleep(0)
    links = find_links(days, same)
    await asyncio.sleep(0)
    parts = by_part_of_day(table.check_ins(shown.first, shown.last))
    await asyncio.sleep(0)
    feelings = most_used_feelings(table.check_ins(shown.first, shown.last), USED_SHOWN)
    tags = most_used_tags(table.check_ins(shown.first, shown.last), USED_SHOWN, same)
    await asyncio.sleep(0)
    scales = [scale_mood(days, link) for link in links.shown if link.kind is Kind.SCALE]
    trials, strategies = read_trials(services)
    wants_run = bool(services.preferences.get(RUN_PREFERENCE, False))
    return Insights(
        view=view,
        today=today,
        period=shown,
        has_earlier=has_earlier(shown, table.first_day),
        total_days=len(table.dates),
        days=days,
        check_ins=check_in_count(days),
        trend=drawn,
        is_low=is_low_stretch(with_before, shown.last),
        weeks=table.days(today - timedelta(days=min(7 * _WEEKS_KEPT, (today - date.min).days)), today),
        links=links,
        weekdays=by_weekday(days),
        parts=parts,
        feelings=feelings,
        tags=tags,
        scales=scales,
        rhythm=rhythm(table.dates, today),
        run=run_of_days(table.dates, today) if wants_run else None,
        changes=changes_by_strategy(trials),
        strategies=strategies,
    )


async def load_links(services: "Services", view: View) -> tuple[Period, Links]:
    """Return the time of a view and its links."""
    table = await open_table(services)
    shown = _period(table, view, services.clock.today())
    days = table.days(shown.first, shown.last)
    return shown, find_links(days, merged_tags(services, days))


async def load_link(services: "Services", view: View, kind: str, identity: str) -> LinkAnswer:
    """Return one link of a time with the days that go against it."""
    table = await open_table(services)
    shown = _period(table, view, services.clock.today())
    days = table.days(shown.first, shown.last)
    same = merged_tags(services, days)
    links = find_links(days, same)
    link = next((one for one in links.shown if one.kind == kind and one.id == identity), None)
    return LinkAnswer(shown, link, links.looked_at, counter_examples(days, link, same) if link else [])


async def load_year(services: "Services", year: int) -> YearAnswer:
    """Return a year as squares."""
    table, this_year = await open_table(services), services.clock.today().year
    days = table.days(date(year, 1, 1), date(year, 12, 31))
    first = min(table.first_day.year if table.first_day else this_year, this_year)
    return YearAnswer(year, year_months(days, year, dates.first_weekday()), first, this_year)


def merged_tags(services: "Services", days: Sequence[Day]) -> dict[str, str]:
    """Return what each merged tag of `days` reads as."""
    vocabulary = open_vocabulary(services.documents)
    used: set[str] = set()
    for day in days:
        used |= day.tags
    return {tag: reads_as for tag in used if (reads_as := vocabulary.tag_id(tag)) != tag}


def read_trials(services: "Services") -> tuple[list[Trial], dict[str, str]]:
    """Return every trial of a kept strategy, and the strategies' titles by the key that the trials carry.

    A card of a group that was kept on two devices apart is two documents of one post, and one strategy here.
    """
    trials: list[Trial] = []
    titles: dict[str, str] = {}
    for document in services.documents.list(_STRATEGY):
        key = read_text(document.fields.get("post_id")) or str(document.id)
        titles[key] = read_text(document.fields.get("title")) or titles.get(key, "")
        trials += _trials_of(key, document)
    return trials, titles


def _trials_of(key: str, document: "Document") -> list[Trial]:
    fields = document.fields
    found = []
    for trial, value in list_elements(fields, "tries."):
        tried_on = read_day(value)
        if tried_on is not None:
            before, after = (read_whole(fields.get(f"{side}.{trial}"), 1, 5) for side in ("before", "after"))
            found.append(Trial(key, tried_on, before, after))
    return found


def _period(table: InsightTable, view: View, today: date) -> Period:
    return period(view.length, today, steps_back=view.steps_back, first_day=table.first_day)
