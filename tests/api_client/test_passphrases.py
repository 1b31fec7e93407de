"""Passphrases: what a guesser tries first is refused, what a person makes up is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_client import passphrases
from api_client.passphrases import PassphraseProblem, WeakPassphrase, check_passphrase, suggest_passphrase
from api_client.wire import limits

SHORT, LONG = PassphraseProblem.TOO_SHORT, PassphraseProblem.TOO_LONG
COMMON, NAME = PassphraseProblem.TOO_COMMON, PassphraseProblem.CONTAINS_NAME


@pytest.mark.parametrize(
    "text",
    [
        "the heron waits by our weir",
        "Grandma's red bicycle, 1974",
        "drei Kastanien am Fenster",
        "雨の日は図書館で静かに本を読むのが好き",
        "لا شيء يدوم إلى الأبد",
        "wq8#Lp2!vN5@xR7z",
        "4829 1750 3364 9028 5571",
        "x" * 3 + " marks nothing on my map",
    ],
)
def test_what_a_person_makes_up_is_taken(text: str) -> None:
    assert check_passphrase(text, context=("ada", "Ada")) == []


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [SHORT]),
        ("heron weir boat", []),
        ("heron weir bat", [SHORT]),
        ("passwordpassword", [COMMON]),
        ("P@ssw0rd P@ssw0rd", [COMMON]),
        ("password12345678", [COMMON]),
        ("correct horse battery staple", [COMMON]),
        ("Correct-Horse-Battery-Staple 1", [COMMON]),
        ("qwertyuiopasdfghjkl", [COMMON]),
        ("1234567890123456", [COMMON]),
        ("zyxwvutsrqponmlkj", [COMMON]),
        ("aaaaaaaaaaaaaaaaaaaa", [COMMON]),
        ("abababababababababab", [COMMON]),
        ("river stone river stone ", [COMMON]),
        ("iloveyou iloveyou sunshine 2024", [COMMON]),
        ("To be or not to be, that is the question", [COMMON]),
        ("               ", [COMMON]),
        ("x" * 129, [LONG]),
    ],
)
def test_what_a_guesser_tries_is_refused(text: str, problems: list[PassphraseProblem]) -> None:
    assert check_passphrase(text) == problems


def test_ones_own_name_is_refused_in_any_spelling() -> None:
    context = ("mira.lindqvist", "Mira  Lindqvist")
    assert check_passphrase("my name is lindqvist today", context=context) == [NAME]
    assert check_passphrase("my name is LIND-QVIST today", context=context) == [NAME]
    assert check_passphrase("the admiral sails at noon", context=("ral", "Ral")) == []
    assert check_passphrase("the heron waits by our weir", context=("", " ")) == []


def test_spelling_of_an_accent_does_not_change_the_length() -> None:
    composed, decomposed = "é" * 5 + "abcdefg xy", "e\u0301" * 5 + "abcdefg xy"
    assert check_passphrase(composed) == check_passphrase(decomposed)


def test_a_passphrase_of_exactly_the_limits_is_judged_by_its_words() -> None:
    words = "heron weir boats" + " rowing slowly past old mills" * 4
    assert check_passphrase(words[: limits.PASSPHRASE_MIN]) == []
    assert check_passphrase(words[: limits.PASSPHRASE_MAX]) == []


def test_suggestions_are_taken_and_differ() -> None:
    suggestions = [suggest_passphrase() for _ in range(200)]
    assert len(set(suggestions)) == 200
    for suggestion in suggestions:
        assert len(suggestion.split(" ")) == 5
        assert check_passphrase(suggestion) == []


def test_word_list_is_long_plain_and_easily_typed() -> None:
    words = passphrases._word_list()
    assert len(words) == len(set(words)) >= 2048
    assert all(word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 8 for word in words)
    assert min(passphrases._own_length(word) for word in words) >= 3


def test_a_weak_passphrase_is_an_error_without_the_passphrase() -> None:
    error = WeakPassphrase([SHORT, COMMON])
    assert error.problems == (SHORT, COMMON)
    assert str(error) == "too_short, too_common"


@given(text=st.text(max_size=200), name=st.text(max_size=40))
def test_no_text_breaks_the_check(text: str, name: str) -> None:
    check_passphrase(text, context=(name,))


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("qwertyuiop vaneboa", [COMMON]),  # seven characters of one's own
        ("qwertyuiop vaneboat", []),
        ("asdf vane boat", [SHORT]),
        ("asdf vane boats", []),
        ("qwe asd zxc vane", []),  # three keys in a row are no row
        ("aabbccddaaccbbddcc", [COMMON]),  # four different characters
        ("aabbxxddeeaabbxxeed", []),
        ("river stone x river stone x", [COMMON]),
        ("river stone river", []),
    ],
)
def test_the_line_between_common_and_own_is_where_it_is(text: str, problems: list[PassphraseProblem]) -> None:
    assert check_passphrase(text) == problems


def test_a_short_name_is_no_name_to_look_for() -> None:
    assert check_passphrase("the heron ada waits", context=("ada",)) == []
    assert check_passphrase("the heron adah waits", context=("adah",)) == [NAME]
