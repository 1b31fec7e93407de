"""Muted words: what counts as the same word, and that nothing which holds one is ever judged fit to show."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile.muted_words import holds, pattern

FOUND = [
    ("alcohol", "No ALCOHOL for a week."),
    ("diet", "All these diets"),
    ("diets", "A new diet"),
    ("body", "Other people's bodies"),
    ("bodies", "My body"),
    ("wish", "Three wishes"),
    ("café", "Met her at the CAFE."),
    ("cafe", "Met her at the cafe\u0301."),
    ("naïve", "so naive"),
    ("Straße", "an der STRASSE"),
    ("self harm", "About self-harm, openly"),
    ("self-harm", "about self harm"),
    ("mother's day", "Mother’s Day again"),
    ("mother", "my mother’s voice"),
    ("alcool", "sans l’alcool"),
    ("wine", "**Wine** and _dine_"),
    ("wine", "wi**ne**"),
    ("wine", "_wine_"),
    ("wine", "wi\u200bne"),
    ("wine", "ｗｉｎｅ"),
    ("酒", "昨日は酒を飲んだ"),
    ("الخمر", "ذكر الخَمْر"),
    ("panic attack", "Two panic attacks\nin a week"),
    ("10 kg", "I lost 10 kg"),
]
NOT_FOUND = [
    ("diet", "dietary"),
    ("ass", "class, passage"),
    ("eat", "great"),
    ("a", "as"),
    ("self harm", "I harm my self"),
    ("wine", "twine"),
    ("less", "unless"),
    ("panic attack", "panic, no attack"),
    ("…", "Well…"),
    ("", "anything"),
]


@pytest.mark.parametrize(("word", "text"), FOUND)
def test_is_found(word: str, text: str) -> None:
    assert holds(text, [pattern(word)])


@pytest.mark.parametrize(("word", "text"), NOT_FOUND)
def test_is_left_alone(word: str, text: str) -> None:
    assert not holds(text, [pattern(word)])


_letters = st.text(st.characters(categories=["Ll", "Lu"], max_codepoint=0x17F), min_size=1, max_size=12)
_around = st.sampled_from(["", " ", "\n", ". ", " “", "(", "— ", " *", " **", "_", "! "])


@given(word=_letters, before=_around, after=_around, rest=st.text(max_size=30))
def test_a_muted_word_is_found_whatever_stands_around_it(word: str, before: str, after: str, rest: str) -> None:
    for written in (word, word.upper(), word.title(), unicodedata.normalize("NFD", word)):
        assert holds(f"{rest} {before}{written}{after} {rest}", [pattern(word)])


@given(words=st.lists(_letters, min_size=1, max_size=4), gap=st.sampled_from([" ", "  ", "\n", "-", ", ", " / "]))
def test_a_phrase_is_found_in_its_order(words: list[str], gap: str) -> None:
    assert holds("before " + gap.join(words) + " after", [pattern(" ".join(words))])


@given(text=st.text(max_size=200), word=st.text(max_size=20))
def test_no_text_and_no_word_is_too_strange(text: str, word: str) -> None:
    holds(text, [pattern(word)])
