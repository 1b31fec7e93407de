"""What Today begins with when a reminder has come up: the day it was for, with the faces that log to that day.

After midnight the day it was for is over, and a tap on Today's own faces would say how one feels now. So this card says
which day it means, and everything that is opened from it goes there, too.
"""

from collections.abc import Awaitable, Callable
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft

from mobile import paths
from mobile.reminders.reading import SCOPES, put_aside, read_due
from mobile.reminders.schedule import Due
from mobile.session import use_query, use_services
from mobile.ui import cards, dates, faces, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler
from mobile.vocabulary import open_vocabulary
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

Log = Callable[["Services", int, date, time], Awaitable[UUID]]


@component
def DueCard(log: Log) -> ft.Control:
    """The last reminder that waits, or nothing. `log` saves a level for a day and time and returns the entry's id."""
    services = use_services()
    once = scaffold.use_leave_once(paths.TODAY)
    waiting = use_query(lambda: read_due(services), scopes=SCOPES)
    if not waiting:
        return ft.Container(visible=False)
    due: Due = waiting[0]
    day, at = due.occurrence.day, due.occurrence.at
    is_over = day != services.clock.today()
    vocabulary = open_vocabulary(services.documents)

    def tap(level: int) -> Any:
        async def save() -> str:
            return paths.entry(await log(services, level, day, at))

        return once(save)

    async def skip(_event: Any) -> None:
        await put_aside(services, due)

    parts: list[ft.Control] = [type.strong(due_line(due, services.clock.today()))]
    if is_over:
        parts.append(type.quiet(t("What you log here counts for that day.")))
        buttons = [
            faces.face_button(level, vocabulary.mood(level, None), tap(level), drawing=vocabulary.face(level, None))
            for level in faces.LEVELS
        ]
        parts.append(ft.Row(buttons, wrap=True, spacing=0, run_spacing=4, alignment=ft.MainAxisAlignment.SPACE_EVENLY))
    else:
        parts.append(type.quiet(t("A face is enough. It is fine to leave it, too.")))
    words = scaffold.to(paths.new_entry(day=day, at=at) if is_over else paths.NEW_ENTRY)
    parts.append(
        ft.Row(
            [
                inputs.text_button(t("Write a check-in"), words),
                inputs.text_button(t("Not this time"), handler(skip)),
            ],
            wrap=True,
        )
    )
    return ft.Semantics(container=True, content=cards.card(parts, bgcolor=theme.PRIMARY_CONTAINER, spacing=8))


def due_line(due: Due, today: date) -> str:
    """Return which day and time a reminder was for: `For yesterday, 23:58`."""
    day, at = due.occurrence.day, dates.clock(due.occurrence.at)
    if day == today:
        return t("You asked to be reminded at {time}.", time=at)
    if day == today - timedelta(days=1):
        return t("For yesterday, {time}", time=at)
    return t("For {day}, {time}", day=dates.day(day), time=at)
