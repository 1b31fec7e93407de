"""The little Markdown of posts: what it draws, and that nothing in it can fetch, run or pretend."""

import flet as ft
import pytest
from flet.controls.base_control import BaseControl
from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.feed.rich_text import plain_text, rich_text
from mobile.markup import Block, Run, host_of, parse, safe_url

# What somebody with bad will would put together.
PIECES = st.sampled_from(
    [
        *(
            "![",
            "](",
            ")",
            "[",
            "]",
            "<",
            ">",
            "*",
            "**",
            "_",
            "\n",
            "\n\n",
            "- ",
            "1. ",
            "> ",
            "# ",
            "\\",
            "`",
            " ",
            "@",
        ),
        *(
            "javascript:alert(1)",
            "data:text/html,x",
            "http://a.example/x.png",
            "https://b.example",
            "file:///etc/passwd",
        ),
        *(
            "<img src=http://a.example/x.png>",
            "<script>",
            "mailto:a@b.example",
            "tel:116123",
            "//c.example",
            "words",
            "http://",
        ),
        *("JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "https://bank.example@evil.example", "&#106;avascript:x"),
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join))


def everything(control: BaseControl) -> list[BaseControl]:
    """Return a control with all that it holds."""
    found = [control]
    for name in ("content", "controls", "spans"):
        below = getattr(control, name, None)
        for one in below if isinstance(below, list) else [below]:
            if isinstance(one, BaseControl):
                found += everything(one)
    return found


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_no_text_makes_a_picture_a_page_or_a_link_that_is_not_plain(text: str) -> None:
    for lines in (None, 12):
        for control in everything(rich_text(text, lines=lines)):
            assert isinstance(control, ft.Text | ft.TextSpan | ft.Container | ft.Column | ft.Row)
            assert getattr(control, "url", None) is None  # the client would open that without a question
            assert getattr(control, "image", None) is None
    for block in parse(text):
        for run in block.runs:
            assert run.url == safe_url(run.url)
            assert run.url == "" or run.url.split(":")[0].lower() in ("http", "https", "mailto", "tel")
            assert run.url == "" or host_of(run.url)


@pytest.mark.parametrize("text", ["word " * 2_000, "**word** " * 2_000, "[a page](https://example.org/) and\n\n" * 500])
def test_a_card_holds_no_more_of_a_long_text_than_can_be_seen(text: str) -> None:
    shown = rich_text(text, lines=4)
    assert isinstance(shown, ft.Text)
    said = shown.value + "".join(span.text or "" for span in shown.spans or ())
    assert 300 < len(said) <= 601 and said.endswith("…")


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(["word", "night", " ", "\n", "*", "- ", "> ", "1. ", "# ", "_", "**"]), max_size=60).map(
        "".join
    )
)
def test_no_word_is_lost(text: str) -> None:
    shown = "".join(block.text for block in parse(text))
    assert [shown.count(word) for word in ("word", "night")] == [text.count(word) for word in ("word", "night")]


def test_deep_nesting_stays_as_it_was_typed() -> None:
    text = "> " * 3000 + "still here"
    assert parse(text) == (Block((Run(text),)),)


def test_bold_italic_lists_and_quotes_are_drawn() -> None:
    blocks = parse("Try **this** and *that*\nthen rest\n\n- one\n- two\n  1. deeper\n\n> said he\n\n# Loud")
    assert blocks[0].runs[1] == Run("this", bold=True)
    assert Run("that", italic=True) in blocks[0].runs
    assert "\nthen rest" in blocks[0].text
    assert [(block.marker, block.depth, block.text) for block in blocks[1:4]] == [
        ("•", 1, "one"),
        ("•", 1, "two"),
        ("1.", 2, "deeper"),
    ]
    assert blocks[4].quoted
    assert blocks[5].runs == (Run("Loud", bold=True),)


def test_picture_becomes_its_words_with_a_way_there() -> None:
    (block,) = parse("see ![my cat](https://pictures.example/cat.png)")
    assert block.runs[-1] == Run("my cat", url="https://pictures.example/cat.png")


def test_pasted_address_is_a_link_without_the_dot_behind_it() -> None:
    (block,) = parse("It is at https://sleep.example/a_b_c. Good night")
    assert block.runs[1] == Run("https://sleep.example/a_b_c", url="https://sleep.example/a_b_c")
    assert block.text == "It is at https://sleep.example/a_b_c. Good night"


@pytest.mark.parametrize(
    "url",
    [
        *(
            "javascript:alert(1)",
            "data:text/html,hi",
            "file:///etc/passwd",
            "intent://x",
            "vbscript:x",
            "about:blank",
            "",
        ),
        *(
            "https://bank.example@evil.example/",
            "https:///path",
            "http://",
            "//evil.example",
            "tel://x",
            "https://a b.example",
        ),
    ],
)
def test_other_addresses_are_only_text(url: str) -> None:
    assert safe_url(url) == ""


def test_host_is_shown_in_the_letters_of_the_network() -> None:
    assert host_of("https://www.bücher.example/x") == "www.xn--bcher-kva.example"
    assert host_of("mailto:help@example.org") == "help@example.org"
    assert host_of("tel:116123") == "116123"


def test_preview_is_one_line_of_plain_words() -> None:
    assert plain_text("**Loud** head\n\n- and *more*") == "Loud head and more"
