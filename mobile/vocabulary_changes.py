"""What a member does to their own words, each as one write to this device.

A built-in word is changed through a document that stands for it; the first change makes that document. Nothing is
deleted here: a word that is not wanted any more is archived, so that old check-ins still read.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from mobile.built_in_words import MIDDLE
from mobile.vault.fields import read_id
from mobile.vault.values import Value
from mobile.vocabulary import (
    FEELING,
    MOOD,
    NAME_MAX,
    NUMBER,
    OWN_MAX,
    SCALE,
    TAG,
    TAG_GROUP,
    TEMPLATE,
    TEMPLATE_MAX,
    Vocabulary,
    Word,
    open_vocabulary,
)

if TYPE_CHECKING:
    from mobile.services import Services

_LEAST_GAP = 1e-6  # places that lie nearer than this are written anew


def words_of(vocabulary: Vocabulary, kind: str) -> Sequence[Word]:
    """Return every word of a kind, archived ones too; of moods the five levels as well."""
    return {
        MOOD: (*vocabulary.levels, *vocabulary.all_moods),
        FEELING: vocabulary.all_feelings,
        TAG: vocabulary.all_tags,
        TAG_GROUP: vocabulary.all_tag_groups,
        SCALE: vocabulary.all_scales,
        TEMPLATE: vocabulary.all_templates,
    }[kind]


def has_room(vocabulary: Vocabulary, kind: str) -> bool:
    """Tell whether one more own word of a kind may be added."""
    return sum(word.is_own and not word.is_archived for word in words_of(vocabulary, kind)) < OWN_MAX[kind]


def same_name(words: Sequence[Word], name: str) -> Word | None:
    """Return the word of that name, whatever its case; one that is offered before one that is archived."""
    wanted = name.strip().casefold()
    return min(
        (word for word in words if word.name.casefold() == wanted), key=lambda word: word.is_archived, default=None
    )


async def add_mood(services: "Services", name: str, level: int, face: str | None = None) -> str:
    """Add an own mood of one of the five levels and return its id; one of that name and level is used again."""
    known = [mood for mood in open_vocabulary(services.documents).all_moods if mood.level == level]
    return await _add(services, MOOD, name, known, {"level": level, "face": face})


async def add_feeling(services: "Services", name: str, level: str = MIDDLE) -> str:
    """Add an own feeling, offered first at `level` (low, middle or high), and return its id."""
    known = open_vocabulary(services.documents).all_feelings
    return await _add(services, FEELING, name, known, {"level": level})


async def add_tag(services: "Services", name: str, group: str | None = None, icon: str | None = None) -> str:
    """Add an own tag, in a group if one is named, and return its id."""
    known = open_vocabulary(services.documents).all_tags
    return await _add(services, TAG, name, known, {"group": group or None, "icon": icon})


async def add_tag_group(services: "Services", name: str) -> str:
    """Add an own group of tags and return its id."""
    return await _add(services, TAG_GROUP, name, open_vocabulary(services.documents).all_tag_groups, {})


async def add_scale(
    services: "Services",
    name: str,
    *,
    unit: str = "",
    sort: str = NUMBER,
    least: float = 0.0,
    most: float = 10.0,
    step: float = 1.0,
) -> str:
    """Add an own scale and return its id; durations are in minutes."""
    fields: dict[str, Value] = {"unit": unit, "sort": sort, "least": least, "most": most, "step": step}
    return await _add(services, SCALE, name, open_vocabulary(services.documents).all_scales, fields)


async def add_template(services: "Services", name: str, text: str) -> str:
    """Add a template, always a new one, and return its id."""
    return await _add(services, TEMPLATE, name, (), {"text": text[:TEMPLATE_MAX]})


async def change(services: "Services", kind: str, word_id: str, **fields: Value) -> None:
    """Write fields of a word, built in or own."""
    await services.documents.save_all(_edits(services, kind, word_id, fields))


async def rename(services: "Services", kind: str, word_id: str, name: str) -> None:
    """Give a word another name; an empty one brings back a built-in word's own."""
    await change(services, kind, word_id, name=name.strip()[:NAME_MAX] or None)


async def archive(services: "Services", kind: str, word_id: str, is_archived: bool = True) -> None:
    """Offer a word no more, or again."""
    await change(services, kind, word_id, archived=is_archived)


async def move(services: "Services", kind: str, listed: Sequence[Word], word_id: str, by: int) -> None:
    """Move a word up (`by` -1) or down (1) within `listed`, the words as they stand in their list.

    Only the word that moves is written, unless its neighbours stand in one place.
    """
    order = [word.id for word in listed]
    old = order.index(word_id)
    new = min(max(old + by, 0), len(order) - 1)
    if new == old:
        return
    order.insert(new, order.pop(old))
    places = {word.id: word.place for word in listed}
    before = places[order[new - 1]] if new > 0 else None
    after = places[order[new + 1]] if new + 1 < len(order) else None
    if before is None:
        place = (after or 0.0) - 1
    elif after is None:
        place = before + 1
    else:
        place = (before + after) / 2
    if before is not None and after is not None and after - before < _LEAST_GAP:
        await services.documents.save_all(
            edit for index, one in enumerate(order) for edit in _edits(services, kind, one, {"place": float(index)})
        )
        return
    await change(services, kind, word_id, place=place)


async def merge_tag(services: "Services", tag_id: str, into_id: str) -> None:
    """Let a tag read as another from now on, wherever it stands; entries keep what they hold."""
    vocabulary = open_vocabulary(services.documents)
    if vocabulary.tag_id(into_id) != tag_id:
        await change(services, TAG, tag_id, merged_into=vocabulary.tag_id(into_id))


async def split_tag(services: "Services", tag_id: str) -> None:
    """Let a merged tag read as itself again."""
    await change(services, TAG, tag_id, merged_into=None)


async def _add(services: "Services", kind: str, name: str, known: Sequence[Word], fields: dict[str, Value]) -> str:
    """Add a word, or offer again the one of that name; return its id."""
    same = same_name(known, name)
    if same is not None:
        if same.is_archived:
            await archive(services, kind, same.id, False)
        return same.id
    shown = words_of(open_vocabulary(services.documents), kind)
    made: dict[str, Value] = {
        "name": name.strip()[:NAME_MAX],
        "place": max((word.place for word in shown), default=0.0) + 1,
        "created_at": services.clock.now().isoformat(timespec="seconds"),
        **{field: value for field, value in fields.items() if value is not None},
    }
    return str(await services.documents.save(None, kind, made))


def _edits(
    services: "Services", kind: str, word_id: str, fields: dict[str, Value]
) -> list[tuple[UUID | None, str, dict[str, Value]]]:
    """Return the writes that change a word: to every document that stands for it, or to a first one."""
    own = read_id(word_id)
    if own is not None:
        return [(own, kind, fields)]
    standing = [found.id for found in services.documents.list(kind) if found.fields.get("stands_for") == word_id]
    if standing:
        return [(one, kind, fields) for one in standing]
    word = next((one for one in words_of(open_vocabulary(services.documents), kind) if one.id == word_id), None)
    changed = {field: value for field, value in fields.items() if not _is_so(word, field, value)}
    if not changed:
        return []
    created_at = services.clock.now().isoformat(timespec="seconds")
    return [(None, kind, {"stands_for": word_id, "created_at": created_at, **changed})]


def _is_so(word: Word | None, field: str, value: Value) -> bool:
    """Tell whether a built-in word that nobody changed yet has this value of its own accord: its name, above all,
    which would else stay in the language of the day."""
    if value is None:
        return True
    shown = getattr(word, "is_archived" if field == "archived" else field, None)
    return shown == value or (shown is None and value == "")
