"""Finding the member's own word for each word of another journal, or making a new one for it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from mobile.device import new_private_id
from mobile.transfer.clocks import read_number
from mobile.transfer.how_we_feel import level_of_feeling
from mobile.transfer.imported import NO_MOOD, Imported, ImportedMood, ImportedScale, ImportedTag, clean
from mobile.vault.values import Value
from mobile.vocabulary import (
    FEELING,
    MOOD,
    SCALE,
    TAG,
    TAG_GROUP,
    TEMPLATE,
    TEMPLATE_MAX,
    Vocabulary,
    Word,
)
from mobile.vocabulary_changes import same_name
from mobile.words import t

NAME_CHARACTERS_MAX = 200  # longer than a form takes, for names come from elsewhere
_BEHIND = 1_000_000_000_000.0  # new words stand behind those that the member has, in the order of the file


@dataclass(slots=True)
class NewWord:
    """A document of a word that is still to be written."""

    id: UUID
    kind: str
    fields: dict[str, Value]


def suggest_levels(imported: Imported, vocabulary: Vocabulary) -> dict[str, int | None]:
    """Return a level for each mood by its key: what the member's own mood of that name has, else what its journal says,
    else where Kith offers that word; None where the member has to say. A mood that stands for nothing and that no entry
    has is passed over."""
    used = {key for entry in imported.entries for key in entry.moods}
    levels = {key: _suggest_level(mood, vocabulary) for key, mood in imported.moods.items()}
    return {key: level for key, level in levels.items() if level is not None or key in used}


def _suggest_level(mood: ImportedMood, vocabulary: Vocabulary) -> int | None:
    if not mood.name:
        return mood.level
    own = next((one for one in vocabulary.moods if one.name.casefold() == mood.name.casefold()), None)
    named = next((one for one in vocabulary.levels if one.name.casefold() == mood.name.casefold()), None)
    if own is not None:
        return own.level
    return mood.level or (named.level if named else level_of_feeling(mood.name))


@dataclass(slots=True)
class Words:
    """Turns the words of one source into ids; `made` collects the documents of the new ones.

    A word that the same source brought before is known by its key there and its name there, whatever the member calls
    it now: `by_key` maps (source, kind, key and name) to ids. The name belongs to it because another phone counts its
    keys anew.
    """

    vocabulary: Vocabulary
    now: datetime
    source: str
    by_key: Mapping[tuple[str, str], str] = field(default_factory=dict)
    made: dict[tuple[str, str], NewWord] = field(default_factory=dict)
    _by_name: dict[str, dict[str, Word]] = field(default_factory=dict)

    def mood(self, mood: ImportedMood, level: int) -> str | None:
        """Return the id of the own mood, None when the level says it all."""
        # The other journal's "good" is ours as long as it is as good; made another level of, it keeps its name.
        stands_for_level = mood.is_level and (level == mood.level or read_number(mood.name) is not None)
        if stands_for_level or mood.is_feeling or mood.key == NO_MOOD:
            return None
        if same_name((self.vocabulary.levels[level - 1],), mood.name):
            return None
        found = same_name([one for one in self.vocabulary.all_moods if one.level == level], mood.name)
        return found.id if found else self._id(MOOD, f"{mood.key}/{level}", mood.name, {"level": level})

    def feeling(self, name: str, level: int) -> str:
        """Return the id of a feeling."""
        found = self._named(FEELING, self.vocabulary.all_feelings, name)
        where = "low" if level < 3 else "high" if level > 3 else "middle"
        return found.id if found else self._id(FEELING, name.casefold(), name, {"level": where})

    def tag(self, tag: ImportedTag) -> str:
        """Return the id of a tag; one that was merged into another counts as that one."""
        found = self._named(TAG, self.vocabulary.all_tags, tag.name)
        if found is not None:
            return self.vocabulary.tag_id(found.id)
        fields: dict[str, Value] = {"archived": True} if tag.is_archived else {}
        if tag.group and self._before(TAG, tag.key, tag.name) is None:
            group = self._named(TAG_GROUP, self.vocabulary.all_tag_groups, tag.group)
            fields["group"] = group.id if group else self._id(TAG_GROUP, tag.group.casefold(), tag.group, {})
        return self.vocabulary.tag_id(self._id(TAG, tag.key, tag.name, fields))

    def scale(self, scale: ImportedScale) -> str:
        """Return the id of a scale of that name, sort and unit."""
        units = ("", scale.unit.casefold())
        alike = [one for one in self.vocabulary.all_scales if one.sort == scale.sort and one.unit.casefold() in units]
        found = same_name(alike, scale.name)
        fields: dict[str, Value] = {
            "sort": scale.sort,
            "unit": scale.unit,
            "least": scale.least,
            "most": scale.most,
            "step": _step(scale),
        }
        return found.id if found else self._id(SCALE, scale.key, scale.name, fields)

    def template(self, name: str, text: str) -> None:
        """Make a template of a text unless there is the very same."""
        if not any(one.text == text[:TEMPLATE_MAX] for one in self.vocabulary.all_templates):
            self._id(TEMPLATE, name.casefold(), name, {"text": text[:TEMPLATE_MAX]})

    def _named(self, kind: str, words: Sequence[Word], name: str) -> Word | None:
        """Return the word of a name; those that are offered before those that are not."""
        if kind not in self._by_name:
            ordered = sorted(words, key=lambda word: not word.is_archived)
            self._by_name[kind] = {word.name.casefold(): word for word in ordered}
        return self._by_name[kind].get(clean(name).strip().casefold())

    def _before(self, kind: str, key: str, name: str) -> str | None:
        """Return the id of the word that came before."""
        return self.by_key.get((self.source, _source_key(kind, key, name)))

    def _id(self, kind: str, key: str, name: str, fields: dict[str, Value]) -> str:
        """Return the id of the word that came under a key before, or of a new one."""
        if before := self._before(kind, key, name):
            return before
        source_key = _source_key(kind, key, name)
        # Two of one name are one word, whatever keys they have.
        name = clean(name).strip()[:NAME_CHARACTERS_MAX] or t("Without a name")
        alike = (kind, "\x1f".join((name.casefold(), str(fields.get("level")), str(fields.get("unit")))))
        if alike not in self.made:
            self.made[alike] = NewWord(
                new_private_id(),
                kind,
                {
                    "name": name,
                    "created_at": self.now.isoformat(timespec="seconds"),
                    "place": _BEHIND + len(self.made),
                    "source": self.source,
                    "source_key": source_key,
                    **{field: clean(value) if isinstance(value, str) else value for field, value in fields.items()},
                },
            )
        return str(self.made[alike].id)


def _source_key(kind: str, key: str, name: str) -> str:
    said = f"{clean(key)}\x1f{clean(name).strip().casefold()}"
    return f"{kind}:{hashlib.sha256(said.encode()).hexdigest()[:32]}"


def _step(scale: ImportedScale) -> float:
    if scale.sort == "duration":
        return 5.0
    wide = scale.most - scale.least
    return 1.0 if wide >= 4 else 0.1
