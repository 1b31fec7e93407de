"""What counts as a handle, a name and a text: people's real names pass, disguises do not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from api_client.wire import limits, text
from api_client.wire.text import ContentNote, DisplayName, Handle, PostBody, check_handle, check_name, clean_text

NAME: TypeAdapter[str] = TypeAdapter(DisplayName)
HANDLE: TypeAdapter[str] = TypeAdapter(Handle)
BODY: TypeAdapter[str] = TypeAdapter(PostBody)
NOTE: TypeAdapter[str] = TypeAdapter(ContentNote)


@pytest.mark.parametrize(
    "name",
    [
        "Ada",
        "Mira Lindqvist",
        "José-María O’Neill",
        "Zoë ✿",
        "山田太郎",
        "やまだ たろう",
        "ヤマダ・タロウ",
        "김민준",
        "王小明 Ming",
        "Мария",
        "Ελένη",
        "محمد علي",
        "נועה",
        "नीलम शर्मा",
        "தமிழ்ச்செல்வி",
        "สมชาย ใจดี",
        "Nguyễn Thị Hương",
        "Ọlábísí",
        "Ада 2",
        "🌻",
        "👩‍🌾",
        "Sam 🏳️‍🌈",
        "ნინო",
        "Մարիամ",
        "ວຽງຈັນ",
        "ខ្មែរ",
        "مهر‌داد",  # Persian joins this name with a zero-width non-joiner
    ],
)
def test_real_names_pass(name: str) -> None:
    assert NAME.validate_python(name)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Ada\u200b\u202eadmin", "invisible_character"),
        ("\u202eadA", "invisible_character"),
        ("Ada\u200b", "invisible_character"),
        ("Ada\u00ad", "invisible_character"),
        ("A\u2060da", "invisible_character"),
        ("Ada\ufeff", "invisible_character"),
        ("\u3164", "invisible_character"),
        ("Ada\u3164", "invisible_character"),
        ("\uffa0", "invisible_character"),
        ("\u2800\u2800", "invisible_character"),
        ("Ada\u0000", "invisible_character"),
        ("Ada\x1b[31m", "invisible_character"),
        ("Ada\ud800", "string_unicode"),
        ("Ada\ue000", "invisible_character"),
        ("Ada\u0378", "invisible_character"),
        ("Ada\U000e0041", "invisible_character"),
        ("Ada\u200d", "invisible_character"),
        ("Ada\ufe0f", "invisible_character"),
        ("A\u034fda", "invisible_character"),
        ("Z\u0335\u0336\u0337\u0338algo", "stacked_marks"),
        ("Z" + "\u0300\u0301\u0302" * 5, "stacked_marks"),
        ("\u0301Ada", "stacked_marks"),
        ("\u0301", "stacked_marks"),
        ("Аdа Lovelace", "mixed_scripts"),  # the first and the third letter are Cyrillic
        ("pаypal", "mixed_scripts"),
        ("Αda", "mixed_scripts"),  # a Greek alpha
        ("Ада Ελένη", "mixed_scripts"),
        ("Аda山", "mixed_scripts"),
        ("", "empty"),
        ("   ", "empty"),
        ("\u00a0\u3000", "empty"),
        ("x" * 41, "string_too_long"),
        ("\ufdfa" * 40, "string_too_long"),  # one sign that is eighteen when it is spelt out
    ],
)
def test_disguises_are_refused(name: str, why: str) -> None:
    with pytest.raises(ValidationError) as caught:
        NAME.validate_python(name)
    (error,) = caught.value.errors()
    assert why in (error["type"], str(error.get("ctx", {}).get("error")))


def test_a_name_is_stored_in_one_spelling() -> None:
    assert check_name("  Zoe\u0308 \t Lind  ") == "Zo\u00eb Lind"
    assert check_name("\uff21\uff44\uff41") == "Ada"


@given(st.text(max_size=60))
def test_a_name_that_passed_passes_unchanged(value: str) -> None:
    try:
        once = NAME.validate_python(value)
    except ValidationError:
        return
    assert NAME.validate_python(once) == once
    assert 0 < len(once) <= limits.DISPLAY_NAME_MAX
    assert once.strip() == once and "  " not in once
    assert not any(unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs", "Zl", "Zp") for c in once)
    assert not any(c in text._BIDI for c in once)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("mira", "mira"),
        (" Mira ", "mira"),
        ("mira.lind-qvist_2", "mira.lind-qvist_2"),
        ("ＭＩＲＡ", "mira"),
        ("007", "007"),
    ],
)
def test_handles_are_taken_as_people_type_them(typed: str, stored: str) -> None:
    assert HANDLE.validate_python(typed) == stored


@pytest.mark.parametrize(
    "handle",
    [
        "",
        "ab",
        "x" * 31,
        "mira!",
        "mira lind",
        "mirä",
        "мира",
        ".mira",
        "mira-",
        "_a_",
        "mi\u200bra",
        "mi\nra",
        "mira\n\u202e",
        "İra",
        "ſteve K",
        "a" * 5000,
    ],
)
def test_what_is_no_handle_is_refused(handle: str) -> None:
    with pytest.raises(ValidationError):
        HANDLE.validate_python(handle)


@given(st.text(alphabet="aZ09._-ſİKＡ ", max_size=40))
def test_a_handle_that_passed_passes_unchanged(value: str) -> None:
    try:
        once = HANDLE.validate_python(value)
    except ValidationError:
        return
    assert once.isascii() and once == once.lower()
    assert check_handle(once) == once


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("line one\r\nline two\rline three", "line one\nline two\nline three"),
        ("  \n words \n ", "words"),
        ("cafe\u0301", "caf\u00e9"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\x00b\x1bc\x7fd\x85e", "abcde"),
        ("tab\tstays", "tab\tstays"),
        ("👩‍🌾 stays", "👩‍🌾 stays"),
        ("مهر‌داد", "مهر‌داد"),
        ("\x00 words \x00", "words"),
        ("\u202e \u200e words", "words"),
    ],
)
def test_texts_are_kept_as_written_without_what_deceives(written: str, kept: str) -> None:
    assert clean_text(written) == kept


@given(st.text(max_size=400))
def test_cleaning_again_changes_nothing(value: str) -> None:
    once = clean_text(value)
    assert clean_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not any(c in text._BIDI or (unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t") for c in once)


@given(st.text(alphabet="e\u0301\u202e\x00\u200f \r\n\u0338ㅤ\u1100\u1161", max_size=40))
def test_cleaning_again_changes_nothing_where_signs_join(value: str) -> None:
    assert clean_text(clean_text(value)) == clean_text(value)


@pytest.mark.parametrize(
    "empty", ["", " ", "\n\n", "\u202e", "\x00", "\u200b", "\u3164", "\u2800", "\ufeff\u2060", "\u00ad"]
)
def test_a_text_that_shows_nothing_is_refused(empty: str) -> None:
    with pytest.raises(ValidationError):
        BODY.validate_python(empty)
    with pytest.raises(ValidationError):
        NOTE.validate_python(empty)


def test_lengths_count_characters_before_and_after_cleaning() -> None:
    longest = "x" * limits.POST_BODY_MAX
    assert BODY.validate_python(longest) == longest
    with pytest.raises(ValidationError):
        BODY.validate_python(longest + "x")
    with pytest.raises(ValidationError):
        BODY.validate_python(" " * limits.POST_BODY_MAX + "x")
    # NFC can lengthen a text: this sign has no composed form and becomes three.
    with pytest.raises(ValidationError):
        BODY.validate_python("\ufb2c" * limits.POST_BODY_MAX)


def test_what_was_typed_never_stands_in_the_error() -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(DisplayName, config={"hide_input_in_errors": True}).validate_python("\u202eCANARY")
    assert "CANARY" not in str(caught.value)


@pytest.mark.parametrize(
    "name",
    [
        "佐々木",  # the iteration mark is a letter of its own script
        "ශ්‍රී",  # a joiner shapes this syllable
        "Kaʻiulani",  # the ʻokina is a modifier letter
        "김 Mina",
        "Ming 王",
        "नीलम Sharma",
    ],
)
def test_names_of_all_the_world_keep_their_signs(name: str) -> None:
    assert NAME.validate_python(name) == unicodedata.normalize("NFKC", name)


@pytest.mark.parametrize("name", ["\u200dAda", "Ada\u200c", "क्\u200d", "a\u200cb", "👩\u200d", "\ufe0f", "a\ufe0f"])
def test_a_joiner_joins_or_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        NAME.validate_python(name)


def test_towers_of_marks_are_cut_in_texts() -> None:
    tower = "Z" + "\u0336" * 300 + " words"
    cleaned = BODY.validate_python(tower)
    assert cleaned == "Z" + "\u0336" * 8 + " words"
    assert clean_text(cleaned) == cleaned


def test_an_optional_text_may_be_empty() -> None:
    assert TypeAdapter(text.GroupDescription).validate_python(" \u202e ") == ""


def test_two_marks_on_a_letter_pass_and_three_do_not() -> None:
    assert NAME.validate_python("Z\u0335\u0336a")
    with pytest.raises(ValidationError):
        NAME.validate_python("Z\u0335\u0336\u0337a")


@pytest.mark.parametrize("selector", ["\ufe00", "\ufe0e", "\U000e0100", "\U000e01ef", "\u17b4", "\u180f"])
def test_no_invisible_selector_hides_in_a_name(selector: str) -> None:
    with pytest.raises(ValidationError):
        NAME.validate_python(f"A{selector}da")
