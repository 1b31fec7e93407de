"""What counts as a handle, a name and a text, on both ends.

Names follow Unicode's advice on confusables (UTS #39) as far as a page of code can: invisible, bidirectional and
unassigned characters, stacked marks and misleading mixtures of scripts are refused, so that nobody can wear another's
name. Texts are kept as written, in NFC, without control characters and bidirectional overrides, which could make a
line read as something else, and without towers of marks, which would cover what stands above.
"""

import re
import unicodedata
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, StringConstraints

from api_client.wire import limits

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters, marks and symbols that show nothing (Unicode: Default_Ignorable_Code_Point, and the blank Braille pattern).
_BLANK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
)
_FORBIDDEN_IN_NAMES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_NOT_SHOWN = _FORBIDDEN_IN_NAMES | {"Zs"}
_REMOVED_FROM_TEXTS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MARKS = frozenset({"Mn", "Me"})
_MARKS_IN_NAME_MAX = 2  # in a row
_MARKS_IN_TEXT_MAX = 8  # no language needs as many
_PERHAPS_A_TOWER = re.compile(f"[\u0300-\U0010ffff]{{{_MARKS_IN_TEXT_MAX + 1}}}")  # no mark stands below U+0300
_HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")
_ZERO_WIDTH_NON_JOINER, _ZERO_WIDTH_JOINER, _EMOJI_STYLE = "\u200c", "\u200d", "\ufe0f"
_VIRAMA = 9  # the combining class of signs after which a joiner shapes an Indic syllable
_EAST_ASIAN = frozenset({"CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "BOPOMOFO", "HANGUL"})
_LANGUAGE = re.compile(r"[a-z]{2,8}(?:-[a-z0-9]{1,8})*", re.IGNORECASE)
_LOOKS_LATIN = frozenset({"CYRILLIC", "GREEK", "COPTIC", "CHEROKEE", "LISU"})


def clean_text(value: str) -> str:
    """Return `value` in NFC without what deceives or covers (see above); line breaks become `\\n`, ends are trimmed."""
    value = _REMOVED_FROM_TEXTS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if value.isascii():
        return value.strip()
    return _without_towers(unicodedata.normalize("NFC", value)).strip()


def check_name(value: str) -> str:
    """Return `value` as a name in NFKC with single spaces; raise ValueError(code) when it could deceive."""
    value = " ".join(unicodedata.normalize("NFKC", value).split())
    marks = 0
    for place, character in enumerate(value):
        category = unicodedata.category(character)
        if (category in _FORBIDDEN_IN_NAMES or character in _BLANK) and not _joins(value, place):
            raise ValueError("invisible_character")
        is_mark = category in _MARKS and character != _EMOJI_STYLE
        marks = marks + 1 if is_mark else 0
        if marks > _MARKS_IN_NAME_MAX or (is_mark and (place == 0 or value[place - 1] == " ")):
            raise ValueError("stacked_marks")
    if _mixes_scripts({_script(character) for character in value} - {""}):
        raise ValueError("mixed_scripts")
    return value


def check_handle(value: str) -> str:
    """Return `value` in lower case; raise ValueError unless it is letters, digits, dots, dashes and underscores."""
    value = unicodedata.normalize("NFKC", value).strip().lower()
    if not _HANDLE.fullmatch(value):
        raise ValueError("handle_characters")
    return value


def check_url(value: str) -> str:
    """Return `value` as an address of the web; raise ValueError when it is another kind of address, names an account,
    or holds what could make it read as another."""
    value = value.strip()
    if not value.isascii() or any(character.isspace() or not character.isprintable() for character in value):
        raise ValueError("url_characters")
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises when it is no number
    except ValueError as error:
        raise ValueError("url_form") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or "." not in parts.hostname:
        raise ValueError("url_form")
    return value


def check_language(value: str) -> str:
    """Return a language's tag (BCP 47) in lower case; raise ValueError when it is none."""
    if not _LANGUAGE.fullmatch(value):
        raise ValueError("language_form")
    return value.lower()


def _without_towers(value: str) -> str:
    """Return `value` with at most _MARKS_IN_TEXT_MAX marks in a row."""
    if not _PERHAPS_A_TOWER.search(value):
        return value
    kept, marks = [], 0
    for character in value:
        marks = marks + 1 if unicodedata.category(character) in _MARKS else 0
        if marks <= _MARKS_IN_TEXT_MAX:
            kept.append(character)
    return "".join(kept)


def _joins(value: str, place: int) -> bool:
    """Whether the invisible character at `place` does what it is for: shape a syllable, join letters or an emoji.

    The first two are the rule for domain names (RFC 5892, appendix A.1 and A.2).
    """
    if not 0 < place < len(value):
        return False
    character, before, after = value[place], value[place - 1], value[place + 1 : place + 2]
    if character == _EMOJI_STYLE:
        return unicodedata.category(before) == "So"
    if not after or character not in (_ZERO_WIDTH_NON_JOINER, _ZERO_WIDTH_JOINER):
        return False
    if unicodedata.combining(before) == _VIRAMA:
        return True
    if character == _ZERO_WIDTH_NON_JOINER:
        return _script(before) == _script(after) == "ARABIC"
    return unicodedata.category(after) == "So" and (
        before == _EMOJI_STYLE or unicodedata.category(before) in ("So", "Sk")
    )


def _script(character: str) -> str:
    """Return the first word of a letter's Unicode name, which is its script; empty for what belongs to all scripts."""
    script = unicodedata.name(character, "").split(" ")[0] if character.isalpha() else ""
    return "" if script == "MODIFIER" else script


def _mixes_scripts(scripts: set[str]) -> bool:
    """Whether letters of `scripts` do not stand together in honest names.

    Japanese and Korean names mix scripts by nature; Latin goes with any one other script but those with letters that
    look Latin (UTS #39, 5.2, moderately restrictive).
    """
    others = scripts - {"LATIN"}
    if others <= _EAST_ASIAN:
        return False
    return len(others) > 1 or ("LATIN" in scripts and bool(others & _LOOKS_LATIN))


def _shows_something(value: str) -> str:
    if all(unicodedata.category(c) in _NOT_SHOWN or c in _BLANK for c in value):
        raise ValueError("empty")
    return value


def _at_most(maximum: int) -> AfterValidator:
    def check_length(value: str) -> str:
        if len(value) > maximum:
            raise ValueError("string_too_long")
        return value

    return AfterValidator(check_length)


# The length is checked twice: before cleaning it bounds the work, after it the result, which can be longer.
def _optional_text(maximum: int) -> tuple[object, ...]:
    return StringConstraints(max_length=maximum), AfterValidator(clean_text), _at_most(maximum)


def _text(maximum: int) -> tuple[object, ...]:
    return *_optional_text(maximum), AfterValidator(_shows_something)


def _name(maximum: int) -> tuple[object, ...]:
    constraint = StringConstraints(max_length=maximum)
    return constraint, AfterValidator(check_name), _at_most(maximum), AfterValidator(_shows_something)


Handle = Annotated[
    str,
    StringConstraints(max_length=4 * limits.HANDLE_MAX),
    AfterValidator(check_handle),
    StringConstraints(min_length=limits.HANDLE_MIN, max_length=limits.HANDLE_MAX),
]
DisplayName = Annotated[str, *_name(limits.DISPLAY_NAME_MAX)]
DeviceName = Annotated[str, *_name(limits.DEVICE_NAME_MAX)]
GroupName = Annotated[str, *_name(limits.GROUP_NAME_MAX)]
GroupDescription = Annotated[str, *_optional_text(limits.GROUP_DESCRIPTION_MAX)]
AgreementLine = Annotated[str, *_text(limits.AGREEMENT_LINE_MAX)]
RequestWords = Annotated[str, *_optional_text(limits.REQUEST_WORDS_MAX)]
ProfileWords = Annotated[str, *_optional_text(limits.PROFILE_WORDS_MAX)]
Pronouns = Annotated[str, *_optional_text(limits.PRONOUNS_MAX)]
ProfileTag = Annotated[str, *_text(limits.PROFILE_TAG_MAX)]
PostTitle = Annotated[str, *_text(limits.POST_TITLE_MAX)]
PostBody = Annotated[str, *_text(limits.POST_BODY_MAX)]
ReplyBody = Annotated[str, *_text(limits.REPLY_BODY_MAX)]
ContentNote = Annotated[str, *_text(limits.CONTENT_NOTE_MAX)]
PhotoDescription = Annotated[str, *_optional_text(limits.PHOTO_DESCRIPTION_MAX)]
StoryPart = Annotated[str, *_text(limits.STORY_PART_MAX)]
StrategyLine = Annotated[str, *_text(limits.STRATEGY_LINE_MAX)]
ThanksWords = Annotated[str, *_optional_text(limits.THANKS_MAX)]
ReportWords = Annotated[str, *_text(limits.REPORT_WORDS_MAX)]
OutcomeWords = Annotated[str, *_text(limits.OUTCOME_WORDS_MAX)]
Reason = Annotated[str, *_text(limits.REASON_MAX)]
Url = Annotated[str, StringConstraints(max_length=limits.URL_MAX), AfterValidator(check_url)]
Language = Annotated[str, StringConstraints(max_length=limits.LANGUAGE_MAX), AfterValidator(check_language)]
