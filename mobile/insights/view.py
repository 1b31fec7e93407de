"""Which time is looked at, as it stands in a path: `month-0` is the month up to today, `month-1` the one before."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import flet as ft

from mobile.insights.periods import Length

_STEPS_MAX = 5_000


@dataclass(frozen=True, slots=True)
class View:
    """A length of time, and how many of it lie between that time and today."""

    length: Length = Length.MONTH
    steps_back: int = 0

    def __str__(self) -> str:
        return f"{self.length}-{self.steps_back}"


# What each window last looked at, so that it stands there again after a look at another tab.
_chosen: WeakKeyDictionary[ft.BasePage, View] = WeakKeyDictionary()


def chosen_view(page: ft.BasePage) -> View:
    """Return what this window looked at last; the month up to today at first."""
    return _chosen.get(page, View())


def choose_view(page: ft.BasePage, view: View) -> None:
    """Keep what this window looks at."""
    _chosen[page] = view


def parse_view(text: str) -> View:
    """Return the view of a path; the month up to today for anything odd."""
    length, _, steps = text.partition("-")
    if length not in set(Length) or not steps.isdecimal():
        return View()
    return View(Length(length), min(int(steps), _STEPS_MAX) if length != Length.ALL else 0)
