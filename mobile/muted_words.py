"""Whether a text holds one of the words that a member does not want to see.

Words are compared as people read them: without case, accents and invisible characters, whole words only, with a plain
plural on either side ("diet" finds "diets"). Nothing is guessed beyond that: a filter that hides too much is switched
off. Scripts that are written without spaces have no whole words to compare, so there a part of the text is enough.
"""

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"\w+")
_EMPHASIS = re.compile(r"[*_~`]+")  # Markdown within a word shows nothing
# An elided article or pronoun before a word, as in l’alcool.
_ELIDED = re.compile(r"\b(\w{1,2})['’ʼ](?=\w\w)")
_APOSTROPHE = re.compile("['’ʼ]")
# Accents, points and vowel signs that stand above or below a letter that means the same without them.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u06d6-\u06ed]+")
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]+")
_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ـ": ""})
_PLURAL_FROM = 3  # letters; shorter words have no plural worth guessing

Pattern = tuple[str, ...]


def fold(text: str) -> str:
    """Return `text` as it is compared: in one case, without accents and without what cannot be seen."""
    if text.isascii():
        return text.lower()
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", _INVISIBLE.sub("", text)))
    return unicodedata.normalize("NFC", plain.casefold()).translate(_LETTERS)


def pattern(word: str) -> Pattern:
    """Return a muted word or phrase as what is looked for: its words in order; empty when it holds none."""
    return tuple(_words(fold(word)))


def holds(text: str, patterns: Iterable[Pattern]) -> bool:
    """Return whether `text` holds one of `patterns` as whole words in a row."""
    wanted = [words for words in patterns if words]
    if not wanted or not text:
        return False
    folded = fold(text)
    readings = [_words(folded)]
    if _EMPHASIS.search(folded):
        readings += [_words(_EMPHASIS.sub("", folded)), _words(_EMPHASIS.sub(" ", folded))]
    return any(_stands_in(words, reading, folded) for reading in readings for words in wanted)


def _words(folded: str) -> list[str]:
    return _WORD.findall(_APOSTROPHE.sub("", _ELIDED.sub(r"\1 ", folded)))


def _stands_in(wanted: Pattern, words: list[str], folded: str) -> bool:
    if _WITHOUT_SPACES.search(wanted[0]):
        return "".join(wanted) in folded
    first, length = forms(wanted[0]), len(wanted)
    return any(
        word in first and all(words[place + n] in forms(wanted[n]) for n in range(1, length))
        for place, word in enumerate(words[: len(words) - length + 1])
    )


def forms(word: str) -> frozenset[str]:
    """Return a word with its plural, and with the words whose plural it may be."""
    if len(word) < _PLURAL_FROM:
        return frozenset({word})
    found = {word, word + "s", word + "es"}
    if word.endswith("y"):
        found.add(word[:-1] + "ies")
    if word.endswith("ies") and len(word) > _PLURAL_FROM + 1:
        found.add(word[:-3] + "y")
    if word.endswith("es") and len(word) > _PLURAL_FROM + 1:
        found.add(word[:-2])
    if word.endswith("s") and not word.endswith("ss") and len(word) > _PLURAL_FROM:
        found.add(word[:-1])
    return frozenset(found)
