"""Finding words in what is on this device, as the host finds them: every word asked for begins a word of the text,
without case and accents. So what is found here at once and what the host adds fit together.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from api_client.wire.feed import FoundPost, Post, Reply
from mobile.feed.rich_text import plain_text
from mobile.markup import Run
from mobile.muted_words import fold
from mobile.shown import Unwanted, post_texts

if TYPE_CHECKING:
    from mobile.services import Services

_POSTS_MAX = 600  # of each group; older ones are the host's to find
_REPLIES_MAX = 1_000
_WORD = re.compile(r"\w+")
_BEFORE, _EXCERPT = 40, 160  # characters


@dataclass(frozen=True, slots=True)
class Hit:
    """A post that holds the words, or one of its replies; `is_mine` of the one that does."""

    post: Post
    reply: Reply | None
    is_mine: bool
    folded: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[UUID, UUID | None]:
        """What it is, whoever found it."""
        return self.post.id, self.reply.id if self.reply else None


@dataclass(frozen=True)
class Searchable:
    """What can be searched here, newest first, with the names of the groups."""

    hits: tuple[Hit, ...]
    groups: dict[UUID, str]
    unwanted: Unwanted


async def read_searchable(services: "Services", group_id: UUID | None) -> Searchable:
    """Return everything on this device in one group, or in all; what the member does not want to see is left out."""
    from mobile.shown import read_unwanted  # beside storage, which is not imported before the first frame

    groups = {one.group.id: one.group.name for one in await services.cache.list_memberships()}
    hits: list[Hit] = []
    for each in [group_id] if group_id else list(groups):
        posts = {one.post.id: one for one in await services.cache.list_posts(each, limit=_POSTS_MAX)}
        hits += [Hit(one.post, None, one.is_mine, _folded(post_texts(one.post))) for one in posts.values()]
        for reply in await services.cache.list_group_replies(each, limit=_REPLIES_MAX):
            if parent := posts.get(reply.reply.post_id):
                hits.append(Hit(parent.post, reply.reply, reply.is_mine, _folded([reply.reply.body])))
    hits.sort(key=_written_at, reverse=True)
    return Searchable(tuple(hits), groups, read_unwanted(services.documents))


def find(hits: Iterable[Hit], asked: str) -> list[Hit]:
    """Return those of `hits` that hold every word of `asked`."""
    wanted = words_of(asked)
    if not wanted:
        return []
    return [hit for hit in hits if all(any(word.startswith(one) for word in hit.folded) for one in wanted)]


def from_host(found: Sequence[FoundPost], here: Searchable) -> list[Hit]:
    """Return what the host found; what is on this device is known better, and what is not wanted is left out."""
    known = {hit.key: hit for hit in here.hits}
    hits = []
    for one in found:
        key = (one.post.id, one.reply.id if one.reply else None)
        unwanted = here.unwanted.why_post(one.post, mine=False)
        if one.reply is not None:
            unwanted = unwanted or here.unwanted.why_reply(one.reply, mine=False)
        if key in known:
            hits.append(known[key])
        elif unwanted is None:
            hits.append(Hit(one.post, one.reply, is_mine=False))
    return hits


def words_of(asked: str) -> list[str]:
    """Return the words that are asked for, as they are compared."""
    return _WORD.findall(fold(asked))


def excerpt(hit: Hit, asked: str) -> list[Run]:
    """Return a piece of the text around the first word that was found, these words bold."""
    text = plain_text(hit.reply.body) if hit.reply else _text_with(hit.post, asked)
    wanted = words_of(asked)
    marks = [found.span() for found in _WORD.finditer(text) if any(fold(found[0]).startswith(one) for one in wanted)]
    start = max(0, marks[0][0] - _BEFORE) if marks else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = min(len(text), start + _EXCERPT)
    runs = [Run("… ")] if start else []
    place = start
    for begin, stop in marks:
        if begin < place or stop > end:
            continue
        runs += [Run(text[place:begin]), Run(text[begin:stop], bold=True)]
        place = stop
    runs.append(Run(text[place:end] + (" …" if end < len(text) else "")))
    return [run for run in runs if run.text]


def _text_with(post: Post, asked: str) -> str:
    """Return the text of a post that holds the first word asked for; the body when none does."""
    wanted = words_of(asked)
    for text in post_texts(post):
        plain = plain_text(text)
        if text != post.title and any(word.startswith(one) for word in words_of(plain) for one in wanted):
            return plain
    return plain_text(post.body)


def _folded(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(" ".join(texts))))


def _written_at(hit: Hit) -> float:
    return (hit.reply or hit.post).posted_at.timestamp()
