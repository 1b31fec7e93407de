"""What the six parts of the safety plan are called, on the screen and on paper."""

from mobile.safety.plan import HELPS, LINES, PEOPLE, PLACES, SAFER, SIGNS
from mobile.words import t


def part_name(part: str) -> str:
    """Return the heading of a part."""
    return {
        SIGNS: t("Warning signs"),
        HELPS: t("What helps me"),
        PEOPLE: t("My people"),
        PLACES: t("Places"),
        LINES: t("Helplines"),
        SAFER: t("Making it safer"),
    }[part]


def part_hint(part: str) -> str:
    """Return one line about what belongs into a part."""
    return {
        SIGNS: t("Thoughts, feelings or things I do that tell me it is getting hard."),
        HELPS: t("What I can do alone, however small."),
        PEOPLE: t("Who I can call or write to."),
        PLACES: t("Where I can be among people, or be safe."),
        LINES: t("Who I can call when nobody I know is there."),
        SAFER: t("What I can put away or ask somebody to keep."),
    }[part]
