"""Today: one tap says how you are; below it stand today's check-ins and what waits in the groups.

It is put together here, above the slices, because it shows several of them and slices do not know each other.
"""

from collections.abc import Mapping
from datetime import date, time
from typing import TYPE_CHECKING
from uuid import UUID

import flet as ft

from mobile import paths
from mobile.aid.thanks_card import ThanksCard
from mobile.bell import Bell
from mobile.feed.from_groups import FromGroups
from mobile.goals.story_offer import StoryOffer
from mobile.journal.form import Form
from mobile.journal.intents import open_index, save_form
from mobile.journal.today import DayLine, Greeting, LevelCard, TodayEntries
from mobile.reminders.due_card import DueCard
from mobile.safety.low_run_card import LowRunCard
from mobile.safety.patterns import window_start
from mobile.session import use_session
from mobile.strategies.theme_card import WeeklyThemes
from mobile.ui import scaffold
from mobile.ui.guard import screen

if TYPE_CHECKING:
    from mobile.services import Services


def recent_lows(services: "Services", today: date) -> Mapping[date, int]:
    """Return the lowest level of each of the last days that has an entry."""
    return {found.day: min(found.levels) for found in open_index(services).levels_between(window_start(today), today)}


async def log_for(services: "Services", level: int, day: date, at: time) -> UUID:
    """Save a level for the day and time that a reminder was for; return the entry's id."""
    return await save_form(services, Form(level=level, felt_on=day, felt_at=at), None)


@screen
def TodayScreen() -> ft.View:
    """The first screen: a check-in is one tap away."""
    wide = use_session().layout == "wide"
    parts = [DueCard(log_for), Greeting(), LevelCard(), LowRunCard(recent_lows), TodayEntries()]
    # The quiet ones come last; where there is nothing to show they leave no gap between the others.
    groups = [FromGroups(), ThanksCard(), WeeklyThemes(), StoryOffer()]
    if wide:
        parts = [DayLine(), *parts]
        columns = ft.Row(
            [
                ft.Container(scaffold.scroll(parts, wide=False, spacing=20, top=16), expand=True),
                ft.VerticalDivider(width=1),
                ft.Container(scaffold.scroll(groups, wide=False, spacing=20, top=24), expand=True),
            ],
            spacing=0,
            expand=True,
            vertical_alignment=ft.CrossAxisAlignment.STRETCH,
        )
        return scaffold.tab_view(paths.TODAY, columns, wide=True, corner=Bell())
    column = scaffold.scroll([*parts, *groups], wide=False, spacing=20)
    return scaffold.tab_view(paths.TODAY, column, wide=False, corner=Bell(), lead=DayLine())
