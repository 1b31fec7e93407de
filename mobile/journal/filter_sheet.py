"""What a search is narrowed down to: a sheet to choose it in, and chips that say what was chosen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import flet as ft

from mobile.entries.search import Filters
from mobile.ui import cards, dates, inputs, type
from mobile.ui.guard import component, handler
from mobile.vocabulary import Vocabulary
from mobile.words import t, tn

Change = Callable[[Callable[[Filters], Filters]], None]
_OFFERED = 12  # tags and words before all of them are asked for
_FIRST_DAY = datetime(1920, 1, 1)


def toggled(chosen: frozenset[Any], one: Any) -> frozenset[Any]:
    """Return `chosen` with `one` in it or not, the other way round than it was."""
    return chosen - {one} if one in chosen else chosen | {one}


def filter_chips(filters: Filters, vocabulary: Vocabulary, change: Change) -> list[ft.Control]:
    """Return a chip for everything that was chosen; a tap takes it away again."""

    def chip(text: str, without: Callable[[Filters], Filters]) -> ft.Control:
        return cards.chip(
            text,
            handler(lambda _event: change(without)),
            selected=True,
            icon=ft.Icons.CLOSE,
            label=t("Take away the filter {name}", name=text),
            key=f"filter-{text}",
        )

    def drop(name: str, one: Any) -> Callable[[Filters], Filters]:
        return lambda before: replace(before, **{name: getattr(before, name) - {one}})

    chips = [chip(vocabulary.mood(level, None), drop("levels", level)) for level in sorted(filters.levels)]
    moods = {mood.id: mood.name for mood in vocabulary.all_moods}
    chips += [chip(moods.get(one, t("A mood")), drop("moods", one)) for one in sorted(filters.moods)]
    chips += [chip(vocabulary.tag(one), drop("tags", one)) for one in sorted(filters.tags)]
    chips += [chip(vocabulary.feeling(one), drop("feelings", one)) for one in sorted(filters.feelings)]
    if filters.note:
        chips.append(chip(t("With a note"), lambda before: replace(before, note=False)))
    if filters.photo:
        chips.append(chip(t("With a photo"), lambda before: replace(before, photo=False)))
    if filters.first or filters.last:
        chips.append(chip(period_words(filters), lambda before: replace(before, first=None, last=None)))
    return chips


def period_words(filters: Filters) -> str:
    """Return the days that a search is narrowed down to, in words."""
    first, last = filters.first, filters.last
    if first and last and first != last:
        return t("{first} to {last}", first=dates.day_with_year(first), last=dates.day_with_year(last))
    if first and last:
        return dates.day_with_year(first)
    if first:
        return t("Since {day}", day=dates.day_with_year(first))
    return t("Until {day}", day=dates.day_with_year(last)) if last else t("Any day")


@component
def FilterSheet(
    filters: Filters,
    change: Change,
    vocabulary: Vocabulary,
    tags: Mapping[str, int],
    feelings: Mapping[str, int],
    today: date,
    found: int,
    close: Callable[[], None],
) -> ft.Control:
    """The content of the sheet. `tags` and `feelings` say how many check-ins carry each; `found` is how many check-ins
    there are with what is chosen now."""
    levels = [
        cards.chip(
            vocabulary.mood(level, None),
            handler(lambda _event, level=level: change(lambda f: replace(f, levels=toggled(f.levels, level)))),
            selected=level in filters.levels,
            wraps=True,
        )
        for level in (1, 2, 3, 4, 5)
    ]
    moods = [
        cards.chip(
            mood.name,
            handler(lambda _event, mood=mood: change(lambda f: replace(f, moods=toggled(f.moods, mood.id)))),
            selected=mood.id in filters.moods,
            wraps=True,
        )
        for mood in vocabulary.all_moods
    ]
    parts: list[ft.Control] = [
        type.heading(t("Narrow it down")),
        inputs.labelled(t("Mood"), cards.chips([*levels, *moods])),
    ]
    if tags:
        parts.append(_Choice(t("Tags"), tags, vocabulary.tag, "tags", filters.tags, change, key="tags"))
    if feelings:
        parts.append(
            _Choice(t("Words"), feelings, vocabulary.feeling, "feelings", filters.feelings, change, key="feel")
        )
    parts += [
        inputs.labelled(t("With"), cards.chips(_flags(filters, change))),
        inputs.labelled(t("When"), _Period(filters, change, today, key="period")),
        ft.Row(
            [
                inputs.text_button(t("Take all away"), handler(lambda _event: change(lambda _: Filters()))),
                inputs.primary_button(
                    tn("Show {count} check-in", "Show {count} check-ins", found), handler(lambda _event: close())
                ),
            ],
            alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
            wrap=True,
        ),
    ]
    return ft.Column(parts, spacing=18, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _flags(filters: Filters, change: Change) -> list[ft.Control]:
    return [
        cards.chip(
            t("A note"), handler(lambda _event: change(lambda f: replace(f, note=not f.note))), selected=filters.note
        ),
        cards.chip(
            t("A photo"),
            handler(lambda _event: change(lambda f: replace(f, photo=not f.photo))),
            selected=filters.photo,
        ),
    ]


@component
def _Choice(
    name: str,
    counts: Mapping[str, int],
    word: Callable[[str], str],
    field: str,
    chosen: frozenset[str],
    change: Change,
) -> ft.Control:
    """Chips of ids, the most used first; the rest behind one more tap."""
    all_, set_all = ft.use_state(False)
    order = sorted(counts, key=lambda one: (-counts[one], word(one)))
    shown: Sequence[str] = order if all_ else [one for n, one in enumerate(order) if n < _OFFERED or one in chosen]

    def toggle(one: str) -> inputs.Handler:
        def without_or_with(before: Filters) -> Filters:
            changed: dict[str, Any] = {field: toggled(getattr(before, field), one)}
            return replace(before, **changed)

        return handler(lambda _event: change(without_or_with))

    chips = [
        cards.chip(word(one), toggle(one), selected=one in chosen, trailing=str(counts[one]), wraps=True, key=one)
        for one in shown
    ]
    if len(shown) < len(order):
        more = tn("{count} more", "{count} more", len(order) - len(shown))
        chips.append(cards.chip(more, handler(lambda _event: set_all(True)), icon=ft.Icons.EXPAND_MORE, key="more"))
    return inputs.labelled(name, cards.chips(chips))


@component
def _Period(filters: Filters, change: Change, today: date) -> ft.Control:
    """Some usual stretches of time, and any first and last day."""
    page = ft.context.page

    def stretch(text: str, first: date | None, last: date | None) -> ft.Control:
        return cards.chip(
            text,
            handler(lambda _event: change(lambda f: replace(f, first=first, last=last))),
            selected=(filters.first, filters.last) == (first, last),
        )

    def pick(field: str, now: date | None) -> inputs.Handler:
        def chosen(event: ft.Event[Any]) -> None:
            value = event.control.value
            if value is not None:
                day = value.astimezone().date() if value.tzinfo else value.date()
                change(lambda f: replace(f, **{field: day}))

        def show(_event: Any) -> None:
            page.show_dialog(
                ft.DatePicker(
                    value=datetime.combine(now or today, time(12)),
                    first_date=_FIRST_DAY,
                    last_date=datetime.combine(max(today, now or today), time(23, 59)),
                    on_change=handler(chosen),
                )
            )

        return handler(show)

    chips = [
        stretch(t("Any day"), None, None),
        stretch(t("Last 7 days"), today - timedelta(days=6), None),
        stretch(t("Last 30 days"), today - timedelta(days=29), None),
        stretch(str(today.year), date(today.year, 1, 1), date(today.year, 12, 31)),
        stretch(str(today.year - 1), date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
        cards.chip(t("From a day"), pick("first", filters.first), icon=ft.Icons.CALENDAR_TODAY_OUTLINED),
        cards.chip(t("To a day"), pick("last", filters.last), icon=ft.Icons.CALENDAR_TODAY_OUTLINED),
    ]
    return ft.Column([cards.chips(chips), type.quiet(period_words(filters))], spacing=6, tight=True)
