"""The theme of this week in each group, and what a member takes from it into the journal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING

from api_client.wire.details import ThemeDetails
from api_client.wire.feed import Post, PostKind
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

_LOOKED_AT = 10  # the newest themes of a group; one of this week is among them
_NEW_ENTRY_DRAFT = "entry:new"  # what the journal calls a check-in that was begun and not saved
_LAID_OUT = "laid_out"  # and how it knows that nobody wrote in it yet


@dataclass(frozen=True)
class Theme:
    """A theme with the name of its group."""

    post: Post
    group_name: str


def of_this_week(posts: Iterable[Post], today: date, zone: tzinfo | None = None) -> Post | None:
    """Return the newest theme of the week that `today` is in, which begins on Monday; None when there is none.

    The week is the one that the theme names, else the one in which it was posted, by the clock of `zone`.
    """
    monday = today - timedelta(days=today.weekday())
    fitting = []
    for post in posts:
        if isinstance(post.details, ThemeDetails):
            week = post.details.week_of
        else:
            week = post.posted_at.astimezone(zone).date()
        if week - timedelta(days=week.weekday()) == monday:
            fitting.append(post)
    return max(fitting, key=lambda post: post.posted_at, default=None)


async def read_themes(services: "Services") -> tuple[Theme, ...]:
    """Return this week's theme of each group, from this device."""
    now = services.clock.now()
    themes = []
    for membership in await services.cache.list_memberships():
        group = membership.group
        page = await services.cache.list_posts(group.id, kind=PostKind.THEME, limit=_LOOKED_AT)
        post = of_this_week((cached.post for cached in page), now.date(), now.tzinfo)
        if post is not None:
            themes.append(Theme(post, group.name))
    return tuple(themes)


def quoted(theme: Theme) -> str:
    """Return how a note about a theme begins: its words, and room below."""
    said = theme.post.title or theme.post.body
    return t("“{theme}” ({group})", theme=said.strip(), group=theme.group_name) + "\n\n"


async def begin_note(services: "Services", theme: Theme) -> None:
    """Lay the theme's words into the check-in that opens next; what was half written there stays above them."""
    kept = await services.drafts.get(_NEW_ENTRY_DRAFT) or {}
    note = str(kept.get("note") or "").rstrip()
    quote = quoted(theme)
    if quote.strip() in note:
        return
    # Laid out and not left: unless something was begun there, nobody left anything unfinished.
    begun = {**kept, "note": f"{note}\n\n{quote}"} if kept else {"note": quote, _LAID_OUT: True}
    await services.drafts.put(_NEW_ENTRY_DRAFT, begun)
