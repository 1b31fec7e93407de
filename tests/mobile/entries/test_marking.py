"""The words that were found are marked where they stand in what was written."""

from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.entries.marking import excerpt, find_marks, mark
from mobile.entries.search import words_of
from mobile.muted_words import fold


def marked(text: str, asked: str) -> list[str]:
    return [run.text for run in mark(text, words_of(asked)) if run.bold]


def test_words_are_marked_as_they_were_written() -> None:
    assert marked("Two CAFÉS, one café", "cafe") == ["CAFÉ", "café"]
    assert marked("Cafe\u0301 at noon", "café") == ["Cafe\u0301"]
    assert marked("Straße and STRASSE", "strasse") == ["Straße", "STRASSE"]
    assert marked("slept badly", "sle ept") == ["slept"]
    assert marked("nothing here", "walk") == []


def test_an_excerpt_begins_shortly_before_the_first_word_and_is_one_line() -> None:
    text = "before " * 30 + "the\nheron stood " + "after " * 60
    runs = excerpt(text, ["heron"])
    shown = "".join(run.text for run in runs)
    assert [run.text for run in runs if run.bold] == ["heron"]
    assert shown.startswith("… ") and shown.endswith(" …") and "\n" not in shown
    assert len(shown) < 180
    assert excerpt("short", []) == mark("short", [])


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=30), st.text("aeé ßıñ漢x", min_size=1, max_size=3))
def test_marking_keeps_every_letter_of_the_text_and_marks_what_folds_to_the_words(text: str, asked: str) -> None:
    words = words_of(asked)
    assert "".join(run.text for run in mark(text, words)) == text
    for begin, end in find_marks(text, words):
        piece = "".join(fold(letter) for letter in text[begin:end])
        assert any(word in piece for word in words)
