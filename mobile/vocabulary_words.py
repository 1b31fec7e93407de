"""The kinds of words that a member has, and how their documents read: what is odd or missing reads as not said."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mobile import built_in_words as built_in
from mobile.built_in_words import HIGH, LOW, MIDDLE
from mobile.vault.fields import read_instant, read_text, read_whole
from mobile.words import t

if TYPE_CHECKING:
    from mobile.vault.values import Value

Fields = Mapping[str, "Value"]

MOOD, FEELING, TAG, TAG_GROUP, SCALE, TEMPLATE = KINDS = ("mood", "feeling", "tag", "tag_group", "scale", "template")
NUMBER, DURATION = "number", "duration"
LEVELS = (1, 2, 3, 4, 5)
OFFERED = 8  # how many words stand on the form before "All words"

# What a form takes. Documents that came from elsewhere may hold more and are read as they are.
NAME_MAX, UNIT_MAX, TEMPLATE_MAX = 40, 12, 4_000  # characters
OWN_MAX = {MOOD: 60, FEELING: 500, TAG: 500, TAG_GROUP: 40, SCALE: 40, TEMPLATE: 60}
SCALE_LIMIT = 1_000_000.0  # a scale's range lies within plus and minus this
DAY_MINUTES = 1_440.0


@dataclass(frozen=True, slots=True)
class Word:
    """A thing with a name. `id` is the built-in id or that of its document, `place` where it stands in its list."""

    id: str
    name: str
    place: float = 0.0
    is_archived: bool = False
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Mood(Word):
    """A mood of one of the five levels; `face` names a drawing of its own, None is the level's."""

    level: int = 3
    face: str | None = None


@dataclass(frozen=True, slots=True)
class Feeling(Word):
    """A word for how it feels; `level` is low, middle or high: where it is offered first."""

    level: str = MIDDLE


@dataclass(frozen=True, slots=True)
class Tag(Word):
    """A word for what is around it. `merged_into` is the id of the tag that this one reads as."""

    group: str | None = None
    icon: str | None = None
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class TagGroup(Word):
    """A group with the tags that are offered in it, in order. The one of id "" holds what is in no group."""

    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class Scale(Word):
    """A number of one's own from `least` to `most` in steps of `step`, in `unit`; durations are in minutes."""

    unit: str = ""
    sort: str = NUMBER
    least: float = 0.0
    most: float = 10.0
    step: float = 1.0


@dataclass(frozen=True, slots=True)
class Template(Word):
    """An own text to begin a note with."""

    text: str = ""


def read_word(key: str, fields: Fields, word: str, place: float | None) -> tuple[str, str, float, bool, bool]:
    """Return what every word has. An own one without a place stands behind, in the order of being added."""
    created = read_instant(fields.get("created_at"))
    behind = (
        created.toordinal() * 86_400.0 + created.hour * 3_600 + created.minute * 60 + created.second if created else 0.0
    )
    return (
        key,
        read_text(fields.get("name")) or word or t("Without a name"),
        _number(fields.get("place"), behind if place is None else place),
        fields.get("archived") is True,
        not word,
    )


def read_mood(key: str, fields: Fields, word: str, level: int, place: float | None = None) -> Mood:
    """Return a mood; `word` is that of a built-in level."""
    if not word:
        level = read_whole(fields.get("level"), 1, 5) or level
    return Mood(*read_word(key, fields, word, place), level=level, face=read_text(fields.get("face")))


def read_feeling(key: str, fields: Fields, word: str, place: float | None) -> Feeling:
    """Return a feeling."""
    level = read_text(fields.get("level"))
    default = built_in.FEELINGS.get(key, MIDDLE)
    return Feeling(*read_word(key, fields, word, place), level=level if level in (LOW, MIDDLE, HIGH) else default)


def read_tag(key: str, fields: Fields, word: str, place: float | None) -> Tag:
    """Return a tag; a built-in one is in its own group unless the fields say otherwise."""
    group, icon = built_in.TAGS.get(key, (None, None))
    return Tag(
        *read_word(key, fields, word, place),
        group=(read_text(fields.get("group")) if "group" in fields else group) or None,
        icon=(read_text(fields.get("icon")) if "icon" in fields else icon) or None,
        merged_into=read_text(fields.get("merged_into")),
    )


def read_scale(key: str, fields: Fields) -> Scale:
    """Return a scale that makes sense whatever the fields hold."""
    sort = DURATION if fields.get("sort") == DURATION else NUMBER
    least = _number(fields.get("least"), 0.0)
    most = _number(fields.get("most"), DAY_MINUTES if sort == DURATION else 10.0)
    step = _number(fields.get("step"), 15.0 if sort == DURATION else 1.0)
    return Scale(
        *read_word(key, fields, "", None),
        unit=read_text(fields.get("unit")) or "",
        sort=sort,
        least=least,
        most=max(most, least),
        step=step if step > 0 else 1.0,
    )


def _number(value: "Value", default: float) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if is_number else default  # type: ignore[arg-type]
