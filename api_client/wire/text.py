"""What counts as a handle, a name and a text, on both ends.

Names follow Unicode's advice on confusables (UTS #39) as far as a few lines can: invisible, bidirectional and
unassigned characters are refused, so that nobody can wear another's name. Texts are kept as written, in NFC, without
control characters and bidirectional overrides, which could make a line read as something else.
"""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from api_client.wire import limits

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_FORBIDDEN_IN_NAMES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_MARKS_IN_A_ROW_MAX = 2
_HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")


def clean_text(value: str) -> str:
    """Return `value` in NFC without control characters and bidirectional overrides; line breaks become `\\n`."""
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (c for c in value if c not in _BIDI and (c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")))
    return "".join(kept).strip()


def check_name(value: str) -> str:
    """Return `value` as a name in NFKC with single spaces; raise ValueError when it could deceive or shows nothing."""
    value = " ".join(unicodedata.normalize("NFKC", value).split())
    marks = 0
    for character in value:
        category = unicodedata.category(character)
        if category in _FORBIDDEN_IN_NAMES or character in _BIDI or character in _BLANK_LETTERS:
            raise ValueError("invisible_character")
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > _MARKS_IN_A_ROW_MAX:
            raise ValueError("stacked_marks")
    if len({_script(c) for c in value} - {"", "LATIN"}) > 1 and not _east_asian(value):
        raise ValueError("mixed_scripts")
    return value


def check_handle(value: str) -> str:
    """Return `value` in lower case; raise ValueError unless it is letters, digits, dots, dashes and underscores."""
    value = unicodedata.normalize("NFKC", value).strip().lower()
    if not _HANDLE.fullmatch(value):
        raise ValueError("handle_characters")
    return value


def _script(character: str) -> str:
    """Return the first word of a letter's Unicode name, which is its script; empty for anything but a letter."""
    return unicodedata.name(character, "").split(" ")[0] if character.isalpha() else ""


def _east_asian(value: str) -> bool:
    """Japanese and Korean names mix scripts by nature."""
    return {_script(c) for c in value} <= {"", "LATIN", "CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL"}


def _nonempty(value: str) -> str:
    if not value:
        raise ValueError("empty")
    return value


# The length is checked twice: before cleaning it bounds the work, after it the text must not be empty.
def _text(maximum: int) -> tuple[object, ...]:
    return StringConstraints(max_length=maximum), AfterValidator(clean_text)


Handle = Annotated[
    str,
    AfterValidator(check_handle),
    StringConstraints(min_length=limits.HANDLE_MIN, max_length=limits.HANDLE_MAX),
]
DisplayName = Annotated[
    str, StringConstraints(max_length=limits.DISPLAY_NAME_MAX), AfterValidator(check_name), AfterValidator(_nonempty)
]
DeviceName = Annotated[
    str, StringConstraints(max_length=limits.DEVICE_NAME_MAX), AfterValidator(check_name), AfterValidator(_nonempty)
]
GroupName = Annotated[
    str, StringConstraints(max_length=limits.GROUP_NAME_MAX), AfterValidator(check_name), AfterValidator(_nonempty)
]
GroupDescription = Annotated[str, *_text(limits.GROUP_DESCRIPTION_MAX)]
AgreementLine = Annotated[str, *_text(limits.AGREEMENT_LINE_MAX), AfterValidator(_nonempty)]
PostTitle = Annotated[str, *_text(limits.POST_TITLE_MAX), AfterValidator(_nonempty)]
PostBody = Annotated[str, *_text(limits.POST_BODY_MAX), AfterValidator(_nonempty)]
ReplyBody = Annotated[str, *_text(limits.REPLY_BODY_MAX), AfterValidator(_nonempty)]
ContentNote = Annotated[str, *_text(limits.CONTENT_NOTE_MAX), AfterValidator(_nonempty)]
