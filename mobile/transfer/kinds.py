"""What documents are called when they are counted: one place, so that an export, a restore and an undo agree."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from mobile.entries.document import KIND as ENTRY
from mobile.vocabulary import FEELING, MOOD, SCALE, TAG, TAG_GROUP, TEMPLATE
from mobile.words import t, tn

_COUNTED: Mapping[str, Callable[[int], str]] = {
    ENTRY: lambda n: tn("{count} check-in", "{count} check-ins", n),
    MOOD: lambda n: tn("{count} mood", "{count} moods", n),
    FEELING: lambda n: tn("{count} word", "{count} words", n),
    TAG: lambda n: tn("{count} tag", "{count} tags", n),
    TAG_GROUP: lambda n: tn("{count} group of tags", "{count} groups of tags", n),
    SCALE: lambda n: tn("{count} scale", "{count} scales", n),
    TEMPLATE: lambda n: tn("{count} template", "{count} templates", n),
    "goal": lambda n: tn("{count} goal", "{count} goals", n),
    "saved_strategy": lambda n: tn("{count} saved strategy", "{count} saved strategies", n),
    "measure": lambda n: tn("{count} answered measure", "{count} answered measures", n),
    "reminder": lambda n: tn("{count} reminder", "{count} reminders", n),
    "import": lambda n: tn("{count} report of an import", "{count} reports of imports", n),
}
# A plan is one however many documents it lies in, and one document holds many settings.
_PLAN = "safety_plan"
_SETTINGS = frozenset({"settings", "hidden", "muted_words", "story_offers", "import_mapping"})


def counted(kinds: Iterable[str]) -> list[str]:
    """Return what documents of these kinds are, each with how many there are of it, in the same order always."""
    counts = Counter(kinds)
    found = [say(counts[kind]) for kind, say in _COUNTED.items() if counts[kind]]
    named = {*_COUNTED, _PLAN, *_SETTINGS}
    if others := sum(count for kind, count in counts.items() if kind not in named):
        found.append(tn("{count} other thing", "{count} other things", others))
    if counts[_PLAN]:
        found.append(t("your safety plan"))
    if any(counts[kind] for kind in _SETTINGS):
        found.append(t("settings"))
    return found


def listed(kinds: Iterable[str]) -> str:
    """Return the same in one line that may begin a sentence."""
    line = ", ".join(counted(kinds))
    return line[:1].upper() + line[1:]
