"""One link with its numbers, its likely range and the days that go against it; and the list of all links of a time."""

from collections.abc import Sequence
from datetime import date

import flet as ft

from mobile import paths
from mobile.insights import numbers, said
from mobile.insights.days import LEAST_DAYS, Day
from mobile.insights.link_rows import caution, link_row, looked_at_words, reach_of, too_few_words
from mobile.insights.links import Kind, Link
from mobile.insights.mood_card import card_line
from mobile.insights.pattern_cards import mean_row
from mobile.insights.reading import SCOPES, LinkAnswer, load_link, load_links
from mobile.insights.view import View, parse_view
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, dates, faces, feedback, scaffold, theme, type
from mobile.ui.guard import screen
from mobile.ui.route import use_parameters
from mobile.vocabulary import Vocabulary, open_vocabulary
from mobile.words import t, tn

_AGAINST_SHOWN = 30
_LINKS_SHOWN = 60


@screen
def LinkScreen() -> ft.View:
    """One link."""
    services, wide = use_services(), use_session().layout == "wide"
    parameters = use_parameters()
    view, kind = parse_view(parameters.get("view", "")), parameters.get("kind", "")
    identity = _identity(parameters.get("identity", ""))
    found: LinkAnswer | None = use_query(
        lambda: load_link(services, view, kind, identity), scopes=SCOPES, depends_on=(view, kind, identity)
    )
    vocabulary = open_vocabulary(services.documents)
    parts: list[ft.Control] = []
    if found is not None and found.link is None:
        words = t("Shown from {count} days with it and {count} days without it in this time.", count=LEAST_DAYS)
        parts = [feedback.empty(words, t("To insights"), scaffold.to(paths.INSIGHTS))]
    elif found is not None and found.link is not None:
        above = paths.insight_link(str(view), kind, identity)
        parts = _link(found, found.link, vocabulary, above, services.clock.today())
    body = scaffold.scroll(parts, wide=wide)
    return scaffold.page_view(t("What goes with it"), body, wide=wide, current=paths.INSIGHTS, back_to=paths.INSIGHTS)


def _identity(text: str) -> str:
    try:
        return bytes.fromhex(text).decode()
    except ValueError:
        return ""


def _link(found: LinkAnswer, link: Link, vocabulary: Vocabulary, above: str, today: date) -> list[ft.Control]:
    name = said.link_name(link, vocabulary)
    with_it, without = t("Days with it"), t("Days without it")
    rows = [
        _side(with_it, link.with_mean, link.with_days),
        _side(without, link.without_mean, link.without_days),
    ]
    likely = t(
        "The likely range (95%) is {low} to {high}.",
        low=numbers.signed(link.difference.low),
        high=numbers.signed(link.difference.high),
    )
    verdict = (
        t("It leaves out zero, which chance alone would rarely do.")
        if link.difference.is_clear
        else t("It holds zero, so this may well be chance.")
    )
    parts: list[ft.Control] = [
        type.heading(name),
        type.quiet(said.span(found.period, today)),
        cards.card(
            [
                *rows,
                type.body(t("Difference: {difference} levels", difference=numbers.signed(link.difference.value))),
                type.body(t("{likely} {verdict}", likely=likely, verdict=verdict), size=14),
            ],
            spacing=10,
        ),
        cards.card([card_line(t("How to read this")), *_cautions(link, found.looked_at)], spacing=8),
        *_against(found, link, above),
    ]
    return parts


def _side(name: str, mean: float, days: int) -> ft.Control:
    level, count = numbers.level(mean), tn("{count} day", "{count} days", days)
    trailing = t("{level} · {days}", level=level, days=count)
    return mean_row(name, mean, trailing, t("{name}: {level} of 5, {days}", name=name, level=level, days=count))


def _cautions(link: Link, looked_at: int) -> list[ft.Control]:
    words = [
        t("A link is not a cause: it may be the other way round, or both may come from something else."),
        looked_at_words(looked_at),
        t("Days near each other resemble each other, so the true range is somewhat wider."),
    ]
    if link.kind is Kind.FEELING:
        words.insert(0, t("A word for a feeling is a part of how the day was, so a difference is no surprise."))
    if link.kind is Kind.SCALE:
        words.insert(0, t("The days that have a reading were split at the middle of your own readings."))
    return [type.body(text, size=14) for text in words]


def _against(found: LinkAnswer, link: Link, above: str) -> list[ft.Control]:
    if not found.against:
        return [type.quiet(t("No day with it went the other way."))]
    name = t("Lower all the same") if link.difference.value > 0 else t("Higher all the same")
    explained = (
        tn(
            "{count} day with it was lower than days without it are on average.",
            "{count} days with it were lower than days without it are on average.",
            len(found.against),
        )
        if link.difference.value > 0
        else tn(
            "{count} day with it was higher than days without it are on average.",
            "{count} days with it were higher than days without it are on average.",
            len(found.against),
        )
    )
    rows = cards.divided([_day_row(day, above) for day in found.against[:_AGAINST_SHOWN]])
    parts: list[ft.Control] = [
        type.heading(name),
        type.quiet(explained),
        cards.card(rows, padding=cards.OF_ROWS, spacing=0),
    ]
    if len(found.against) > _AGAINST_SHOWN:
        parts.append(type.quiet(t("The newest {count} stand here.", count=_AGAINST_SHOWN)))
    return parts


def _day_row(day: Day, above: str) -> ft.Control:
    words = t(
        "{level} · {check_ins}",
        level=numbers.level(day.mean),
        check_ins=tn("{count} check-in", "{count} check-ins", day.count),
    )
    middle = ft.Column([type.body(dates.day_with_year(day.day)), type.quiet(words)], spacing=2, expand=True, tight=True)
    line = ft.Row(
        [faces.face(day.level, 30), middle, ft.Icon(ft.Icons.CHEVRON_RIGHT, size=20, color=theme.QUIET)], spacing=14
    )
    return ft.MergeSemantics(
        key=day.day.isoformat(),
        content=ft.Semantics(
            button=True,
            content=ft.Container(
                line,
                on_click=scaffold.to(paths.insight_day(day.day, above)),
                ink=True,
                border_radius=theme.CHIP_RADIUS,
                padding=ft.Padding.symmetric(horizontal=4, vertical=10),
            ),
        ),
    )


@screen
def LinksScreen() -> ft.View:
    """Every link that a time has enough days for: tags and scales, then the words."""
    services, wide = use_services(), use_session().layout == "wide"
    view = parse_view(use_parameters().get("view", ""))
    found = use_query(lambda: load_links(services, view), scopes=SCOPES, depends_on=(view,))
    vocabulary = open_vocabulary(services.documents)
    parts: list[ft.Control] = []
    if found is not None:
        period, links = found
        parts = [type.quiet(said.span(period, services.clock.today()))]
        around = links.around.shown
        words = [link for link in links.shown if link.kind is Kind.FEELING]
        parts += _section(t("Tags and scales"), around, view, vocabulary)
        parts += _section(t("Words"), words, view, vocabulary)
        if links.shown:
            parts += [type.quiet(caution()), type.quiet(looked_at_words(links.looked_at))]
        else:
            parts.append(feedback.empty(too_few_words(links), t("To insights"), scaffold.to(paths.INSIGHTS)))
    body = scaffold.scroll(parts, wide=wide)
    return scaffold.page_view(t("All links"), body, wide=wide, current=paths.INSIGHTS, back_to=paths.INSIGHTS)


def _section(name: str, links: Sequence[Link], view: View, vocabulary: Vocabulary) -> list[ft.Control]:
    if not links:
        return []
    reach = reach_of(links)
    parts: list[ft.Control] = [type.heading(name)]
    clear = [link for link in links if link.difference.is_clear]
    unclear = [link for link in links if not link.difference.is_clear]
    for title, some in ((t("Clear so far"), clear), (t("May well be chance"), unclear)):
        if some:
            rows = [link_row(link, view, vocabulary, reach) for link in some[:_LINKS_SHOWN]]
            if len(some) > _LINKS_SHOWN:
                rows.append(type.quiet(t("The {count} clearest stand here.", count=_LINKS_SHOWN)))
            parts.append(cards.card([card_line(title), *rows], spacing=4))
    return parts
