"""Which passphrases are too easy to guess, judged on the device because nobody else ever sees one.

Length decides and there are no composition rules (NIST SP 800-63B-4, 3.1.1.2). What is refused besides is what a
guesser tries first: a known passphrase, one repeated or in a row, or one's own name.
"""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from importlib import resources

from api_client.wire import limits

SUGGESTED_WORDS = 5  # of more than 2,048, with repetition: over 55 bits before Argon2id
_NAME_PART_MIN = 4  # a shorter part of a name stands in too many innocent words
_OWN_LENGTH_MIN = 8  # what must be left when known passphrases and rows of keys are taken away
_DISTINCT_MIN = 5
_LEET = str.maketrans("01345789@$!", "oleastbgasi")
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop")
_RUN_LENGTH = 4


class PassphraseProblem(StrEnum):
    """Why a passphrase is not taken."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_COMMON = "too_common"
    CONTAINS_NAME = "contains_name"


class WeakPassphrase(ValueError):
    """A passphrase that would be guessed; `problems` say why, never what."""

    def __init__(self, problems: Sequence[PassphraseProblem]) -> None:
        super().__init__(", ".join(problems))
        self.problems = tuple(problems)


def check_passphrase(text: str, *, context: Sequence[str] = ()) -> list[PassphraseProblem]:
    """Return what is wrong with `text`, nothing when it may be used. `context` is the handle and the display name.

    A wrong length is named alone: while somebody types, the rest would only be noise.
    """
    text = unicodedata.normalize("NFC", text)
    if len(text) < limits.PASSPHRASE_MIN:
        return [PassphraseProblem.TOO_SHORT]
    if len(text) > limits.PASSPHRASE_MAX:
        return [PassphraseProblem.TOO_LONG]
    problems = []
    if _is_common(text):
        problems.append(PassphraseProblem.TOO_COMMON)
    if _contains_name(text, context):
        problems.append(PassphraseProblem.CONTAINS_NAME)
    return problems


def suggest_passphrase() -> str:
    """Return five random words of the bundled list, joined by spaces."""
    return " ".join(secrets.choice(_word_list()) for _ in range(SUGGESTED_WORDS))


def _is_common(text: str) -> bool:
    """Whether a guesser's first million would hold it: known parts, rows of keys and repetitions leave too little."""
    plain = _letters_and_digits(text)
    if len(set(plain)) < _DISTINCT_MIN or _is_repeated(plain):
        return True
    return any(_own_length(variant) < _OWN_LENGTH_MIN for variant in (plain, plain.translate(_LEET)))


def _own_length(plain: str) -> int:
    """Return how many letters and digits are left without known passphrases and rows of keys."""
    for known in _known_parts():
        plain = plain.replace(known, " ")
    return sum(character.isalnum() for character in plain)


def _is_repeated(plain: str) -> bool:
    """Whether the text is one short unit over and over, the last time perhaps cut off."""
    return any(plain == (plain[:unit] * len(plain))[: len(plain)] for unit in range(1, len(plain) // 2 + 1))


def _contains_name(text: str, context: Sequence[str]) -> bool:
    plain = _letters_and_digits(text)
    parts = {_letters_and_digits(part) for name in context for part in (name, *re.split(r"[\W_]+", name))}
    return any(len(part) >= _NAME_PART_MIN and part in plain for part in parts)


def _letters_and_digits(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum() or c in "@$!")


@cache
def _known_parts() -> tuple[str, ...]:
    """Return known passphrases and stretches of keys in a row, the longest first."""
    rows = [direction for row in _ROWS for direction in (row, row[::-1])]
    runs = {row[start:end] for row in rows for end in range(len(row) + 1) for start in range(end - _RUN_LENGTH + 1)}
    return tuple(sorted(runs.union(_read_lines("common_passphrases.txt")), key=lambda part: (-len(part), part)))


@cache
def _word_list() -> tuple[str, ...]:
    return tuple(_read_lines("passphrase_words.txt"))


def _read_lines(name: str) -> list[str]:
    return resources.files("api_client").joinpath(name).read_text("utf-8").split()
