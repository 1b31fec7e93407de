"""The plan on paper: one page always, and all of its words on it."""

import re
import zlib

import pytest

from mobile.paper import unprintable
from mobile.safety.plan_pdf import print_plan

FOOTER = "Written with Kith."
SECTIONS = [("Warning signs", ["I stop answering – again"]), ("My people", ["Zoë (Mira's sister) · 0170 1234567"])]


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def words_on(pdf: bytes) -> str:
    """Return the text of a page: the codes it shows, told back by the table that each embedded font carries."""
    tables = [
        {int(code, 16): chr(int(letter, 16)) for code, letter in re.findall(rb"<(\w{4})> <(\w{4})>\n", table)}
        for table in re.findall(rb"beginbfchar(.*?)endbfchar", pdf, re.S)
    ]
    page = _page(pdf)
    shown, font = "", 0
    for found in re.finditer(rb"/F(\d) |\(((?:\\.|[^\\)])*)\) Tj", page, re.S):
        if found[1]:
            font = int(found[1]) - 1
            continue
        codes = re.sub(rb"\\(.)", lambda one: {b"r": b"\r", b"n": b"\n"}.get(one[1], one[1]), found[2], flags=re.S)
        pairs = (int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2))
        shown += "".join(tables[font].get(code, "?") for code in pairs) + "\n"
    return shown


def test_every_word_stands_on_the_page_and_no_name() -> None:
    pdf = print_plan("My safety plan", SECTIONS, FOOTER)
    text = words_on(pdf)
    for words in ("My safety plan", FOOTER, *(words for heading, lines in SECTIONS for words in (heading, *lines))):
        assert words in text
    assert pages(pdf) == 1 and b"/Author" not in pdf


@pytest.mark.parametrize(("lines", "times"), [(1, 1), (6, 3), (30, 5)])
def test_a_plan_is_one_page_however_long_it_is(lines: int, times: int) -> None:
    sections = [(f"Part {part}", [*["something that helps " * times] * lines, f"end of {part}"]) for part in range(6)]
    pdf = print_plan("My safety plan", sections, FOOTER)
    text = words_on(pdf)
    assert pages(pdf) == 1
    assert text.count("something") == 6 * lines * times and all(f"end of {part}" in text for part in range(6))
    lowest = min(float(found) for found in re.findall(rb"BT [\d.]+ (-?[\d.]+) Td", _page(pdf)))
    assert lowest > 30, "nothing hangs over the edge"


def test_letters_that_the_font_does_not_have_are_known() -> None:
    assert unprintable("Zoë calls Łukasz – 0800") == ""
    assert unprintable("Мама and мама") == "Мам"


def _page(pdf: bytes) -> bytes:
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S)
    return next(page for page in (zlib.decompress(one) for one in found if one[:1] == b"\x78") if b" Tj" in page)
