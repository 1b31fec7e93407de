"""The words of the app: counts are written as the member's language groups digits."""

from collections.abc import Iterator

import pytest

from mobile import words


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    words.set_language(words.DEFAULT_LANGUAGE)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en_GB", ["0 rows", "1 row", "999 rows", "12,000 rows"]),
        ("de_DE", ["0 rows", "1 row", "999 rows", "12.000 rows"]),
        ("hi_IN", ["0 rows", "1 row", "999 rows", "12,000 rows"]),
    ],
)
def test_a_count_is_written_as_the_language_groups_digits(language: str, expected: list[str]) -> None:
    words.set_language(language)
    assert [words.tn("{count} row", "{count} rows", count) for count in (0, 1, 999, 12_000)] == expected


def test_a_number_beside_a_count_is_written_the_same_way() -> None:
    assert [words.number(value) for value in (0, 999, 1_000, 200_000, -1_500)] == [
        "0", "999", "1,000", "200,000", "-1,500",
    ]  # fmt: skip
    assert words.number(10**40) == "1" + "0" * 40
    words.set_language(words.PSEUDO)
    assert words.number(200_000) == "200,000"
