"""The strategy library: every strategy card of every group, read and searched on this device alone."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from api_client.wire.details import StrategyDetails
from api_client.wire.feed import Post, PostKind
from api_client.wire.limits import PAGE_DEFAULT

if TYPE_CHECKING:
    from mobile.services import Services
    from mobile.storage.cache import CachedPost
    from mobile.storage.outbox import Mutation

PER_GROUP_MAX = 300  # cards of one group; older ones are found in the group itself


@dataclass(frozen=True)
class Card:
    """One post of a group, with the group's name."""

    post: Post
    group_name: str

    @property
    def details(self) -> StrategyDetails:
        """How it is done, empty where the card does not say."""
        return self.post.details if isinstance(self.post.details, StrategyDetails) else StrategyDetails()

    def words(self) -> str:
        """Return everything that a search looks through, folded; what stands behind a content note is looked at, too,
        for a search is a wish to find."""
        post, details = self.post, self.details
        said = (post.title, post.body, details.when, *details.steps, details.cautions, post.author.display_name)
        return " ".join(part for part in said if part).casefold()


@dataclass(frozen=True)
class Filter:
    """What is looked for; everything that is empty lets all pass."""

    search: str = ""
    group_id: UUID | None = None
    tag_word: str = ""
    minutes_max: int | None = None

    def lets_pass(self, card: Card) -> bool:
        """Say whether a card fits: every word of the search, the group, the tag's word, no longer than asked for."""
        words = card.words()
        if self.group_id is not None and card.post.group_id != self.group_id:
            return False
        if self.minutes_max is not None and (card.details.minutes is None or card.details.minutes > self.minutes_max):
            return False
        if self.tag_word and not _says(words, self.tag_word):
            return False
        return all(part in words for part in self.search.casefold().split())


def found(cards: Iterable[Card], wanted: Filter) -> list[Card]:
    """Return the cards that fit, in their order."""
    return [card for card in cards if wanted.lets_pass(card)]


def tags_in(cards: Sequence[Card], tag_words: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return those (tag, word) whose word stands in some card: no filter that finds nothing is offered."""
    texts = [card.words() for card in cards]
    return [(tag, word) for tag, word in tag_words if any(_says(text, word) for text in texts)]


async def read_cards(
    services: "Services", kind: PostKind, group_id: UUID | None = None, waiting: "Sequence[Mutation]" = ()
) -> tuple[Card, ...]:
    """Return the posts of a kind in all groups, or in one, newest first, from this device; `waiting` are the member's
    own taps, which show at once."""
    from mobile.storage.overlay import overlay_post  # storage is not imported before the first frame is drawn

    cards: list[Card] = []
    for membership in await services.cache.list_memberships():
        group = membership.group
        if group_id is not None and group.id != group_id:
            continue
        found_ = await read_posts(services, group.id, kind)
        cards += [Card(overlay_post(cached, waiting, None).post, group.name) for cached in found_]
    return tuple(sorted(cards, key=lambda card: card.post.posted_at, reverse=True))


async def read_posts(services: "Services", group_id: UUID, kind: PostKind) -> "list[CachedPost]":
    """Return the posts of a kind in one group, newest first, at most PER_GROUP_MAX."""
    posts: list[CachedPost] = []
    before = None
    while len(posts) < PER_GROUP_MAX:
        page = await services.cache.list_posts(group_id, kind=kind, before=before, limit=PAGE_DEFAULT)
        posts += page
        if len(page) < PAGE_DEFAULT:
            break
        before = (page[-1].post.posted_at, page[-1].post.id)
    return posts


def _says(folded: str, word: str) -> bool:
    """Say whether a whole word, or a few of them in a row, stand in a folded text: `work` is not in `network`."""
    return re.search(rf"\b{re.escape(word.casefold())}\b", folded) is not None
