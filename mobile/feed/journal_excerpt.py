"""Which words of a journal entry a member hands on: chosen part by part, nothing by itself.

Only what `excerpt` returns ever leaves; it is the text that the preview shows and the text that is sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from babel.lists import format_list

from mobile.vocabulary import open_vocabulary
from mobile.words import language, t

if TYPE_CHECKING:
    from uuid import UUID

    from mobile.vault.documents import Documents


@dataclass(frozen=True)
class Shareable:
    """The parts of an entry that can be handed on, in words."""

    mood: str
    feelings: tuple[str, ...]
    note: str


def read_entry(documents: "Documents", entry_id: "UUID") -> Shareable | None:
    """Return what can be shared of an entry, None when it is not here."""
    document = documents.get(entry_id)
    if document is None or document.kind != "entry":
        return None
    vocabulary = open_vocabulary(documents)
    level, mood_id, note = (document.fields.get(name) for name in ("level", "mood_id", "note"))
    feelings = [
        vocabulary.feeling(name.removeprefix("feelings."))
        for name, value in document.fields.items()
        if name.startswith("feelings.") and value is True
    ]
    mood = vocabulary.mood(level if level in (1, 2, 3, 4, 5) else 3, str(mood_id) if mood_id else None)  # type: ignore[arg-type]
    return Shareable(mood, tuple(feelings), note if isinstance(note, str) else "")


def start_of(entry: Shareable) -> dict[str, Any]:
    """Return what the form begins with: the mood alone, the least that says something."""
    return {
        "with_mood": True,
        "with_feelings": False,
        "with_note": False,
        "excerpt": entry.note,
        "group": "",
    }


def excerpt(entry: Shareable, fields: Mapping[str, Any]) -> str:
    """Return the text of the post that the chosen parts make, empty when nothing is chosen."""
    feelings = joined(entry.feelings)
    parts = []
    if fields["with_mood"] and fields["with_feelings"] and feelings:
        parts.append(t("My mood: {mood}. I feel {feelings}.", mood=entry.mood, feelings=feelings))
    elif fields["with_mood"]:
        parts.append(t("My mood: {mood}.", mood=entry.mood))
    elif fields["with_feelings"] and feelings:
        parts.append(t("I feel {feelings}.", feelings=feelings))
    if fields["with_note"] and fields["excerpt"].strip():
        parts.append(fields["excerpt"].strip())
    return "\n\n".join(parts)


def joined(words: Sequence[str]) -> str:
    """Return words as a list in the member's language."""
    return format_list(list(words), style="standard", locale=language()) if words else ""
