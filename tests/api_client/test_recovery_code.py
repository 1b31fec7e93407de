"""The recovery code is read, written down and typed by people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_client.recovery_code import InvalidRecoveryCode, RecoveryCode

KNOWN = RecoveryCode(bytes(range(16)))
KNOWN_TEXT = "000G4-0R40M-30E20-9185G-R38E1-ZGWDK"


def test_code_reads_the_same_for_ever() -> None:
    assert KNOWN.text == KNOWN_TEXT
    assert RecoveryCode.parse(KNOWN_TEXT) == KNOWN


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda text: text.replace("-", ""),
        lambda text: text.replace("-", " "),
        lambda text: f"  {text}\n",
        lambda text: text.replace("-", " \u2013 "),
        lambda text: text.replace("0", "O"),
        lambda text: text.replace("0", "o").replace("1", "l"),
        lambda text: text.replace("1", "I"),
        lambda text: "".join(chr(ord(c) + 0xFEE0) if c != "-" else "-" for c in text),
    ],
)
def test_typing_it_another_way_is_fine(change: object) -> None:
    assert callable(change)
    assert RecoveryCode.parse(change(KNOWN_TEXT)) == KNOWN


@pytest.mark.parametrize(
    "text", ["", "-", KNOWN_TEXT[:-1], KNOWN_TEXT + "0", "U" + KNOWN_TEXT[1:], "0" * 30, "x" * 10_000]
)
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(InvalidRecoveryCode) as caught:
        RecoveryCode.parse(text)
    assert len(str(caught.value)) < 20


def test_every_single_wrong_letter_is_noticed() -> None:
    for place, letter in enumerate(KNOWN_TEXT):
        if letter == "-":
            continue
        for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ":
            if other != letter:
                with pytest.raises(InvalidRecoveryCode):
                    RecoveryCode.parse(KNOWN_TEXT[:place] + other + KNOWN_TEXT[place + 1 :])


def test_two_swapped_neighbours_are_noticed() -> None:
    letters = KNOWN_TEXT.replace("-", "")
    for place in range(len(letters) - 1):
        if letters[place] != letters[place + 1]:
            swapped = letters[:place] + letters[place + 1] + letters[place] + letters[place + 2 :]
            with pytest.raises(InvalidRecoveryCode):
                RecoveryCode.parse(swapped)


@given(secret=st.binary(min_size=16, max_size=16))
def test_every_code_comes_back(secret: bytes) -> None:
    text = RecoveryCode(secret).text
    assert [len(group) for group in text.split("-")] == [5] * 6
    assert RecoveryCode.parse(text).secret == secret


@given(text=st.text(max_size=200))
def test_no_text_breaks_the_parser(text: str) -> None:
    try:
        RecoveryCode.parse(text)
    except InvalidRecoveryCode:
        return


def test_codes_are_random_and_whole() -> None:
    assert len({RecoveryCode.new().secret for _ in range(50)}) == 50
    with pytest.raises(ValueError, match="16 bytes"):
        RecoveryCode(b"short")
