"""The text to read: by day, and what was written says what it said."""

import html
import io
import re
from datetime import date, time
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mobile.entries.document import Entry
from mobile.transfer.readable import plain, write_readable
from tests.mobile.transfer.test_table import vocabulary

ID = UUID("0198c5a0-0000-7000-8000-000000000001")
SHOWN = MarkdownIt("commonmark")


async def readable(*entries: Entry) -> str:
    out = io.BytesIO()
    await write_readable("My journal", entries, vocabulary(), out)
    return out.getvalue().decode()


async def test_check_ins_stand_by_day_in_words() -> None:
    text = await readable(
        Entry(ID, date(2026, 3, 1), 2, time(8, 15), energy=4, feelings=("tired",), note="First\n\nSecond"),
        Entry(ID, date(2026, 3, 1), 5),
        Entry(ID, date(2026, 3, 2), 3, notes=("here", "there"), note="here", photos={"p": "image/jpeg 4x3"}),
    )
    assert text == (
        "# My journal\n\n## Sunday 1 March 2026\n\n### 08:15 · Low (2 of 5)\n\n- Energy: 4 of 5\n- Words: tired\n\n"
        "> First  \n>\n> Second  \n\n### Great (5 of 5)\n\n## Monday 2 March 2026\n\n### Okay (3 of 5)\n\n"
        "- 1 photo, not in this file\n\n> here  \n\n> there  \n"
    )


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp", "Zs"]), min_size=1, max_size=30))
def test_a_note_shows_as_it_was_written(text: str) -> None:
    shown = SHOWN.render(f"> {plain(text)}")
    found = re.fullmatch(r"<blockquote>\n<p>(.*)</p>\n</blockquote>\n", shown, re.DOTALL)
    assert found, shown
    assert html.unescape(found[1]) == text


def test_no_note_becomes_a_picture_a_link_or_a_heading() -> None:
    for text in ("![x](http://evil.example/a.png)", "<img src=x>", "# Big", "1. one", "- two", "---", "[a]: http://b"):
        shown = SHOWN.render(plain(text))
        assert not re.search(r"<(img|a|h\d|ol|ul|hr)", shown), shown
