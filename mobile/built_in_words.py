"""The words that Kith brings along: five levels, five steps of energy, feelings, tags and their groups.

Ids are stable for ever and travel in documents; words are translated. The feelings are the mood labels that the two
phone platforms publish (HealthKit's `HKStateOfMind.Label`, and `Moods.Mood` 1 to 56 of the Google Health API; what
stands there beyond are degrees and symptoms), with everyday words beside them. The tags hold HealthKit's
`HKStateOfMind.Association`.
"""

from mobile.words import t

LOW, MIDDLE, HIGH = "low", "middle", "high"

# id -> where it is offered first; the order is the order on the screen.
FEELINGS: dict[str, str] = {
    **dict.fromkeys(
        (
            "tired", "on_edge", "lonely", "numb", "sad", "ashamed", "overwhelmed", "irritable", "anxious", "drained",
            "hopeless", "worried", "stressed", "scared", "angry", "frustrated", "guilty", "empty", "disappointed",
            "discouraged", "embarrassed", "hurt", "jealous", "annoyed", "disgusted", "helpless", "grieving", "rejected",
            "restless", "lost", "afraid", "bitter", "envious",
        ),
        LOW,
    ),
    **dict.fromkeys(
        (
            "calm", "indifferent", "bored", "distracted", "unsure", "okay_enough", "quiet", "surprised", "steady",
            "nostalgic", "thoughtful", "rested", "confused", "longing",
        ),
        MIDDLE,
    ),
    **dict.fromkeys(
        (
            "relieved", "proud", "grateful", "content", "hopeful", "happy", "peaceful", "connected", "confident",
            "satisfied", "loved", "amused", "excited", "joyful", "brave", "amazed", "curious", "energetic", "inspired",
            "playful", "passionate", "accomplished", "loving", "compassionate", "awestruck",
        ),
        HIGH,
    ),
}  # fmt: skip

# What the platforms call otherwise, or by a degree that a level says already.
PLATFORM_NAMES = {
    "energized": "energetic", "fatigued": "tired", "hurting": "hurt", "irritated": "irritable",
    "neutral": "okay_enough", "very_calm": "calm", "very_stressed": "stressed",
}  # fmt: skip

# id -> (the group it stands in, its icon); the order is the order on the screen.
TAGS: dict[str, tuple[str, str]] = {
    "sleep": ("body", "bed"), "work": ("doing", "work"), "family": ("people", "family"), "health": ("body", "pulse"),
    "money": ("life", "savings"), "news": ("life", "news"), "outdoors": ("places", "park"),
    "friends": ("people", "group"), "partner": ("people", "heart"), "home": ("places", "home"),
    "study": ("doing", "school"), "exercise": ("body", "run"), "food": ("body", "food"),
    "alone_time": ("people", "person"), "medication": ("body", "pill"), "therapy": ("life", "talk"),
    "hobby": ("doing", "palette"), "chores": ("doing", "checklist"), "travel": ("places", "plane"),
    "weather": ("places", "sun"), "community": ("people", "hands"), "dating": ("people", "flower"),
    "self_care": ("body", "spa"), "identity": ("life", "mind"), "spirituality": ("life", "star"),
}  # fmt: skip

TAG_GROUPS = ("people", "body", "doing", "places", "life")


def level_word(level: int) -> str:
    """Return the built-in word of a level from 1 (lowest) to 5."""
    return {1: t("Very low"), 2: t("Low"), 3: t("Okay"), 4: t("Good"), 5: t("Great")}[level]


def energy_word(energy: int) -> str:
    """Return the word for a step of energy from 1 (lowest) to 5."""
    return {1: t("none"), 2: t("little"), 3: t("some"), 4: t("plenty"), 5: t("brimming")}[energy]


def tag_group_words() -> dict[str, str]:
    """Return the names of the built-in groups of tags by id."""
    return {
        "people": t("People"), "body": t("Body and health"), "doing": t("Doing"), "places": t("Places"),
        "life": t("Mind and life"),
    }  # fmt: skip


def feeling_words() -> dict[str, str]:
    """Return the word of every built-in feeling by id."""
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
        "afraid": t("afraid"), "bitter": t("bitter"), "envious": t("envious"), "confused": t("confused"),
        "longing": t("longing"), "passionate": t("passionate"), "accomplished": t("accomplished"),
        "loving": t("loving"), "compassionate": t("compassionate"), "awestruck": t("awestruck"),
    }  # fmt: skip


def tag_words() -> dict[str, str]:
    """Return the word of every built-in tag by id."""
    return {
        "sleep": t("sleep"), "work": t("work"), "family": t("family"), "health": t("health"), "money": t("money"),
        "news": t("news"), "outdoors": t("outdoors"), "friends": t("friends"), "partner": t("partner"),
        "home": t("home"), "study": t("study"), "exercise": t("exercise"), "food": t("food"),
        "alone_time": t("time alone"), "medication": t("medication"), "therapy": t("therapy"),
        "hobby": t("hobby"), "chores": t("chores"), "travel": t("travel"), "weather": t("weather"),
        "community": t("community"), "dating": t("dating"), "self_care": t("self-care"),
        "identity": t("identity"), "spirituality": t("spirituality"),
    }  # fmt: skip
