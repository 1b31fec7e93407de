"""The reply coach: one hint for a draft that gives advice or makes it smaller, where somebody hoped for something else.

A pure function over a lexicon. It runs on the device of the one who writes, keeps nothing and sends nothing, and it
knows words, not people: it misses much and is wrong at times, which is why its hint can be sent away with one tap and
never stands in the way of sending.
"""

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from api_client.wire.feed import Need
from mobile.words import t

_FILE = Path(__file__).with_name("reply_en.toml")


class Hint(StrEnum):
    """What a draft does that the other did not ask for."""

    ADVICE = "advice"
    SMALLER = "smaller"


# Advice is welcome where ideas are wanted; words that make it smaller help nobody.
_NEEDS = {
    Hint.SMALLER: frozenset(Need),
    Hint.ADVICE: frozenset(Need) - {Need.IDEAS},
}
_QUOTES = re.compile(r'"[^"\n]*"|“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»|(?<!\w)\'[^\'\n]+\'(?!\w)|(?m:^ ?>.*$)')


@dataclass(frozen=True)
class Lexicon:
    """What one hint listens for: a hit counts unless an exception covers some of it."""

    patterns: tuple[re.Pattern[str], ...]
    exceptions: tuple[re.Pattern[str], ...]

    def hears(self, text: str) -> bool:
        """Tell whether `text`, made plain, holds a hit."""
        hits = [found.span() for pattern in self.patterns for found in pattern.finditer(text)]
        if not hits:
            return False
        spared = [found.span() for pattern in self.exceptions for found in pattern.finditer(text)]
        return any(not any(start < until and since < end for since, until in spared) for start, end in hits)


def advise(draft: str, need: Need) -> Hint | None:
    """Return the one hint for `draft` as a reply to somebody who hopes for `need`, None when there is none."""
    text = plain(draft)
    lexicons = reply_lexicons()
    return next((hint for hint, needs in _NEEDS.items() if need in needs and lexicons[hint].hears(text)), None)


def hint_words(hint: Hint, need: Need) -> str:
    """Return the hint in words: what was hoped for, and something else that one could say."""
    if hint is Hint.SMALLER:
        return t("This may sound as if it weighed less than it does. “That sounds hard” is often enough.")
    return {
        Need.LISTEN: t("They hoped somebody would just listen. You could say what you heard, or that you are here."),
        Need.ENCOURAGEMENT: t("They hoped for encouragement. You could name what they already manage."),
        Need.BEEN_THERE: t("They hoped to hear from somebody who has been there. How was it for you?"),
        Need.CHECK_ON_ME: t("They hoped somebody would check in. You could say when you will be back."),
        Need.IDEAS: t("They hoped for ideas."),
    }[need]


def plain(draft: str) -> str:
    """Return `draft` as the lexicons read it: lower case, plain apostrophes, single spaces, without what is quoted."""
    text = draft.replace("’", "'").replace("‘", "'")
    text = _QUOTES.sub(" … ", text)
    return re.sub(r" *\n *", "\n", re.sub(r"[ \t\r]+", " ", text)).strip().casefold()


def read_lexicon(table: dict[str, list[str]]) -> Lexicon:
    """Return a lexicon from its table in a data file."""
    return Lexicon(
        tuple(re.compile(one) for one in table["patterns"]), tuple(re.compile(one) for one in table["exceptions"])
    )


@cache
def reply_lexicons() -> dict[Hint, Lexicon]:
    """Return what each hint listens for, read once."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {hint: read_lexicon(data[hint.value]) for hint in Hint}
