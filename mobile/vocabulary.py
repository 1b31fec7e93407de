"""The words that Kith offers for feelings and for what is around them.

Ids are stable for ever and travel in documents; words are translated. The feelings start from the mood
labels that the phone platforms publish, with everyday words beside them; each stands under the levels where it is
offered first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from mobile.words import t

if TYPE_CHECKING:
    from mobile.vault.documents import Documents

LOW, MIDDLE, HIGH = "low", "middle", "high"

# id -> where it is offered first; the order is the order on the screen.
_FEELINGS: dict[str, str] = {
    **dict.fromkeys(
        (
            "tired", "on_edge", "lonely", "numb", "sad", "ashamed", "overwhelmed", "irritable", "anxious", "drained",
            "hopeless", "worried", "stressed", "scared", "angry", "frustrated", "guilty", "empty", "disappointed",
            "discouraged", "embarrassed", "hurt", "jealous", "annoyed", "disgusted", "helpless", "grieving", "rejected",
            "restless", "lost",
        ),
        LOW,
    ),
    **dict.fromkeys(
        (
            "calm", "indifferent", "bored", "distracted", "unsure", "okay_enough", "quiet", "surprised", "steady",
            "nostalgic", "thoughtful", "rested",
        ),
        MIDDLE,
    ),
    **dict.fromkeys(
        (
            "relieved", "proud", "grateful", "content", "hopeful", "happy", "peaceful", "connected", "confident",
            "satisfied", "loved", "amused", "excited", "joyful", "brave", "amazed", "curious", "energetic", "inspired",
            "playful",
        ),
        HIGH,
    ),
}  # fmt: skip

_TAGS = (
    "sleep", "work", "family", "health", "money", "news", "outdoors", "friends", "partner", "home", "study",
    "exercise", "food", "alone_time", "medication", "therapy", "hobby", "chores", "travel", "weather",
)  # fmt: skip

OFFERED = 8  # how many words stand on the form before "All words"


def feelings_for(level: int) -> list[str]:
    """Return every feeling's id, those that fit `level` (1..5) first."""
    nearest = {1: (LOW, MIDDLE, HIGH), 2: (LOW, MIDDLE, HIGH), 3: (MIDDLE, LOW, HIGH)}.get(level, (HIGH, MIDDLE, LOW))
    return [feeling for group in nearest for feeling, where in _FEELINGS.items() if where == group]


def is_feeling(feeling: str) -> bool:
    """Tell whether `feeling` is one of the built-in ids."""
    return feeling in _FEELINGS


def tags() -> Sequence[str]:
    """Return the ids of the built-in tags."""
    return _TAGS


def level_word(level: int) -> str:
    """Return the built-in word of a level from 1 (lowest) to 5."""
    return {1: t("Very low"), 2: t("Low"), 3: t("Okay"), 4: t("Good"), 5: t("Great")}[level]


def feeling_word(feeling: str) -> str:
    """Return the word for a feeling's id; a member's own word is its own id."""
    return _feeling_words().get(feeling, feeling)


def tag_word(tag: str) -> str:
    """Return the word for a tag's id; a member's own tag is its own id."""
    return _tag_words().get(tag, tag)


def _feeling_words() -> dict[str, str]:
    # Written out so that each passes through translation as a literal.
    return {
        "tired": t("tired"), "on_edge": t("on edge"), "lonely": t("lonely"), "numb": t("numb"), "sad": t("sad"),
        "ashamed": t("ashamed"), "overwhelmed": t("overwhelmed"), "irritable": t("irritable"),
        "anxious": t("anxious"), "drained": t("drained"), "hopeless": t("hopeless"), "worried": t("worried"),
        "stressed": t("stressed"), "scared": t("scared"), "angry": t("angry"), "frustrated": t("frustrated"),
        "guilty": t("guilty"), "empty": t("empty"), "disappointed": t("disappointed"),
        "discouraged": t("discouraged"), "embarrassed": t("embarrassed"), "hurt": t("hurt"), "jealous": t("jealous"),
        "annoyed": t("annoyed"), "disgusted": t("disgusted"), "helpless": t("helpless"), "grieving": t("grieving"),
        "rejected": t("rejected"), "restless": t("restless"), "lost": t("lost"), "calm": t("calm"),
        "indifferent": t("indifferent"), "bored": t("bored"), "distracted": t("distracted"), "unsure": t("unsure"),
        "okay_enough": t("okay enough"), "quiet": t("quiet"), "surprised": t("surprised"), "steady": t("steady"),
        "nostalgic": t("nostalgic"), "thoughtful": t("thoughtful"), "rested": t("rested"),
        "relieved": t("relieved"), "proud": t("proud"), "grateful": t("grateful"), "content": t("content"),
        "hopeful": t("hopeful"), "happy": t("happy"), "peaceful": t("peaceful"), "connected": t("connected"),
        "confident": t("confident"), "satisfied": t("satisfied"), "loved": t("loved"), "amused": t("amused"),
        "excited": t("excited"), "joyful": t("joyful"), "brave": t("brave"), "amazed": t("amazed"),
        "curious": t("curious"), "energetic": t("energetic"), "inspired": t("inspired"), "playful": t("playful"),
    }  # fmt: skip


def _tag_words() -> dict[str, str]:
    return {
        "sleep": t("sleep"), "work": t("work"), "family": t("family"), "health": t("health"), "money": t("money"),
        "news": t("news"), "outdoors": t("outdoors"), "friends": t("friends"), "partner": t("partner"),
        "home": t("home"), "study": t("study"), "exercise": t("exercise"), "food": t("food"),
        "alone_time": t("time alone"), "medication": t("medication"), "therapy": t("therapy"),
        "hobby": t("hobby"), "chores": t("chores"), "travel": t("travel"), "weather": t("weather"),
    }  # fmt: skip


@dataclass(frozen=True)
class OwnWord:
    """A word, tag or mood that the member added: its document's id, its name and, for a mood, its level."""

    id: str
    name: str
    level: int = 3


@dataclass(frozen=True)
class Vocabulary:
    """The built-in words together with the member's own, as opened on this device."""

    feelings: tuple[OwnWord, ...] = ()
    tags: tuple[OwnWord, ...] = ()
    moods: tuple[OwnWord, ...] = ()

    def feeling(self, feeling: str) -> str:
        """Return the word for a feeling's id."""
        return _own_name(self.feelings, feeling) or feeling_word(feeling)

    def tag(self, tag: str) -> str:
        """Return the word for a tag's id."""
        return _own_name(self.tags, tag) or tag_word(tag)

    def mood(self, level: int, mood_id: str | None) -> str:
        """Return the name of a mood: the member's own, or the level's word."""
        return (_own_name(self.moods, mood_id) if mood_id else "") or level_word(level)

    def moods_at(self, level: int) -> list[OwnWord]:
        """Return the member's own moods of one level."""
        return [mood for mood in self.moods if mood.level == level]


def _own_name(words: Sequence[OwnWord], identity: str | None) -> str:
    return next((word.name for word in words if word.id == identity), "")


def open_vocabulary(documents: "Documents") -> Vocabulary:
    """Return the vocabulary as the open documents have it, own words in the order they were added."""

    def own(kind: str) -> tuple[OwnWord, ...]:
        found = sorted(documents.list(kind), key=lambda d: str(d.fields.get("created_at", "")))
        return tuple(
            OwnWord(str(d.id), str(d.fields.get("name", "")), int(cast(int, d.fields.get("level") or 3))) for d in found
        )

    return Vocabulary(own("feeling"), own("tag"), own("mood"))
