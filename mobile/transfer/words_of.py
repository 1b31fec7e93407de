"""Finding the member's own word for each word of another journal, or making a new one for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from mobile.device import new_private_id
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


@dataclass(slots=True)
class NewWord:
    """A document of a word that is still to be written."""

    id: UUID
    kind: str
    fields: dict[str, Value]


def suggest_levels(imported: Imported, vocabulary: Vocabulary) -> dict[str, int | None]:
    """Return a level for each mood by its key: what its journal says, else what the member calls so, else where Kith
    offers that word; None where the member has to say."""
    return {key: mood.level or _level_by_name(mood.name, vocabulary) for key, mood in imported.moods.items()}


def _level_by_name(name: str, vocabulary: Vocabulary) -> int | None:
    if not name:
        return None
    own = same_name(vocabulary.all_moods, name) or same_name(vocabulary.levels, name)
    level = getattr(own, "level", None)
    return level if isinstance(level, int) else level_of_feeling(name)


@dataclass(slots=True)
class Words:
    """Turns names into ids; `made` collects the documents of the new ones."""

    vocabulary: Vocabulary
    now: datetime
    made: dict[tuple[str, str], NewWord] = field(default_factory=dict)

    def mood(self, mood: ImportedMood, level: int) -> str | None:
        """Return the id of the own mood, None when the level says it all."""
        if mood.is_level or mood.is_feeling or mood.key == NO_MOOD:
            return None
        if same_name((self.vocabulary.levels[level - 1],), mood.name):
            return None
        known = [one for one in self.vocabulary.all_moods if one.level == level]
        return self._id(MOOD, mood.name, known, {"level": level}, also=str(level))

    def feeling(self, name: str, level: int) -> str:
        """Return the id of a feeling."""
        where = "low" if level < 3 else "high" if level > 3 else "middle"
        return self._id(FEELING, name, self.vocabulary.all_feelings, {"level": where})

    def tag(self, tag: ImportedTag) -> str:
        """Return the id of a tag; one that was merged into another counts as that one."""
        fields: dict[str, Value] = {}
        if same_name(self.vocabulary.all_tags, tag.name) is None and tag.group:
            fields["group"] = self._id(TAG_GROUP, tag.group, self.vocabulary.all_tag_groups, {})
        if tag.is_archived:
            fields["archived"] = True
        return self.vocabulary.tag_id(self._id(TAG, tag.name, self.vocabulary.all_tags, fields))

    def scale(self, scale: ImportedScale) -> str:
        """Return the id of a scale of that name, sort and unit."""
        known = [
            one
            for one in self.vocabulary.all_scales
            if one.sort == scale.sort and one.unit.casefold() in ("", scale.unit.casefold())
        ]
        fields: dict[str, Value] = {
            "sort": scale.sort,
            "unit": scale.unit,
            "least": scale.least,
            "most": scale.most,
            "step": _step(scale),
        }
        return self._id(SCALE, scale.name, known, fields, also=scale.key)

    def template(self, name: str, text: str) -> None:
        """Make a template of a text unless there is the very same."""
        if not any(one.text == text[:TEMPLATE_MAX] for one in self.vocabulary.all_templates):
            self._id(TEMPLATE, name, (), {"text": text[:TEMPLATE_MAX]}, also=text)

    def _id(self, kind: str, name: str, known: Sequence[Word], fields: dict[str, Value], *, also: str = "") -> str:
        name = clean(name).strip() or t("Without a name")
        found = same_name(known, name)
        if found is not None:
            return found.id
        key = (kind, f"{name.casefold()}\x1f{also}")
        if key not in self.made:
            place = 1_000.0 + sum(one.kind == kind for one in self.made.values())
            made: dict[str, Value] = {
                "name": name[:NAME_CHARACTERS_MAX],
                "created_at": self.now.isoformat(timespec="seconds"),
                "place": max((word.place for word in known), default=0.0) + place,
            }
            self.made[key] = NewWord(new_private_id(), kind, made | fields)
        return str(self.made[key].id)


def _step(scale: ImportedScale) -> float:
    if scale.sort == "duration":
        return 5.0
    wide = scale.most - scale.least
    return 1.0 if wide >= 4 else 0.1
