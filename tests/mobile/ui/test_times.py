"""The clock on which a time is chosen counts the hours as Kith writes them, whatever the browser or the system does."""

from collections.abc import Iterator
from datetime import time
from typing import Any

import flet as ft
import pytest

from mobile.ui import dates
from mobile.ui.times import choose_time
from mobile.words import DEFAULT_LANGUAGE, set_language


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    yield
    set_language(DEFAULT_LANGUAGE)


class Page:
    """Keeps the dialog that is shown."""

    def show_dialog(self, dialog: ft.TimePicker) -> None:
        self.dialog = dialog


@pytest.mark.parametrize(
    ("spoken", "written", "hours"),
    [
        ("en_GB", "14:50", ft.TimePickerHourFormat.H24),
        ("en_US", "2:50\u202fPM", ft.TimePickerHourFormat.H12),
        ("de_DE", "14:50", ft.TimePickerHourFormat.H24),
        ("hi_IN", "2:50 pm", ft.TimePickerHourFormat.H12),
    ],
)
def test_a_time_is_chosen_as_it_is_written(spoken: str, written: str, hours: ft.TimePickerHourFormat) -> None:
    set_language(spoken)
    page: Any = Page()
    choose_time(page, time(14, 50), lambda _time: None)
    assert dates.clock(time(14, 50)) == written
    assert page.dialog.hour_format == hours
