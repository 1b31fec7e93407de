"""Which story of the groups is offered to a member: one that shares a tag or a word with a goal, once a day at most.

All of it is worked out on this device; nobody learns which story was offered, opened or put away.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from api_client.wire.details import StoryDetails
from api_client.wire.feed import Post, PostKind
from api_client.wire.limits import PAGE_DEFAULT
from mobile.goals import intents
from mobile.goals.document import Goal, State
from mobile.vocabulary import open_vocabulary

if TYPE_CHECKING:
    from mobile.services import Services
    from mobile.vault.documents import Document

KIND = "story_offers"
_LEAST_LETTERS = 5  # shorter words are in every text
# Words of five letters and more that say nothing about what a goal is about.
_COMMON = frozenset(
    {
        "about", "after", "again", "almost", "always", "because", "before", "being", "better", "could", "doing",
        "every", "everything", "first", "having", "little", "might", "never", "nights", "often", "other", "others",
        "right", "should", "small", "something", "still", "their", "there", "these", "thing", "things", "think",
        "those", "times", "today", "under", "until", "where", "which", "while", "would", "years",
    }
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Offered:
    """What was offered so far: the day of each story, and those that were put away."""

    days: Mapping[UUID, date]
    dismissed: frozenset[UUID]


@dataclass(frozen=True)
class Offer:
    """A story, the goal that it is near to, and the name of its group."""

    post: Post
    goal: Goal
    group_name: str = ""


def words_of(goal: Goal, tag_word: Callable[[str], str]) -> frozenset[str]:
    """Return the folded words that a story must share one of: the goal's tags, and the telling words of its title."""
    title = {word for word in _words(goal.title) if len(word) >= _LEAST_LETTERS and word not in _COMMON}
    return frozenset(title | {word for tag in goal.tags for word in _words(tag_word(tag)) if word not in _COMMON})


def pick_story(
    goals: Iterable[Goal],
    stories: Iterable[Post],
    offered: Offered,
    today: date,
    *,
    me: UUID | None,
    tag_word: Callable[[str], str] = str,
) -> Offer | None:
    """Return the story to offer today, None when there is none.

    The one that was offered today stays until it is put away, and then nothing else comes that day. A story that was
    offered on another day, that is the member's own or under a content note is never offered. `stories` come newest
    first, without those that the member does not want to see (the cache leaves them out), and `goals` in their order;
    the first match counts.
    """
    known = list(stories)
    under_way = [(goal, words_of(goal, tag_word)) for goal in goals if goal.state is State.ACTIVE]
    already = {post_id for post_id, day in offered.days.items() if day == today}
    for post in known:
        again = post.id in already
        if already and not again:
            continue  # today's offer was made
        if post.id in offered.dismissed or (post.id in offered.days and not again):
            continue
        if post.author.account_id == me is not None or post.content_note is not None:
            continue
        heard = _words(text_of(post))
        for goal, words in under_way:
            if words & heard:
                return Offer(post, goal)
    return None


def text_of(post: Post) -> str:
    """Return all that a story says."""
    details = post.details if isinstance(post.details, StoryDetails) else None
    return "\n".join(
        part for part in (post.title, post.body, *((details.tried, details.now) if details else ())) if part
    )


def offered_in(documents: "Iterable[Document]") -> Offered:
    """Return what the documents of KIND remember together; two devices may each have begun one."""
    days: dict[UUID, date] = {}
    dismissed: set[UUID] = set()
    for document in documents:
        for name, value in document.fields.items():
            what, _, key = name.partition(".")
            try:
                if what == "offered" and isinstance(value, str):
                    days[UUID(key)] = max(date.fromisoformat(value), days.get(UUID(key), date.min))
                elif what == "dismissed" and value is True:
                    dismissed.add(UUID(key))
            except ValueError:
                continue
    return Offered(days, frozenset(dismissed))


async def find_offer(services: "Services") -> Offer | None:
    """Return today's story from this device's copy of the groups, and remember that it was offered."""
    goals = [goal for goal in intents.list_goals(services) if goal.state is State.ACTIVE]
    if not goals:
        return None
    offered = offered_in(services.documents.list(KIND))
    today = services.clock.today()
    of_today = {post_id for post_id, day in offered.days.items() if day == today}
    if of_today and of_today <= offered.dismissed:
        return None  # the most common case by far, and this runs after each change on the screen
    stories = await _read_stories(services, of_today)
    names = {post.id: name for post, name in stories}
    offer = pick_story(
        goals, [post for post, _ in stories], offered, today, me=services.account.state.account_id,
        tag_word=open_vocabulary(services.documents).tag,
    )  # fmt: skip
    if offer is None:
        return None
    if offer.post.id not in offered.days:
        await _remember(services, f"offered.{offer.post.id}", today.isoformat())
    return Offer(offer.post, offer.goal, names[offer.post.id])


async def _read_stories(services: "Services", only: set[UUID]) -> list[tuple[Post, str]]:
    """Return the newest stories of every group with the group's name, or `only` some that are known already."""
    stories: list[tuple[Post, str]] = []
    for membership in await services.cache.list_memberships():
        group = membership.group
        if only:
            known = [await services.cache.get_post(group.id, post_id) for post_id in sorted(only)]
            page = tuple(cached for cached in known if cached is not None and cached.why is None)
        else:
            page = await services.cache.list_posts(group.id, kind=PostKind.STORY, limit=PAGE_DEFAULT)
        stories += [(cached.post, group.name) for cached in page if not cached.is_mine]
    return sorted(stories, key=lambda one: one[0].posted_at, reverse=True)


async def dismiss(services: "Services", post_id: UUID) -> None:
    """Put a story away for good."""
    await _remember(services, f"dismissed.{post_id}", True)


async def _remember(services: "Services", field: str, value: str | bool) -> None:
    kept = sorted(document.id for document in services.documents.list(KIND))
    await services.documents.save(kept[0] if kept else None, KIND, {field: value})


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
