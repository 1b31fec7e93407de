"""Which days: the named spans as they are today, and any two days of one's own in their order."""

from datetime import date, datetime
from pathlib import Path

import flet as ft
import pytest

from mobile import paths
from mobile.day_span import ALL, LAST_YEAR, MONTH, OWN, QUARTER, YEAR, Span, span, span_words
from tests.mobile.circle import drawn
from tests.support.phone import phone

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("choice", "first", "last"),
    [
        (MONTH, date(2026, 1, 31), TODAY),
        (QUARTER, date(2025, 12, 1), TODAY),
        (YEAR, date(2026, 1, 1), TODAY),
        (LAST_YEAR, date(2025, 1, 1), date(2025, 12, 31)),
        (OWN, date(2026, 1, 31), TODAY),
    ],
)
def test_a_span_is_made_of_civil_days_up_to_today(choice: str, first: date, last: date) -> None:
    assert span(choice, TODAY) == Span(choice, first, last)


def test_everything_has_no_ends() -> None:
    everything = span(ALL, TODAY)
    assert everything.first == date.min and everything.last == date.max
    assert span_words(everything) == "All days"
    assert span_words(span(LAST_YEAR, TODAY)) == "1 January 2025 to 31 December 2025"
    assert span_words(Span(OWN, TODAY, TODAY)) == "1 March 2026"


async def test_two_days_of_ones_own_begin_as_the_span_before_and_stay_in_order(tmp_path: Path) -> None:
    async with phone(tmp_path, inline=True) as device:
        await device.services.account.start_writing()
        async with drawn(device, paths.REPORT) as app:
            await app.see("What it will say")
            await app.tap("Last year")
            await app.tap("Other days")
            await app.see("From 1 January 2025")
            await app.tap("To 31 December 2025")
            [picker] = [one for one in app.all(ft.DatePicker) if one.open]
            await app.fire(picker, "change", value=datetime(2024, 5, 6))
            await app.see("From 6 May 2024")
            assert app.says("To 6 May 2024")
