"""What a member calls things: moods, feelings, tags in their groups, scales and templates, built in and own.

Everything own is a private document. One that `stands_for` a built-in id renames, moves or archives that one instead
of adding another, so entries keep their ids whatever a thing is called. What is archived is not offered any more and
still reads in old entries.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from mobile import built_in_words as built_in
from mobile.built_in_words import HIGH, LOW, MIDDLE, level_word
from mobile.vault.beside import Beside
from mobile.vault.fields import read_id, read_text
from mobile.vocabulary_words import (
    DAY_MINUTES,
    DURATION,
    FEELING,
    KINDS,
    LEVELS,
    MOOD,
    NAME_MAX,
    NUMBER,
    OFFERED,
    OWN_MAX,
    SCALE,
    SCALE_LIMIT,
    TAG,
    TAG_GROUP,
    TEMPLATE,
    TEMPLATE_MAX,
    UNIT_MAX,
    Feeling,
    Fields,
    Mood,
    Scale,
    Tag,
    TagGroup,
    Template,
    Word,
    read_feeling,
    read_mood,
    read_scale,
    read_tag,
    read_word,
)
from mobile.words import spoken, t

if TYPE_CHECKING:
    from mobile.vault.documents import Document, Documents

__all__ = [
    "DAY_MINUTES",
    "DURATION",
    "FEELING",
    "KINDS",
    "LEVELS",
    "MOOD",
    "NAME_MAX",
    "NUMBER",
    "OFFERED",
    "OWN_MAX",
    "SCALE",
    "SCALE_LIMIT",
    "TAG",
    "TAG_GROUP",
    "TEMPLATE",
    "TEMPLATE_MAX",
    "UNIT_MAX",
    "Feeling",
    "Mood",
    "Scale",
    "Tag",
    "TagGroup",
    "Template",
    "Vocabulary",
    "Word",
    "level_word",
    "open_vocabulary",
]  # fmt: skip

W = TypeVar("W", bound=Word)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The built-in words together with the member's own. The same object is handed out until a word changes.

    `levels` are the five, lowest first, and `all_moods` the own ones; every `all_...` holds what is archived, too.
    """

    levels: tuple[Mood, ...]
    all_moods: tuple[Mood, ...]
    all_feelings: tuple[Feeling, ...]
    all_tags: tuple[Tag, ...]
    all_tag_groups: tuple[TagGroup, ...]
    all_scales: tuple[Scale, ...]
    all_templates: tuple[Template, ...]

    def mood(self, level: int, mood_id: str | None) -> str:
        """Return the name of a mood: the member's own, or the level's word."""
        own = self._moods.get(mood_id or "")
        return own.name if own else self.levels[level - 1].name

    @property
    def level_names(self) -> tuple[str, ...]:
        """The words of the five levels, lowest first, as the member calls them."""
        return tuple(level.name for level in self.levels)

    def face(self, level: int, mood_id: str | None) -> str:
        """Return the id of the drawing for a mood."""
        own = self._moods.get(mood_id or "")
        return (own.face if own else None) or self.levels[level - 1].face or f"level-{level}"

    def feeling(self, feeling: str) -> str:
        """Return the word for a feeling's id."""
        found = self._feelings.get(feeling)
        return found.name if found else _stranger(feeling)

    def tag(self, tag: str) -> str:
        """Return the word for a tag's id; one that was merged reads as the other."""
        found = self._tags.get(self.tag_id(tag))
        return found.name if found else _stranger(tag)

    def tag_id(self, tag: str) -> str:
        """Return the id under which a tag counts: its own, or that of the tag it was merged into."""
        seen = {tag}
        while (found := self._tags.get(tag)) and found.merged_into in self._tags and found.merged_into not in seen:
            tag = found.merged_into or ""
            seen.add(tag)
        return tag

    def find_tag(self, tag: str) -> Tag | None:
        """Return the tag that an id counts as; None when it is not here."""
        return self._tags.get(self.tag_id(tag))

    def scale(self, scale: str) -> Scale | None:
        """Return a scale, also an archived one; None when it is not here."""
        return self._scales.get(scale)

    @cached_property
    def moods(self) -> tuple[Mood, ...]:
        """The own moods that are offered."""
        return _offered(self.all_moods)

    def moods_at(self, level: int) -> tuple[Mood, ...]:
        """Return the own moods of one level that are offered."""
        return tuple(mood for mood in self.moods if mood.level == level)

    @cached_property
    def feelings(self) -> tuple[Feeling, ...]:
        """The feelings that are offered."""
        return _offered(self.all_feelings)

    def feelings_for(self, level: int) -> list[str]:
        """Return the id of every feeling that is offered, those that fit `level` (1..5) first."""
        nearest = {1: (LOW, MIDDLE, HIGH), 2: (LOW, MIDDLE, HIGH), 3: (MIDDLE, LOW, HIGH)}.get(
            level, (HIGH, MIDDLE, LOW)
        )
        return [feeling.id for where in nearest for feeling in self.feelings if feeling.level == where]

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """The tags that are offered, in their own order, whatever group they are in."""
        return tuple(tag for tag in _offered(self.all_tags) if self.tag_id(tag.id) == tag.id)

    def tag_groups(self) -> tuple[TagGroup, ...]:
        """Return the groups that are offered with their tags; last, when there are any, the tags without a group."""
        return self._groups

    @cached_property
    def scales(self) -> tuple[Scale, ...]:
        """The scales that are offered."""
        return _offered(self.all_scales)

    @cached_property
    def templates(self) -> tuple[Template, ...]:
        """The templates that are offered."""
        return _offered(self.all_templates)

    @cached_property
    def _groups(self) -> tuple[TagGroup, ...]:
        groups = _offered(self.all_tag_groups)
        in_group: dict[str, list[Tag]] = {group.id: [] for group in groups}
        rest: list[Tag] = []
        for tag in self.tags:
            in_group.get(tag.group or "", rest).append(tag)
        found = [
            TagGroup(group.id, group.name, group.place, is_own=group.is_own, tags=tuple(in_group[group.id]))
            for group in groups
        ]
        return (*found, TagGroup("", t("Other"), tags=tuple(rest))) if rest else tuple(found)

    @cached_property
    def _moods(self) -> dict[str, Mood]:
        return {mood.id: mood for mood in self.all_moods}

    @cached_property
    def _feelings(self) -> dict[str, Feeling]:
        return {feeling.id: feeling for feeling in self.all_feelings}

    @cached_property
    def _tags(self) -> dict[str, Tag]:
        return {tag.id: tag for tag in self.all_tags}

    @cached_property
    def _scales(self) -> dict[str, Scale]:
        return {scale.id: scale for scale in self.all_scales}


# One vocabulary per set of open documents, gone with them: the mark up to which it holds, the language, and itself.
_opened: Beside[tuple[int, str, Vocabulary]] = Beside()


def open_vocabulary(documents: "Documents") -> Vocabulary:
    """Return the vocabulary as the open documents have it. Cheap enough for every drawing."""
    mark, language, vocabulary = _opened.get(documents, (-1, "", None))
    mark, changed = documents.changed_since(mark)
    if vocabulary is None or changed is None or language != spoken() or _is_touched(documents, changed):
        vocabulary = _read(documents)
    _opened[documents] = (mark, spoken(), vocabulary)
    return vocabulary


def _is_touched(documents: "Documents", changed: Iterable[object]) -> bool:
    found = [documents.get(document_id) for document_id in changed]  # type: ignore[arg-type]
    return any(document is None or document.kind in KINDS for document in found)


def _read(documents: "Documents") -> Vocabulary:
    feelings, tags, groups = built_in.feeling_words(), built_in.tag_words(), built_in.tag_group_words()
    moods = _by_id(documents, MOOD)
    levels = {str(level): level_word(level) for level in LEVELS}
    return Vocabulary(
        levels=tuple(read_mood(key, moods.get(key, {}), word, int(key), place=0) for key, word in levels.items()),
        all_moods=_ordered(read_mood(key, fields, "", 3) for key, fields in moods.items() if key not in levels),
        all_feelings=_ordered(
            read_feeling(key, fields, word, place) for key, fields, word, place in _all(documents, FEELING, feelings)
        ),
        all_tags=_ordered(
            read_tag(key, fields, word, place) for key, fields, word, place in _all(documents, TAG, tags)
        ),
        all_tag_groups=_ordered(
            TagGroup(*read_word(key, fields, word, place))
            for key, fields, word, place in _all(documents, TAG_GROUP, groups)
        ),
        all_scales=_ordered(read_scale(key, fields) for key, fields in _by_id(documents, SCALE).items()),
        all_templates=_ordered(
            Template(*read_word(key, fields, "", None), text=read_text(fields.get("text")) or "")
            for key, fields in _by_id(documents, TEMPLATE).items()
        ),
    )


def _by_id(documents: "Documents", kind: str) -> dict[str, Fields]:
    """Return the fields of all documents of a kind by what they stand for, else by their own id. Two that stand for
    the same are one, and the newer one's fields hold."""
    found: dict[str, Fields] = {}
    for document in sorted(documents.list(kind), key=_age):
        key = read_text(document.fields.get("stands_for")) or str(document.id)
        found[key] = {**found.get(key, {}), **document.fields}
    return found


def _age(document: "Document") -> tuple[str, str]:
    """Return what sorts the documents of words from the oldest to the newest, on every device alike."""
    return str(document.fields.get("created_at", "")), str(document.id)


def _all(documents: "Documents", kind: str, words: Mapping[str, str]) -> list[tuple[str, Fields, str, float | None]]:
    """Return the built-in words and the own ones as (id, fields, built-in word, place by default)."""
    found = _by_id(documents, kind)
    built = [(key, found.pop(key, {}), word, float(place)) for place, (key, word) in enumerate(words.items())]
    return [*built, *((key, fields, "", None) for key, fields in found.items())]


def _ordered(words: Iterable[W]) -> tuple[W, ...]:
    return tuple(sorted(words, key=lambda word: (word.place, word.name.casefold(), word.id)))


def _offered(words: Iterable[W]) -> tuple[W, ...]:
    return tuple(word for word in words if not word.is_archived)


def _stranger(identity: str) -> str:
    """Return what stands for a word that is not here: its document has yet to come, or it was written by hand."""
    return t("a word that is not here yet") if read_id(identity) else identity
