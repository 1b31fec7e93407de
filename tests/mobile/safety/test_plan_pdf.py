"""The plan on paper: one page always, and all of its words on it."""

import pytest

from mobile.paper import unprintable
from mobile.safety.plan_pdf import print_plan
from tests.support.paper import count_pages, places, words_on

FOOTER = "Written with Kith."
SECTIONS = [("Warning signs", ["I stop answering – again"]), ("My people", ["Zoë (Mira's sister) · 0170 1234567"])]


def test_every_word_stands_on_the_page_and_no_name() -> None:
    pdf = print_plan("My safety plan", SECTIONS, FOOTER)
    text = words_on(pdf)
    for words in ("My safety plan", FOOTER, *(words for heading, lines in SECTIONS for words in (heading, *lines))):
        assert words in text
    assert count_pages(pdf) == 1 and b"/Author" not in pdf


@pytest.mark.parametrize(("lines", "times"), [(1, 1), (6, 3), (30, 5)])
def test_a_plan_is_one_page_however_long_it_is(lines: int, times: int) -> None:
    sections = [(f"Part {part}", [*["something that helps " * times] * lines, f"end of {part}"]) for part in range(6)]
    pdf = print_plan("My safety plan", sections, FOOTER)
    text = words_on(pdf)
    assert count_pages(pdf) == 1
    assert text.count("something") == 6 * lines * times and all(f"end of {part}" in text for part in range(6))
    assert min(y for _, y in places(pdf)) > 30, "nothing hangs over the edge"


def test_letters_that_the_font_does_not_have_are_known() -> None:
    assert unprintable("Zoë calls Łukasz – 0800") == ""
    assert unprintable("Мама and мама") == "Мам"
