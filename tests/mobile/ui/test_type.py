"""What a screen reader is given of a text: all of what can be copied, and of a preview what can be seen."""

import flet as ft
import pytest

from mobile.ui import type


def test_a_text_that_can_be_copied_is_said_as_it_stands() -> None:
    place = type.copied(type.body("Both of\nus wrote."))
    assert isinstance(place, ft.Semantics) and isinstance(place.content, ft.Text)
    assert place.content.selectable
    assert (place.label, place.container, place.exclude_semantics) == ("Both of\nus wrote.", True, True)


@pytest.mark.parametrize("text", ["", "A short note.", "x" * 300])
def test_a_preview_of_what_fits_is_whole(text: str) -> None:
    assert type.preview(text, 2).value == text


@pytest.mark.parametrize("text", ["word " * 2_000, "x" * 10_000, "\n" * 301 + "word"])
def test_a_preview_of_more_ends_where_nothing_more_can_be_seen(text: str) -> None:
    shown = type.preview(text, 2)
    assert shown.value.endswith("…") and len(shown.value) <= 301
    assert text.startswith(shown.value[:-1]) and not shown.value[:-1].endswith(" ")
    assert (shown.max_lines, shown.overflow) == (2, ft.TextOverflow.ELLIPSIS)
