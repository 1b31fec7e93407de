"""What this member does not want to see, as one plain value, and the one judgement that every surface asks.

Feed, thread, Today, the list of groups, notices and search each show words of others, and none of them knows another;
so the question stands here, below them all. What a person wrote is never hidden from that person.

It is kept in sealed documents, so that all devices of a member agree and nobody else knows: `hidden` holds
`posts.<id>`, `replies.<id>`, `people.<account>` and `blocked.<account>`, `muted_words` holds `words.<word>`, `settings`
holds `content_notes`. Two devices may each begin such a document; what stands in any of them counts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from api_client.wire.feed import Post, Reply
from mobile.muted_words import Pattern, holds, pattern
from mobile.vault.values import Value

if TYPE_CHECKING:
    from mobile.vault.documents import Documents

HIDDEN, MUTED_WORDS, SETTINGS = "hidden", "muted_words", "settings"  # kinds of documents
UNWANTED_KINDS = frozenset({HIDDEN, MUTED_WORDS, SETTINGS})
NOTES_FIELD = "content_notes"
NOTES_OPEN = "open"
SCOPE = "documents"  # the signal after which it may have changed


class Why(StrEnum):
    """Why something is not shown. What is `gone` leaves no trace; the rest is folded and opens with a tap."""

    WORD = "word"  # it holds a muted word
    PERSON = "person"  # by somebody muted
    POST = "post"  # hidden itself
    BLOCKED = "blocked"  # by somebody blocked

    @property
    def is_gone(self) -> bool:
        """Whether nothing at all stands in its place."""
        return self in (Why.POST, Why.BLOCKED)


@dataclass(frozen=True)
class Unwanted:
    """What one member does not want to see. People and words map to how they are written."""

    words: dict[str, str] = field(default_factory=dict)
    people: dict[UUID, str] = field(default_factory=dict)
    blocked: dict[UUID, str] = field(default_factory=dict)
    posts: dict[UUID, str] = field(default_factory=dict)  # by id, with the id of the group
    replies: dict[UUID, str] = field(default_factory=dict)  # by id, with the ids of group and post
    notes_open: bool = False  # content notes stand open
    patterns: tuple[Pattern, ...] = ()

    def why_post(self, post: Post, *, mine: bool) -> Why | None:
        """Return why a post is not shown, None when it is; `mine` says that the reader wrote it, perhaps without a
        name."""
        if mine:
            return None
        if post.id in self.posts:
            return Why.POST
        return self._why_author(post.author.account_id) or self._why_words(post_texts(post))

    def why_reply(self, reply: Reply, *, mine: bool) -> Why | None:
        """Return why a reply is not shown, None when it is."""
        if mine:
            return None
        if reply.id in self.replies:
            return Why.POST
        return self._why_author(reply.author.account_id) or self._why_words((reply.body,))

    def why_text(self, *texts: str | None, author_id: UUID | None = None) -> Why | None:
        """Return why a line of others, such as a notice or a hit of a search, is not shown."""
        return self._why_author(author_id) or self._why_words(text for text in texts if text)

    def _why_author(self, account_id: UUID | None) -> Why | None:
        if account_id in self.blocked:
            return Why.BLOCKED
        return Why.PERSON if account_id in self.people else None

    def _why_words(self, texts: Iterable[str]) -> Why | None:
        if not self.patterns:
            return None
        return Why.WORD if any(holds(text, self.patterns) for text in texts) else None


def read_unwanted(documents: "Documents") -> Unwanted:
    """Return what the member of this device does not want to see; nothing while the device is locked."""
    words = dict(_stated(documents, MUTED_WORDS, "words"))
    lists = {name: dict(_stated(documents, HIDDEN, name)) for name in ("people", "blocked", "posts", "replies")}
    people, blocked, posts, replies = (_by_id(lists[name]) for name in ("people", "blocked", "posts", "replies"))
    return Unwanted(
        words=words,
        people=people,
        blocked=blocked,
        posts=posts,
        replies=replies,
        notes_open=notes_stand_open(documents),
        patterns=tuple(found for word in words.values() if (found := pattern(word))),
    )


def notes_stand_open(documents: "Documents") -> bool:
    """Return whether posts with a content note are shown as they are."""
    return setting(documents, NOTES_FIELD) == NOTES_OPEN


def setting(documents: "Documents", name: str) -> Value:
    """Return one private setting, None when it was never made; of two documents the same one counts everywhere."""
    for document in sorted(documents.list(SETTINGS), key=lambda one: one.id):
        if name in document.fields:
            return document.fields[name]
    return None


def post_texts(post: Post) -> Iterator[str]:
    """Return every text of a post that somebody wrote: words, note, and the parts of its kind."""
    yield post.body
    yield from (text for text in (post.title, post.content_note) if text)
    if post.photo is not None and post.photo.description:
        yield post.photo.description
    if post.details is not None:
        for value in post.details.model_dump().values():
            yield from (part for part in (value if isinstance(value, tuple | list) else (value,)) if _is_text(part))


def _is_text(part: object) -> bool:
    return isinstance(part, str) and bool(part)


def _stated(documents: "Documents", kind: str, name: str) -> Iterator[tuple[str, str]]:
    """Return the elements of one map over all documents of a kind; what was taken out again holds no text."""
    for document in sorted(documents.list(kind), key=lambda one: one.id):
        for key, value in document.fields.items():
            if key.startswith(f"{name}.") and isinstance(value, str) and value:
                yield key.removeprefix(f"{name}."), value


def _by_id(stated: dict[str, str]) -> dict[UUID, str]:
    found = {}
    for key, value in stated.items():
        try:
            found[UUID(key)] = value
        except ValueError:  # of a later version
            continue
    return found
