"""What a post says, as it stands on a card: its words, and the parts that only its kind has.

The same for a post that the group has and for one that still waits here: both say the same things.
"""

from collections.abc import Sequence
from uuid import UUID

import flet as ft

from api_client.wire.details import Details, ResourceDetails, StoryDetails, StrategyDetails, ThemeDetails
from api_client.wire.feed import CreatePost, Post
from mobile.feed.details_form import language_name
from mobile.feed.kinds import need_word
from mobile.feed.links import LinkCard
from mobile.feed.rich_text import rich_text
from mobile.ui import dates, theme, type
from mobile.words import t, tn

_LINES_IN_FEED = 12  # a longer text goes on in the thread
_LONG = 500  # characters that no phone shows in so many lines
_PART_LINES_IN_FEED = 4


def post_words(post: Post | CreatePost, *, whole: bool, me: UUID | None = None, state: str = "") -> ft.Control:
    """Return title, text, the parts of the kind, and what the writer hopes for. `whole` shows all of it; `me` is the
    reader, who is told of being mentioned; `state` says how long an ask or an offer stands."""
    words: list[ft.Control] = [type.strong(post.title)] if post.title else []
    if isinstance(post.details, StoryDetails):
        words.append(_part(t("What was hard")))
    words.append(rich_text(post.body, lines=None if whole else _LINES_IN_FEED, with_links=whole))
    words += detail_parts(post.details, whole=whole)
    if not whole and _is_long(post):
        words.append(type.quiet(t("Read on"), color=theme.PRIMARY))
    if post.content_note is not None:
        words.insert(0, type.quiet(t("Content note: {note}", note=post.content_note)))
    notes = [(ft.Icons.SPA_OUTLINED, need_word(post.need))]
    if state:
        notes.append((ft.Icons.SCHEDULE, state))
    if post.from_journal:
        notes.append((ft.Icons.MENU_BOOK_OUTLINED, t("From the journal")))
    if me is not None and me in post.mentions:
        notes.append((ft.Icons.ALTERNATE_EMAIL, t("You are mentioned")))
    words.append(
        ft.Container(
            ft.Row([note(icon, text) for icon, text in notes], wrap=True, spacing=14, run_spacing=4),
            padding=ft.Padding.only(top=6),
        )
    )
    return ft.Column(words, spacing=3, tight=True)


def note(icon: ft.IconData, text: str) -> ft.Control:
    """Return a quiet line with a sign, such as what is hoped for."""
    return ft.Row([ft.Icon(icon, size=16, color=theme.QUIET), type.quiet(text)], spacing=6, tight=True)


def _is_long(post: Post | CreatePost) -> bool:
    details = post.details
    hidden = isinstance(details, StrategyDetails) and len(details.steps) > _PART_LINES_IN_FEED
    if isinstance(details, StoryDetails):
        hidden = len(details.tried) > _LONG // 3 or len(details.now) > _LONG // 3
    return hidden or len(post.body) > _LONG


def detail_parts(details: Details | None, *, whole: bool) -> list[ft.Control]:
    """Return what the kind adds to the words, but for a link, which `post_link` returns."""
    match details:
        case StoryDetails():
            return _story(details, whole=whole)
        case StrategyDetails():
            return _strategy(details, whole=whole)
        case ResourceDetails():
            return _resource(details)
        case ThemeDetails():
            return [_fact(ft.Icons.CALENDAR_TODAY_OUTLINED, t("Week from {day}", day=dates.day(details.week_of)))]
    return []


def _story(details: StoryDetails, *, whole: bool) -> list[ft.Control]:
    lines = None if whole else _PART_LINES_IN_FEED
    return [
        _part(t("What I tried")),
        rich_text(details.tried, lines=lines, with_links=whole),
        _part(t("Where I am now")),
        rich_text(details.now, lines=lines, with_links=whole),
    ]


def _strategy(details: StrategyDetails, *, whole: bool) -> list[ft.Control]:
    controls: list[ft.Control] = []
    if details.when:
        controls.append(_fact(ft.Icons.SCHEDULE, t("When: {when}", when=details.when)))
    if details.minutes:
        took = tn("{count} minute", "{count} minutes", details.minutes)
        controls.append(_fact(ft.Icons.HOURGLASS_EMPTY, took))
    shown = details.steps if whole else details.steps[:_PART_LINES_IN_FEED]
    controls += _steps(shown)
    if details.cautions:
        controls.append(_fact(ft.Icons.INFO_OUTLINE, t("Careful: {words}", words=details.cautions)))
    if details.source:
        controls.append(_fact(ft.Icons.BOOKMARK_BORDER, t("From: {source}", source=details.source)))
    return [ft.Container(ft.Column(controls, spacing=6, tight=True), padding=ft.Padding.only(top=6))]


def _steps(steps: Sequence[str]) -> list[ft.Control]:
    return [
        ft.Row(
            [
                type.strong(f"{number}.", color=theme.PRIMARY),
                ft.Container(type.body(step), expand=True),
            ],
            spacing=8,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
        for number, step in enumerate(steps, start=1)
    ]


def post_link(post: Post | CreatePost) -> list[ft.Control]:
    """Return the link of a resource; it is a button of its own, so it stands beside the words and not in them."""
    return [LinkCard(post.details.url)] if isinstance(post.details, ResourceDetails) else []


def _resource(details: ResourceDetails) -> list[ft.Control]:
    facts: list[ft.Control] = []
    if details.language:
        facts.append(_fact(ft.Icons.LANGUAGE, language_name(details.language)))
    if checked := _checked(details):
        facts.append(_fact(ft.Icons.CHECK, checked))
    return [ft.Container(ft.Column(facts, spacing=6, tight=True), padding=ft.Padding.only(top=6))] if facts else []


def _checked(details: ResourceDetails) -> str:
    """Return who looked at a link and when, as far as it is known."""
    day = dates.day_with_year(details.checked_on) if details.checked_on else ""
    if details.checked_by and day:
        return t("Checked by {name} on {day}", name=details.checked_by, day=day)
    if details.checked_by:
        return t("Checked by {name}", name=details.checked_by)
    return t("Checked on {day}", day=day) if day else ""


def _part(words: str) -> ft.Control:
    return ft.Container(type.quiet(words, weight=theme.SEMIBOLD), padding=ft.Padding.only(top=6))


def _fact(icon: ft.IconData, words: str) -> ft.Control:
    return ft.Row(
        [ft.Icon(icon, size=17, color=theme.QUIET), ft.Container(type.quiet(words), expand=True)],
        spacing=8,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
